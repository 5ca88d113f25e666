#ifndef PYTMVA_evaluate_SplineSeparation
#define PYTMVA_evaluate_SplineSeparation

#include "RtypesCore.h"

class TH1;

namespace TMVA {

/// 1/2 Int (S-B)^2/(S+B) of smooth densities through two histograms of the same binning: between two bin centres the mean of
/// the parabolas through the three centres around either, cut at 0 and normalised, and summed in 100 steps. Most
/// golden numbers of genuine TMVA are met to 1e-5; the largest difference is 1.4e-3.
Double_t GetSplineSeparation(const TH1 &signal, const TH1 &background);

} // namespace TMVA

#endif
