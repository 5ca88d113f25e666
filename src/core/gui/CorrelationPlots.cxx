#include "TMVA/correlations.h"
#include "TMVA/correlationsMultiClass.h"
#include "gui/OutputFile.h"
#include "gui/PlotPage.h"
#include "gui/Style.h"

#include "TH2.h"
#include "TVirtualPad.h"

#include <algorithm>

namespace TMVA {

namespace {

/// Labels of many variables, or long ones, are written smaller.
void DrawMatrix(std::unique_ptr<TH2> matrix, Palette palette)
{
   Int_t longest = 1;
   for (Int_t bin = 1; bin <= matrix->GetNbinsX(); ++bin)
      longest = std::max(longest, TString(matrix->GetXaxis()->GetBinLabel(bin)).Length());
   const Double_t labelSize = std::min({0.045, 0.20 / matrix->GetNbinsX() + 0.018, 0.5 / longest});
   const Double_t length = 0.47 * labelSize * longest; // of the longest label, in heights of the pad
   const Double_t ratio = Double_t(gPad->GetWh()) / gPad->GetWw();
   gPad->SetMargin(0.03 + ratio * length, 0.12, 0.05 + length, 0.13);
   gPad->SetTicks(0, 0);
   matrix->SetStats(false);
   matrix->SetMinimum(-100);
   matrix->SetMaximum(100);
   matrix->SetMarkerSize(std::min(1.6, 12. / matrix->GetNbinsX()));
   matrix->GetXaxis()->LabelsOption(matrix->GetNbinsX() > 4 || longest > 10 ? "v" : "h");
   for (TAxis *axis : {matrix->GetXaxis(), matrix->GetYaxis()}) {
      axis->SetLabelSize(labelSize);
      axis->SetTickLength(0);
   }
   DrawOwned(std::move(matrix), "colz text");
   UsePalette(palette);
   DrawText(gPad->GetLeftMargin(), 1 - gPad->GetTopMargin() + 0.02, "Linear correlation coefficients in %", 0.032);
}

} // namespace

void correlations(TString dataset, TString fileName, Bool_t, Bool_t greyScale, Bool_t useTMVAStyle)
{
   const StyleScope style(useTMVAStyle);
   const OutputFile file(fileName, dataset);
   Int_t nPlots = 0;
   for (const TString &name : ListKeys(file.GetFolder())) {
      auto matrix = name.BeginsWith("CorrelationMatrix") ? Read<TH2>(file.GetFolder(), name) : nullptr;
      if (!matrix)
         continue;
      PlotPage page(file, name, matrix->GetTitle());
      page.GoTo();
      DrawMatrix(std::move(matrix), greyScale ? Palette::kGrey : Palette::kDiverging);
      page.Save();
      ++nPlots;
   }
   if (nPlots == 0)
      ReportMissing(file, "Matrices of correlations");
}

void correlationsMultiClass(TString dataset, TString fileName, Bool_t isRegression, Bool_t greyScale, Bool_t useTMVAStyle)
{
   correlations(dataset, fileName, isRegression, greyScale, useTMVAStyle);
}

} // namespace TMVA
