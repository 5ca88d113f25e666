#ifndef PYTMVA_base_Progress
#define PYTMVA_base_Progress

#include "RtypesCore.h"
#include "TString.h"

#include <chrono>

namespace TMVA {

/// Says on stdout how far something is that takes more than a second: in a terminal by a bar that is drawn over and taken away
/// at the end (where TMVA's option DrawProgressBar is set), else by a line every ten seconds or tenth, whichever is longer.
/// Nothing in silent mode.
class Progress {
public:
   /// `what` is done to `total` events.
   Progress(const TString &what, Long64_t total);
   ~Progress();
   Progress(const Progress &) = delete;
   Progress &operator=(const Progress &) = delete;

   /// So many are done. To be called every some thousand events, or every some milliseconds.
   void Update(Long64_t done);

private:
   using Clock = std::chrono::steady_clock;
   void Draw(Double_t fraction, Double_t secondsLeft);
   void Say(Double_t fraction, Double_t secondsLeft);

   TString fWhat;
   Long64_t fTotal;
   bool fIsBar;
   Clock::time_point fStart = Clock::now();
   Double_t fLastSeconds = 0;  ///< since the start, when something was last shown
   Double_t fLastFraction = 0; ///< that was done then
   Int_t fLength = 0;          ///< of the bar's line; 0: none
};

} // namespace TMVA

#endif
