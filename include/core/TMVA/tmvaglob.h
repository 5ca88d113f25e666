#ifndef ROOT_TMVA_tmvaglob
#define ROOT_TMVA_tmvaglob

#include "RtypesCore.h"

namespace TMVA {

/// \file
/// What all functions that plot an output file of the Factory have in common. They open `fileName`, look at the data set
/// `dataset` (""; the only one of the file), draw, write each canvas to `<dataset>/plots` below the current directory (PNG;
/// PDF with gConfig().fVariablePlotting.fPlotFormat) and say which files they wrote. In batch mode the canvases are then
/// deleted, else they stay on the screen. What the file has not is left out with a message. With `useTMVAStyle` the plots
/// have the style TMVA, which stays current unless in batch mode; without it that of the session.
///
/// Fatal: no such file or data set, a file of another kind of analysis, a folder that cannot be written. Not thread-safe.

/// Which distributions of the responses are meant.
enum HistType {
   kMVAType = 0,    ///< the responses of the test sample
   kProbaType = 1,  ///< signal probabilities (option CreateMVAPdfs)
   kRarityType = 2, ///< rarities (option CreateMVAPdfs)
   kCompareType = 3 ///< the test and the training sample; of a regression: the training sample
};

} // namespace TMVA

#endif
