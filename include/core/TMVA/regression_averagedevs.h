#ifndef ROOT_TMVA_regression_averagedevs
#define ROOT_TMVA_regression_averagedevs

#include "TString.h"

namespace TMVA {

/// The root of the mean squared deviation of each method, test and training sample, of all events and of the 90% with the
/// smallest deviations, the best method first: a table and `regression_averagedevs_target<i>.png`; and the distributions of
/// the squared deviations: `quadratic_deviation_<title>_target<i>.png`. All events are used; `nEvents` is there for old
/// macros.
void regression_averagedevs(TString dataset = "", TString fileName = "TMVAReg.root", Int_t nEvents = -1,
                            Bool_t useTMVAStyle = kTRUE);

} // namespace TMVA

#endif
