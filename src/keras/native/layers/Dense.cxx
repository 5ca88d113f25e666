#include "layers/Dense.h"

#include "layers/Layers.h"

#include <cmath>

namespace pytmva_keras::native {

Affine::Affine(std::vector<float> scale, std::vector<float> offset, std::size_t repeat, std::size_t size)
   : fScale(std::move(scale)), fOffset(std::move(offset)), fRepeat(repeat), fSize(size)
{
}

void Affine::Apply(const float *const *inputs, float *output, std::size_t rows, float *) const
{
   const float *x = inputs[0];
   const std::size_t n = fScale.size(), rounds = rows * fSize / (n * fRepeat);
   for (std::size_t round = 0; round < rounds; ++round) {
      if (fRepeat == 1) {
         for (std::size_t i = 0; i < n; ++i)
            output[i] = x[i] * fScale[i] + fOffset[i];
      } else {
         for (std::size_t i = 0; i < n * fRepeat; ++i)
            output[i] = x[i] * fScale[i / fRepeat] + fOffset[i / fRepeat];
      }
      x += n * fRepeat;
      output += n * fRepeat;
   }
}

Dense::Dense(std::vector<float> kernel, std::vector<float> bias, std::size_t times)
   : fIn(kernel.size() / bias.size()), fOut(bias.size()), fTimes(times), fKernel(std::move(kernel)), fBias(std::move(bias))
{
}

void Dense::Apply(const float *const *inputs, float *output, std::size_t rows, float *) const
{
   fPacked.Multiply(inputs[0], fIn, rows * fTimes, fPaddedBias.get(), output, fOut);
}

void ScaleColumns(std::vector<float> &kernel, std::vector<float> &bias, const Affine &next)
{
   const std::vector<float> &scale = next.GetScale();
   const std::size_t out = bias.size();
   for (std::size_t i = 0; i < kernel.size(); ++i)
      kernel[i] *= scale[i % out];
   for (std::size_t j = 0; j < out; ++j)
      bias[j] = static_cast<float>(double(bias[j]) * scale[j] + next.GetOffset()[j]);
}

bool Dense::AbsorbNext(const Affine &next)
{
   if (!next.FitsLastAxis(fOut))
      return false;
   ScaleColumns(fKernel, fBias, next);
   return true;
}

bool Dense::AbsorbPrevious(const Affine &previous)
{
   if (!previous.FitsLastAxis(fIn))
      return false;
   std::vector<double> bias(fBias.begin(), fBias.end());
   for (std::size_t i = 0; i < fIn; ++i)
      for (std::size_t j = 0; j < fOut; ++j) {
         float &weight = fKernel[i * fOut + j];
         bias[j] += double(previous.GetOffset()[i]) * weight;
         weight *= previous.GetScale()[i];
      }
   fBias.assign(bias.begin(), bias.end());
   return true;
}

void Dense::Finish()
{
   fPacked = PackedMatrix({fKernel.data(), fIn, fOut, fOut, 1});
   fPaddedBias = PaddedBias(fBias.data(), fOut);
   std::vector<float>().swap(fKernel);
}

Built BuildDense(Arguments &arguments)
{
   Shape shape = arguments.Input();
   arguments.Require(!shape.empty(), "its input has no axis");
   const std::size_t in = shape.back(), times = SizeOf(shape) / in;
   const std::size_t units = arguments.Integer("units", 1, Budget::kMaxElements);
   shape.back() = units;
   shape = arguments.Checked(shape);
   arguments.GetBudget().TakeWork(times * in * units);
   std::vector<float> kernel = arguments.Array("kernel", in * units);
   std::vector<float> bias = arguments.Has("bias") ? arguments.Array("bias", units) : std::vector<float>(units, 0.f);
   return {shape, std::make_unique<Dense>(std::move(kernel), std::move(bias), times)};
}

namespace {

Built MakeAffine(Arguments &arguments, std::size_t n, std::vector<float> scale, std::vector<float> offset)
{
   const Shape &input = arguments.Input();
   const std::size_t size = SizeOf(input), repeat = arguments.Integer("repeat", 1, Budget::kMaxElements);
   arguments.Require(size % (n * repeat) == 0, "its numbers do not fit the shape of its input");
   return {arguments.Checked(input), std::make_unique<Affine>(std::move(scale), std::move(offset), repeat, size)};
}

} // namespace

Built BuildAffine(Arguments &arguments)
{
   const std::size_t n = arguments.Integer("size", 1, Budget::kMaxElements);
   std::vector<float> scale = arguments.Has("scale") ? arguments.Array("scale", n) : std::vector<float>();
   scale.resize(n, 1.f);
   std::vector<float> offset = arguments.Has("offset") ? arguments.Array("offset", n) : std::vector<float>();
   offset.resize(n, 0.f);
   return MakeAffine(arguments, n, std::move(scale), std::move(offset));
}

Built BuildBatchNormalization(Arguments &arguments)
{
   const std::size_t n = arguments.Integer("size", 1, Budget::kMaxElements);
   const double epsilon = arguments.Number("epsilon", 0, 1e6);
   const std::vector<float> mean = arguments.Array("mean", n), variance = arguments.Array("variance", n);
   std::vector<float> scale(n, 1.f), offset(n, 0.f);
   if (arguments.Has("gamma"))
      scale = arguments.Array("gamma", n);
   if (arguments.Has("beta"))
      offset = arguments.Array("beta", n);
   for (std::size_t i = 0; i < n; ++i) {
      const double width = std::sqrt(variance[i] + epsilon);
      arguments.Require(width > 0, "its variance and epsilon are not positive");
      offset[i] = static_cast<float>(offset[i] - mean[i] / width * scale[i]);
      scale[i] = static_cast<float>(scale[i] / width);
   }
   return MakeAffine(arguments, n, std::move(scale), std::move(offset));
}

} // namespace pytmva_keras::native
