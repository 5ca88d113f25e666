#ifndef ROOT_TMVA_efficienciesMulticlass
#define ROOT_TMVA_efficienciesMulticlass

#include "TString.h"

namespace TMVA {

enum class EEfficiencyPlotType { kEffBvsEffS, kRejBvsEffS };

/// The methods together, test sample: each class against all others: `rejBvsS_<class>.png` or `effBvsS_<class>.png`. The
/// legend is in the order of the area below the curves.
void efficienciesMulticlass1vsRest(TString dataset = "", TString fileName = "TMVAMulticlass.root",
                                   EEfficiencyPlotType type = EEfficiencyPlotType::kRejBvsEffS,
                                   Bool_t useTMVAStyle = kTRUE);
/// Each class against each other class: a page for each class, `1v1rejBvsS_<class>.png` or `1v1effBvsS_<class>.png`.
void efficienciesMulticlass1vs1(TString dataset = "", TString fileName = "TMVAMulticlass.root",
                                EEfficiencyPlotType type = EEfficiencyPlotType::kRejBvsEffS,
                                Bool_t useTMVAStyle = kTRUE);

} // namespace TMVA

#endif
