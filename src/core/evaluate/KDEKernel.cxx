#include "TMVA/KDEKernel.h"

#include "TH1.h"
#include "TMath.h"

#include <algorithm>
#include <cmath>

namespace TMVA {
namespace {

/// Standard deviation of the sample in the bins.
Double_t WidthOf(const TH1 &histogram)
{
   Double_t sum = 0, sumX = 0, sumX2 = 0;
   for (Int_t bin = 1; bin <= histogram.GetNbinsX(); ++bin) {
      const Double_t content = std::max(0., histogram.GetBinContent(bin)), x = histogram.GetBinCenter(bin);
      sum += content;
      sumX += content * x;
      sumX2 += content * x * x;
   }
   return sum > 0 ? std::sqrt(std::max(0., sumX2 / sum - sumX * sumX / (sum * sum))) : 0;
}

} // namespace

KDEKernel::KDEKernel(const TH1 &histogram, Double_t nEvents, EKernelIter iter, EKernelBorder border, Double_t fineFactor)
   : fMin(histogram.GetXaxis()->GetXmin()), fMax(histogram.GetXaxis()->GetXmax()), fBorder(border)
{
   const Double_t smallestWidth = 0.5 * (fMax - fMin) / histogram.GetNbinsX();
   const Double_t silverman = std::pow(4. / 3 / std::max(1., nEvents), 0.2);
   const Double_t width = std::max(smallestWidth, fineFactor * silverman * WidthOf(histogram));
   for (Int_t bin = 1; bin <= histogram.GetNbinsX(); ++bin)
      if (histogram.GetBinContent(bin) > 0)
         fKernels.push_back(
            {histogram.GetBinCenter(bin), width, histogram.GetBinContent(bin) * histogram.GetBinWidth(bin)});
   if (iter == kAdaptiveKDE)
      Adapt(smallestWidth);
   if (border == kKernelRenorm)
      RenormaliseAtBorders();
}

void KDEKernel::Adapt(Double_t smallestWidth)
{
   std::vector<Double_t> densities;
   Double_t sum = 0, sumOfLogs = 0;
   for (const Kernel &kernel : fKernels) {
      densities.push_back(GetDensity(kernel.fMean));
      sum += kernel.fArea;
      sumOfLogs += kernel.fArea * std::log(densities.back());
   }
   auto density = densities.begin();
   for (Kernel &kernel : fKernels)
      kernel.fWidth = std::max(smallestWidth, kernel.fWidth * std::sqrt(std::exp(sumOfLogs / sum) / *density++));
}

void KDEKernel::RenormaliseAtBorders()
{
   for (Kernel &kernel : fKernels)
      kernel.fArea /=
         TMath::Freq((fMax - kernel.fMean) / kernel.fWidth) - TMath::Freq((fMin - kernel.fMean) / kernel.fWidth);
}

Double_t KDEKernel::GetDensity(Double_t x) const
{
   Double_t density = 0;
   for (const auto &[mean, width, area] : fKernels) {
      density += area * TMath::Gaus(x, mean, width, kTRUE);
      if (fBorder == kSampleMirror)
         density += area * (TMath::Gaus(x, 2 * fMin - mean, width, kTRUE) + TMath::Gaus(x, 2 * fMax - mean, width, kTRUE));
   }
   return density;
}

} // namespace TMVA
