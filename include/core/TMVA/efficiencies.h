#ifndef ROOT_TMVA_efficiencies
#define ROOT_TMVA_efficiencies

#include "TString.h"

namespace TMVA {

/// The classifiers together, test sample; the legend is in the order of the area below the curves. `type` 1: background
/// against signal efficiency (`effBvsS.png`), 2: background rejection (the ROC curve, `rejBvsS.png`), 3: inverse background
/// efficiency (`invBeffvsSeff.png`).
void efficiencies(TString dataset = "", TString fileName = "TMVA.root", Int_t type = 2, Bool_t useTMVAStyle = kTRUE);

} // namespace TMVA

#endif
