#ifndef PYTMVA_KERAS_native_Functions
#define PYTMVA_KERAS_native_Functions

#include "kernels/Activation.h"

#include <string_view>
#include <vector>

namespace pytmva_keras::native {

/// Sets `activation` to the function of that name with its parameters; false where there is none.
bool FindFunction(std::string_view name, const std::vector<float> &parameters, Activation &activation);

} // namespace pytmva_keras::native

#endif
