#ifndef ROOT_TMVA_mvasMulticlass
#define ROOT_TMVA_mvasMulticlass

#include "TMVA/tmvaglob.h"
#include "TString.h"

namespace TMVA {

/// The distributions of each output of each method, one curve for each true class: `mva_<title>_<output>.png` (kMVAType, test
/// sample) or `overtrain_<title>_<output>.png` (kCompareType, test and training sample).
void mvasMulticlass(TString dataset = "", TString fileName = "TMVAMulticlass.root", HistType type = kMVAType,
                    Bool_t useTMVAStyle = kTRUE);

} // namespace TMVA

#endif
