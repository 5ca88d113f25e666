#ifndef PYTMVA_transform_Moments
#define PYTMVA_transform_Moments

#include "TMVA/EventTable.h"

#include "TMatrixDSym.h"
#include "TVectorD.h"

#include <cstddef>
#include <vector>

namespace TMVA {

/// Means of columns and their covariance matrix; zero without events (or without a positive sum of weights).
struct Moments {
   TVectorD fMean;
   TMatrixDSym fCovariance;
};

enum class EventWeights { kUsed, kIgnored };

/// Moments of `columns` in the events of one class (`cls` < 0: of all).
Moments MomentsOf(const EventTable &events, const std::vector<std::size_t> &columns, Int_t cls, EventWeights weights);

} // namespace TMVA

#endif
