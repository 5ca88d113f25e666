#include "TMVA/PDF.h"

#include "evaluate/Efficiency.h"
#include "evaluate/PDFCurve.h"

#include "TDirectory.h"
#include "TH1.h"

#include <algorithm>
#include <cmath>

namespace TMVA {
namespace {

constexpr Int_t kNPoints = 10000;
constexpr Double_t kSmallestDensity = 1e-12;

/// The bins of `hist` in single precision, as the weight file keeps them.
std::unique_ptr<TH1> CopyBins(const TString &name, const TH1 &hist)
{
   TDirectory::TContext unregistered(nullptr);
   const TAxis &axis = *hist.GetXaxis();
   const Int_t nBins = hist.GetNbinsX();
   auto copy = axis.IsVariableBinSize()
                  ? std::make_unique<TH1F>(name, name, nBins, axis.GetXbins()->GetArray())
                  : std::make_unique<TH1F>(name, name, nBins, axis.GetXmin(), axis.GetXmax());
   for (Int_t bin = 1; bin <= nBins; ++bin)
      copy->SetBinContent(bin, hist.GetBinContent(bin));
   return copy;
}

TString WithoutEnding(TString name, const TString &ending)
{
   if (name.EndsWith(ending))
      name.Remove(name.Length() - ending.Length());
   return name;
}

} // namespace

PDF::PDF(const TString &name, Bool_t norm) : fNormalize(norm)
{
   SetPDFName(name);
}

PDF::PDF(const TString &name, const TH1 *hist, EInterpolateMethod method, Int_t minnsmooth, Int_t maxnsmooth,
         Bool_t checkHist, Bool_t norm)
   : fNormalize(norm), fMinNsmooth(minnsmooth), fMaxNsmooth(std::max(minnsmooth, maxnsmooth)), fCheckHist(checkHist),
     fInterpolMethod(method)
{
   SetPDFName(name);
   BuildPDF(hist);
}

PDF::PDF(const TString &name, const TH1 *hist, KDEKernel::EKernelType, KDEKernel::EKernelIter iter,
         KDEKernel::EKernelBorder border, Float_t fineFactor, Bool_t norm)
   : fNormalize(norm), fInterpolMethod(kKDE), fKDEiter(iter), fKDEborder(border), fFineFactor(fineFactor)
{
   SetPDFName(name);
   BuildPDF(hist);
}

PDF::~PDF() = default;

void PDF::SetPDFName(const TString &name)
{
   fPDFName = name;
   SetConfigName(name);
   SetConfigDescription("Options of PDF " + name);
}

void PDF::BuildPDF(const TH1 *hist)
{
   const Double_t sum = hist && hist->GetDimension() == 1 ? CopyBins("", *hist)->GetSumOfWeights() : 0;
   if (fInterpolMethod < kSpline0 || fInterpolMethod > kKDE)
      Log() << kFATAL << "PDF \"" << fPDFName << "\": there is no interpolation method " << Int_t(fInterpolMethod)
            << ", expected one of PDF::EInterpolateMethod" << Endl;
   if (!(sum > 0) || !std::isfinite(sum))
      Log() << kFATAL << "PDF \"" << fPDFName << "\" cannot be made of histogram \""
            << (hist ? hist->GetName() : "nullptr") << "\", whose sum of weights is " << sum
            << ": expected a positive one in one dimension. Check the events and their weights" << Endl;
   fHistOriginal = CopyBins(TString(hist->GetName()) + "_original", *hist);
   fNEvents = hist->GetEffectiveEntries();
   Build();
}

void PDF::Build()
{
   fHistSmoothed = CopyBins(WithoutEnding(fHistOriginal->GetName(), "_original") + "_smoothed", *fHistOriginal);
   SmoothHistogram(*fHistSmoothed, fMinNsmooth, fMaxNsmooth);
   Tabulate();
   Double_t sum = 0;
   fCumulative = {0};
   for (Int_t bin = 1; bin <= fPDFHist->GetNbinsX(); ++bin)
      fCumulative.push_back(sum += fPDFHist->GetBinContent(bin) * fPDFHist->GetBinWidth(bin));
   if (fNormalize) {
      fPDFHist->Scale(1 / sum);
      for (Double_t &integral : fCumulative)
         integral /= sum;
   }
   if (fCheckHist)
      ValidatePDF();
}

/// Where a curve falls to nothing, the smoothed histogram takes its place.
void PDF::Tabulate()
{
   const TH1 &hist = *fHistSmoothed;
   static const char *const names[] = {"spline0", "spline1", "spline2", "spline3", "spline5", "KDE"};
   const TString title = TString(hist.GetName()) + "_hist from_" + names[fInterpolMethod];
   const TString name = TString(hist.GetName()) + "_hist_from_" + names[fInterpolMethod];
   if (fInterpolMethod == kSpline0) {
      fPDFHist = CopyBins(name, hist);
   } else {
      TDirectory::TContext unregistered(nullptr);
      fPDFHist = std::make_unique<TH1F>(name, title, kNPoints, GetXmin(), GetXmax());
   }
   fPDFHist->SetTitle(title);
   std::function<Double_t(Double_t)> curve;
   if (fInterpolMethod == kKDE)
      curve = [kernels = KDEKernel(hist, fNEvents, fKDEiter, fKDEborder, fFineFactor)](Double_t x) {
         return kernels.GetDensity(x);
      };
   else
      curve = MakeCurve(hist, fInterpolMethod);
   for (Int_t bin = 1; bin <= fPDFHist->GetNbinsX(); ++bin) {
      const Double_t x = fPDFHist->GetBinCenter(bin);
      Double_t density = curve(x);
      if (!(density > kSmallestDensity))
         density = hist.GetBinContent(hist.GetXaxis()->FindFixBin(x));
      fPDFHist->SetBinContent(bin, std::max(kSmallestDensity, density));
   }
}

void PDF::RequireBuilt() const
{
   if (!IsBuilt())
      Log() << kFATAL << "PDF \"" << fPDFName << "\" is not made yet: call BuildPDF with a histogram first" << Endl;
}

Double_t PDF::GetVal(Double_t x) const
{
   RequireBuilt();
   if (std::isnan(x))
      return x;
   if (fInterpolMethod != kSpline0)
      return std::max(kSmallestDensity, Interpolate(*fPDFHist, x));
   const Int_t bin = std::clamp(fPDFHist->GetXaxis()->FindFixBin(x), 1, fPDFHist->GetNbinsX());
   return std::max<Double_t>(kSmallestDensity, fPDFHist->GetBinContent(bin));
}

Double_t PDF::GetXmin() const
{
   return fHistOriginal ? fHistOriginal->GetXaxis()->GetXmin() : 0;
}

Double_t PDF::GetXmax() const
{
   return fHistOriginal ? fHistOriginal->GetXaxis()->GetXmax() : 0;
}

Double_t PDF::GetCumulative(Double_t x) const
{
   if (std::isnan(x))
      return x;
   if (x <= GetXmin())
      return 0;
   if (x >= GetXmax())
      return fCumulative.back();
   const Int_t bin = fPDFHist->GetXaxis()->FindFixBin(x);
   const Double_t fraction = (x - fPDFHist->GetBinLowEdge(bin)) / fPDFHist->GetBinWidth(bin);
   return fCumulative[bin - 1] + fraction * (fCumulative[bin] - fCumulative[bin - 1]);
}

Double_t PDF::GetIntegral(Double_t xmin, Double_t xmax) const
{
   RequireBuilt();
   return GetCumulative(xmax) - GetCumulative(xmin);
}

Double_t PDF::GetIntegral() const
{
   RequireBuilt();
   return fCumulative.back();
}

void PDF::ValidatePDF(const TH1 *original) const
{
   RequireBuilt();
   const TH1 &hist = original ? *original : *fHistOriginal;
   const Double_t area = hist.Integral("width");
   const Double_t nEvents = fNEvents > 0 ? fNEvents : hist.GetEffectiveEntries();
   Double_t chi2 = 0;
   Int_t nFilled = 0;
   for (Int_t bin = 1; bin <= hist.GetNbinsX(); ++bin) {
      const Double_t low = hist.GetBinLowEdge(bin), width = hist.GetBinWidth(bin);
      const Double_t seen = nEvents * hist.GetBinContent(bin) * width / area;
      if (seen <= 0)
         continue;
      const Double_t expected = nEvents * GetIntegral(low, low + width) / GetIntegral();
      chi2 += (seen - expected) * (seen - expected) / seen;
      ++nFilled;
   }
   Log() << kINFO << "PDF \"" << fPDFName << "\" and histogram \"" << hist.GetName() << "\": chi2 " << chi2 << " of "
         << nFilled << " bins; " << hist.GetNbinsX() - nFilled << " more are empty" << Endl;
}

} // namespace TMVA
