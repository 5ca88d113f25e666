#ifndef ROOT_TMVA_correlations
#define ROOT_TMVA_correlations

#include "TString.h"

namespace TMVA {

/// The linear correlation coefficients (percent) of the input variables: `CorrelationMatrix<S|B|class>.png`, of a
/// regression `CorrelationMatrix.png`.
void correlations(TString dataset = "", TString fileName = "TMVA.root", Bool_t isRegression = kFALSE,
                  Bool_t greyScale = kFALSE, Bool_t useTMVAStyle = kTRUE);

} // namespace TMVA

#endif
