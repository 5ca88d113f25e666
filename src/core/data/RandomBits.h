#ifndef PYTMVA_data_RandomBits
#define PYTMVA_data_RandomBits

#include "TRandom3.h"

#include <limits>

namespace TMVA {

/// TRandom3 in the form that std::shuffle wants. On libstdc++ its orders are those of TMVA. Seed 0: another one each time.
class RandomBits {
public:
   using result_type = UInt_t;
   explicit RandomBits(UInt_t seed) : fRandom(seed) {}
   static constexpr result_type min() { return 0; }
   static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }
   result_type operator()() { return fRandom.Integer(max()); }

private:
   TRandom3 fRandom;
};

} // namespace TMVA

#endif
