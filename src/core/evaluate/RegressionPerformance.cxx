#include "evaluate/RegressionPerformance.h"

#include "evaluate/ResponseSample.h"

#include "TDirectory.h"
#include "TH2F.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace TMVA {

namespace {

/// Binning of responses and targets for the mutual information.
constexpr Int_t kResponseBins = 75;
constexpr Int_t kTargetBins = 50;

struct Pair {
   Double_t fResponse;
   Double_t fTarget;
   Double_t fWeight;

   Double_t GetDeviation() const { return fResponse - fTarget; }
};

std::vector<Pair> ListPairs(const EventTable &events, const Results &results, UInt_t target)
{
   std::vector<Pair> pairs;
   pairs.reserve(events.GetNRows());
   for (std::size_t i = 0; i < events.GetNRows(); ++i)
      pairs.push_back({results.GetValues(i)[target], events.GetRow(i)[events.GetNVariables() + target],
                       events.GetWeight(i)});
   return pairs;
}

/// Weighted mean of `quantity(pair)`; 0 if the weights add up to 0.
template <class Quantity>
Double_t MeanOf(const std::vector<Pair> &pairs, Quantity quantity)
{
   Double_t sum = 0;
   Double_t sumOfWeights = 0;
   for (const Pair &pair : pairs) {
      sum += pair.fWeight * quantity(pair);
      sumOfWeights += pair.fWeight;
   }
   return sumOfWeights != 0 ? sum / sumOfWeights : 0;
}

/// An empty histogram on one axis for responses and targets: from the smallest of both to the largest.
TH2F MakeHistogram(const std::vector<Pair> &pairs)
{
   const auto [minResponse, maxResponse] =
      std::minmax_element(pairs.begin(), pairs.end(), [](auto &a, auto &b) { return a.fResponse < b.fResponse; });
   const auto [minTarget, maxTarget] =
      std::minmax_element(pairs.begin(), pairs.end(), [](auto &a, auto &b) { return a.fTarget < b.fTarget; });
   const Double_t low = std::min(minResponse->fResponse, minTarget->fTarget);
   const Double_t high = std::max(maxResponse->fResponse, maxTarget->fTarget);
   TDirectory::TContext unregistered(nullptr);
   return TH2F("", "", kResponseBins, low, high, kTargetBins, low, high);
}

/// Sum of p(x,y) ln(p(x,y) / (p(x) p(y))) over the bins in which the density is positive. As in genuine TMVA, events at the
/// upper end of the axis are outside.
Double_t GetMutualInformation(const std::vector<Pair> &pairs, TH2F histogram)
{
   for (const Pair &pair : pairs)
      histogram.Fill(pair.fResponse, pair.fTarget, pair.fWeight);
   const Double_t total = histogram.Integral();
   std::vector<Double_t> alongX(kResponseBins + 1, 0.);
   std::vector<Double_t> alongY(kTargetBins + 1, 0.);
   for (Int_t x = 1; x <= kResponseBins; ++x) {
      for (Int_t y = 1; y <= kTargetBins; ++y) {
         alongX[x] += histogram.GetBinContent(x, y);
         alongY[y] += histogram.GetBinContent(x, y);
      }
   }
   Double_t information = 0;
   for (Int_t x = 1; x <= kResponseBins; ++x) {
      for (Int_t y = 1; y <= kTargetBins; ++y) {
         const Double_t content = histogram.GetBinContent(x, y);
         if (content > 0 && alongX[x] > 0 && alongY[y] > 0 && total > 0)
            information += content / total * std::log(content * total / (alongX[x] * alongY[y]));
      }
   }
   return information;
}

/// Linear correlation of response and target; 0 if either is constant.
Double_t GetCorrelation(const std::vector<Pair> &pairs)
{
   const Double_t response = MeanOf(pairs, [](const Pair &p) { return p.fResponse; });
   const Double_t target = MeanOf(pairs, [](const Pair &p) { return p.fTarget; });
   const Double_t covariance =
      MeanOf(pairs, [&](const Pair &p) { return (p.fResponse - response) * (p.fTarget - target); });
   const Double_t variances = MeanOf(pairs, [&](const Pair &p) { return std::pow(p.fResponse - response, 2); }) *
                              MeanOf(pairs, [&](const Pair &p) { return std::pow(p.fTarget - target, 2); });
   return variances > 0 ? std::clamp(covariance / std::sqrt(variances), -1., 1.) : 0;
}

} // namespace

RegressionPerformance MeasureRegression(const EventTable &events, const Results &results, UInt_t target)
{
   RequireResponses(events, results);
   std::vector<Pair> pairs = ListPairs(events, results, target);
   const TH2F empty = MakeHistogram(pairs);
   RegressionPerformance performance;
   performance.fCorrelation = GetCorrelation(pairs);
   for (std::size_t truncated : {0, 1}) {
      const Double_t bias = MeanOf(pairs, [](const Pair &p) { return p.GetDeviation(); });
      const Double_t variance = MeanOf(pairs, [&](const Pair &p) { return std::pow(p.GetDeviation() - bias, 2); });
      const Double_t rms = std::sqrt(std::max(0., variance));
      performance.fBias[truncated] = bias;
      performance.fDeviation[truncated] = MeanOf(pairs, [](const Pair &p) { return std::abs(p.GetDeviation()); });
      performance.fRMS[truncated] = rms;
      performance.fMutualInformation[truncated] = GetMutualInformation(pairs, empty);
      const auto isFar = [&](const Pair &p) { return std::abs(p.GetDeviation() - bias) > 2 * rms; };
      pairs.erase(std::remove_if(pairs.begin(), pairs.end(), isFar), pairs.end());
   }
   return performance;
}

} // namespace TMVA
