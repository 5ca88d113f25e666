#include "TMVA/MsgLogger.h"
#include "TMVA/mvas.h"
#include "TMVA/probas.h"
#include "gui/OutputFile.h"
#include "gui/Overlay.h"
#include "gui/PlotPage.h"

#include "TVirtualPad.h"

namespace TMVA {

namespace {

/// What a kind of distribution is called in the file, on the plot and on the disk.
struct Kind {
   const char *fSuffix;
   const char *fQuantity;
   const char *fFileName;
};

Kind KindOf(HistType type)
{
   switch (type) {
   case kProbaType: return {"_Proba", "Signal probability", "proba_"};
   case kRarityType: return {"_Rarity", "Rarity", "rarity_"};
   case kCompareType: return {"", "response", "overtrain_"};
   default: return {"", "response", "mva_"};
   }
}

/// Adds the training sample as points, and says how well it agrees with the test sample.
void AddTrainingSample(Overlay &overlay, const MethodFolder &method, const TH1 &signal, const TH1 &background)
{
   auto trainingS = Read<TH1>(*method.fFolder, method.GetPrefix() + "_Train_S");
   auto trainingB = Read<TH1>(*method.fFolder, method.GetPrefix() + "_Train_B");
   if (!trainingS || !trainingB)
      return;
   Normalise(*trainingS);
   Normalise(*trainingB);
   const Double_t probabilityS = signal.KolmogorovTest(trainingS.get());
   const Double_t probabilityB = background.KolmogorovTest(trainingB.get());
   overlay.AddPoints(std::move(trainingS), "Signal (training sample)", ClassStyle::Of(0, 2));
   overlay.AddPoints(std::move(trainingB), "Background (training sample)", ClassStyle::Of(1, 2));
   const TString note = TString::Format("Kolmogorov-Smirnov test: signal (background) probability = %.3g (%.3g)",
                                        probabilityS, probabilityB);
   MsgLogger() << kINFO << method.fTitle << ": " << note << Endl;
   overlay.SetNote(note);
}

Bool_t PlotResponse(const OutputFile &file, const MethodFolder &method, HistType type)
{
   const Kind kind = KindOf(type);
   auto signal = Read<TH1>(*method.fFolder, method.GetPrefix() + kind.fSuffix + "_S");
   auto background = Read<TH1>(*method.fFolder, method.GetPrefix() + kind.fSuffix + "_B");
   const Bool_t hasTraining = method.fFolder->GetKey(method.GetPrefix() + "_Train_S");
   if (!signal || !background || (type == kCompareType && !hasTraining))
      return kFALSE;
   PlotPage page(file, kind.fFileName + method.fTitle, method.fTitle + " " + kind.fQuantity);
   page.GoTo();
   Normalise(*signal);
   Normalise(*background);
   const TString sample = type == kCompareType ? " (test sample)" : "";
   Overlay overlay;
   const TH1 &drawnS = overlay.Add(std::move(signal), "Signal" + sample, ClassStyle::Of(0, 2));
   const TH1 &drawnB = overlay.Add(std::move(background), "Background" + sample, ClassStyle::Of(1, 2));
   TString title = kind.fQuantity + TString(" for classifier: ") + method.fTitle;
   if (type == kCompareType) {
      title = "Overtraining check for classifier: " + method.fTitle;
      AddTrainingSample(overlay, method, drawnS, drawnB);
   }
   title[0] = char(std::toupper(title[0]));
   overlay.Draw(title, type == kProbaType || type == kRarityType ? TString(kind.fQuantity) : method.fTitle + " response",
                "(1/N) dN^{ }/^{ }dx");
   DrawFlows(drawnS, drawnB);
   page.Save();
   return kTRUE;
}

/// The curve of a density and the histogram of which it was made: <reference> is "..._tr_S".
void AddDensity(Overlay &overlay, const MethodFolder &method, const TString &reference, std::size_t cls)
{
   const TString label = cls == 0 ? "Signal" : "Background";
   std::unique_ptr<TH1> curve;
   for (const TString &key : ListKeys(*method.fFolder)) {
      if (key.BeginsWith(reference + "_smoothed_hist_from") || key.BeginsWith(reference + "_hist_from"))
         curve = Read<TH1>(*method.fFolder, key);
   }
   auto histogram = Read<TH1>(*method.fFolder, reference + "_original");
   if (!histogram)
      histogram = Read<TH1>(*method.fFolder, reference);
   if (histogram) {
      Normalise(*histogram);
      overlay.AddPoints(std::move(histogram), label + " (training sample)", ClassStyle::Of(cls, 2));
   }
   if (curve) {
      Normalise(*curve);
      overlay.AddLine(std::move(curve), label + " density", ClassStyle::Of(cls, 2).fLine);
   }
}

Bool_t PlotDensities(const OutputFile &file, const MethodFolder &method)
{
   Overlay overlay;
   for (const TString &key : ListKeys(*method.fFolder)) {
      if (key.EndsWith("_tr_S"))
         AddDensity(overlay, method, key, 0);
      if (key.EndsWith("_tr_B"))
         AddDensity(overlay, method, key, 1);
   }
   if (overlay.IsEmpty())
      return kFALSE;
   PlotPage page(file, "mva_pdf_" + method.fTitle, "Densities of the response of " + method.fTitle);
   page.GoTo();
   overlay.Draw("Densities of the response of classifier: " + method.fTitle, method.fTitle + " response",
                "(1/N) dN^{ }/^{ }dx");
   page.Save();
   return kTRUE;
}

} // namespace

void mvas(TString dataset, TString fileName, HistType type, Bool_t useTMVAStyle)
{
   const StyleScope style(useTMVAStyle);
   const OutputFile file(fileName, dataset);
   file.Require(Types::kClassification);
   Int_t nPlots = 0;
   for (const MethodFolder &method : file.GetMethods())
      nPlots += PlotResponse(file, method, type);
   if (nPlots == 0)
      ReportMissing(file, TString("Distributions of the ") + KindOf(type).fQuantity);
}

void probas(TString dataset, TString fileName, Bool_t useTMVAStyle)
{
   const StyleScope style(useTMVAStyle);
   const OutputFile file(fileName, dataset);
   file.Require(Types::kClassification);
   Int_t nPlots = 0;
   for (const MethodFolder &method : file.GetMethods())
      nPlots += PlotDensities(file, method);
   if (nPlots == 0)
      ReportMissing(file, "Densities of the responses (option CreateMVAPdfs)");
}

} // namespace TMVA
