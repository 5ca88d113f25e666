#include "TMVA/MsgLogger.h"
#include "TMVA/deviations.h"
#include "TMVA/regression_averagedevs.h"
#include "gui/OutputFile.h"
#include "gui/Overlay.h"
#include "gui/PlotPage.h"

#include "TGraph.h"
#include "TH2.h"
#include "TLegend.h"
#include "TLine.h"
#include "TProfile.h"
#include "TVirtualPad.h"

#include <algorithm>
#include <cmath>

namespace TMVA {

namespace {

constexpr std::size_t kPadsOnPage = 6;

void DrawDeviation(std::unique_ptr<TH2> histogram)
{
   histogram->SetStats(false);
   histogram->SetTitle(TString(histogram->GetYaxis()->GetTitle()) + " versus " + histogram->GetXaxis()->GetTitle());
   gPad->SetRightMargin(0.12);
   TH2 &drawn = DrawOwned(std::move(histogram), "colz");
   UsePalette(Palette::kBlue);
   auto zero = std::make_unique<TLine>(drawn.GetXaxis()->GetXmin(), 0, drawn.GetXaxis()->GetXmax(), 0);
   zero->SetLineStyle(7);
   DrawOwned(std::move(zero));
   const TDirectory::TContext unregistered(nullptr);
   std::unique_ptr<TH1> profile(drawn.ProfileX(TString(drawn.GetName()) + "_pfx"));
   profile->SetMarkerStyle(20);
   profile->SetMarkerSize(0.5);
   profile->SetMarkerColor(CurveColor(1));
   profile->SetLineColor(CurveColor(1));
   DrawOwned(std::move(profile), "same");
}

Bool_t PlotDeviations(const OutputFile &file, const MethodFolder &method, const TString &sample, Bool_t showTarget)
{
   const TString start = method.GetPrefix() + (sample == "test" ? "test" : "train") + (showTarget ? "_reg_tgt" : "_reg_var");
   std::vector<TString> keys;
   for (const TString &key : ListKeys(*method.fFolder)) {
      if (key.BeginsWith(start) && key.Contains("_rtgt"))
         keys.push_back(key);
   }
   const TString name = "deviation_" + method.fTitle + (showTarget ? "_target_" : "_variables_") + sample;
   for (std::size_t first = 0; first < keys.size(); first += kPadsOnPage) {
      const std::size_t nPads = std::min(kPadsOnPage, keys.size() - first);
      PlotPage page(file, name + TString::Format("_c%zu", 1 + first / kPadsOnPage),
                    "Deviation of " + method.fTitle + " (" + sample + " sample)", Grid::For(nPads));
      for (std::size_t i = 0; i < nPads; ++i) {
         page.GoTo(i);
         if (auto histogram = Read<TH2>(*method.fFolder, keys[first + i]))
            DrawDeviation(std::move(histogram));
      }
      page.Save();
   }
   return !keys.empty();
}

/// Which events the deviations are taken from.
struct Selection {
   const char *fSample; ///< in the names of histograms
   const char *fPart;
   const char *fLabel;
   Color_t fColor;
   Style_t fMarker;
   Double_t fPlace; ///< in the column of a method, from 0 to 1
};

std::vector<Selection> ListSelections()
{
   return {{"test", "_Quadr_Deviation", "test sample", CurveColor(0), 20, 0.4},
           {"test", "_Quadr_Dev_best90perc", "test sample, best 90%", CurveColor(0), 24, 0.4},
           {"train", "_Quadr_Deviation", "training sample", CurveColor(1), 21, 0.6},
           {"train", "_Quadr_Dev_best90perc", "training sample, best 90%", CurveColor(1), 25, 0.6}};
}

TString KeyOf(const MethodFolder &method, const Selection &selection, Int_t target)
{
   return method.GetPrefix() + selection.fSample + selection.fPart + TString::Format("_target_%d_", target);
}

/// A method and its root mean squared deviations, in the order of ListSelections; negative if not in the file.
struct Average {
   TString fTitle;
   std::vector<Double_t> fDeviations;
};

std::vector<Average> ListAverages(const OutputFile &file, Int_t target)
{
   std::vector<Average> averages;
   for (const MethodFolder &method : file.GetMethods()) {
      Average average = {method.fTitle, {}};
      for (const Selection &selection : ListSelections()) {
         const auto squares = Read<TH1>(*method.fFolder, KeyOf(method, selection, target));
         average.fDeviations.push_back(squares ? std::sqrt(std::max(0., squares->GetMean())) : -1);
      }
      if (average.fDeviations[0] >= 0)
         averages.push_back(std::move(average));
   }
   std::stable_sort(averages.begin(), averages.end(),
                    [](auto &a, auto &b) { return a.fDeviations[0] < b.fDeviations[0]; });
   return averages;
}

void DrawAverages(const std::vector<Average> &averages, Int_t target)
{
   const auto n = Int_t(averages.size());
   const TDirectory::TContext unregistered(nullptr);
   auto frame = std::make_unique<TH1F>("averages", "", n, 0, n);
   Double_t largest = 0;
   for (Int_t i = 0; i < n; ++i) {
      frame->GetXaxis()->SetBinLabel(i + 1, averages[i].fTitle);
      const auto &deviations = averages[i].fDeviations;
      largest = std::max(largest, *std::max_element(deviations.begin(), deviations.end()));
   }
   frame->SetTitle(TString::Format("Average deviations of the methods, target %d", target));
   frame->GetYaxis()->SetTitle("Root of the mean squared deviation");
   frame->GetXaxis()->SetLabelSize(0.05f);
   frame->SetMinimum(0);
   frame->SetMaximum(largest > 0 ? 1.45 * largest : 1);
   gPad->SetGridy();
   DrawOwned(std::move(frame));
   TLegend &legend = DrawLegend(0.16, 0.76, 0.92, 0.88, 2);
   const std::vector<Selection> selections = ListSelections();
   for (std::size_t i = 0; i < selections.size(); ++i) {
      auto points = std::make_unique<TGraph>();
      for (Int_t method = 0; method < n; ++method) {
         if (averages[method].fDeviations[i] >= 0)
            points->AddPoint(method + selections[i].fPlace, averages[method].fDeviations[i]);
      }
      points->SetMarkerStyle(selections[i].fMarker);
      points->SetMarkerColor(selections[i].fColor);
      points->SetMarkerSize(1.5);
      legend.AddEntry(&DrawOwned(std::move(points), "p"), selections[i].fLabel, "p");
   }
}

void PrintAverages(const std::vector<Average> &averages, Int_t target)
{
   MsgLogger log;
   log << kINFO << "Root of the mean squared deviation, target " << target << ":" << Endl;
   log << kINFO << TString::Format("%-20s", "Method");
   for (const Selection &selection : ListSelections())
      log << TString::Format(" %26s", selection.fLabel);
   log << Endl;
   for (const Average &average : averages) {
      log << kINFO << TString::Format("%-20s", average.fTitle.Data());
      for (const Double_t deviation : average.fDeviations)
         log << TString::Format(" %26s", deviation < 0 ? "-" : TString::Format("%.5g", deviation).Data());
      log << Endl;
   }
}

void PlotSquares(const OutputFile &file, const MethodFolder &method, Int_t target)
{
   Overlay overlay;
   for (const Selection &selection : ListSelections()) {
      auto squares = selection.fMarker < 24 ? Read<TH1>(*method.fFolder, KeyOf(method, selection, target)) : nullptr;
      if (!squares)
         continue;
      squares->Rebin(10);
      Normalise(*squares);
      overlay.Add(std::move(squares), selection.fLabel, {selection.fColor, selection.fColor, 0});
   }
   if (overlay.IsEmpty())
      return;
   const TString title = TString::Format("Quadratic deviation of %s, target %d", method.fTitle.Data(), target);
   PlotPage page(file, TString::Format("quadratic_deviation_%s_target%d", method.fTitle.Data(), target), title);
   page.GoTo();
   overlay.DrawLogarithmic(title, "(response - target)^{2}", "(1/N) dN^{ }/^{ }dx");
   page.Save();
}

} // namespace

void deviations(TString dataset, TString fileName, HistType type, Bool_t showTarget, Bool_t useTMVAStyle)
{
   const StyleScope style(useTMVAStyle);
   const OutputFile file(fileName, dataset);
   file.Require(Types::kRegression);
   Int_t nPlots = 0;
   for (const MethodFolder &method : file.GetMethods())
      nPlots += PlotDeviations(file, method, type == kCompareType ? "training" : "test", showTarget);
   if (nPlots == 0)
      ReportMissing(file, "Deviations");
}

void regression_averagedevs(TString dataset, TString fileName, Int_t, Bool_t useTMVAStyle)
{
   const StyleScope style(useTMVAStyle);
   const OutputFile file(fileName, dataset);
   file.Require(Types::kRegression);
   Int_t target = 0;
   for (;; ++target) {
      const std::vector<Average> averages = ListAverages(file, target);
      if (averages.empty())
         break;
      PlotPage page(file, TString::Format("regression_averagedevs_target%d", target), "Average deviations");
      page.GoTo();
      DrawAverages(averages, target);
      page.Save();
      PrintAverages(averages, target);
      for (const MethodFolder &method : file.GetMethods())
         PlotSquares(file, method, target);
   }
   if (target == 0)
      ReportMissing(file, "Squared deviations");
}

} // namespace TMVA
