#include "evaluate/SplineSeparation.h"

#include "TH1.h"

#include <algorithm>
#include <vector>

namespace TMVA {
namespace {

constexpr Int_t kNDensityPoints = 10000;
constexpr Int_t kNSteps = 100;

/// The parabola through the contents of bins `first` to `first`+2 at `x`, in units of bins from the centre of `first`.
Double_t Parabola(const TH1 &histogram, Int_t first, Double_t x)
{
   const Double_t left = histogram.GetBinContent(first), middle = histogram.GetBinContent(first + 1);
   const Double_t right = histogram.GetBinContent(first + 2);
   return left * (x - 1) * (x - 2) / 2 - middle * x * (x - 2) + right * x * (x - 1) / 2;
}

/// At `position`, in units of bins from the centre of the first one. At the ends there is one parabola only.
Double_t Spline(const TH1 &histogram, Double_t position)
{
   const Int_t lastFirst = std::max(1, histogram.GetNbinsX() - 2);
   const Int_t bin = 1 + Int_t(std::max(0., position)); // its centre is the next one to the left
   const auto parabola = [&](Int_t first) {
      first = std::clamp(first, 1, lastFirst);
      return Parabola(histogram, first, position - (first - 1));
   };
   return 0.5 * (parabola(bin - 1) + parabola(bin));
}

/// The normalised density in the middle of each of kNDensityPoints parts of the axis, whose length counts as 1.
std::vector<Double_t> MakeDensity(const TH1 &histogram)
{
   std::vector<Double_t> density(kNDensityPoints);
   Double_t sum = 0;
   for (Int_t i = 0; i < kNDensityPoints; ++i) {
      const Double_t position = (i + 0.5) / kNDensityPoints * histogram.GetNbinsX() - 0.5;
      density[i] = std::max(0., Spline(histogram, position));
      sum += density[i] / kNDensityPoints;
   }
   for (Double_t &value : density)
      value *= sum > 0 ? 1 / sum : 0;
   return density;
}

} // namespace

Double_t GetSplineSeparation(const TH1 &signal, const TH1 &background)
{
   const std::vector<Double_t> densityS = MakeDensity(signal), densityB = MakeDensity(background);
   Double_t separation = 0;
   for (Int_t step = 0; step < kNSteps; ++step) {
      const Int_t right = (2 * step + 1) * kNDensityPoints / (2 * kNSteps); // the middle of a step lies between two points
      const Double_t s = 0.5 * (densityS[right - 1] + densityS[right]);
      const Double_t b = 0.5 * (densityB[right - 1] + densityB[right]);
      if (s + b > 0)
         separation += 0.5 * (s - b) * (s - b) / (s + b) / kNSteps;
   }
   return separation;
}

} // namespace TMVA
