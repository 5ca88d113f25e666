#ifndef ROOT_TMVA_correlationscatters
#define ROOT_TMVA_correlationscatters

#include "TString.h"

namespace TMVA {

/// Scatter plots and profiles of the variable `var` (its internal name; "": each of them) with the other variables, class
/// by class: `correlationscatter_<var>_<transformation>_c<page>.png`.
void correlationscatters(TString dataset = "", TString fileName = "TMVA.root", TString var = "",
                         TString dirName = "InputVariables_Id", TString title = "TMVA Input Variable",
                         Bool_t isRegression = kFALSE, Bool_t useTMVAStyle = kTRUE);

} // namespace TMVA

#endif
