#ifndef ROOT_TMVA_variablesMultiClass
#define ROOT_TMVA_variablesMultiClass

#include "TString.h"

namespace TMVA {

/// As variables(), for the output file of a multiclass analysis.
void variablesMultiClass(TString dataset = "", TString fileName = "TMVAMulticlass.root",
                         TString dirName = "InputVariables_Id", TString title = "TMVA Input Variables",
                         Bool_t isRegression = kFALSE, Bool_t useTMVAStyle = kTRUE);

} // namespace TMVA

#endif
