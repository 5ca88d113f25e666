#include "TMVA/variables.h"
#include "TMVA/variablesMultiClass.h"
#include "gui/OutputFile.h"
#include "gui/Overlay.h"
#include "gui/PlotPage.h"

#include <algorithm>

namespace TMVA {

namespace {

constexpr std::size_t kPadsOnPage = 6;

/// The histograms of one variable, a class each.
using Variable = std::vector<InputHistogram>;

std::vector<Variable> GroupByVariable(const std::vector<InputHistogram> &inputs, const std::vector<TString> &classes)
{
   std::vector<Variable> variables;
   for (const InputHistogram &input : inputs) {
      auto same = std::find_if(variables.begin(), variables.end(), [&](const Variable &variable) {
         return variable[0].fVariable == input.fVariable && variable[0].fIsTarget == input.fIsTarget;
      });
      if (same == variables.end())
         same = variables.insert(variables.end(), Variable());
      same->push_back(input);
   }
   const auto rank = [&](const InputHistogram &input) { return std::find(classes.begin(), classes.end(), input.fClass); };
   for (Variable &variable : variables)
      std::stable_sort(variable.begin(), variable.end(), [&](auto &a, auto &b) { return rank(a) < rank(b); });
   return variables;
}

void DrawVariable(TDirectory &folder, const Variable &variable)
{
   Overlay overlay;
   std::vector<const TH1 *> drawn;
   for (std::size_t cls = 0; cls < variable.size(); ++cls) {
      auto histogram = Read<TH1>(folder, variable[cls].fKey);
      if (!histogram)
         continue;
      if (variable.size() > 1)
         Normalise(*histogram);
      const TString label = variable[cls].fIsTarget ? TString("Target") : variable[cls].fClass;
      drawn.push_back(&overlay.Add(std::move(histogram), label, ClassStyle::Of(cls, variable.size())));
   }
   if (drawn.empty())
      return;
   const TString title = drawn[0]->GetTitle();
   const TString yTitle = drawn[0]->GetYaxis()->GetTitle();
   overlay.Draw((variable[0].fIsTarget ? "Target: " : "Input variable: ") + title, "",
                variable.size() > 1 ? "(1/N) " + yTitle : yTitle);
   if (drawn.size() == 2)
      DrawFlows(*drawn[0], *drawn[1]);
}

} // namespace

void variables(TString dataset, TString fileName, TString dirName, TString title, Bool_t, Bool_t useTMVAStyle)
{
   const StyleScope style(useTMVAStyle);
   const OutputFile file(fileName, dataset);
   TDirectory *folder = file.GetFolder().GetDirectory(dirName);
   if (!folder)
      return ReportMissing(file, dirName);
   TString transformation = TransformationOf(dirName);
   const std::vector<InputHistogram> inputs = ListInputs(*folder, transformation);
   const std::vector<Variable> all = GroupByVariable(inputs, ListClasses(inputs));
   transformation.ToLower();
   for (std::size_t first = 0; first < all.size(); first += kPadsOnPage) {
      const std::size_t nPads = std::min(kPadsOnPage, all.size() - first);
      PlotPage page(file, TString::Format("variables_%s_c%zu", transformation.Data(), 1 + first / kPadsOnPage), title,
                    Grid::For(nPads));
      for (std::size_t i = 0; i < nPads; ++i) {
         page.GoTo(i);
         DrawVariable(*folder, all[first + i]);
      }
      page.Save();
   }
}

void variablesMultiClass(TString dataset, TString fileName, TString dirName, TString title, Bool_t isRegression,
                         Bool_t useTMVAStyle)
{
   variables(dataset, fileName, dirName, title, isRegression, useTMVAStyle);
}

} // namespace TMVA
