// Operations that keep the shape: each number, group of neighbours, or pair of numbers at the same place.
#include "kernels/Kernels.h"
#include "layers/Layers.h"

#include <algorithm>
#include <cmath>

namespace pytmva_keras::native {

namespace {

class ActivationLayer : public Layer {
public:
   ActivationLayer(const Activation &activation, std::size_t size) : fActivation(activation), fSize(size) {}
   void Apply(const float *const *inputs, float *output, std::size_t rows, float *) const override
   {
      fActivate(fActivation, inputs[0], output, rows * fSize);
   }
   bool WorksInPlace() const override { return true; }

private:
   decltype(Kernels::fActivate) fActivate = ChooseKernels().fActivate;
   Activation fActivation;
   std::size_t fSize;
};

/// Groups of `size` neighbours, `groups` of them an event.
class GroupLayer : public Layer {
public:
   GroupLayer(std::size_t size, std::size_t groups) : fSize(size), fGroups(groups) {}
   bool WorksInPlace() const override { return true; }

protected:
   std::size_t fSize, fGroups;
};

class Softmax : public GroupLayer {
public:
   Softmax(std::size_t size, std::size_t groups, bool log) : GroupLayer(size, groups), fLog(log) {}
   void Apply(const float *const *inputs, float *output, std::size_t rows, float *) const override
   {
      fSoftmax(inputs[0], output, rows * fGroups, fSize, fLog);
   }

private:
   decltype(Kernels::fSoftmax) fSoftmax = ChooseKernels().fSoftmax;
   bool fLog;
};

class Standardize : public GroupLayer {
public:
   Standardize(std::size_t size, std::size_t groups, double epsilon, bool center)
      : GroupLayer(size, groups), fEpsilon(epsilon), fCenter(center)
   {
   }
   void Apply(const float *const *inputs, float *output, std::size_t rows, float *) const override
   {
      const float *x = inputs[0];
      for (std::size_t group = 0; group < rows * fGroups; ++group, x += fSize, output += fSize) {
         double mean = 0, square = 0;
         for (std::size_t i = 0; fCenter && i < fSize; ++i)
            mean += x[i];
         mean /= fSize;
         for (std::size_t i = 0; i < fSize; ++i)
            square += (x[i] - mean) * (x[i] - mean);
         const double factor = 1 / std::sqrt(square / fSize + fEpsilon);
         for (std::size_t i = 0; i < fSize; ++i)
            output[i] = static_cast<float>((x[i] - mean) * factor);
      }
   }

private:
   double fEpsilon;
   bool fCenter;
};

class UnitNorm : public GroupLayer {
public:
   UnitNorm(std::size_t size, std::size_t groups, double epsilon) : GroupLayer(size, groups), fEpsilon(epsilon) {}
   void Apply(const float *const *inputs, float *output, std::size_t rows, float *) const override
   {
      const float *x = inputs[0];
      for (std::size_t group = 0; group < rows * fGroups; ++group, x += fSize, output += fSize) {
         double square = 0;
         for (std::size_t i = 0; i < fSize; ++i)
            square += double(x[i]) * x[i];
         const double factor = 1 / std::sqrt(std::max(square, fEpsilon));
         for (std::size_t i = 0; i < fSize; ++i)
            output[i] = static_cast<float>(x[i] * factor);
      }
   }

private:
   double fEpsilon;
};

class PRelu : public Layer {
public:
   PRelu(std::vector<float> alpha, std::size_t repeat, std::size_t size)
      : fAlpha(std::move(alpha)), fRepeat(repeat), fSize(size)
   {
   }
   void Apply(const float *const *inputs, float *output, std::size_t rows, float *) const override
   {
      const float *x = inputs[0];
      for (std::size_t i = 0; i < rows * fSize; ++i)
         output[i] = x[i] < 0 ? x[i] * fAlpha[i / fRepeat % fAlpha.size()] : x[i];
   }
   bool WorksInPlace() const override { return true; }

private:
   std::vector<float> fAlpha;
   std::size_t fRepeat, fSize;
};

/// Folds its inputs from the first to the last.
template <class Combine>
class Merge : public Layer {
public:
   Merge(std::size_t inputs, std::size_t size, float factor) : fInputs(inputs), fSize(size), fFactor(factor) {}
   void Apply(const float *const *inputs, float *output, std::size_t rows, float *) const override
   {
      const std::size_t n = rows * fSize;
      const float *left = inputs[0];
      for (std::size_t k = 1; k < fInputs; ++k, left = output)
         for (std::size_t i = 0; i < n; ++i)
            output[i] = Combine()(left[i], inputs[k][i]);
      if (fFactor != 1)
         for (std::size_t i = 0; i < n; ++i)
            output[i] *= fFactor;
   }

private:
   std::size_t fInputs, fSize;
   float fFactor;
};

template <class Combine>
Built BuildMerge(Arguments &arguments, bool average = false)
{
   const std::size_t n = arguments.GetNInputs();
   if (n < 2)
      arguments.Fail("expected two or more values in \"from\"");
   const Shape &shape = arguments.Input(0, n);
   for (std::size_t i = 1; i < n; ++i)
      arguments.Require(arguments.Input(i, n) == shape, "its inputs are of different shapes");
   return {arguments.Checked(shape), std::make_unique<Merge<Combine>>(n, SizeOf(shape), average ? 1.f / n : 1.f)};
}

struct Add {
   float operator()(float x, float y) const { return x + y; }
};
struct Subtract {
   float operator()(float x, float y) const { return x - y; }
};
struct Multiply {
   float operator()(float x, float y) const { return x * y; }
};
struct Larger {
   float operator()(float x, float y) const { return x < y || y != y ? y : x; }
};
struct Smaller {
   float operator()(float x, float y) const { return x > y || y != y ? y : x; }
};

/// Size of a group of neighbours.
std::size_t GroupOf(Arguments &arguments, std::size_t size)
{
   const std::size_t group = arguments.Integer("size", 1, Budget::kMaxElements);
   arguments.Require(size % group == 0, "its size does not fit the shape of its input");
   return group;
}

} // namespace

Built BuildActivation(Arguments &arguments)
{
   const Shape &shape = arguments.Input();
   const Activation activation = arguments.Function("function");
   return {arguments.Checked(shape), std::make_unique<ActivationLayer>(activation, SizeOf(shape))};
}

Built BuildSoftmax(Arguments &arguments)
{
   const Shape &shape = arguments.Input();
   const std::size_t size = SizeOf(shape), group = GroupOf(arguments, size);
   const bool log = arguments.Has("log") && arguments.Integer("log", 0, 1);
   return {arguments.Checked(shape), std::make_unique<Softmax>(group, size / group, log)};
}

Built BuildStandardize(Arguments &arguments)
{
   const Shape &shape = arguments.Input();
   const std::size_t size = SizeOf(shape), group = GroupOf(arguments, size);
   const double epsilon = arguments.Number("epsilon", 0, 1e6);
   const bool center = arguments.Integer("center", 0, 1);
   return {arguments.Checked(shape), std::make_unique<Standardize>(group, size / group, epsilon, center)};
}

Built BuildUnitNorm(Arguments &arguments)
{
   const Shape &shape = arguments.Input();
   const std::size_t size = SizeOf(shape), group = GroupOf(arguments, size);
   return {arguments.Checked(shape),
           std::make_unique<UnitNorm>(group, size / group, arguments.Number("epsilon", 0, 1e6))};
}

Built BuildPRelu(Arguments &arguments)
{
   const Shape &shape = arguments.Input();
   const std::size_t size = SizeOf(shape), repeat = arguments.Integer("repeat", 1, Budget::kMaxElements);
   std::vector<float> alpha = arguments.Array("alpha", arguments.Integer("size", 1, Budget::kMaxElements));
   arguments.Require(size % (alpha.size() * repeat) == 0, "its numbers do not fit the shape of its input");
   return {arguments.Checked(shape), std::make_unique<PRelu>(std::move(alpha), repeat, size)};
}

Built BuildAdd(Arguments &arguments)
{
   return BuildMerge<Add>(arguments);
}

Built BuildSubtract(Arguments &arguments)
{
   arguments.Input(0, 2);
   return BuildMerge<Subtract>(arguments);
}

Built BuildMultiply(Arguments &arguments)
{
   return BuildMerge<Multiply>(arguments);
}

Built BuildAverage(Arguments &arguments)
{
   return BuildMerge<Add>(arguments, true);
}

Built BuildMaximum(Arguments &arguments)
{
   return BuildMerge<Larger>(arguments);
}

Built BuildMinimum(Arguments &arguments)
{
   return BuildMerge<Smaller>(arguments);
}

} // namespace pytmva_keras::native
