#ifndef PYTMVA_transform_SortColumn
#define PYTMVA_transform_SortColumn

#include "TMVA/EventTable.h"

#include <cstdint>
#include <vector>

namespace TMVA {

struct RowValue {
   Float_t fValue;
   std::uint32_t fRow;
};

/// The values of a column without NaN in ascending order, and the rows (at most 2^32) that they are from; equal values stay
/// in the order of their rows. Takes a time that is proportional to their number.
std::vector<RowValue> SortColumn(const EventTable &events, std::size_t column);

} // namespace TMVA

#endif
