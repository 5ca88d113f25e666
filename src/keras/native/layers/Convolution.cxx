// Convolutions and pooling: channels are the last axis.
#include "Packed.h"
#include "layers/Dense.h"
#include "layers/Layers.h"
#include "layers/Windows.h"

#include <algorithm>
#include <limits>

namespace pytmva_keras::native {

namespace {

/// Copies the window of each position beside each other, and multiplies them by the kernel: a group of channels at a time.
class Convolution : public Layer {
public:
   /// kernel: (taps, channels / groups, filters).
   Convolution(Windows windows, std::size_t inputSize, std::size_t groups, std::vector<float> kernel,
               std::vector<float> bias)
      : fWindows(std::move(windows)), fInputSize(inputSize), fFilters(bias.size()),
        fGroups(groups), fGroupChannels(kernel.size() / (fWindows.fTaps * fFilters)), fKernel(std::move(kernel)),
        fBias(std::move(bias))
   {
   }

   void Apply(const float *const *inputs, float *output, std::size_t rows, float *scratch) const override
   {
      const float *x = inputs[0];
      const std::size_t positions = fWindows.GetNPositions(), filters = fFilters / fGroups, width = GetWidth();
      for (std::size_t row = 0; row < rows; ++row, x += fInputSize, output += positions * fFilters)
         for (std::size_t group = 0; group < fGroups; ++group) {
            CopyWindows(x + group * fGroupChannels, scratch);
            fPacked[group].Multiply(scratch, width, positions, fPaddedBias[group].get(), output + group * filters, fFilters);
         }
   }

   std::size_t GetScratch(std::size_t) const override { return fWindows.GetNPositions() * GetWidth(); }

   bool AbsorbNext(const Affine &next) override
   {
      if (!next.FitsLastAxis(fFilters))
         return false;
      ScaleColumns(fKernel, fBias, next);
      return true;
   }

   void Finish() override
   {
      const std::size_t filters = fFilters / fGroups;
      for (std::size_t group = 0; group < fGroups; ++group) {
         fPacked.emplace_back(MatrixView{fKernel.data() + group * filters, GetWidth(), filters, fFilters, 1});
         fPaddedBias.push_back(PaddedBias(fBias.data() + group * filters, filters));
      }
      std::vector<float>().swap(fKernel);
   }

private:
   std::size_t GetWidth() const { return fWindows.fTaps * fGroupChannels; }

   void CopyWindows(const float *x, float *scratch) const
   {
      const std::size_t channels = fGroupChannels * fGroups;
      for (std::int32_t place : fWindows.fPlaces)
         scratch = place < 0 ? std::fill_n(scratch, fGroupChannels, 0.f)
                             : std::copy_n(x + place * channels, fGroupChannels, scratch);
   }

   Windows fWindows;
   std::size_t fInputSize, fFilters, fGroups, fGroupChannels;
   std::vector<float> fKernel, fBias; ///< the kernel until Finish
   std::vector<PackedMatrix> fPacked; ///< one a group
   std::vector<AlignedFloats> fPaddedBias;
};

class Pool : public Layer {
public:
   Pool(Windows windows, std::size_t inputSize, std::size_t channels, bool average)
      : fWindows(std::move(windows)), fInputSize(inputSize), fChannels(channels), fAverage(average)
   {
   }

   void Apply(const float *const *inputs, float *output, std::size_t rows, float *) const override
   {
      const float *x = inputs[0];
      const std::size_t positions = fWindows.GetNPositions();
      for (std::size_t row = 0; row < rows; ++row, x += fInputSize)
         for (std::size_t position = 0; position < positions; ++position, output += fChannels)
            PoolWindow(x, fWindows.fPlaces.data() + position * fWindows.fTaps, output);
   }

private:
   void PoolWindow(const float *x, const std::int32_t *places, float *output) const
   {
      std::fill_n(output, fChannels, fAverage ? 0.f : -std::numeric_limits<float>::infinity());
      std::size_t inside = 0;
      for (std::size_t tap = 0; tap < fWindows.fTaps; ++tap) {
         if (places[tap] < 0)
            continue;
         ++inside;
         const float *values = x + places[tap] * fChannels;
         for (std::size_t i = 0; i < fChannels; ++i)
            output[i] = fAverage ? output[i] + values[i] : std::max(output[i], values[i]);
      }
      if (fAverage && inside)
         for (std::size_t i = 0; i < fChannels; ++i)
            output[i] /= inside;
   }

   Windows fWindows;
   std::size_t fInputSize, fChannels;
   bool fAverage;
};

Built BuildPool(Arguments &arguments, bool average)
{
   const Shape &input = arguments.Input();
   Windows windows = ReadWindows(arguments, input);
   Shape shape = windows.fPositions;
   shape.push_back(input.back());
   shape = arguments.Checked(shape);
   arguments.GetBudget().TakeWork(SizeOf(shape) * windows.fTaps);
   return {shape, std::make_unique<Pool>(std::move(windows), SizeOf(input), input.back(), average)};
}

} // namespace

Built BuildConvolution(Arguments &arguments)
{
   const Shape &input = arguments.Input();
   Windows windows = ReadWindows(arguments, input);
   const std::size_t channels = input.back(), groups = arguments.Integer("groups", 1, Budget::kMaxElements);
   const std::size_t filters = arguments.Integer("filters", 1, Budget::kMaxElements);
   arguments.Require(channels % groups == 0 && filters % groups == 0, "its channels or filters do not fit its groups");
   Shape shape = windows.fPositions;
   shape.push_back(filters);
   shape = arguments.Checked(shape);
   const std::size_t taps = windows.fTaps, width = taps * (channels / groups);
   arguments.GetBudget().Take(windows.GetNPositions() * width);
   arguments.GetBudget().Take(groups * PackedSize(width, filters / groups));
   arguments.GetBudget().TakeWork(SizeOf(shape) * width);
   std::vector<float> kernel = arguments.Array("kernel", width * filters);
   std::vector<float> bias = arguments.Has("bias") ? arguments.Array("bias", filters) : std::vector<float>(filters, 0.f);
   if (arguments.Has("transposed") && arguments.Integer("transposed", 0, 1)) {
      arguments.Require(groups == 1, "a transposed convolution has groups");
      kernel = Transposed(kernel, taps, channels, filters);
   }
   return {shape, std::make_unique<Convolution>(std::move(windows), SizeOf(input), groups, std::move(kernel),
                                                std::move(bias))};
}

Built BuildMaxPool(Arguments &arguments)
{
   return BuildPool(arguments, false);
}

Built BuildAveragePool(Arguments &arguments)
{
   return BuildPool(arguments, true);
}

} // namespace pytmva_keras::native
