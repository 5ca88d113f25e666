#include "gui/PlotPage.h"

#include "TMVA/Config.h"
#include "TMVA/MsgLogger.h"
#include "gui/OutputFile.h"

#include "TCanvas.h"
#include "TError.h"
#include "TROOT.h"
#include "TSystem.h"

#include <algorithm>

namespace TMVA {

namespace {

void Print(TCanvas &canvas, const TString &path)
{
   const Int_t level = gErrorIgnoreLevel;
   gErrorIgnoreLevel = kFatal; // it would speak of the temporary name; what went wrong is found below
   canvas.Print(path);
   gErrorIgnoreLevel = level;
}

/// Titles of methods and names of variables may hold what names of files should not.
TString FileName(const TString &name)
{
   TString result = name;
   for (const char *character : {"/", " ", ":", "*", "?", "\\", "\"", "<", ">", "|", "(", ")", "'", "&", ";", "$"})
      result.ReplaceAll(character, "_");
   return result;
}

} // namespace

Grid Grid::For(std::size_t nPads)
{
   const Int_t n = std::max(1, Int_t(nPads));
   const auto columns = n == 4 ? 2 : std::min(n, n > 9 ? 4 : 3);
   return {columns, (n + columns - 1) / columns};
}

PlotPage::PlotPage(const OutputFile &file, const TString &name, const TString &title, Grid grid)
   : fFolder(file.GetPlotFolder()), fName(FileName(name))
{
   const Bool_t isDivided = grid.fColumns * grid.fRows > 1;
   const Int_t width = grid.fColumns > 1 ? 480 : 700;
   const Int_t height = isDivided ? 370 : 520;
   // It replaces an older one of its name, and lies beside the buttons.
   fCanvas = std::make_unique<TCanvas>(fName, title, 440, 20, grid.fColumns * width, grid.fRows * height);
   if (isDivided)
      fCanvas->Divide(grid.fColumns, grid.fRows, 0.001f, 0.001f);
}

PlotPage::~PlotPage() = default;

TVirtualPad &PlotPage::GoTo(std::size_t index)
{
   const Bool_t isDivided = fCanvas->GetPad(1) != nullptr;
   return *fCanvas->cd(isDivided ? Int_t(index) + 1 : 0);
}

void PlotPage::Save()
{
   const char *extension = gConfig().fVariablePlotting.fPlotFormat == Config::VariablePlotting::kPDF ? ".pdf" : ".png";
   const TString path = fFolder + "/" + fName + extension;
   const TString temporary = fFolder + "/." + fName + extension;
   gSystem->mkdir(fFolder, kTRUE);
   Print(*fCanvas, temporary);
   if (gSystem->AccessPathName(temporary) || gSystem->Rename(temporary, path) != 0) {
      gSystem->Unlink(temporary);
      MsgLogger("TMVAGui") << kFATAL << "Cannot write " << path << " (current directory: " << gSystem->WorkingDirectory()
                           << "). Plots are written below the current directory: change to one that can be written" << Endl;
   }
   MsgLogger("TMVAGui") << kINFO << "plot: " << path << Endl;
   if (gROOT->IsBatch())
      fCanvas.reset();
   else
      fCanvas.release()->Update();
}

void ReportMissing(const OutputFile &file, const TString &what)
{
   MsgLogger("TMVAGui") << kINFO << what << ": not in " << file.GetFileName() << Endl;
}

} // namespace TMVA
