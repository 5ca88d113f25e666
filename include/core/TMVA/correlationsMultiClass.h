#ifndef ROOT_TMVA_correlationsMultiClass
#define ROOT_TMVA_correlationsMultiClass

#include "TString.h"

namespace TMVA {

/// As correlations(), for the output file of a multiclass analysis.
void correlationsMultiClass(TString dataset = "", TString fileName = "TMVAMulticlass.root", Bool_t isRegression = kFALSE,
                            Bool_t greyScale = kFALSE, Bool_t useTMVAStyle = kTRUE);

} // namespace TMVA

#endif
