#ifndef ROOT_TMVA_paracoor
#define ROOT_TMVA_paracoor

#include "TString.h"

namespace TMVA {

/// Parallel coordinates of the test sample, for each classifier: the density of the lines which join the input variables
/// and the response of each event, signal above and background below: `paracoor_<title>.png`. Axes have a common range for
/// both classes; events are not weighted.
void paracoor(TString dataset = "", TString fileName = "TMVA.root", Bool_t useTMVAStyle = kTRUE);

} // namespace TMVA

#endif
