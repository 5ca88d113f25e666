#include "gui/Style.h"

#include "gui/PlotPage.h"

#include "TColor.h"
#include "TH1.h"
#include "TLatex.h"
#include "TLegend.h"
#include "TROOT.h"
#include "TStyle.h"
#include "TVirtualPad.h"

#include <array>
#include <map>
#include <numeric>

namespace TMVA {

namespace {

constexpr Font_t kFont = 42;
constexpr Int_t kNumberOfColors = 100;

TStyle *MakeStyle()
{
   auto *style = new TStyle(*gROOT->GetStyle("Modern")); // belongs to gROOT
   style->SetName("TMVA");
   style->SetTitle("Plots of TMVA");
   gROOT->GetListOfStyles()->Add(style);
   style->SetOptStat(0);
   style->SetOptTitle(1);
   style->SetTitleBorderSize(0);
   style->SetTitleFillColor(0);
   style->SetTitleStyle(0);
   style->SetTitleFont(kFont, "");
   style->SetTitleFontSize(0.052);
   style->SetTitleAlign(23);
   style->SetTitleX(0.54);
   style->SetTitleY(0.985);
   style->SetFrameBorderMode(0);
   style->SetCanvasBorderMode(0);
   style->SetPadBorderMode(0);
   style->SetCanvasColor(kWhite);
   style->SetPadColor(kWhite);
   style->SetFrameFillColor(kWhite);
   style->SetPadTopMargin(0.10);
   style->SetPadBottomMargin(0.13);
   style->SetPadLeftMargin(0.13);
   style->SetPadRightMargin(0.05);
   style->SetPadTickX(1);
   style->SetPadTickY(1);
   style->SetLabelFont(kFont, "xyz");
   style->SetTitleFont(kFont, "xyz");
   style->SetLabelSize(0.042, "xyz");
   style->SetTitleSize(0.047, "xyz");
   style->SetTitleOffset(1.15, "x");
   style->SetTitleOffset(1.35, "y");
   style->SetLegendFont(kFont);
   style->SetEndErrorSize(0);
   style->SetPaintTextFormat(".0f"); // coefficients of correlation in percent
   style->SetHatchesSpacing(1);
   style->SetHatchesLineWidth(1);
   return style;
}

} // namespace

StyleScope::StyleScope(Bool_t useTMVAStyle) : fBefore(gROOT->IsBatch() ? gStyle : nullptr)
{
   if (!useTMVAStyle)
      return;
   TStyle *style = gROOT->GetStyle("TMVA");
   (style ? style : MakeStyle())->cd();
}

StyleScope::~StyleScope()
{
   if (fBefore)
      fBefore->cd();
}

namespace {

Color_t ColorOf(const char *hex)
{
   return Color_t(TColor::GetColor(hex));
}

} // namespace

Color_t CurveColor(std::size_t curve)
{
   static const std::array<const char *, 10> kColors = {"#0b4fb3", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e",
                                                        "#17becf", "#8c564b", "#e377c2", "#7f7f7f", "#bcbd22"};
   return ColorOf(kColors[curve % kColors.size()]);
}

ClassStyle ClassStyle::Of(std::size_t cls, std::size_t nClasses)
{
   if (nClasses > 2 && cls > 0)
      return {CurveColor(cls), CurveColor(cls), 0};
   if (cls > 0)
      return {ColorOf("#ff0000"), ColorOf("#ff0000"), 3554};
   return {ColorOf("#0000ee"), ColorOf("#7d99d1"), 1001};
}

void ClassStyle::Apply(TH1 &histogram) const
{
   histogram.SetLineColor(fLine);
   histogram.SetLineWidth(2);
   histogram.SetMarkerStyle(0);
   histogram.SetFillColor(fFill);
   histogram.SetFillStyle(fFillStyle);
}

void ClassStyle::ApplyPoints(TH1 &histogram) const
{
   histogram.SetLineColor(fLine);
   histogram.SetMarkerColor(fLine);
   histogram.SetMarkerStyle(20);
   histogram.SetMarkerSize(0.7);
   histogram.SetFillStyle(0);
}

namespace {

/// Switches the palette when the pad is painted, before what was drawn after it.
class PaletteSwitch : public TObject {
public:
   explicit PaletteSwitch(Int_t firstColor)
   {
      std::iota(fColors.begin(), fColors.end(), firstColor);
   }
   void Paint(Option_t *) override
   {
      gStyle->SetPalette(Int_t(fColors.size()), fColors.data());
      gStyle->SetNumberContours(Int_t(fColors.size()));
   }

private:
   std::array<Int_t, kNumberOfColors> fColors;
};

struct Gradient {
   std::array<Double_t, 3> fRed, fGreen, fBlue; ///< at the start, in the middle, at the end

   Int_t Create() const
   {
      Gradient copy = *this;
      Double_t stops[] = {0, 0.5, 1};
      return TColor::CreateGradientColorTable(3, stops, copy.fRed.data(), copy.fGreen.data(), copy.fBlue.data(),
                                              kNumberOfColors);
   }
};

} // namespace

void UsePalette(Palette palette)
{
   static std::map<Palette, Int_t> firstColors;
   static const std::map<Palette, Gradient> kGradients = {
      {Palette::kDiverging, {{0.15, 1, 0.80}, {0.35, 1, 0.15}, {0.80, 1, 0.15}}},
      {Palette::kGrey, {{0.45, 1, 0.45}, {0.45, 1, 0.45}, {0.45, 1, 0.45}}},
      {Palette::kBlue, {{0.86, 0.40, 0.00}, {0.91, 0.55, 0.10}, {0.98, 0.85, 0.50}}},
      {Palette::kRed, {{0.99, 0.95, 0.50}, {0.88, 0.40, 0.00}, {0.86, 0.32, 0.05}}}};
   if (!firstColors.count(palette))
      firstColors[palette] = kGradients.at(palette).Create();
   auto *paletteSwitch = new PaletteSwitch(firstColors[palette]);
   paletteSwitch->SetBit(kCanDelete); // by the pad
   gPad->GetListOfPrimitives()->AddFirst(paletteSwitch);
}

void DrawText(Double_t x, Double_t y, const TString &text, Double_t size, Int_t align, Double_t angle)
{
   auto latex = std::make_unique<TLatex>(x, y, text);
   latex->SetNDC();
   latex->SetTextFont(kFont);
   latex->SetTextSize(size);
   latex->SetTextAlign(align);
   latex->SetTextAngle(angle);
   DrawOwned(std::move(latex));
}

TLegend &DrawLegend(Double_t x1, Double_t y1, Double_t x2, Double_t y2, Int_t nColumns)
{
   auto legend = std::make_unique<TLegend>(x1, y1, x2, y2);
   legend->SetNColumns(nColumns);
   legend->SetBorderSize(0);
   legend->SetFillStyle(0);
   legend->SetTextFont(kFont);
   return DrawOwned(std::move(legend));
}

} // namespace TMVA
