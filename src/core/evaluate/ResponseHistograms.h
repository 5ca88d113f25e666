#ifndef PYTMVA_evaluate_ResponseHistograms
#define PYTMVA_evaluate_ResponseHistograms

#include "evaluate/ResponseSample.h"

namespace TMVA {

/// Stores the histograms of a binary classifier's test responses in `results`; `prefix` is "MVA_<title>":
/// _S, _B (40 bins, unit area), _S_high, _B_high (10000 bins), _effS, _effB, _effBvsS, _rejBvsS, _invBeffvsSeff.
void StoreTestHistograms(const TString &prefix, const SignalAndBackground &test, Results &results);

/// Stores <name>_S and <name>_B, of values between 0 and 1 that come from the test responses.
void StoreProbabilityHistograms(const TString &name, const SignalAndBackground &values, Results &results);

/// Stores those of the training responses in `training`, with the axis of the test histograms: _Train_S, _Train_B,
/// _trainingEffS, _trainingEffB, _trainingEffBvsS, _trainingRejBvsS. As in genuine TMVA the background efficiency of the
/// training sample is that at the cuts which give the signal efficiency in the test sample.
void StoreTrainingHistograms(const TString &prefix, const SignalAndBackground &sample, const Results &test,
                             Results &training);

} // namespace TMVA

#endif
