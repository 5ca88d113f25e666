#ifndef ROOT_TMVA_training_history
#define ROOT_TMVA_training_history

#include "TString.h"

namespace TMVA {

/// What methods recorded epoch by epoch (loss, accuracy), training and validation sample together:
/// `TrainingHistory_<title>.png`.
void training_history(TString dataset = "", TString fileName = "TMVA.root", Bool_t useTMVAStyle = kTRUE);

} // namespace TMVA

#endif
