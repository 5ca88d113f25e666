#ifndef ROOT_TMVA_probas
#define ROOT_TMVA_probas

#include "TString.h"

namespace TMVA {

/// The densities that were fitted to the responses of the training sample (option CreateMVAPdfs) over the histograms that
/// they come from: `mva_pdf_<title>.png`.
void probas(TString dataset = "", TString fileName = "TMVA.root", Bool_t useTMVAStyle = kTRUE);

} // namespace TMVA

#endif
