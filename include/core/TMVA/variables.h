#ifndef ROOT_TMVA_variables
#define ROOT_TMVA_variables

#include "TString.h"

namespace TMVA {

/// The input variables, and targets, of the training sample as transformed in the folder `dirName`, each class with unit
/// area: `variables_<transformation>_c<page>.png`. Also of multiclass analyses and regressions: `isRegression`
/// is there for old macros; the file tells.
void variables(TString dataset = "", TString fileName = "TMVA.root",
               TString dirName = "InputVariables_Id", TString title = "TMVA Input Variables",
               Bool_t isRegression = kFALSE, Bool_t useTMVAStyle = kTRUE);

} // namespace TMVA

#endif
