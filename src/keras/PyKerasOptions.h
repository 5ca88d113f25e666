#ifndef PYTMVA_KERAS_PyKerasOptions
#define PYTMVA_KERAS_PyKerasOptions

#include "TString.h"

namespace pytmva_keras {

/// The options of the method with their defaults. Empty texts and zeros leave the choice to Keras or to the model; the
/// meaning is explained where they are declared (MethodPyKerasOptions.cxx).
struct PyKerasOptions {
   TString fFilenameModel;
   TString fFilenameWeights;
   TString fFilenameTrainedModel;
   Int_t fBatchSize = 100; ///< events
   Int_t fNumEpochs = 10;
   TString fTrainingLoop = "auto";
   Int_t fNumThreads = 0;
   TString fDevice;
   TString fGpuOptions;
   Bool_t fTfKeras = kTRUE;
   Int_t fVerbose = 1;
   Bool_t fContinueTraining = kFALSE;
   Bool_t fSaveBestOnly = kTRUE;
   Int_t fTriesEarlyStopping = -1; ///< epochs
   TString fLearningRateSchedule;
   TString fTensorBoard;
   TString fValidationSize = "20%";
   TString fUserCode;
   Bool_t fAllowUnsafeModel = kFALSE;
   TString fOptimizer;
   Double_t fLearnRate = 0;
   TString fLoss;
   TString fMetrics;
   TString fBackend;
   UInt_t fSeed = 100;
};

/// An option string in which Device=GPU:0 is written Device=GPU0: TMVA ends an option at each colon.
TString WithDeviceAsOneWord(const TString &options);

} // namespace pytmva_keras

#endif
