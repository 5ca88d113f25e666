#ifndef PYTMVA_KERAS_Prefetched
#define PYTMVA_KERAS_Prefetched

#include "TMVA/Types.h"

#include "RtypesCore.h"

#include <cstddef>
#include <vector>

namespace pytmva_keras {

/// The outputs for some of the events of one part of the data. MethodBase asks for them one by one and in order.
struct Prefetched {
   TMVA::Types::ETreeType fType;
   Long64_t fEnd;                      ///< the event behind those that there are outputs for
   Long64_t fLast;                     ///< the event behind those that will be asked for
   std::vector<Float_t> fOutputs = {}; ///< row-major, one row an event
   std::size_t fNext = 0;              ///< where the next row begins
};

} // namespace pytmva_keras

#endif
