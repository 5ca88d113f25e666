#include "TMVA/MsgLogger.h"
#include "TMVA/mvaeffs.h"
#include "gui/OutputFile.h"
#include "gui/Overlay.h"
#include "gui/PlotPage.h"

#include "TError.h"
#include "TFormula.h"
#include "TGaxis.h"
#include "TLegend.h"
#include "TLine.h"
#include "TVirtualPad.h"

#include <cmath>
#include <regex>

namespace TMVA {

namespace {

/// A function of the numbers of events S and B.
class Significance {
public:
   explicit Significance(const TString &formula)
   {
      const std::string xy = std::regex_replace(std::regex_replace(std::string(formula), std::regex("\\bS\\b"), "x"),
                                                std::regex("\\bB\\b"), "y");
      const Int_t level = gErrorIgnoreLevel;
      gErrorIgnoreLevel = kFatal; // the message below says what is wrong
      fFormula = std::make_unique<TFormula>("significance", xy.c_str(), false);
      gErrorIgnoreLevel = level;
      if (!fFormula->IsValid())
         MsgLogger("mvaeffs") << kFATAL << "\"" << formula << "\" is no formula of the numbers of events S and B; an example "
                              << "is S/sqrt(S+B)" << Endl;
   }
   /// 0 where the formula has no value.
   Double_t operator()(Double_t signal, Double_t background) const
   {
      const Double_t value = fFormula->Eval(signal, background);
      return std::isfinite(value) ? value : 0;
   }

private:
   std::unique_ptr<TFormula> fFormula;
};

struct BestCut {
   Double_t fCut = 0;
   Double_t fEffS = 0;
   Double_t fEffB = 0;
   Double_t fSignificance = 0;
};

/// The curves of one classifier; all are functions of the cut.
struct Curves {
   std::unique_ptr<TH1> fEffS, fEffB, fPurity, fEffTimesPurity, fSignificance;
   BestCut fBest;
};

std::unique_ptr<TH1> EmptyCopy(const TH1 &histogram)
{
   std::unique_ptr<TH1> copy(static_cast<TH1 *>(histogram.Clone()));
   copy->SetDirectory(nullptr);
   copy->Reset();
   return copy;
}

Curves MakeCurves(std::unique_ptr<TH1> effS, std::unique_ptr<TH1> effB, Double_t nSignal, Double_t nBackground,
                  const Significance &significance)
{
   Curves curves = {nullptr, nullptr, EmptyCopy(*effS), EmptyCopy(*effS), EmptyCopy(*effS), {}};
   for (Int_t bin = 1; bin <= effS->GetNbinsX(); ++bin) {
      const Double_t signal = nSignal * effS->GetBinContent(bin);
      const Double_t background = nBackground * effB->GetBinContent(bin);
      const Double_t purity = signal + background > 0 ? signal / (signal + background) : 0;
      const Double_t value = significance(signal, background);
      curves.fPurity->SetBinContent(bin, purity);
      curves.fEffTimesPurity->SetBinContent(bin, purity * effS->GetBinContent(bin));
      curves.fSignificance->SetBinContent(bin, value);
      if (value > curves.fBest.fSignificance) // events from the lower edge of the bin pass
         curves.fBest = {effS->GetBinLowEdge(bin), effS->GetBinContent(bin), effB->GetBinContent(bin), value};
   }
   curves.fEffS = std::move(effS);
   curves.fEffB = std::move(effB);
   return curves;
}

struct Settings {
   Double_t fSignal;
   Double_t fBackground;
   TString fFormula;

