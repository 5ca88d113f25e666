#ifndef ROOT_TMVA_mvas
#define ROOT_TMVA_mvas

#include "TMVA/tmvaglob.h"
#include "TString.h"

namespace TMVA {

/// The distributions of the responses of each classifier for signal and background: `mva_<title>.png`,
/// `proba_<title>.png`, `rarity_<title>.png`, or `overtrain_<title>.png` with the Kolmogorov-Smirnov probabilities (also
/// printed) that the binned training and test distributions are of one origin.
void mvas(TString dataset = "", TString fileName = "TMVA.root", HistType type = kMVAType, Bool_t useTMVAStyle = kTRUE);

} // namespace TMVA

#endif
