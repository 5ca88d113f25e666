#include "gui/CurveSet.h"

#include "gui/PlotPage.h"
#include "gui/Style.h"

#include "TAxis.h"
#include "TH1.h"
#include "TLegend.h"
#include "TMath.h"
#include "TVirtualPad.h"

#include <algorithm>

namespace TMVA {

namespace {

constexpr Double_t kRowHeight = 0.055; ///< of the legend

/// By the trapezoidal rule; points may run in either direction.
Double_t AreaBelow(const TGraph &graph)
{
   Double_t area = 0;
   for (Int_t i = 1; i < graph.GetN(); ++i)
      area += 0.5 * (graph.GetPointY(i) + graph.GetPointY(i - 1)) * (graph.GetPointX(i) - graph.GetPointX(i - 1));
   return std::abs(area);
}

/// In a corner where there are no curves.
TLegend &PlaceLegend(std::size_t nCurves, Bool_t isRight, Bool_t isLow)
{
   const Double_t height = kRowHeight * (nCurves + 1);
   const Double_t left = isRight ? 0.60 : gPad->GetLeftMargin() + 0.03;
   const Double_t bottom = isLow ? gPad->GetBottomMargin() + 0.03 : 1 - gPad->GetTopMargin() - 0.03 - height;
   return DrawLegend(left, bottom, left + 0.35, bottom + height);
}

} // namespace

void CurveSet::Add(const TH1 &curve, const TString &label)
{
   auto graph = std::make_unique<TGraph>();
   for (Int_t bin = 1; bin <= curve.GetNbinsX(); ++bin) {
      if (curve.GetBinContent(bin) != 0 || curve.GetMaximum() <= 1) // a zero in the inverse: no background is left
         graph->AddPoint(curve.GetBinCenter(bin), curve.GetBinContent(bin));
   }
   Add(std::move(graph), label);
}

void CurveSet::Add(std::unique_ptr<TGraph> curve, const TString &label)
{
   const Double_t area = AreaBelow(*curve);
   curve->SetLineColor(CurveColor(fCurves.size()));
   curve->SetLineWidth(3);
   fCurves.push_back({std::move(curve), label, area});
}

void CurveSet::Invert()
{
   for (Curve &curve : fCurves) {
      for (Int_t i = 0; i < curve.fGraph->GetN(); ++i)
         curve.fGraph->SetPointY(i, 1 - curve.fGraph->GetPointY(i));
      curve.fArea = AreaBelow(*curve.fGraph);
   }
}

void CurveSet::Draw(const TString &title, const TString &xTitle, const TString &yTitle, Order order, Bool_t isLogarithmic)
{
   const Bool_t largestFirst = order == Order::kLargestFirst;
   std::stable_sort(fCurves.begin(), fCurves.end(),
                    [&](auto &a, auto &b) { return largestFirst ? a.fArea > b.fArea : a.fArea < b.fArea; });
   Double_t high = 1.03;
   if (isLogarithmic) {
      for (const Curve &curve : fCurves)
         high = std::max(high, 2 * TMath::MaxElement(curve.fGraph->GetN(), curve.fGraph->GetY()));
   }
   gPad->SetLogy(isLogarithmic);
   gPad->SetGrid();
   TH1 &frame = *gPad->DrawFrame(0, isLogarithmic ? 1 : 0, 1, high);
   frame.SetTitle(title + ";" + xTitle + ";" + yTitle);
   TLegend &legend = PlaceLegend(fCurves.size(), isLogarithmic, largestFirst && !isLogarithmic);
   legend.SetHeader("Method");
   for (Curve &curve : fCurves)
      legend.AddEntry(&DrawOwned(std::move(curve.fGraph), "l"), curve.fLabel, "l");
   gPad->RedrawAxis();
}

} // namespace TMVA
