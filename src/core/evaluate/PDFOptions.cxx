/// \file
/// PDF: its options and its node in weight files.
#include "TMVA/PDF.h"

#include "base/PDFNode.h"

#include "TDirectory.h"
#include "TH1.h"

#include <algorithm>
#include <cmath>

namespace TMVA {
namespace {

constexpr Int_t kMaxNPasses = 1000;
constexpr Int_t kMaxNBins = 100000;
constexpr Int_t kMinNBins = 3;
/// A kernel estimate is not blurred by finer bins.
constexpr Int_t kFinerBinsOfKDE = 5;

// The first is the default. Index: PDF::EInterpolateMethod; KDEKernel::EKernelIter and EKernelBorder count from 1.
const std::vector<TString> kInterpolations = {"Spline0", "Spline1", "Spline2", "Spline3", "Spline5", "KDE"};
const std::vector<TString> kIterations = {"Nonadaptive", "Adaptive"};
const std::vector<TString> kBorders = {"None", "Renorm", "Mirror"};

Int_t IndexOf(const TString &value, const std::vector<TString> &values)
{
   return std::find(values.begin(), values.end(), value) - values.begin();
}

/// How many events there are if the bin of the smallest content has one.
Double_t CountEvents(const TH1 &hist)
{
   Double_t smallest = hist.GetSumOfWeights();
   for (Int_t bin = 1; bin <= hist.GetNbinsX(); ++bin)
      if (hist.GetBinContent(bin) > 0)
         smallest = std::min(smallest, hist.GetBinContent(bin));
   return hist.GetSumOfWeights() / smallest;
}

std::unique_ptr<TH1> MakeHistogram(const PDFNode &node)
{
   TDirectory::TContext unregistered(nullptr);
   const Int_t nBins = node.fContents.size();
   const TString &name = node.fHistogramName;
   auto hist = node.fEdges.empty() ? std::make_unique<TH1F>(name, name, nBins, node.fXMin, node.fXMax)
                                   : std::make_unique<TH1F>(name, name, nBins, node.fEdges.data());
   for (Int_t bin = 1; bin <= nBins; ++bin)
      hist->SetBinContent(bin, node.fContents[bin - 1]);
   return hist;
}

/// The first that is given.
Int_t FirstGiven(Int_t option, Int_t alternative, Int_t otherwise)
{
   return option >= 0 ? option : alternative >= 0 ? alternative : otherwise;
}

} // namespace

PDF::PDF(const TString &name, const TString &options, const TString &suffix, const PDF *defaultPDF, Bool_t norm)
   : Configurable(options), fSuffix(suffix), fNormalize(norm)
{
   SetPDFName(name);
   if (!defaultPDF)
      return;
   fMinNsmooth = defaultPDF->fMinNsmooth;
   fMaxNsmooth = defaultPDF->fMaxNsmooth;
   fHistDefinedNBins = defaultPDF->fHistDefinedNBins;
   fHistAvgEvtPerBin = defaultPDF->fHistAvgEvtPerBin;
   fCheckHist = defaultPDF->fCheckHist;
   fInterpolMethod = defaultPDF->fInterpolMethod;
   fKDEiter = defaultPDF->fKDEiter;
   fKDEborder = defaultPDF->fKDEborder;
   fFineFactor = defaultPDF->fFineFactor;
}

void PDF::DeclareOptions()
{
   fInterpolateString = kInterpolations[fInterpolMethod];
   fKDEiterString = kIterations[fKDEiter - 1];
   fBorderMethodString = kBorders[fKDEborder - 1];
   const auto oneOf = [this](const std::vector<TString> &values) {
      for (const TString &value : values)
         AddPreDefVal(value);
   };
   DeclareOptionRef(fNsmoothOption, "Nsmooth" + fSuffix, "Passes of smoothing the histogram");
   DeclareOptionRef(fMinNsmoothOption, "MinNsmooth" + fSuffix, "The same for bins of many events");
   DeclareOptionRef(fMaxNsmoothOption, "MaxNsmooth" + fSuffix, "The same for bins of few events");
   DeclareOptionRef(fHistAvgEvtPerBin, "NAvEvtPerBin" + fSuffix, "Events per bin, on average, where Nbins is 0");
   DeclareOptionRef(fHistDefinedNBins, "Nbins" + fSuffix, "Bins of the histogram; 0: see NAvEvtPerBin");
   DeclareOptionRef(fCheckHist, "CheckHist" + fSuffix, "Compare the PDF with its histogram and print the result");
   DeclareOptionRef(fInterpolateString, "PDFInterpol" + fSuffix, "How the density is made from the histogram");
   oneOf(kInterpolations);
   DeclareOptionRef(fKDEtypeString, "KDEtype" + fSuffix, "Shape of the kernels");
   AddPreDefVal(TString("Gauss"));
   DeclareOptionRef(fKDEiterString, "KDEiter" + fSuffix, "Whether kernels are wider where there are fewer events");
   oneOf(kIterations);
   DeclareOptionRef(fFineFactor, "KDEFineFactor" + fSuffix, "Multiplies the width of the kernels");
   DeclareOptionRef(fBorderMethodString, "KDEborder" + fSuffix, "What is done with parts of kernels outside the histogram");
   oneOf(kBorders);
}

void PDF::ProcessOptions()
{
   fMinNsmooth = FirstGiven(fMinNsmoothOption, fNsmoothOption, fMinNsmooth);
   fMaxNsmooth = FirstGiven(fMaxNsmoothOption, fNsmoothOption, std::max(fMinNsmooth, fMaxNsmooth));
   fInterpolMethod = static_cast<EInterpolateMethod>(IndexOf(fInterpolateString, kInterpolations));
   fKDEiter = static_cast<KDEKernel::EKernelIter>(1 + IndexOf(fKDEiterString, kIterations));
   fKDEborder = static_cast<KDEKernel::EKernelBorder>(1 + IndexOf(fBorderMethodString, kBorders));

   const auto refuse = [this](const char *option, Double_t value, const TString &expected) {
      Log() << kFATAL << fPDFName << ": option " << option << fSuffix << " is " << value << ", expected " << expected
            << Endl;
   };
   if (fMaxNsmooth > kMaxNPasses)
      refuse("Nsmooth", fMaxNsmooth, TString::Format("at most %d passes", kMaxNPasses));
   if (fMinNsmooth > fMaxNsmooth)
      refuse("MinNsmooth", fMinNsmooth, TString::Format("no more than MaxNsmooth, which is %d", fMaxNsmooth));
   if (fHistDefinedNBins < 0 || fHistDefinedNBins > kMaxNBins)
      refuse("Nbins", fHistDefinedNBins, TString::Format("1 to %d bins, or 0: as NAvEvtPerBin says", kMaxNBins));
   if (fHistAvgEvtPerBin <= 0)
      refuse("NAvEvtPerBin", fHistAvgEvtPerBin, "at least one event per bin");
   if (!(fFineFactor > 0) || !std::isfinite(fFineFactor))
      refuse("KDEFineFactor", fFineFactor, "a positive number");
}

Int_t PDF::GetHistNBins(Int_t evtNum) const
{
   const Int_t nBins = fHistDefinedNBins > 0 ? fHistDefinedNBins : evtNum / fHistAvgEvtPerBin;
   return std::clamp(fInterpolMethod == kKDE ? kFinerBinsOfKDE * nBins : nBins, kMinNBins, kFinerBinsOfKDE * kMaxNBins);
}

void PDF::AddXMLTo(void *parent) const
{
   RequireBuilt();
   PDFNode node;
   node.fName = fPDFName;
   node.fMinNSmooth = fMinNsmooth;
   node.fMaxNSmooth = fMaxNsmooth;
   node.fInterpolMethod = fInterpolMethod;
   node.fKDEType = KDEKernel::kGauss;
   node.fKDEIter = fKDEiter;
   node.fKDEBorder = fKDEborder;
   node.fKDEFineFactor = fFineFactor;
   if (fInterpolMethod == kKDE)
      node.fNEvents = fNEvents;
   node.fHistogramName = fHistOriginal->GetName();
   node.fXMin = GetXmin();
   node.fXMax = GetXmax();
   for (Int_t bin = 1; bin <= fHistOriginal->GetNbinsX(); ++bin)
      node.fContents.push_back(fHistOriginal->GetBinContent(bin));
   const TArrayD &edges = *fHistOriginal->GetXaxis()->GetXbins();
   node.fEdges.assign(edges.GetArray(), edges.GetArray() + edges.GetSize());
   WritePDFNode(parent, node);
}

void PDF::ReadXML(void *pdfNode)
{
   const PDFNode node = ReadPDFNode(pdfNode, Log());
   const auto require = [&](const char *attribute, Int_t value, Int_t min, Int_t max) {
      if (value < min || value > max)
         Log() << kFATAL << "The weight file has a PDF \"" << node.fName << "\" of " << attribute << " " << value
               << ", expected " << min << " to " << max << ": the file is damaged" << Endl;
   };
   require("InterpolMethod", node.fInterpolMethod, kSpline0, kKDE);
   require("MinNSmooth", node.fMinNSmooth, 0, kMaxNPasses);
   require("MaxNSmooth", node.fMaxNSmooth, node.fMinNSmooth, kMaxNPasses);
   require("KDE_iter", node.fKDEIter, KDEKernel::kNonadaptiveKDE, KDEKernel::kAdaptiveKDE);
   require("KDE_border", node.fKDEBorder, KDEKernel::kNoTreatment, KDEKernel::kSampleMirror);
   SetPDFName(node.fName);
   fMinNsmooth = node.fMinNSmooth;
   fMaxNsmooth = node.fMaxNSmooth;
   fInterpolMethod = static_cast<EInterpolateMethod>(node.fInterpolMethod);
   fKDEiter = static_cast<KDEKernel::EKernelIter>(node.fKDEIter);
   fKDEborder = static_cast<KDEKernel::EKernelBorder>(node.fKDEBorder);
   fFineFactor = node.fKDEFineFactor;

   fHistOriginal = MakeHistogram(node);
   if (!(fHistOriginal->GetSumOfWeights() > 0))
      Log() << kFATAL << "The weight file has a PDF \"" << fPDFName << "\" whose contents add up to "
            << fHistOriginal->GetSumOfWeights() << ", expected more than 0: the file is damaged" << Endl;
   fNEvents = node.fNEvents > 0 ? node.fNEvents : CountEvents(*fHistOriginal);
   Build();
}

} // namespace TMVA
