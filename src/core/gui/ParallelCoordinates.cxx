#include "TMVA/paracoor.h"
#include "gui/OutputFile.h"
#include "gui/PlotPage.h"
#include "gui/Style.h"

#include "TBranch.h"
#include "TH2.h"
#include "TLeaf.h"
#include "TLine.h"
#include "TTree.h"
#include "TVirtualPad.h"

#include <algorithm>
#include <limits>

namespace TMVA {

namespace {

constexpr Int_t kStepsBetweenAxes = 60;
constexpr Int_t kBinsAlongAxis = 150;

/// One vertical axis.
struct Axis {
   TString fName;
   Float_t fMin = std::numeric_limits<Float_t>::max();
   Float_t fMax = -std::numeric_limits<Float_t>::max();

   Double_t Scale(Float_t value) const { return fMax > fMin ? (value - fMin) / (fMax - fMin) : 0.5; }
};

/// The columns of the test tree that are drawn, event by event.
struct Sample {
   std::vector<Axis> fAxes;
   std::vector<std::vector<Float_t>> fEvents;
   std::vector<Bool_t> fIsSignal;
};

/// A column of the tree with one number an event, else nullptr. Other ways to find one fail for titles such as "a/b".
TLeaf *FindLeaf(TTree &tree, const TString &name)
{
   auto *branch = static_cast<TBranch *>(tree.GetListOfBranches()->FindObject(name));
   auto *leaf = branch ? static_cast<TLeaf *>(branch->GetListOfLeaves()->First()) : nullptr;
   return leaf && branch->GetNleaves() == 1 && leaf->GetLenStatic() == 1 && !leaf->GetLeafCount() ? leaf : nullptr;
}

/// The number of class Signal: not 0 if the background tree was added first. Classes of other names: 0.
Int_t FindSignalClass(TTree &tree)
{
   auto *name = static_cast<TBranch *>(tree.GetListOfBranches()->FindObject("className"));
   for (Long64_t i = 0; name && i < tree.GetEntries(); ++i) {
      name->GetEntry(i);
      const auto *leaf = static_cast<const TLeaf *>(name->GetListOfLeaves()->First());
      if (TString(static_cast<const char *>(leaf->GetValuePointer())) == "Signal") {
         TLeaf *number = FindLeaf(tree, "classID");
         number->GetBranch()->GetEntry(i);
         return Int_t(number->GetValue());
      }
   }
   return 0;
}

Sample ReadSample(TTree &tree, const std::vector<TString> &columns)
{
   Sample sample;
   const auto read = [&](const TString &name, Long64_t entry) {
      TLeaf *leaf = FindLeaf(tree, name);
      leaf->GetBranch()->GetEntry(entry);
      return leaf->GetValue();
   };
   const Long64_t nEvents = tree.GetEntries();
   const Int_t signal = FindSignalClass(tree);
   for (Long64_t i = 0; i < nEvents; ++i)
      sample.fIsSignal.push_back(Int_t(read("classID", i)) == signal);
   sample.fEvents.resize(nEvents);
   for (const TString &column : columns) {
      Axis axis = {column};
      for (Long64_t i = 0; i < nEvents; ++i) {
         const auto value = Float_t(read(column, i));
         axis.fMin = std::min(axis.fMin, value);
         axis.fMax = std::max(axis.fMax, value);
         sample.fEvents[i].push_back(value);
      }
      sample.fAxes.push_back(axis);
   }
   return sample;
}

/// How many lines of events of a class pass through each cell.
std::unique_ptr<TH2> MakeDensity(const Sample &sample, Bool_t isSignal, const TString &title)
{
   const Int_t nGaps = Int_t(sample.fAxes.size()) - 1;
   const TDirectory::TContext unregistered(nullptr);
   auto density = std::make_unique<TH2F>("density", title, nGaps * kStepsBetweenAxes, 0, nGaps, kBinsAlongAxis, 0, 1.0001);
   for (std::size_t event = 0; event < sample.fEvents.size(); ++event) {
      if (sample.fIsSignal[event] != isSignal)
         continue;
      for (Int_t gap = 0; gap < nGaps; ++gap) {
         const Double_t left = sample.fAxes[gap].Scale(sample.fEvents[event][gap]);
         const Double_t right = sample.fAxes[gap + 1].Scale(sample.fEvents[event][gap + 1]);
         for (Int_t step = 0; step < kStepsBetweenAxes; ++step) {
            const Double_t x = (step + 0.5) / kStepsBetweenAxes;
            density->Fill(gap + x, left + x * (right - left));
         }
      }
   }
   return density;
}

/// The vertical lines with the names and ends of the axes, in the frame of a histogram from 0 to 1.
void DrawAxes(const std::vector<Axis> &axes)
{
   const Double_t left = gPad->GetLeftMargin();
   const Double_t step = (1 - left - gPad->GetRightMargin()) / (axes.size() - 1);
   const Double_t bottom = gPad->GetBottomMargin();
   const Double_t top = 1 - gPad->GetTopMargin();
   for (std::size_t i = 0; i < axes.size(); ++i) {
      auto line = std::make_unique<TLine>(i, 0, i, 1);
      line->SetLineWidth(2);
      DrawOwned(std::move(line));
      const Double_t x = left + i * step;
      DrawText(x, top + 0.015, TString::Format("%.3g", axes[i].fMax), 0.04, 21);
      DrawText(x, bottom - 0.02, TString::Format("%.3g", axes[i].fMin), 0.04, 23);
      DrawText(x, bottom - 0.08, axes[i].fName, axes.size() > 8 ? 0.036 : 0.045, 23);
   }
}

void DrawClass(const Sample &sample, Bool_t isSignal, const TString &title)
{
   gPad->SetMargin(0.07, 0.07, 0.18, 0.17);
   gPad->SetTicks(0, 0);
   gPad->SetLogz();
   auto density = MakeDensity(sample, isSignal, title);
   density->SetStats(false);
   for (TAxis *axis : {density->GetXaxis(), density->GetYaxis()}) {
      axis->SetLabelSize(0);
      axis->SetTickLength(0);
   }
   DrawOwned(std::move(density), "col");
   UsePalette(isSignal ? Palette::kBlue : Palette::kRed);
   DrawAxes(sample.fAxes);
}

/// The input variables which the tree has: all but arrays.
std::vector<TString> ListColumns(const OutputFile &file, TTree &tree)
{
   std::vector<TString> columns;
   const std::vector<TString> folders = file.GetInputFolders();
   if (folders.empty())
      return columns;
   const auto inputs = ListInputs(*file.GetFolder().GetDirectory(folders[0]), TransformationOf(folders[0]));
   for (const TString &name : ListVariables(inputs)) {
      if (FindLeaf(tree, name))
         columns.push_back(name);
   }
   return columns;
}

} // namespace

void paracoor(TString dataset, TString fileName, Bool_t useTMVAStyle)
{
   const StyleScope style(useTMVAStyle);
   const OutputFile file(fileName, dataset);
   file.Require(Types::kClassification);
   auto *tree = file.GetFolder().Get<TTree>("TestTree");
   if (!tree || tree->GetEntries() == 0 || !FindLeaf(*tree, "classID"))
      return ReportMissing(file, "TestTree");
   const std::vector<TString> variables = ListColumns(file, *tree);
   for (const MethodFolder &method : file.GetMethods()) {
      if (!FindLeaf(*tree, method.fTitle))
         continue;
      std::vector<TString> columns = variables;
      columns.push_back(method.fTitle);
      if (columns.size() < 2)
         continue;
      const Sample sample = ReadSample(*tree, columns);
      PlotPage page(file, "paracoor_" + method.fTitle, "Parallel coordinates of " + method.fTitle, {1, 2});
      page.GoTo(0);
      DrawClass(sample, kTRUE, "Signal (test sample)");
      page.GoTo(1);
      DrawClass(sample, kFALSE, "Background (test sample)");
      page.Save();
   }
}

} // namespace TMVA
