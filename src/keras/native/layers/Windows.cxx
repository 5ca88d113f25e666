#include "layers/Windows.h"

namespace pytmva_keras::native {

namespace {

struct Axis {
   std::size_t fInput, fSize, fStride, fDilation, fBefore, fOutput;
};

std::vector<Axis> ReadAxes(Arguments &arguments, const Shape &input)
{
   arguments.Require(input.size() >= 2, "its input has fewer than two axes");
   const std::size_t n = input.size() - 1;
   constexpr long kMax = 1 << 16;
   const std::vector<long> size = arguments.Integers("size", 1, kMax, n);
   const std::vector<long> strides = arguments.Integers("strides", 1, kMax, n);
   const std::vector<long> before = arguments.Integers("before", 0, kMax, n);
   const std::vector<long> after = arguments.Integers("after", 0, kMax, n);
   const std::vector<long> dilation =
      arguments.Has("dilation") ? arguments.Integers("dilation", 1, kMax, n) : std::vector<long>(n, 1);
   std::vector<Axis> axes;
   for (std::size_t i = 0; i < n; ++i) {
      const std::size_t padded = input[i] + before[i] + after[i], window = (size[i] - 1) * dilation[i] + 1;
      arguments.Require(window <= padded, "its window is larger than its input");
      axes.push_back({input[i], std::size_t(size[i]), std::size_t(strides[i]), std::size_t(dilation[i]),
                      std::size_t(before[i]), (padded - window) / strides[i] + 1});
   }
   return axes;
}

/// For one axis more: places are (positions, taps) of those before it.
Windows Extend(const Windows &windows, const Axis &axis)
{
   Windows extended;
   extended.fPositions = windows.fPositions;
   extended.fPositions.push_back(axis.fOutput);
   extended.fTaps = windows.fTaps * axis.fSize;
   extended.fPlaces.reserve(windows.fPlaces.size() * axis.fOutput * axis.fSize);
   for (std::size_t first = 0; first < windows.fPlaces.size(); first += windows.fTaps)
      for (std::size_t position = 0; position < axis.fOutput; ++position)
         for (std::size_t tap = 0; tap < windows.fTaps; ++tap)
            for (std::size_t k = 0; k < axis.fSize; ++k) {
               const std::int32_t start = windows.fPlaces[first + tap];
               const std::size_t place = position * axis.fStride + k * axis.fDilation; // in the padded input
               const bool inside = start >= 0 && place >= axis.fBefore && place - axis.fBefore < axis.fInput;
               extended.fPlaces.push_back(
                  inside ? static_cast<std::int32_t>(start * axis.fInput + place - axis.fBefore) : -1);
            }
   return extended;
}

} // namespace

Windows ReadWindows(Arguments &arguments, const Shape &input)
{
   const std::vector<Axis> axes = ReadAxes(arguments, input);
   Shape places;
   for (const Axis &axis : axes) {
      places.push_back(axis.fOutput);
      places.push_back(axis.fSize);
   }
   arguments.Checked(places);
   Windows windows;
   windows.fPlaces = {0};
   for (const Axis &axis : axes)
      windows = Extend(windows, axis);
   return windows;
}

std::vector<float> Transposed(const std::vector<float> &kernel, std::size_t taps, std::size_t channels, std::size_t filters)
{
   std::vector<float> transposed(kernel.size());
   for (std::size_t tap = 0; tap < taps; ++tap)
      for (std::size_t i = 0; i < channels; ++i)
         for (std::size_t j = 0; j < filters; ++j)
            transposed[(tap * channels + i) * filters + j] = kernel[((taps - 1 - tap) * filters + j) * channels + i];
   return transposed;
}

} // namespace pytmva_keras::native
