#ifndef PYTMVA_KERAS_native_Windows
#define PYTMVA_KERAS_native_Windows

#include "Arguments.h"

#include <cstdint>

namespace pytmva_keras::native {

/// The windows that a convolution or pooling moves over its input.
struct Windows {
   Shape fPositions;                  ///< extents of the output
   std::size_t fTaps = 1;             ///< places in a window
   std::vector<std::int32_t> fPlaces; ///< (positions, taps): places in the input, counted without channels; -1: padding

   std::size_t GetNPositions() const { return SizeOf(fPositions); }
};

/// Of the attributes size, strides, before, after, and dilation where there is one; `channels last` input.
Windows ReadWindows(Arguments &arguments, const Shape &input);

/// The kernel (taps, channels, filters) of one that is (taps backwards, filters, channels).
std::vector<float> Transposed(const std::vector<float> &kernel, std::size_t taps, std::size_t channels, std::size_t filters);

} // namespace pytmva_keras::native

#endif
