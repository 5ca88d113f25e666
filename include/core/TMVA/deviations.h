#ifndef ROOT_TMVA_deviations
#define ROOT_TMVA_deviations

#include "TMVA/tmvaglob.h"
#include "TString.h"

namespace TMVA {

/// The deviation of the response of each method from the true target, against the targets (`showTarget`) or against the
/// input variables, of the test sample (kMVAType) or the training sample (kCompareType), with its profile:
/// `deviation_<title>_<target|variables>_<test|training>_c<page>.png`.
void deviations(TString dataset = "", TString fileName = "TMVAReg.root", HistType type = kMVAType,
                Bool_t showTarget = kTRUE, Bool_t useTMVAStyle = kTRUE);

} // namespace TMVA

#endif
