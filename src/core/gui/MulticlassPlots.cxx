#include "TMVA/efficienciesMulticlass.h"
#include "TMVA/mvasMulticlass.h"
#include "gui/CurveSet.h"
#include "gui/OutputFile.h"
#include "gui/Overlay.h"
#include "gui/PlotPage.h"

#include <algorithm>

namespace TMVA {

namespace {

/// The classes, in the order of the outputs.
std::vector<TString> ListOutputs(const OutputFile &file)
{
   std::vector<TString> classes;
   for (const MethodFolder &method : file.GetMethods()) {
      const TString start = method.GetPrefix() + "_Test_rejBvsS_";
      for (const TString &key : ListKeys(*method.fFolder)) {
         if (key.BeginsWith(start))
            classes.push_back(key(start.Length(), key.Length()));
      }
      if (!classes.empty())
         break;
   }
   return classes;
}

std::unique_ptr<TH1> ReadOutput(const MethodFolder &method, const char *sample, const TString &output, const TString &cls)
{
   auto histogram = Read<TH1>(*method.fFolder, method.GetPrefix() + sample + output + "_prob_for_" + cls);
   if (histogram)
      Normalise(*histogram);
   return histogram;
}

Bool_t PlotOutput(const OutputFile &file, const MethodFolder &method, const std::vector<TString> &classes,
                  const TString &output, Bool_t withTraining)
{
   Overlay overlay;
   for (std::size_t cls = 0; cls < classes.size(); ++cls) {
      const TString label = classes[cls] + (withTraining ? " (test)" : "");
      if (auto histogram = ReadOutput(method, "_Test_", output, classes[cls]))
         overlay.Add(std::move(histogram), label, ClassStyle::Of(cls, classes.size()));
   }
   for (std::size_t cls = 0; withTraining && cls < classes.size(); ++cls) {
      if (auto histogram = ReadOutput(method, "_Train_", output, classes[cls]))
         overlay.AddPoints(std::move(histogram), classes[cls] + " (training)", ClassStyle::Of(cls, classes.size()));
   }
   if (overlay.IsEmpty())
      return kFALSE;
   const TString title = method.fTitle + " response for " + output;
   PlotPage page(file, (withTraining ? "overtrain_" : "mva_") + method.fTitle + "_" + output, title);
   page.GoTo();
   overlay.Draw(withTraining ? "Overtraining check: " + title : title, title, "(1/N) dN^{ }/^{ }dx");
   page.Save();
   return kTRUE;
}

/// What both kinds of curves have in common.
struct CurveKind {
   Bool_t fIsRejection;

   explicit CurveKind(EEfficiencyPlotType type) : fIsRejection(type == EEfficiencyPlotType::kRejBvsEffS) {}
   TString GetName() const { return fIsRejection ? "rejBvsS_" : "effBvsS_"; }
   const char *GetTitle() const { return fIsRejection ? "Background rejection" : "Background efficiency"; }
};

/// The curve `name` of all methods on the current pad.
Bool_t DrawCurves(const OutputFile &file, const TString &name, const TString &title, const TString &signal,
                  const TString &background, const CurveKind &kind)
{
   CurveSet curves;
   for (const MethodFolder &method : file.GetMethods()) {
      if (auto curve = Read<TGraph>(*method.fFolder, method.GetPrefix() + "_Test_" + name))
         curves.Add(std::move(curve), method.fTitle);
   }
   if (curves.IsEmpty())
      return kFALSE;
   if (!kind.fIsRejection)
      curves.Invert();
   curves.Draw(title, "Efficiency of " + signal, kind.GetTitle() + (" (" + background + ")"),
               kind.fIsRejection ? CurveSet::Order::kLargestFirst : CurveSet::Order::kSmallestFirst);
   return kTRUE;
}

} // namespace

void mvasMulticlass(TString dataset, TString fileName, HistType type, Bool_t useTMVAStyle)
{
   const StyleScope style(useTMVAStyle);
   const OutputFile file(fileName, dataset);
   file.Require(Types::kMulticlass);
   const std::vector<TString> classes = ListOutputs(file);
   Int_t nPlots = 0;
   for (const MethodFolder &method : file.GetMethods()) {
      for (const TString &output : classes)
         nPlots += PlotOutput(file, method, classes, output, type == kCompareType);
   }
   if (nPlots == 0)
      ReportMissing(file, "Distributions of the outputs");
}

void efficienciesMulticlass1vsRest(TString dataset, TString fileName, EEfficiencyPlotType type, Bool_t useTMVAStyle)
{
   const StyleScope style(useTMVAStyle);
   const OutputFile file(fileName, dataset);
   file.Require(Types::kMulticlass);
   const CurveKind kind(type);
   const std::vector<TString> classes = ListOutputs(file);
   for (const TString &cls : classes) {
      PlotPage page(file, kind.GetName() + cls, kind.GetTitle() + (": " + cls));
      page.GoTo();
      DrawCurves(file, "rejBvsS_" + cls, cls + " versus all other classes", cls, "others", kind);
      page.Save();
   }
   if (classes.empty())
      ReportMissing(file, "Curves of one class versus all others");
}

void efficienciesMulticlass1vs1(TString dataset, TString fileName, EEfficiencyPlotType type, Bool_t useTMVAStyle)
{
   const StyleScope style(useTMVAStyle);
   const OutputFile file(fileName, dataset);
   file.Require(Types::kMulticlass);
   const CurveKind kind(type);
   const std::vector<TString> classes = ListOutputs(file);
   Int_t nCurves = 0;
   for (const TString &cls : classes) {
      PlotPage page(file, "1v1" + kind.GetName() + cls, kind.GetTitle() + (": " + cls), Grid::For(classes.size() - 1));
      Int_t pad = 0;
      for (const TString &other : classes) {
         if (other == cls)
            continue;
         page.GoTo(pad++);
         const TString pair = cls + "_vs_" + other;
         nCurves += DrawCurves(file, "1v1rejBvsS_" + pair, cls + " versus " + other, cls, other, kind);
      }
      page.Save();
   }
   if (nCurves == 0)
      ReportMissing(file, "Curves of one class versus another");
}

} // namespace TMVA
