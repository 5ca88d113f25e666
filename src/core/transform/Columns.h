#ifndef PYTMVA_transform_Columns
#define PYTMVA_transform_Columns

#include "TString.h"

#include <cstddef>
#include <vector>

namespace TMVA {

class DataSetInfo;
class VariableInfo;

/// What a column of an EventTable is.
struct Column {
   const char *fType; ///< "Variable", "Target" or "Spectator", as weight files say
   const VariableInfo *fInfo;
   Bool_t fIsTarget;
};

/// All columns in the order of EventTable: variables, targets, spectators.
std::vector<Column> ColumnsOf(const DataSetInfo &info);

} // namespace TMVA

#endif
