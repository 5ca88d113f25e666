#ifndef PYTMVA_evaluate_Efficiency
#define PYTMVA_evaluate_Efficiency

#include "evaluate/ResponseSample.h"

#include "TH1.h"

#include <memory>

namespace TMVA {

/// The axis on which the responses of a method are histogrammed.
struct ResponseRange {
   Double_t fMin;
   Double_t fMax;
};

/// The histogram's value at `x`, linear between the bin centres and beyond the outermost ones.
Double_t Interpolate(const TH1 &curve, Double_t x);

/// Fraction of the weight of `sample` above the lower edge of each of 10000 bins. Responses below the range count as
/// passing the first bin, those above the range do not count at all.
std::unique_ptr<TH1D>
MakeEfficiency(const TString &name, const TString &title, const ResponseSample &sample, const ResponseRange &range);

/// Where the falling `efficiency` is `value`: the middle, if there is a range of such cuts.
Double_t FindCut(const TH1 &efficiency, Double_t value);

/// Background efficiency in 100 bins of signal efficiency. `effSForCut` chooses the cuts, `effB` is evaluated there.
std::unique_ptr<TH1D>
MakeEffBvsS(const TString &name, const TString &title, const TH1 &effSForCut, const TH1 &effB);

struct BestCut {
   Double_t fCut;
   Double_t fSignificance;
};

/// The first cut at which S / sqrt(S + B) is largest, for so many events before it; `effS` and `effB` have the same bins.
BestCut FindMaximumSignificance(const TH1 &effS, const TH1 &effB, Double_t nSignal, Double_t nBackground);

/// \name What can be read off a histogram of background efficiency against signal efficiency
///@{
/// The signal efficiency, a multiple of 0.001, at which the background efficiency reaches `effB`.
Double_t FindSignalEfficiency(const TH1 &effBvsS, Double_t effB);
/// Mean background rejection.
Double_t GetArea(const TH1 &effBvsS);
/// The signal efficiency at which it equals the background rejection.
Double_t FindEqualEfficiency(const TH1 &effBvsS);
///@}

/// 1/2 Int (S-B)^2/(S+B), between 0 (equal shapes) and 1 (no overlap), of two histograms of the same binning.
Double_t GetSeparation(const TH1 &signal, const TH1 &background);

} // namespace TMVA

#endif
