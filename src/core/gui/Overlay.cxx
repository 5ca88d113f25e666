#include "gui/Overlay.h"

#include "gui/PlotPage.h"

#include "TLegend.h"
#include "TVirtualPad.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace TMVA {

namespace {

constexpr std::size_t kMaxLegendColumns = 2;
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
   return (fLayers.size() + kMaxLegendColumns - 1) / kMaxLegendColumns + (fNote != "");
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
   const Double_t legend = (CountRows() * kRowHeight + 0.04) / (1 - gPad->GetTopMargin() - gPad->GetBottomMargin());
   const Double_t below = std::max(0.3, 1 - legend); // of the height of the frame
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
   TH1 &first = *fLayers[0].fHistogram;
   first.SetTitle(title);
   if (xTitle != "")
      first.GetXaxis()->SetTitle(xTitle);
   if (yTitle != "")
      first.GetYaxis()->SetTitle(yTitle);
   const std::size_t nColumns = std::min(kMaxLegendColumns, fLayers.size());
   const std::size_t nRows = (fLayers.size() + nColumns - 1) / nColumns;
   const Double_t top = 1 - gPad->GetTopMargin() - 0.015;
   std::vector<std::pair<TH1 *, const Layer *>> drawn;
   for (Layer &layer : fLayers)
      drawn.emplace_back(&DrawOwned(std::move(layer.fHistogram), TString(layer.fDrawOption) + (drawn.empty() ? "" : " same")),
                         &layer);
   TLegend &legend = DrawLegend(gPad->GetLeftMargin() + 0.03, top - nRows * kRowHeight, 1 - gPad->GetRightMargin() - 0.03,
                                top, Int_t(nColumns));
   for (const auto &[histogram, layer] : drawn)
      legend.AddEntry(histogram, layer->fLabel, layer->fLegendOption);
   if (fNote != "")
      DrawText(gPad->GetLeftMargin() + 0.04, top - (nRows + 0.7) * kRowHeight, fNote, 0.034);
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
