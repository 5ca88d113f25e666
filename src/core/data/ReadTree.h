#ifndef PYTMVA_data_ReadTree
#define PYTMVA_data_ReadTree

#include "data/TreeReader.h"

namespace TMVA {

/// Appends the events of a tree that pass the cut to `table`, in the order of the tree, and counts all of them in
/// `preselection`. On as many threads as ROOT's implicit multi-threading has, if it is on and the tree allows it: all numbers
/// are the same then.
void ReadTree(const DataSetInfo &info, const ClassInfo &cls, const TreeInput &input, EventTable &table,
              Preselection &preselection);

} // namespace TMVA

#endif
