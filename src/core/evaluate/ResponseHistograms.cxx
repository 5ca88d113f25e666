#include "evaluate/ResponseHistograms.h"

#include "TMVA/Config.h"
#include "evaluate/Efficiency.h"

#include "TDirectory.h"

#include <algorithm>
#include <limits>

namespace TMVA {

namespace {

constexpr Int_t kNumberOfFineBins = 10000;
/// Histograms end this far beyond the largest response, so that it is within the last bin.
constexpr Double_t kRoomAtTheEnd = 1e-5;

/// Ten standard deviations about the means, but no further than there are responses.
ResponseRange ChooseRange(const SignalAndBackground &parts)
{
   const auto &[valuesS, weightsS] = parts.fSignal;
   const auto &[valuesB, weightsB] = parts.fBackground;
   const auto [minS, maxS] = std::minmax_element(valuesS.begin(), valuesS.end());
   const auto [minB, maxB] = std::minmax_element(valuesB.begin(), valuesB.end());
   const Double_t meanS = parts.fSignal.GetMean();
   const Double_t meanB = parts.fBackground.GetMean();
   const Double_t widthS = 10 * parts.fSignal.GetRMS();
   const Double_t widthB = 10 * parts.fBackground.GetRMS();
   const Double_t low = std::max<Double_t>(std::min(*minS, *minB), std::min(meanS - widthS, meanB - widthB));
   const Double_t high = std::min<Double_t>(std::max(*maxS, *maxB), std::max(meanS + widthS, meanB + widthB));
   return {low, high + kRoomAtTheEnd};
}

std::unique_ptr<TH1D>
MakeDistribution(const TString &name, Int_t bins, const ResponseRange &range, const ResponseSample &sample)
{
   TDirectory::TContext unregistered(nullptr);
   auto histogram = std::make_unique<TH1D>(name, name, bins, range.fMin, range.fMax);
   histogram->Sumw2();
   for (std::size_t i = 0; i < sample.fValues.size(); ++i)
      histogram->Fill(sample.fValues[i], sample.fWeights[i]);
   const Double_t area = histogram->GetSumOfWeights() * histogram->GetBinWidth(1);
   if (area > 0)
      histogram->Scale(1 / area);
   return histogram;
}

/// The curve as background rejection.
std::unique_ptr<TH1D> MakeRejection(const TString &name, const TH1D &effBvsS)
{
   TDirectory::TContext unregistered(nullptr);
   auto rejection = std::make_unique<TH1D>(name, effBvsS.GetTitle(), effBvsS.GetNbinsX(), 0, 1);
   for (Int_t bin = 1; bin <= effBvsS.GetNbinsX(); ++bin)
      rejection->SetBinContent(bin, 1 - effBvsS.GetBinContent(bin));
   return rejection;
}

/// The inverse of the curve where it is not zero.
std::unique_ptr<TH1D> MakeInverse(const TString &name, const TH1D &effBvsS)
{
   TDirectory::TContext unregistered(nullptr);
   auto inverse = std::make_unique<TH1D>(name, effBvsS.GetTitle(), effBvsS.GetNbinsX(), 0, 1);
   for (Int_t bin = 1; bin <= effBvsS.GetNbinsX(); ++bin) {
      const Double_t effB = effBvsS.GetBinContent(bin);
      if (effB > std::numeric_limits<Double_t>::epsilon())
         inverse->SetBinContent(bin, 1 / effB);
   }
   return inverse;
}

void SetAxisTitles(TH1 &histogram, const char *x, const char *y)
{
   histogram.GetXaxis()->SetTitle(x);
   histogram.GetYaxis()->SetTitle(y);
}

} // namespace

void StoreTestHistograms(const TString &prefix, const SignalAndBackground &test, Results &results)
{
   const ResponseRange range = ChooseRange(test);
   const Int_t bins = gConfig().fVariablePlotting.fNbinsMVAoutput;
   results.Store(MakeDistribution(prefix + "_S", bins, range, test.fSignal));
   results.Store(MakeDistribution(prefix + "_B", bins, range, test.fBackground));
   results.Store(MakeDistribution(prefix + "_S_high", kNumberOfFineBins, range, test.fSignal));
   results.Store(MakeDistribution(prefix + "_B_high", kNumberOfFineBins, range, test.fBackground));

   auto effS = MakeEfficiency(prefix + "_effS", prefix + " (signal)", test.fSignal, range);
   auto effB = MakeEfficiency(prefix + "_effB", prefix + " (background)", test.fBackground, range);
   auto effBvsS = MakeEffBvsS(prefix + "_effBvsS", prefix, *effS, *effB);
   auto rejection = MakeRejection(prefix + "_rejBvsS", *effBvsS);
   auto inverse = MakeInverse(prefix + "_invBeffvsSeff", *effBvsS);
   SetAxisTitles(*effBvsS, "Signal eff", "Backgr eff");
   SetAxisTitles(*rejection, "Signal eff", "Backgr rejection (1-eff)");
   SetAxisTitles(*inverse, "Signal eff", "Inverse backgr. eff (1/eff)");
   results.Store(std::move(effS));
   results.Store(std::move(effB));
   results.Store(std::move(effBvsS));
   results.Store(std::move(rejection));
   results.Store(std::move(inverse));
}

void StoreProbabilityHistograms(const TString &name, const SignalAndBackground &values, Results &results)
{
   const Int_t bins = gConfig().fVariablePlotting.fNbinsMVAoutput;
   results.Store(MakeDistribution(name + "_S", bins, {0, 1}, values.fSignal));
   results.Store(MakeDistribution(name + "_B", bins, {0, 1}, values.fBackground));
}

void StoreTrainingHistograms(const TString &prefix, const SignalAndBackground &sample, const Results &test,
                             Results &training)
{
   const TH1 &axis = *test.GetHist(prefix + "_S");
   const ResponseRange range{axis.GetXaxis()->GetXmin(), axis.GetXaxis()->GetXmax()};
   const Int_t bins = axis.GetNbinsX();
   training.Store(MakeDistribution(prefix + "_Train_S", bins, range, sample.fSignal));
   training.Store(MakeDistribution(prefix + "_Train_B", bins, range, sample.fBackground));

   auto effB = MakeEfficiency(prefix + "_trainingEffB", prefix + " (background)", sample.fBackground, range);
   auto effBvsS = MakeEffBvsS(prefix + "_trainingEffBvsS", prefix, *test.GetHist(prefix + "_effS"), *effB);
   auto rejection = MakeRejection(prefix + "_trainingRejBvsS", *effBvsS);
   training.Store(MakeEfficiency(prefix + "_trainingEffS", prefix + " (signal)", sample.fSignal, range));
   training.Store(std::move(effB));
   training.Store(std::move(effBvsS));
   training.Store(std::move(rejection));
}

} // namespace TMVA
