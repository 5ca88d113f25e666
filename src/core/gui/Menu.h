#ifndef PYTMVA_gui_Menu
#define PYTMVA_gui_Menu

#include "TMVA/Types.h"

#include "TString.h"

#include <vector>

namespace TMVA {

class OutputFile;

/// A button of a window: what it says and the C++ that it runs.
struct Button {
   TString fLabel;
   TString fCommand;
   Bool_t fIsAvailable = kTRUE; ///< whether the file has what the plot needs
};

/// The buttons of a window, which in batch mode are all pressed one after another.
struct Menu {
   TString fTitle;
   std::vector<Button> fButtons;

   /// Shows the window, or, in batch mode, runs the commands that are available and names the others.
   void Run() const;
};

/// The plots of a data set.
Menu MakeMenu(const OutputFile &file, Types::EAnalysisType type);
/// The scatter plots of its variables, a button each.
Menu MakeScatterMenu(const OutputFile &file, const TString &inputFolder, const TString &title);

/// Opens the file and runs the menus of its data sets of this kind; fatal if there is none.
void RunGui(const TString &fileName, const TString &dataset, Types::EAnalysisType type);

} // namespace TMVA

#endif
