#include "evaluate/PDFPerformance.h"

#include <algorithm>

namespace TMVA {
namespace {

constexpr Int_t kNStepsOfSeparation = 100;
constexpr Int_t kNStepsOfROC = 1000;

/// The range of both densities in equal steps.
struct Steps {
   Steps(const PDF &a, const PDF &b, Int_t n)
      : fMin(std::min(a.GetXmin(), b.GetXmin())), fWidth((std::max(a.GetXmax(), b.GetXmax()) - fMin) / n)
   {
   }
   Double_t At(Double_t step) const { return fMin + step * fWidth; }

   Double_t fMin;
   Double_t fWidth;
};

} // namespace

Double_t GetSeparation(const PDF &signal, const PDF &background)
{
   const Steps steps(signal, background, kNStepsOfSeparation);
   Double_t separation = 0;
   for (Int_t step = 0; step < kNStepsOfSeparation; ++step) {
      const Double_t s = signal.GetVal(steps.At(step + 0.5)), b = background.GetVal(steps.At(step + 0.5));
      separation += 0.5 * (s - b) * (s - b) / (s + b);
   }
   return separation * steps.fWidth;
}

Double_t GetROCIntegral(const PDF &signal, const PDF &background)
{
   const Steps steps(signal, background, kNStepsOfROC);
   Double_t area = 0;
   for (Int_t step = 0; step < kNStepsOfROC; ++step) {
      const Double_t cut = steps.At(step);
      area += signal.GetVal(cut) * background.GetIntegral(background.GetXmin(), cut);
   }
   return area * steps.fWidth;
}

} // namespace TMVA
