#ifndef PYTMVA_transform_LinearMap
#define PYTMVA_transform_LinearMap

#include "TMatrixD.h"
#include "TVectorD.h"

#include <cstddef>
#include <vector>

namespace TMVA {

/// row[columns] = matrix row[columns] + offset, in double precision; no offset if it is nullptr. Matrix and offset have the
/// size of `columns`. Thread-safe, and free of allocations once a thread has had as many columns.
void ApplyLinearMap(const TMatrixD &matrix, const TVectorD *offset, const std::vector<std::size_t> &columns, Float_t *row);

} // namespace TMVA

#endif
