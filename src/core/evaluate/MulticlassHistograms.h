#ifndef PYTMVA_evaluate_MulticlassHistograms
#define PYTMVA_evaluate_MulticlassHistograms

#include "TMVA/DataSetInfo.h"
#include "TMVA/EventTable.h"
#include "TMVA/Results.h"

namespace TMVA {

/// Stores in `results` what its responses to `events` look like; `prefix` is "MVA_<title>_Test" or "MVA_<title>_Train".
/// Histograms of unit area <prefix>_<output>_prob_for_<class>: the output for one class in events of another. Curves of
/// background rejection against signal efficiency: <prefix>_rejBvsS_<class>, a class against all others, and
/// <prefix>_1v1rejBvsS_<a>_vs_<b>, class a against class b.
void StoreMulticlassHistograms(const TString &prefix, const DataSetInfo &info, const EventTable &events, Results &results);

} // namespace TMVA

#endif
