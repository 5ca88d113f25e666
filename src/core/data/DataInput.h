#ifndef PYTMVA_data_DataInput
#define PYTMVA_data_DataInput

#include "TMVA/Types.h"

#include "TCut.h"
#include "TString.h"

#include <vector>

class TObject;
class TTree;

namespace TMVA {

/// A tree of the user (not owned; it must live until the data set is built) with events of one class.
struct TreeInput {
   TTree *fTree;
   TString fClassName;
   Double_t fWeight;      ///< of each event, times the weight expression of the class
   TCut fCut;             ///< events that fail it do not count as part of the tree
   Types::ETreeType fType; ///< kMaxTreeType: its events are to be divided
   TString fName;          ///< of the tree
   const TObject *fFile;   ///< that must be open as long as the tree is read; nullptr if it needs none
};

/// An event given by its values: variables, targets, spectators in the order of their declaration.
struct EventInput {
   TString fClassName;
   Types::ETreeType fType;
   std::vector<Double_t> fValues;
   Double_t fWeight;
};

/// Where the events of a data set come from, in the order in which the user named it.
struct DataInput {
   std::vector<TreeInput> fTrees;
   std::vector<EventInput> fEvents;
};

} // namespace TMVA

#endif
