#ifndef PYTMVA_KERAS_native_Elementwise
#define PYTMVA_KERAS_native_Elementwise

/// \file
/// Activations and softmax (see Kernels.h and, for the linkage, VectorMath.h).

#include "Activation.h"
#include "VectorMath.h"

namespace {

using pytmva_keras::native::Activation;
using pytmva_keras::native::Function;

template <class F>
inline void Map(const float *x, float *y, std::size_t n, F function)
{
   std::size_t i = 0;
   for (; i + kLanes <= n; i += kLanes)
      Store(y + i, function(Load(x + i)));
   if (i < n)
      StoreFirst(y + i, function(LoadFirst(x + i, n - i)), n - i);
}

inline Vector HardSigmoid(Vector x)
{
   return AtMost(AtLeast(x * (1.f / 6) + 0.5f, 0), 1);
}

void ActivatePiecewiseLinear(const Activation &f, const float *x, float *y, std::size_t n)
{
   const float a = f.fA, b = f.fB, c = f.fC;
   switch (f.fFunction) {
   case Function::kRelu:
      if (a == 0 && c == 0 && b == __builtin_inff())
         return Map(x, y, n, [](Vector v) { return AtLeast(v, 0); });
      return Map(x, y, n, [=](Vector v) { return v < c ? a * (v - c) : AtMost(v, b); });
   case Function::kClip: return Map(x, y, n, [=](Vector v) { return AtMost(AtLeast(v * a + b, 0), c); });
   case Function::kHardTanh: return Map(x, y, n, [](Vector v) { return AtMost(AtLeast(v, -1), 1); });
   case Function::kHardSilu: return Map(x, y, n, [](Vector v) { return v * HardSigmoid(v); });
   case Function::kSoftShrink:
      return Map(x, y, n, [=](Vector v) { return v > a ? v - a : (v < -a ? v + a : v * 0); });
   case Function::kHardShrink: return Map(x, y, n, [=](Vector v) { return Abs(v) <= a ? v * 0 : v; });
   case Function::kThreshold: return Map(x, y, n, [=](Vector v) { return v <= a ? Fill(b) : v; });
   case Function::kSparsePlus:
      return Map(x, y, n, [](Vector v) { return v <= -1 ? v * 0 : (v < 1 ? 0.25f * (v + 1) * (v + 1) : v); });
   default: return Map(x, y, n, [](Vector v) { return v; });
   }
}

void Activate(const Activation &f, const float *x, float *y, std::size_t n)
{
   const float a = f.fA;
   switch (f.fFunction) {
   case Function::kElu: return Map(x, y, n, [=](Vector v) { return v > 0 ? v : a * ExpMinus1(v); });
   case Function::kCelu: return Map(x, y, n, [=](Vector v) { return v > 0 ? v : a * ExpMinus1(v / a); });
   case Function::kSelu:
      return Map(x, y, n, [](Vector v) { return 1.05070099f * (v > 0 ? v : 1.67326324f * ExpMinus1(v)); });
   case Function::kGelu: return Map(x, y, n, [](Vector v) { return 0.5f * v * (1 + Erf(v * 0.707106781f)); });
   case Function::kGeluTanh:
      return Map(x, y, n, [](Vector v) { return 0.5f * v * (1 + Tanh(0.797884561f * (v + 0.044715f * v * v * v))); });
   case Function::kSilu: return Map(x, y, n, [](Vector v) { return v * Sigmoid(v); });
   case Function::kSigmoid: return Map(x, y, n, [](Vector v) { return Sigmoid(v); });
   case Function::kLogSigmoid: return Map(x, y, n, [](Vector v) { return -Softplus(-v); });
   case Function::kTanh: return Map(x, y, n, [](Vector v) { return Tanh(v); });
   case Function::kTanhShrink: return Map(x, y, n, [](Vector v) { return v - Tanh(v); });
   case Function::kSoftplus: return Map(x, y, n, [](Vector v) { return Softplus(v); });
   case Function::kSoftsign: return Map(x, y, n, [](Vector v) { return v / (1 + Abs(v)); });
   case Function::kExponential: return Map(x, y, n, [](Vector v) { return Exp(v); });
   case Function::kMish: return Map(x, y, n, [](Vector v) { return v * Tanh(Softplus(v)); });
   case Function::kSquarePlus: return Map(x, y, n, [=](Vector v) { return 0.5f * (v + Sqrt(v * v + a)); });
   default: return ActivatePiecewiseLinear(f, x, y, n);
   }
}

inline float Maximum(const float *x, std::size_t n)
{
   float maximum = x[0];
   for (std::size_t i = 1; i < n; ++i)
      maximum = x[i] > maximum ? x[i] : maximum;
   return maximum;
}

void SoftmaxOf(const float *x, float *y, std::size_t size, bool log)
{
   const float maximum = Maximum(x, size);
   Vector sums{};
   std::size_t i = 0;
   for (; i + kLanes <= size; i += kLanes) {
      const Vector shifted = Load(x + i) - maximum, power = Exp(shifted);
      sums += power;
      Store(y + i, log ? shifted : power);
   }
   if (i < size) {
      const Vector shifted = LoadFirst(x + i, size - i) - maximum, power = Exp(shifted);
      StoreFirst(y + i, log ? shifted : power, size - i);
      sums += KeepFirst(power, size - i);
   }
   const float sum = Sum(sums), factor = log ? 1 : 1 / sum, offset = log ? -__builtin_logf(sum) : 0;
   for (i = 0; i < size; ++i)
      y[i] = y[i] * factor + offset;
}

constexpr std::size_t kFew = 8;

/// kLanes groups of at most kFew numbers at once, a group in each lane.
void SoftmaxOfFew(const float *x, float *y, std::size_t size, bool log)
{
   float columns[kFew][kLanes];
   for (std::size_t i = 0; i < kLanes; ++i)
      for (std::size_t k = 0; k < size; ++k)
         columns[k][i] = x[i * size + k];
   Vector maximum = Load(columns[0]), sum{};
   for (std::size_t k = 1; k < size; ++k)
      maximum = Load(columns[k]) > maximum ? Load(columns[k]) : maximum;
   for (std::size_t k = 0; k < size; ++k) {
      const Vector shifted = Load(columns[k]) - maximum, power = Exp(shifted);
      sum += power;
      Store(columns[k], log ? shifted : power);
   }
   const Vector result = log ? Log(sum) : 1 / sum;
   for (std::size_t k = 0; k < size; ++k)
      Store(columns[k], log ? Load(columns[k]) - result : Load(columns[k]) * result);
   for (std::size_t i = 0; i < kLanes; ++i)
      for (std::size_t k = 0; k < size; ++k)
         y[i * size + k] = columns[k][i];
}

void Softmax(const float *x, float *y, std::size_t n, std::size_t size, bool log)
{
   for (; size <= kFew && n >= kLanes; n -= kLanes, x += kLanes * size, y += kLanes * size)
      SoftmaxOfFew(x, y, size, log);
   for (; n; --n, x += size, y += size)
      SoftmaxOf(x, y, size, log);
}

} // namespace

#endif
