#ifndef PYTMVA_base_NumberList
#define PYTMVA_base_NumberList

#include "RtypesCore.h"

#include <cstddef>
#include <vector>

namespace TMVA {

/// Makes the numbers the content of an XML node, with `precision` digits after the point.
void WriteNumbers(void *node, const Double_t *numbers, std::size_t n, Int_t precision);

/// The numbers that are the content of an XML node, up to the first word that is none, or none that a Float_t can hold.
std::vector<Double_t> ReadNumbers(void *node);

} // namespace TMVA

#endif
