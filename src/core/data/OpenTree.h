#ifndef PYTMVA_data_OpenTree
#define PYTMVA_data_OpenTree

#include <memory>

class TChain;
class TTree;

namespace TMVA {

/// The same tree once more, in files of its own: it can be read beside the other one, in another thread too. nullptr if it is
/// not in local files that are only read, or has friends or aliases.
std::unique_ptr<TChain> OpenAgain(TTree &tree);

} // namespace TMVA

#endif
