#include "transform/CumulativePDF.h"

#include "TH1.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace TMVA {
namespace {

/// A bin ends where it has the weight of so many of the lightest events, or the share of the sum of weights below.
constexpr Double_t kMinEventsPerBin = 10;
constexpr Double_t kMaxNBins = 2000;
/// The first bin, which is empty, makes room for the polygon to begin near 0.
constexpr Float_t kWidthOfFirstBin = 1e-4;

Double_t WeightPerBin(const std::vector<WeightedValue> &sample)
{
   Double_t sum = 0;
   Double_t lightest = std::numeric_limits<Double_t>::max();
   for (const WeightedValue &entry : sample) {
      sum += entry.fWeight;
      lightest = std::min(lightest, entry.fWeight);
   }
   // Ten equal weights shall fill a bin, however their sum is rounded.
   constexpr Double_t rounding = 1 - 1e-9;
   return rounding * std::max(kMinEventsPerBin * lightest, sum / kMaxNBins);
}

std::vector<Float_t> EdgesOf(const std::vector<WeightedValue> &sample)
{
   const Float_t first = sample.front().fValue;
   const Float_t below = std::nextafter(first, -std::numeric_limits<Float_t>::infinity());
   std::vector<Float_t> edges = {std::min(first - kWidthOfFirstBin, below), first};
   const Double_t weightPerBin = WeightPerBin(sample);
   Double_t weight = 0;
   for (const WeightedValue &entry : sample) {
      weight += entry.fWeight;
      if (weight >= weightPerBin && entry.fValue > edges.back()) {
         edges.push_back(entry.fValue);
         weight = 0;
      }
   }
   if (sample.back().fValue > edges.back())
      edges.push_back(sample.back().fValue);
   return edges;
}

/// Sums of weights between edges; as in a histogram, what lies on the last edge is outside.
std::vector<Double_t> ContentsOf(const std::vector<WeightedValue> &sample, const std::vector<Float_t> &edges)
{
   std::vector<Double_t> contents(edges.size() - 1);
   std::size_t bin = 0;
   for (const WeightedValue &entry : sample) {
      while (bin < contents.size() && entry.fValue >= edges[bin + 1])
         ++bin;
      if (bin < contents.size())
         contents[bin] += entry.fWeight;
   }
   return contents;
}

} // namespace

std::optional<CumulativePDF> CumulativePDF::Estimate(const std::vector<WeightedValue> &sample)
{
   if (sample.empty() || !(sample.front().fValue < sample.back().fValue))
      return {};
   std::vector<Float_t> edges = EdgesOf(sample);
   std::vector<Double_t> contents = ContentsOf(sample, edges);
   if (contents.size() >= 3) // what the algorithm needs
      TH1::SmoothArray(contents.size(), contents.data(), 1);
   Double_t sum = 0;
   for (Double_t &content : contents)
      content = sum += content;
   if (!(sum > 0))
      return {};
   std::vector<Float_t> sums;
   for (const Double_t content : contents)
      sums.push_back(content / sum);
   return CumulativePDF(std::move(edges), std::move(sums));
}

CumulativePDF::CumulativePDF(std::vector<Float_t> edges, std::vector<Float_t> sums)
   : fEdges(std::move(edges)), fSums(std::move(sums)), fPoints(kNPoints, fSums.back()),
     fStep((Double_t(fEdges.back()) - fEdges.front()) / kNPoints)
{
   if (fSums.size() > 1)
      FillPoints();
}

void CumulativePDF::FillPoints()
{
   const auto centre = [&](std::size_t bin) { return (Double_t(fEdges[bin]) + fEdges[bin + 1]) / 2; };
   std::size_t right = 1;
   for (std::size_t point = 0; point < fPoints.size(); ++point) {
      const Double_t x = PositionOf(point);
      while (right + 1 < fSums.size() && x > centre(right))
         ++right;
      const Double_t x0 = centre(right - 1);
      const Double_t y0 = fSums[right - 1];
      fPoints[point] = y0 + (x - x0) / (centre(right) - x0) * (fSums[right] - y0);
   }
}

Double_t CumulativePDF::Value(Double_t x) const
{
   const Double_t place = (x - fEdges.front()) / fStep - 0.5; // in units of points
   const std::size_t left = place > 0 ? std::min<Double_t>(place, kNPoints - 2) : 0;
   const Double_t value = fPoints[left] + (place - left) * (Double_t(fPoints[left + 1]) - fPoints[left]);
   return std::clamp(value, 0., 1.);
}

Double_t CumulativePDF::Inverse(Double_t value) const
{
   const std::size_t right = std::lower_bound(fPoints.begin(), fPoints.end(), value) - fPoints.begin();
   if (right == fPoints.size())
      return PositionOf(right - 1);
   const Double_t y0 = right > 0 ? fPoints[right - 1] : 0;
   const Double_t rise = fPoints[right] - y0;
   return rise > 0 ? PositionOf(right) + (value - fPoints[right]) / rise * fStep : PositionOf(right);
}

} // namespace TMVA
