#include "gui/Overlay.h"

#include "gui/PlotPage.h"

#include "TLegend.h"
#include "TVirtualPad.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace TMVA {

namespace {

constexpr Int_t kLegendColumns = 2;
constexpr Double_t kRowHeight = 0.058; ///< of the legend, in parts of the pad

} // namespace

TH1 &Overlay::AddLayer(Layer layer)
{
   fLayers.push_back(std::move(layer));
   return *fLayers.back().fHistogram;
}

TH1 &Overlay::Add(std::unique_ptr<TH1> histogram, const TString &label, const ClassStyle &style)
{
   style.Apply(*histogram);
   return AddLayer({std::move(histogram), label, "hist", style.fFillStyle ? "f" : "l"});
}

TH1 &Overlay::AddPoints(std::unique_ptr<TH1> histogram, const TString &label, const ClassStyle &style)
{
   style.ApplyPoints(*histogram);
   return AddLayer({std::move(histogram), label, "e1", "pe"});
}

TH1 &Overlay::AddLine(std::unique_ptr<TH1> histogram, const TString &label, Color_t color)
{
   histogram->SetLineColor(color);
   histogram->SetLineWidth(2);
   return AddLayer({std::move(histogram), label, "hist l", "l"});
}

std::size_t Overlay::CountRows() const
{
   return (fLayers.size() + kLegendColumns - 1) / kLegendColumns;
}

/// Leaves room for the legend above the histograms.
void Overlay::SetRange()
{
   Double_t low = std::numeric_limits<Double_t>::max();
   Double_t high = 0;
   for (const Layer &layer : fLayers) {
      low = std::min(low, fIsLogarithmic ? layer.fHistogram->GetMinimum(0) : layer.fHistogram->GetMinimum());
      high = std::max(high, layer.fHistogram->GetMaximum());
   }
   if (!(low < high)) {
      low = fIsLogarithmic ? high / 10 : 0;
      high = high > 0 ? high : 1;
   }
   const Double_t legend = (CountRows() + (fNote != "")) * kRowHeight + 0.04;
   const Double_t height = 1 - gPad->GetTopMargin() - gPad->GetBottomMargin();
   const Double_t below = std::max(0.3, 1 - legend / height); // which part of the frame is left
   TH1 &frame = *fLayers[0].fHistogram;
   if (fIsLogarithmic) {
      frame.SetMinimum(low / 2);
      frame.SetMaximum(low / 2 * std::pow(2 * high / low, 1 / below));
   } else {
      const Double_t start = fStartsAtMinimum ? low - 0.05 * (high - low) : std::min(0., 1.1 * low);
      frame.SetMinimum(start);
      frame.SetMaximum(start + (high - start) * 1.03 / below);
   }
}

void Overlay::DrawLogarithmic(const TString &title, const TString &xTitle, const TString &yTitle)
{
   fIsLogarithmic = kTRUE;
   gPad->SetLogy();
   Draw(title, xTitle, yTitle);
}

void Overlay::Draw(const TString &title, const TString &xTitle, const TString &yTitle)
{
   SetRange();
   TH1 &frame = *fLayers[0].fHistogram;
   frame.SetTitle(title);
   if (xTitle != "")
      frame.GetXaxis()->SetTitle(xTitle);
   if (yTitle != "")
      frame.GetYaxis()->SetTitle(yTitle);
   std::vector<const TH1 *> drawn;
   for (Layer &layer : fLayers) {
      const char *same = drawn.empty() ? "" : " same";
      drawn.push_back(&DrawOwned(std::move(layer.fHistogram), TString(layer.fDrawOption) + same));
   }
   const Double_t top = 1 - gPad->GetTopMargin() - 0.015;
   const Double_t bottom = top - CountRows() * kRowHeight;
   TLegend &legend = DrawLegend(gPad->GetLeftMargin() + 0.03, bottom, 1 - gPad->GetRightMargin() - 0.03, top,
                                kLegendColumns);
   for (std::size_t i = 0; i < drawn.size(); ++i)
      legend.AddEntry(drawn[i], fLayers[i].fLabel, fLayers[i].fLegendOption);
   if (fNote != "")
      DrawText(gPad->GetLeftMargin() + 0.04, bottom - 0.7 * kRowHeight, fNote, 0.034);
   gPad->RedrawAxis();
}

void Normalise(TH1 &histogram)
{
   if (histogram.GetSumw2N() == 0)
      histogram.Sumw2();
   const Double_t area = histogram.Integral("width");
   if (area > 0)
      histogram.Scale(1 / area);
}

Double_t UnderflowOf(const TH1 &histogram)
{
   const Double_t all = histogram.Integral(0, histogram.GetNbinsX() + 1);
   return all > 0 ? histogram.GetBinContent(0) / all : 0;
}

Double_t OverflowOf(const TH1 &histogram)
{
   const Double_t all = histogram.Integral(0, histogram.GetNbinsX() + 1);
   return all > 0 ? histogram.GetBinContent(histogram.GetNbinsX() + 1) / all : 0;
}

void DrawFlows(const TH1 &signal, const TH1 &background)
{
   const TString text = TString::Format("U/O-flow (S,B): (%.1f, %.1f)%% / (%.1f, %.1f)%%", 100 * UnderflowOf(signal),
                                        100 * UnderflowOf(background), 100 * OverflowOf(signal),
                                        100 * OverflowOf(background));
   DrawText(1 - 0.3 * gPad->GetRightMargin(), gPad->GetBottomMargin(), text, 0.030, 11, 90);
}

} // namespace TMVA
