#ifndef ROOT_TMVA_MethodCuts
#define ROOT_TMVA_MethodCuts

#include "TMVA/MethodBase.h"

#include <vector>

namespace TMVA {

/// TMVA's method Cuts is not here; a ROOT built with TMVA has it. This declaration is for macros that look for one in a
/// Reader and go on without: there are no objects of it, so Reader::FindCutsMVA and a dynamic_cast give nullptr.
class MethodCuts : public MethodBase {
public:
   MethodCuts() = delete;
   void GetCuts(Double_t /*effS*/, std::vector<Double_t> & /*cutMin*/, std::vector<Double_t> & /*cutMax*/) const {}
};

} // namespace TMVA

#endif
