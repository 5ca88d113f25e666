#include "method/MvaPdfs.h"

#include "TMVA/MsgLogger.h"
#include "TMVA/Tools.h"

#include "TDirectory.h"
#include "TH1.h"

#include <algorithm>
#include <cmath>

namespace TMVA {
namespace {

/// As a fraction of the range.
constexpr Double_t kRoomAtTheEnd = 1e-6;

struct Range {
   Double_t fMin;
   Double_t fMax;
};

/// From the smallest to the largest response, which is then overflow, as in genuine TMVA: one event is no loss. Where more
/// have it (networks saturate), it is within the range. If all responses are the same there is room about it.
Range RangeOf(const SignalAndBackground &responses)
{
   std::vector<Float_t> values = responses.fSignal.fValues;
   values.insert(values.end(), responses.fBackground.fValues.begin(), responses.fBackground.fValues.end());
   const auto [smallest, largest] = std::minmax_element(values.begin(), values.end());
   if (*smallest == *largest) {
      const Double_t room = 0.5 * std::max(1.f, std::abs(*smallest));
      return {*smallest - room, *smallest + room};
   }
   const Bool_t isShared = std::count(values.begin(), values.end(), *largest) > 1;
   const Double_t step = kRoomAtTheEnd * (Double_t(*largest) - *smallest);
   return {*smallest, *largest + (isShared ? step : 0)};
}

/// With an area of 1.
std::unique_ptr<TH1> MakeHistogram(const TString &name, Int_t nBins, const Range &range, const ResponseSample &sample)
{
   TDirectory::TContext unregistered(nullptr);
   auto hist = std::make_unique<TH1D>(name, name, nBins, range.fMin, range.fMax);
   hist->Sumw2();
   for (std::size_t i = 0; i < sample.fValues.size(); ++i)
      hist->Fill(sample.fValues[i], sample.fWeights[i]);
   const Double_t area = hist->GetSumOfWeights() * hist->GetBinWidth(1);
   if (area > 0)
      hist->Scale(1 / area);
   return hist;
}

void Configure(PDF &pdf, Configurable &method)
{
   pdf.DeclareOptions();
   method.LetParse(pdf);
   pdf.ProcessOptions();
}

} // namespace

MvaPdfs::MvaPdfs() = default;

MvaPdfs::~MvaPdfs() = default;

MvaPdfs::MvaPdfs(const TString &title, Configurable &method)
{
   PDF both(title + "_PDF", "", "MVAPdf");
   Configure(both, method);
   fBackground = std::make_unique<PDF>(title + "_PDFBkg", "", "MVAPdfBkg", &both);
   Configure(*fBackground, method);
   fSignal = std::make_unique<PDF>(title + "_PDFSig", "", "MVAPdfSig", &both);
   Configure(*fSignal, method);
}

void MvaPdfs::Make(const TString &prefix, const SignalAndBackground &training)
{
   const Range range = RangeOf(training);
   const Int_t nEvents = training.fSignal.fValues.size() + training.fBackground.fValues.size();
   const Int_t nBins = std::max(fSignal->GetHistNBins(nEvents), fBackground->GetHistNBins(nEvents));
   fSignalHist = MakeHistogram(prefix + "_tr_S", nBins, range, training.fSignal);
   fBackgroundHist = MakeHistogram(prefix + "_tr_B", nBins, range, training.fBackground);
   fSignal->BuildPDF(fSignalHist.get());
   fBackground->BuildPDF(fBackgroundHist.get());
}

Double_t MvaPdfs::GetProba(Double_t response, Double_t signalFraction) const
{
   const Double_t signal = signalFraction * fSignal->GetVal(response);
   return signal / (signal + (1 - signalFraction) * fBackground->GetVal(response));
}

Double_t MvaPdfs::GetRarity(Double_t response, Types::ESBType reference) const
{
   const PDF &pdf = reference == Types::kSignal ? *fSignal : *fBackground;
   return pdf.GetIntegral(pdf.GetXmin(), response);
}

void MvaPdfs::AddXMLTo(void *node) const
{
   fSignal->AddXMLTo(node);
   fBackground->AddXMLTo(node);
}

std::unique_ptr<MvaPdfs> MvaPdfs::Read(void *node, MsgLogger &log)
{
   void *signal = gTools().GetChild(node, "PDF");
   if (!signal)
      return nullptr;
   void *background = gTools().GetNextChild(signal, "PDF");
   if (!background)
      log << kFATAL << "The weight file has one PDF of the responses in node MVAPdfs, expected one of signal and one of "
          << "background: the file is damaged" << Endl;
   std::unique_ptr<MvaPdfs> pdfs(new MvaPdfs);
   pdfs->fSignal = std::make_unique<PDF>("MVAPdfSig");
   pdfs->fSignal->ReadXML(signal);
   pdfs->fBackground = std::make_unique<PDF>("MVAPdfBkg");
   pdfs->fBackground->ReadXML(background);
   return pdfs;
}

void MvaPdfs::Write(TDirectory &directory) const
{
   for (const TH1 *hist : {fSignalHist.get(), fBackgroundHist.get(), fSignal->GetOriginalHist(), fSignal->GetSmoothedHist(),
                           fSignal->GetPDFHist(), fBackground->GetOriginalHist(), fBackground->GetSmoothedHist(),
                           fBackground->GetPDFHist()})
      directory.WriteTObject(hist, hist->GetName());
}

} // namespace TMVA
