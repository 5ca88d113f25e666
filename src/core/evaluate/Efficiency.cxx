#include "evaluate/Efficiency.h"

#include "TMVA/Config.h"
#include "TMVA/MsgLogger.h"

#include "TDirectory.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace TMVA {

namespace {

constexpr Int_t kNumberOfCuts = 10000;
/// Sums of weights that should be equal differ by less than this fraction of the total.
constexpr Double_t kRounding = 1e-12;

/// Half a step before the first of `steps` signal efficiencies between 0 and 1 at which `reached` holds; the last one if
/// there is none. TMVA quotes efficiencies to the precision of such a step.
Double_t FindFirst(Int_t steps, const std::function<bool(Double_t)> &reached)
{
   for (Int_t i = 0; i < steps; ++i) {
      if (reached((i + 0.5) / steps))
         return static_cast<Double_t>(i) / steps;
   }
   return (steps - 0.5) / steps;
}

} // namespace

Double_t Interpolate(const TH1 &curve, Double_t x)
{
   const Int_t last = std::max(1, curve.GetNbinsX() - 1);
   Int_t bin = curve.GetXaxis()->FindFixBin(x);
   if (x < curve.GetBinCenter(bin))
      --bin;
   bin = std::clamp(bin, 1, last);
   const Double_t left = curve.GetBinContent(bin);
   const Double_t slope = (curve.GetBinContent(bin + 1) - left) / (curve.GetBinCenter(bin + 1) - curve.GetBinCenter(bin));
   return left + slope * (x - curve.GetBinCenter(bin));
}

std::unique_ptr<TH1D>
MakeEfficiency(const TString &name, const TString &title, const ResponseSample &sample, const ResponseRange &range)
{
   TDirectory::TContext unregistered(nullptr);
   auto efficiency = std::make_unique<TH1D>(name, title, kNumberOfCuts, range.fMin, range.fMax);
   efficiency->Sumw2();
   for (std::size_t i = 0; i < sample.fValues.size(); ++i) {
      const Int_t bin = std::max(1, efficiency->FindFixBin(sample.fValues[i]));
      if (bin <= kNumberOfCuts)
         efficiency->AddBinContent(bin, sample.fWeights[i]);
   }
   Double_t above = 0;
   Double_t largest = 0;
   for (Int_t bin = kNumberOfCuts; bin > 0; --bin) {
      above += efficiency->GetBinContent(bin);
      largest = std::max(largest, above);
      efficiency->SetBinContent(bin, above);
   }
   for (Int_t bin = 1; bin <= kNumberOfCuts && largest > 0; ++bin)
      efficiency->SetBinContent(bin, efficiency->GetBinContent(bin) / largest);
   efficiency->SetEntries(0); // bins are not independent: no mean and no width
   return efficiency;
}

Double_t FindCut(const TH1 &efficiency, Double_t value)
{
   // Bins [1,low) lie above the value, bins [high,n] below it; between them the efficiency is the value.
   const Int_t n = efficiency.GetNbinsX();
   const auto firstBin = [&](auto isAbove) {
      Int_t begin = 1;
      for (Int_t count = n; count > 0;) {
         const Int_t half = count / 2;
         if (isAbove(efficiency.GetBinContent(begin + half))) {
            begin += half + 1;
            count -= half + 1;
         } else {
            count = half;
         }
      }
      return begin;
   };
   const Int_t low = firstBin([&](Double_t e) { return e > value + kRounding; });
   const Int_t high = firstBin([&](Double_t e) { return e >= value - kRounding; });
   if (low < high)
      return 0.5 * (efficiency.GetBinCenter(low) + efficiency.GetBinCenter(high - 1));
   if (low == 1 || low > n)
      return efficiency.GetBinCenter(std::min(low, n));
   const Double_t above = efficiency.GetBinContent(low - 1);
   const Double_t below = efficiency.GetBinContent(low);
   return efficiency.GetBinCenter(low - 1) + efficiency.GetBinWidth(low) * (above - value) / (above - below);
}

std::unique_ptr<TH1D>
MakeEffBvsS(const TString &name, const TString &title, const TH1 &effSForCut, const TH1 &effB)
{
   TDirectory::TContext unregistered(nullptr);
   auto curve = std::make_unique<TH1D>(name, title, gConfig().fVariablePlotting.fNbinsXOfROCCurve, 0, 1);
   for (Int_t bin = 1; bin <= curve->GetNbinsX(); ++bin)
      curve->SetBinContent(bin, Interpolate(effB, FindCut(effSForCut, curve->GetBinCenter(bin))));
   return curve;
}

Double_t FindSignalEfficiency(const TH1 &effBvsS, Double_t effB)
{
   return FindFirst(1000, [&](Double_t effS) { return Interpolate(effBvsS, effS) > effB; });
}

Double_t FindEqualEfficiency(const TH1 &effBvsS)
{
   return FindFirst(5000, [&](Double_t effS) { return effS > 1 - Interpolate(effBvsS, effS); });
}

BestCut FindMaximumSignificance(const TH1 &effS, const TH1 &effB, Double_t nSignal, Double_t nBackground)
{
   BestCut best{effS.GetXaxis()->GetXmin(), 0};
   for (Int_t bin = 1; bin <= effS.GetNbinsX(); ++bin) {
      const Double_t s = nSignal * effS.GetBinContent(bin), b = nBackground * effB.GetBinContent(bin);
      const Double_t significance = s + b > 0 ? s / std::sqrt(s + b) : 0;
      if (significance > best.fSignificance)
         best = {effS.GetBinCenter(bin), significance};
   }
   return best;
}

Double_t GetArea(const TH1 &effBvsS)
{
   constexpr Int_t steps = 1000;
   Double_t area = 0;
   for (Int_t i = 0; i < steps; ++i)
      area += 1 - Interpolate(effBvsS, (i + 0.5) / steps);
   return area / steps;
}

Double_t GetSeparation(const TH1 &signal, const TH1 &background)
{
   const Int_t bins = signal.GetNbinsX();
   const Double_t sumS = signal.GetSumOfWeights();
   const Double_t sumB = background.GetSumOfWeights();
   if (bins != background.GetNbinsX() || sumS <= 0 || sumB <= 0) {
      MsgLogger log("GetSeparation");
      log << kFATAL << "Separation of \"" << signal.GetName() << "\" (" << bins << " bins, sum of weights " << sumS
          << ") and \"" << background.GetName() << "\" (" << background.GetNbinsX() << " bins, sum of weights " << sumB
          << "): expected the same binning and positive sums of weights" << Endl;
   }
   Double_t separation = 0;
   for (Int_t bin = 1; bin <= bins; ++bin) {
      const Double_t s = signal.GetBinContent(bin) / sumS;
      const Double_t b = background.GetBinContent(bin) / sumB;
      if (s + b > 0)
         separation += 0.5 * (s - b) * (s - b) / (s + b);
   }
   return separation;
}

} // namespace TMVA