   /// As it is written in text.
   TString GetFormula() const
   {
      return std::regex_replace(std::string(fFormula), std::regex("sqrt\\(([^()]*)\\)"), "#sqrt{$1}");
   }
};

void DrawCurve(std::unique_ptr<TH1> curve, TLegend &legend, const char *label, Color_t color)
{
   curve->SetLineColor(color);
   curve->SetLineWidth(2); // no dashes: in 10,000 short steps nothing is left of them
   legend.AddEntry(&DrawOwned(std::move(curve), "hist same"), label, "l");
}

/// The axis on the right: the largest significance is where the efficiency is 1.
void DrawSignificanceAxis(Double_t x, Double_t top, Double_t largest)
{
   auto axis = std::make_unique<TGaxis>(x, 0, x, top, 0, top * largest, 510, "+L");
   axis->SetTitle("Significance");
   axis->SetTitleOffset(1.2f);
   axis->SetLineColor(CurveColor(2));
   axis->SetLabelColor(CurveColor(2));
   axis->SetTitleColor(CurveColor(2));
   axis->SetLabelFont(42);
   axis->SetTitleFont(42);
   axis->SetLabelSize(0.038f);
   axis->SetTitleSize(0.042f);
   DrawOwned(std::move(axis));
}

void DrawBestCut(const BestCut &best, const Settings &settings)
{
   auto line = std::make_unique<TLine>(best.fCut, 0, best.fCut, 1);
   line->SetLineColor(CurveColor(2));
   line->SetLineStyle(3);
   line->SetLineWidth(2);
   DrawOwned(std::move(line));
   DrawText(0.12, 0.065, TString::Format("For %g signal and %g background events the largest", settings.fSignal,
                                         settings.fBackground), 0.034);
   DrawText(0.12, 0.022, TString::Format("%s is %.4g, for a cut at %.4g", settings.GetFormula().Data(), best.fSignificance,
                                         best.fCut), 0.034);
}

void DrawCurves(Curves curves, const TString &title, const Settings &settings)
{
   constexpr Double_t kTop = 1.1;
   gPad->SetMargin(0.11, 0.12, 0.24, 0.20);
   gPad->SetTicks(1, 0);
   const BestCut best = curves.fBest;
   TH1 &frame = DrawOwned(std::move(curves.fEffS), "hist"); // clears the pad
   frame.SetLineColor(ClassStyle::Of(0, 2).fLine);
   frame.SetLineWidth(2);
   frame.SetTitle("Cut efficiencies and optimal cut value for classifier: " + title);
   frame.GetXaxis()->SetTitle("Cut value applied on " + title + " response");
   frame.GetYaxis()->SetTitle("Efficiency, purity");
   frame.GetYaxis()->SetTitleOffset(1.1f);
   frame.SetMinimum(0);
   frame.SetMaximum(kTop);
   if (best.fSignificance > 0)
      curves.fSignificance->Scale(1 / best.fSignificance);
   TLegend &legend = DrawLegend(0.12, 0.81, 0.87, 0.92, 2);
   legend.AddEntry(&frame, "Signal efficiency", "l");
   DrawCurve(std::move(curves.fPurity), legend, "Signal purity", CurveColor(3));
   DrawCurve(std::move(curves.fEffB), legend, "Background efficiency", ClassStyle::Of(1, 2).fLine);
   DrawCurve(std::move(curves.fEffTimesPurity), legend, "Signal efficiency #times purity", CurveColor(4));
   DrawCurve(std::move(curves.fSignificance), legend, settings.GetFormula(), CurveColor(2));
   DrawSignificanceAxis(frame.GetXaxis()->GetXmax(), kTop, best.fSignificance);
   DrawBestCut(best, settings);
}

void PrintHeading(const Settings &settings)
{
   MsgLogger log;
   log << kINFO << "Best cuts for " << settings.fSignal << " signal and " << settings.fBackground << " background events:"
       << Endl;
   log << kINFO
       << TString::Format("%-20s %12s %14s %10s %10s %8s %8s", "Classifier", "Cut", settings.fFormula.Data(), "Signal",
                          "Backgr.", "EffSig", "EffBkg")
       << Endl;
}

void PrintBest(const TString &title, const BestCut &best, const Settings &settings)
{
   MsgLogger() << kINFO
               << TString::Format("%-20s %12.4g %14.5g %10.5g %10.5g %8.4f %8.4f", title.Data(), best.fCut,
                                  best.fSignificance, settings.fSignal * best.fEffS, settings.fBackground * best.fEffB,
                                  best.fEffS, best.fEffB)
               << Endl;
}

} // namespace

void mvaeffs(TString dataset, TString fileName, Float_t nSignal, Float_t nBackground, Bool_t useTMVAStyle, TString formula)
{
   const StyleScope style(useTMVAStyle);
   const OutputFile file(fileName, dataset);
   file.Require(Types::kClassification);
   const Settings settings = {nSignal, nBackground, formula};
   const Significance significance(formula);
   std::vector<std::pair<TString, BestCut>> table;
   for (const MethodFolder &method : file.GetMethods()) {
      auto effS = Read<TH1>(*method.fFolder, method.GetPrefix() + "_effS");
      auto effB = Read<TH1>(*method.fFolder, method.GetPrefix() + "_effB");
      if (!effS || !effB)
         continue;
      PlotPage page(file, "mvaeffs_" + method.fTitle, "Cut efficiencies of " + method.fTitle);
      page.GoTo();
      Curves curves = MakeCurves(std::move(effS), std::move(effB), nSignal, nBackground, significance);
      table.emplace_back(method.fTitle, curves.fBest);
      DrawCurves(std::move(curves), method.fTitle, settings);
      page.Save();
   }
   if (table.empty())
      return ReportMissing(file, "Efficiencies");
   PrintHeading(settings);
   for (const auto &[title, best] : table)
      PrintBest(title, best, settings);
}

} // namespace TMVA
