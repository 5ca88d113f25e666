#ifndef PYTMVA_gui_PlotPage
#define PYTMVA_gui_PlotPage

#include "TObject.h"
#include "TString.h"

#include <cstddef>
#include <memory>

class TCanvas;
class TVirtualPad;

namespace TMVA {

class OutputFile;

/// How the pads of a page lie.
struct Grid {
   Int_t fColumns;
   Int_t fRows;

   static Grid For(std::size_t nPads); ///< wider than high
};

/// A canvas with a grid of pads, saved in the plot folder of a data set. What is drawn through it belongs to it.
class PlotPage {
public:
   /// `name` is that of the canvas and, after Save, of the file.
   PlotPage(const OutputFile &file, const TString &name, const TString &title, Grid grid = {1, 1});
   ~PlotPage();

   /// Makes the `index`-th pad (from 0, row by row) the current one.
   TVirtualPad &GoTo(std::size_t index = 0);
   /// Writes the file and says so; then the canvas is left on the screen, or deleted in batch mode. Fatal if the folder
   /// cannot be written.
   void Save();

private:
   TString fFolder;
   TString fName;
   std::unique_ptr<TCanvas> fCanvas;
};

/// Draws on the current pad, which then owns the object.
template <class T>
T &DrawOwned(std::unique_ptr<T> object, Option_t *option = "")
{
   object->SetBit(kCanDelete);
   object->Draw(option);
   return *object.release();
}

/// Tells what is not in the file.
void ReportMissing(const OutputFile &file, const TString &what);

} // namespace TMVA

#endif
