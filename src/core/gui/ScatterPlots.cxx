#include "TMVA/correlationscatters.h"
#include "TMVA/correlationscattersMultiClass.h"
#include "gui/OutputFile.h"
#include "gui/PlotPage.h"
#include "gui/Style.h"

#include "TH2.h"
#include "TVirtualPad.h"

#include <algorithm>

namespace TMVA {

namespace {

constexpr std::size_t kPadsOnPage = 12;
/// Cells of a scatter plot on the screen: those of the file are too many for few events.
constexpr Int_t kShownBins = 75;

/// Draws a scatter plot and its profile, if that is in the file.
void DrawScatter(TDirectory &folder, const TString &key, Palette palette)
{
   auto scatter = Read<TH2>(folder, key);
   if (!scatter)
      return;
   const Int_t group = scatter->GetNbinsX() / kShownBins;
   if (group > 1)
      scatter->Rebin2D(group, group);
   TString title = scatter->GetTitle();
   scatter->SetTitle(title.Remove(title.Last(')') + 1)); // without the name of the transformation: axes have it
   scatter->SetStats(false);
   gPad->SetRightMargin(0.04);
   DrawOwned(std::move(scatter), "col");
   UsePalette(palette);
   auto profile = Read<TH1>(folder, "prof_" + key(5, key.Length()));
   if (profile) {
      profile->SetLineColor(kBlack);
      profile->SetMarkerStyle(20);
      profile->SetMarkerSize(0.5);
      DrawOwned(std::move(profile), "same");
   }
   gPad->RedrawAxis();
}

/// Keys of the scatter plots of the variable and another one.
std::vector<TString> FindPairs(const TDirectory &folder, const TString &variable, const TString &suffix)
{
   std::vector<TString> keys;
   for (const TString &key : ListKeys(folder)) {
      const Bool_t hasVariable = key.BeginsWith("scat_" + variable + "_vs_") || key.EndsWith("_vs_" + variable + suffix);
      if (hasVariable && key.BeginsWith("scat_") && key.EndsWith(suffix))
         keys.push_back(key);
   }
   return keys;
}

/// The pages of one variable.
void PlotPairs(const OutputFile &file, TDirectory &folder, const TString &variable, const std::vector<TString> &classes,
               const TString &transformation, const TString &title)
{
   struct Scatter {
      TString fKey;
      Palette fPalette;
   };
   std::vector<Scatter> scatters;
   for (std::size_t cls = 0; cls < classes.size(); ++cls) {
      for (const TString &key : FindPairs(folder, variable, "_" + classes[cls] + "_" + transformation))
         scatters.push_back({key, cls == 0 ? Palette::kBlue : Palette::kRed});
   }
   TString name = transformation;
   name.ToLower();
   name = "correlationscatter_" + variable + "_" + name;
   for (std::size_t first = 0; first < scatters.size(); first += kPadsOnPage) {
      const std::size_t nPads = std::min(kPadsOnPage, scatters.size() - first);
      PlotPage page(file, name + TString::Format("_c%zu", 1 + first / kPadsOnPage), title, Grid::For(nPads));
      for (std::size_t i = 0; i < nPads; ++i) {
         page.GoTo(i);
         DrawScatter(folder, scatters[first + i].fKey, scatters[first + i].fPalette);
      }
      page.Save();
   }
}

} // namespace

void correlationscatters(TString dataset, TString fileName, TString var, TString dirName, TString title, Bool_t,
                         Bool_t useTMVAStyle)
{
   const StyleScope style(useTMVAStyle);
   const OutputFile file(fileName, dataset);
   TDirectory *folder = file.GetFolder().GetDirectory(dirName);
   TDirectory *plots = folder ? folder->GetDirectory("CorrelationPlots") : nullptr;
   if (!plots)
      return ReportMissing(file, "Scatter plots of " + dirName);
   const std::vector<InputHistogram> inputs = ListInputs(*folder, TransformationOf(dirName));
   std::vector<TString> variables = ListVariables(inputs);
   if (var != "") {
      if (std::find(variables.begin(), variables.end(), var) == variables.end())
         return ReportMissing(file, "Variable " + var);
      variables = {var};
   }
   for (const TString &variable : variables)
      PlotPairs(file, *plots, variable, ListClasses(inputs), TransformationOf(dirName), title);
}

void correlationscattersMultiClass(TString dataset, TString fileName, TString var, TString dirName, TString title,
                                   Bool_t isRegression, Bool_t useTMVAStyle)
{
   correlationscatters(dataset, fileName, var, dirName, title, isRegression, useTMVAStyle);
}

} // namespace TMVA
