#ifndef PYTMVA_KERAS_Prefetched
#define PYTMVA_KERAS_Prefetched

#include "RtypesCore.h"

#include <cstddef>
#include <vector>

namespace pytmva_keras {

/// The outputs for all events of one part of the data. MethodBase asks for them one by one and in order.
struct Prefetched {
   std::vector<Float_t> fOutputs; ///< row-major, one row an event
   std::size_t fNext = 0;         ///< where the next row begins
};

} // namespace pytmva_keras

#endif
