#ifndef PYTMVA_evaluate_OutputTree
#define PYTMVA_evaluate_OutputTree

#include "TMVA/DataSetInfo.h"
#include "TMVA/EventTable.h"
#include "TMVA/Results.h"

#include <map>
#include <memory>

class TTree;

namespace TMVA {

using ResultsByName = std::map<TString, std::unique_ptr<Results>>;

/// The tree `name` with one entry an event: class, untransformed variables, targets, spectators, weight, and a branch for
/// each of `results` that has a response to every event. It belongs to the current directory.
TTree *MakeOutputTree(const TString &name, const DataSetInfo &info, const EventTable &events, const ResultsByName &results);

} // namespace TMVA

#endif
