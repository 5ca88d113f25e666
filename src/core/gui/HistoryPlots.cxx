#include "TMVA/training_history.h"
#include "gui/OutputFile.h"
#include "gui/Overlay.h"
#include "gui/PlotPage.h"

#include "TVirtualPad.h"

#include <algorithm>

namespace TMVA {

namespace {

/// The metrics that a method recorded, without those of the validation sample.
std::vector<TString> ListMetrics(const MethodFolder &method, const TString &prefix)
{
   std::vector<TString> metrics;
   for (const TString &key : ListKeys(*method.fFolder)) {
      if (!key.BeginsWith(prefix))
         continue;
      TString metric = key(prefix.Length(), key.Length());
      if (metric.BeginsWith("val_"))
         metric.Remove(0, 4);
      if (std::find(metrics.begin(), metrics.end(), metric) == metrics.end())
         metrics.push_back(metric);
   }
   return metrics;
}

void DrawMetric(const MethodFolder &method, const TString &prefix, const TString &metric)
{
   Overlay overlay;
   if (auto training = Read<TH1>(*method.fFolder, prefix + metric))
      overlay.AddLine(std::move(training), "training sample", CurveColor(0));
   if (auto validation = Read<TH1>(*method.fFolder, prefix + "val_" + metric))
      overlay.AddLine(std::move(validation), "validation sample", CurveColor(1));
   if (overlay.IsEmpty())
      return;
   overlay.StartAtMinimum();
   overlay.Draw("Training history of " + method.fTitle, "Epoch", metric);
}

} // namespace

void training_history(TString dataset, TString fileName, Bool_t useTMVAStyle)
{
   const StyleScope style(useTMVAStyle);
   const OutputFile file(fileName, dataset);
   Int_t nPlots = 0;
   for (const MethodFolder &method : file.GetMethods()) {
      const TString prefix = "TrainingHistory_" + method.fTitle + "_";
      const std::vector<TString> metrics = ListMetrics(method, prefix);
      if (metrics.empty())
         continue;
      PlotPage page(file, "TrainingHistory_" + method.fTitle, "Training history of " + method.fTitle,
                    Grid::For(metrics.size()));
      for (std::size_t i = 0; i < metrics.size(); ++i) {
         page.GoTo(i);
         DrawMetric(method, prefix, metrics[i]);
      }
      page.Save();
      ++nPlots;
   }
   if (nPlots == 0)
      ReportMissing(file, "Training histories");
}

} // namespace TMVA
