#include "EventLoop.h"

#include "TH1D.h"
#include "TMath.h"
#include "TMatrixDSymEigen.h"

#include <algorithm>
#include <cmath>

namespace event_loop {
namespace {

constexpr int kNPoints = 10000;

/// Each class is a set; set number `nClasses` is that of all events.
bool IsIn(const Event &event, unsigned set, unsigned nClasses)
{
   return set == nClasses || event.fClass == set;
}

TMatrixD InverseRootOfCovariance(const Events &events, unsigned set, unsigned nClasses)
{
   const int n = events.front()->fValues.size();
   double weights = 0;
   std::vector<double> sums(n);
   TMatrixDSym covariance(n);
   for (const auto &event : events) {
      if (!IsIn(*event, set, nClasses))
         continue;
      weights += event->fWeight;
      for (int i = 0; i < n; ++i) {
         const double weighted = event->fWeight * event->fValues[i];
         sums[i] += weighted;
         for (int j = 0; j < n; ++j)
            covariance(i, j) += weighted * event->fValues[j];
      }
   }
   for (int i = 0; i < n; ++i)
      for (int j = 0; j < n; ++j)
         covariance(i, j) = covariance(i, j) / weights - sums[i] * sums[j] / weights / weights;
   const TMatrixDSymEigen eigen(covariance);
   TMatrixD scaled(eigen.GetEigenVectors());
   for (int i = 0; i < n; ++i)
      for (int j = 0; j < n; ++j)
         scaled(i, j) /= std::sqrt(eigen.GetEigenValues()[j]);
   return TMatrixD(scaled, TMatrixD::kMultTranspose, eigen.GetEigenVectors());
}

void Decorrelate(const TMatrixD &matrix, Event &event)
{
   const int n = event.fValues.size();
   std::vector<double> result(n);
   for (int i = 0; i < n; ++i)
      for (int j = 0; j < n; ++j)
         result[i] += matrix(i, j) * event.fValues[j];
   event.fValues.assign(result.begin(), result.end());
}

/// The edges of about 2000 bins of equal weight, in which a sorted sample is filled.
std::vector<double> EdgesOf(const std::vector<std::pair<float, double>> &sample)
{
   double sum = 0, lightest = sample.front().second, weight = 0;
   for (const auto &entry : sample) {
      sum += entry.second;
      lightest = std::min(lightest, entry.second);
   }
   const double wanted = (1 - 1e-9) * std::max(10 * lightest, sum / 2000);
   std::vector<double> edges{sample.front().first - 1e-4f, sample.front().first};
   for (const auto &entry : sample) {
      weight += entry.second;
      if (weight >= wanted && entry.first > edges.back()) {
         edges.push_back(entry.first);
         weight = 0;
      }
   }
   if (sample.back().first > edges.back())
      edges.push_back(sample.back().first);
   return edges;
}

/// The sums of the bins, connected by straight lines, at equidistant points.
Cumulative SumUp(const TH1D &histogram)
{
   const int n = histogram.GetNbinsX();
   std::vector<double> sums(n);
   for (int bin = 1; bin <= n; ++bin)
      sums[bin - 1] = histogram.GetBinContent(bin) + (bin > 1 ? sums[bin - 2] : 0);
   const double min = histogram.GetXaxis()->GetXmin(), max = histogram.GetXaxis()->GetXmax();
   Cumulative result{min, (max - min) / kNPoints, std::vector<double>(kNPoints)};
   int right = 1;
   for (int point = 0; point < kNPoints; ++point) {
      const double x = min + (point + 0.5) * result.fStep;
      while (right + 1 < n && x > histogram.GetBinCenter(right + 1))
         ++right;
      const double x0 = histogram.GetBinCenter(right), x1 = histogram.GetBinCenter(right + 1);
      result.fPoints[point] = (sums[right - 1] + (x - x0) / (x1 - x0) * (sums[right] - sums[right - 1])) / sums.back();
   }
   return result;
}

Cumulative FindCumulative(const Events &events, int variable, unsigned set, unsigned nClasses)
{
   std::vector<std::pair<float, double>> sample;
   for (const auto &event : events)
      if (IsIn(*event, set, nClasses))
         sample.emplace_back(event->fValues[variable], event->fWeight);
   std::sort(sample.begin(), sample.end());
   const std::vector<double> edges = EdgesOf(sample);
   TH1D histogram("cumulative", "", edges.size() - 1, edges.data());
   histogram.SetDirectory(nullptr);
   for (const auto &[value, weight] : sample)
      histogram.Fill(value, weight);
   histogram.Smooth(1);
   return SumUp(histogram);
}

double ValueOf(const Cumulative &cumulative, double x)
{
   const double place = (x - cumulative.fMin) / cumulative.fStep - 0.5;
   const int left = std::clamp<int>(place, 0, kNPoints - 2);
   const std::vector<double> &points = cumulative.fPoints;
   return std::clamp(points[left] + (place - left) * (points[left + 1] - points[left]), 0.5e-8, 1 - 0.5e-8);
}

Events Copy(const Events &events)
{
   Events copy;
   for (const auto &event : events)
      copy.push_back(std::make_unique<Event>(*event));
   return copy;
}

} // namespace

Transformations FitTransformations(const Events &events, unsigned nClasses)
{
   Transformations result;
   Events copy = Copy(events);
   for (unsigned set = 0; set <= nClasses; ++set)
      result.fMatrices.push_back(InverseRootOfCovariance(copy, set, nClasses));
   for (const auto &event : copy)
      Decorrelate(result.fMatrices.back(), *event);
   for (std::size_t variable = 0; variable < events.front()->fValues.size(); ++variable) {
      result.fDistributions.emplace_back();
      for (unsigned set = 0; set <= nClasses; ++set)
         result.fDistributions.back().push_back(FindCumulative(copy, variable, set, nClasses));
   }
   return result;
}

Events ApplyTransformations(const Transformations &transformations, const Events &events)
{
   Events transformed = Copy(events);
   for (const auto &event : transformed) {
      Decorrelate(transformations.fMatrices.back(), *event);
      for (std::size_t i = 0; i < event->fValues.size(); ++i) {
         float &value = event->fValues[i];
         value = TMath::NormQuantile(ValueOf(transformations.fDistributions[i].back(), value));
      }
   }
   return transformed;
}

} // namespace event_loop
