#ifndef ROOT_TMVA_TMVARegGui
#define ROOT_TMVA_TMVARegGui

#include "TString.h"

namespace TMVA {

/// The plots of the output file of a regression: a window with a button for each kind of plot, or, in batch mode
/// (root -b, gROOT->SetBatch(), no display), all plots at once as files in `<dataset>/plots`. `dataset` may be empty: the
/// window then offers all data sets of the file, and batch mode plots all of them. A button without data in the file is
/// disabled. Errors: see tmvaglob.h.
void TMVARegGui(const char *fileName = "TMVAReg.root", TString dataset = "");

} // namespace TMVA

#endif
