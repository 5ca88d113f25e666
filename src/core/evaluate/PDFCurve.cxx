#include "evaluate/PDFCurve.h"

#include "evaluate/Efficiency.h"

#include "TH1.h"
#include "TSpline.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <vector>

namespace TMVA {
namespace {

constexpr Int_t kMinNBinsToSmooth = 3; // of TH1::SmoothArray

/// The parabola through the contents of bins `first` to `first`+2.
Double_t Parabola(const TH1 &histogram, Int_t first, Double_t x)
{
   const Double_t x0 = histogram.GetBinCenter(first), y0 = histogram.GetBinContent(first);
   const Double_t x1 = histogram.GetBinCenter(first + 1), y1 = histogram.GetBinContent(first + 1);
   const Double_t x2 = histogram.GetBinCenter(first + 2), y2 = histogram.GetBinContent(first + 2);
   return y0 * (x - x1) * (x - x2) / ((x0 - x1) * (x0 - x2)) + y1 * (x - x0) * (x - x2) / ((x1 - x0) * (x1 - x2)) +
          y2 * (x - x0) * (x - x1) / ((x2 - x0) * (x2 - x1));
}

Double_t MeanOfParabolas(const TH1 &histogram, Double_t x)
{
   Int_t left = histogram.GetXaxis()->FindFixBin(x); // the next centre to the left
   if (x < histogram.GetBinCenter(left))
      --left;
   const Int_t lastFirst = histogram.GetNbinsX() - 2; // at the ends there is one parabola only
   return 0.5 * (Parabola(histogram, std::clamp(left - 1, 1, lastFirst), x) +
                 Parabola(histogram, std::clamp(left, 1, lastFirst), x));
}

/// A spline of ROOT's through the centres.
template <class Spline>
std::function<Double_t(Double_t)> Through(const TH1 &histogram)
{
   std::vector<Double_t> x, y;
   for (Int_t bin = 1; bin <= histogram.GetNbinsX(); ++bin) {
      x.push_back(histogram.GetBinCenter(bin));
      y.push_back(histogram.GetBinContent(bin));
   }
   auto spline = std::make_shared<Spline>(histogram.GetName(), x.data(), y.data(), Int_t(x.size()));
   return [spline](Double_t at) { return spline->Eval(at); };
}

std::vector<Int_t> ChooseNumbersOfPasses(const TH1 &histogram, Int_t minPasses, Int_t maxPasses)
{
   const Int_t nBins = histogram.GetNbinsX();
   const auto relativeError = [&](Int_t bin) { return 1 / std::sqrt(histogram.GetBinContent(bin)); };
   Double_t smallest = std::numeric_limits<Double_t>::max(), largest = 0;
   for (Int_t bin = 1; bin <= nBins; ++bin) {
      if (histogram.GetBinContent(bin) > 0) {
         smallest = std::min(smallest, relativeError(bin));
         largest = std::max(largest, relativeError(bin));
      }
   }
   std::vector<Int_t> passes(nBins, maxPasses);
   for (Int_t bin = 1; bin <= nBins && largest > smallest; ++bin)
      if (histogram.GetBinContent(bin) > 0)
         passes[bin - 1] =
            minPasses + std::lround((maxPasses - minPasses) * (relativeError(bin) - smallest) / (largest - smallest));
   return passes;
}

} // namespace

std::function<Double_t(Double_t)> MakeCurve(const TH1 &histogram, PDF::EInterpolateMethod method)
{
   const Int_t nBins = histogram.GetNbinsX();
   if (method == PDF::kSpline1 && nBins >= 2)
      return [&histogram](Double_t x) { return Interpolate(histogram, x); };
   if (method == PDF::kSpline2 && nBins >= 3)
      return [&histogram](Double_t x) { return MeanOfParabolas(histogram, x); };
   if (method == PDF::kSpline3 && nBins >= 3)
      return Through<TSpline3>(histogram);
   if (method == PDF::kSpline5 && nBins >= 6)
      return Through<TSpline5>(histogram);
   return [&histogram](Double_t x) { return histogram.GetBinContent(histogram.GetXaxis()->FindFixBin(x)); };
}

void SmoothHistogram(TH1 &histogram, Int_t minPasses, Int_t maxPasses)
{
   if (histogram.GetNbinsX() < kMinNBinsToSmooth || maxPasses <= 0)
      return;
   const std::vector<Int_t> passes = ChooseNumbersOfPasses(histogram, minPasses, maxPasses);
   std::vector<Double_t> contents;
   for (Int_t bin = 1; bin <= histogram.GetNbinsX(); ++bin)
      contents.push_back(histogram.GetBinContent(bin));
   for (Int_t pass = maxPasses; pass > minPasses; --pass) {
      for (std::size_t first = 0, end = 0; first < passes.size(); first = end + 1) {
         for (end = first; end < passes.size() && passes[end] >= pass;)
            ++end;
         if (end >= first + kMinNBinsToSmooth)
            TH1::SmoothArray(end - first, &contents[first], 1);
      }
   }
   for (Int_t bin = 1; bin <= histogram.GetNbinsX(); ++bin)
      histogram.SetBinContent(bin, contents[bin - 1]);
   if (minPasses > 0)
      histogram.Smooth(minPasses);
}

} // namespace TMVA
