#ifndef ROOT_TMVA_CorrGui
#define ROOT_TMVA_CorrGui

#include "TString.h"

namespace TMVA {

/// The scatter plots of the variables as transformed in the folder `dirName`: a window with a button for each variable, or,
/// in batch mode, all of them at once; see correlationscatters().
void CorrGui(TString dataset = "", TString fileName = "TMVA.root", TString dirName = "InputVariables_Id",
             TString title = "TMVA Input Variable", Bool_t isRegression = kFALSE);

} // namespace TMVA

#endif
