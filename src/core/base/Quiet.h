#ifndef PYTMVA_base_Quiet
#define PYTMVA_base_Quiet

#include "TError.h"

#include <mutex>

namespace TMVA {

/// Keeps ROOT quiet for as long as one lives: what is wrong with a formula or a file is said in our own words. The level is
/// that of the process: the first of several threads sets it, the last sets it back.
class Quiet {
public:
   Quiet()
   {
      const std::lock_guard<std::mutex> lock(fgMutex);
      if (fgAlive++ == 0) {
         fgLevel = gErrorIgnoreLevel;
         gErrorIgnoreLevel = kFatal;
      }
   }
   ~Quiet()
   {
      const std::lock_guard<std::mutex> lock(fgMutex);
      if (--fgAlive == 0)
         gErrorIgnoreLevel = fgLevel;
   }
   Quiet(const Quiet &) = delete;
   Quiet &operator=(const Quiet &) = delete;

private:
   inline static std::mutex fgMutex;
   inline static Int_t fgAlive = 0;
   inline static Int_t fgLevel = kUnset;
};

} // namespace TMVA

#endif
