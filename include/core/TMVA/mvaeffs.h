#ifndef ROOT_TMVA_mvaeffs
#define ROOT_TMVA_mvaeffs

#include "TString.h"

namespace TMVA {

/// Efficiencies, purity and significance against the cut on the response of each classifier, for given numbers of events
/// before the cut: `mvaeffs_<title>.png`, and a table of the best cuts. An event passes if its response is not below the
/// cut. `formula` is a function of the numbers of events after it, S and B (fatal if it is no formula).
void mvaeffs(TString dataset = "", TString fileName = "TMVA.root", Float_t nSignal = 1000, Float_t nBackground = 1000,
             Bool_t useTMVAStyle = kTRUE, TString formula = "S/sqrt(S+B)");

} // namespace TMVA

#endif
