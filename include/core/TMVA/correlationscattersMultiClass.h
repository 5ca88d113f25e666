#ifndef ROOT_TMVA_correlationscattersMultiClass
#define ROOT_TMVA_correlationscattersMultiClass

#include "TString.h"

namespace TMVA {

/// As correlationscatters(), for the output file of a multiclass analysis.
void correlationscattersMultiClass(TString dataset = "", TString fileName = "TMVAMulticlass.root", TString var = "",
                                   TString dirName = "InputVariables_Id", TString title = "TMVA Input Variable",
                                   Bool_t isRegression = kFALSE, Bool_t useTMVAStyle = kTRUE);

} // namespace TMVA

#endif
