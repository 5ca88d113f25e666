#include "base/Progress.h"

#include "TMVA/Config.h"
#include "TMVA/MsgLogger.h"

#include <algorithm>
#include <iostream>
#include <string>
#include <unistd.h>

namespace TMVA {
namespace {

constexpr Double_t kQuietSeconds = 1;
constexpr Double_t kSecondsBetweenBars = 0.1;
constexpr Double_t kSecondsBetweenLines = 10;
constexpr Double_t kFractionBetweenLines = 0.1;
constexpr Int_t kBarWidth = 30;

} // namespace

Progress::Progress(const TString &what, Long64_t total)
   : fWhat(what), fTotal(total), fIsBar(gConfig().DrawProgressBar() && isatty(STDOUT_FILENO))
{
}

Progress::~Progress()
{
   if (fLength > 0)
      std::cout << '\r' << std::string(fLength, ' ') << '\r' << std::flush;
}

void Progress::Update(Long64_t done)
{
   const Double_t seconds = std::chrono::duration<Double_t>(Clock::now() - fStart).count();
   if (gConfig().IsSilent() || seconds < kQuietSeconds || done <= 0 || done >= fTotal)
      return;
   const Double_t fraction = Double_t(done) / fTotal;
   const Double_t left = seconds * (1 - fraction) / fraction;
   if (fIsBar ? seconds - fLastSeconds < kSecondsBetweenBars
              : seconds - fLastSeconds < kSecondsBetweenLines || fraction - fLastFraction < kFractionBetweenLines)
      return;
   fLastSeconds = seconds;
   fLastFraction = fraction;
   fIsBar ? Draw(fraction, left) : Say(fraction, left);
}

void Progress::Draw(Double_t fraction, Double_t secondsLeft)
{
   const Int_t filled = fraction * kBarWidth;
   const std::string bar = std::string(filled, '=') + '>' + std::string(kBarWidth - filled, ' ');
   const TString line =
      TString::Format("%s [%s] %2.0f%%, %.0f s left", fWhat.Data(), bar.c_str(), 100 * fraction, secondsLeft);
   std::cout << '\r' << line << std::string(std::max(0, fLength - line.Length()), ' ') << std::flush;
   fLength = std::max(fLength, line.Length());
}

void Progress::Say(Double_t fraction, Double_t secondsLeft)
{
   MsgLogger("Progress") << kINFO << TString::Format("%s: %.0f%% done, %.0f s left", fWhat.Data(), 100 * fraction, secondsLeft)
                         << Endl;
}

} // namespace TMVA
