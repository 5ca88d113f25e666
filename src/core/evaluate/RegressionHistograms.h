#ifndef PYTMVA_evaluate_RegressionHistograms
#define PYTMVA_evaluate_RegressionHistograms

#include "TMVA/DataSetInfo.h"
#include "TMVA/EventTable.h"
#include "TMVA/Results.h"

namespace TMVA {

/// Stores in `results` how its responses deviate from the targets of `events`; `prefix` is "MVA_<title>test" or
/// "MVA_<title>train". Unweighted, 50 bins by 50: <prefix>_reg_var<i>_rtgt<j> and _reg_tgt<i>_rtgt<j>, the deviation from
/// target j against variable or target i. Weighted, 500 bins: <prefix>_Quadr_Deviation_target_<j>_, the squared deviation,
/// and _Quadr_Dev_best90perc_target_<j>_, that of the 90% of the weight with the smallest ones.
void StoreRegressionHistograms(const TString &prefix, const DataSetInfo &info, const EventTable &events, Results &results);

} // namespace TMVA

#endif
