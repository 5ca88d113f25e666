#ifndef PYTMVA_data_Quiet
#define PYTMVA_data_Quiet

#include "TError.h"

namespace TMVA {

/// Keeps ROOT quiet for as long as it lives: what is wrong with a formula is said in our own words.
class Quiet {
public:
   Quiet() : fLevel(gErrorIgnoreLevel) { gErrorIgnoreLevel = kFatal; }
   ~Quiet() { gErrorIgnoreLevel = fLevel; }
   Quiet(const Quiet &) = delete;
   Quiet &operator=(const Quiet &) = delete;

private:
   Int_t fLevel;
};

} // namespace TMVA

#endif
