#ifndef PYTMVA_KERAS_native_VectorMath
#define PYTMVA_KERAS_native_VectorMath

/// \file
/// Vectors of kLanes floats and functions of them, for one kind of processor. Included by Baseline.cxx, Avx2.cxx and
/// Avx512.cxx, which are compiled for different processors: everything here has internal linkage and nothing comes from std,
/// since the linker keeps one copy of an inline function, perhaps the one that this processor cannot run.
/// Polynomials: Cephes (S. Moshier); errors below 3e-7 relative.

#include <cstddef>
#ifdef __x86_64__
#include <immintrin.h>
#endif

#ifndef PYTMVA_VECTOR_BYTES
#error "PYTMVA_VECTOR_BYTES is defined by the including file"
#endif

namespace {

typedef float Vector __attribute__((vector_size(PYTMVA_VECTOR_BYTES)));
typedef int Integers __attribute__((vector_size(PYTMVA_VECTOR_BYTES)));
typedef float UnalignedVector __attribute__((vector_size(PYTMVA_VECTOR_BYTES), aligned(4), may_alias));

constexpr std::size_t kLanes = PYTMVA_VECTOR_BYTES / sizeof(float);

inline Vector Load(const float *x)
{
   return *reinterpret_cast<const UnalignedVector *>(x);
}

inline void Store(float *y, Vector v)
{
   *reinterpret_cast<UnalignedVector *>(y) = v;
}

/// The first n floats, 0 < n < kLanes; the others are 0.
inline Vector LoadFirst(const float *x, std::size_t n);
/// Stores n floats, 0 < n < kLanes.
inline void StoreFirst(float *y, Vector v, std::size_t n);

#if PYTMVA_VECTOR_BYTES == 64
inline Vector LoadFirst(const float *x, std::size_t n)
{
   return _mm512_maskz_loadu_ps(static_cast<__mmask16>((1u << n) - 1), x);
}

inline void StoreFirst(float *y, Vector v, std::size_t n)
{
   _mm512_mask_storeu_ps(y, static_cast<__mmask16>((1u << n) - 1), v);
}
#elif PYTMVA_VECTOR_BYTES == 32
inline __m256i MaskOfFirst(std::size_t n)
{
   static const int kBits[16] = {-1, -1, -1, -1, -1, -1, -1, -1};
   return _mm256_loadu_si256(reinterpret_cast<const __m256i *>(kBits + kLanes - n));
}

inline Vector LoadFirst(const float *x, std::size_t n)
{
   return _mm256_maskload_ps(x, MaskOfFirst(n));
}

inline void StoreFirst(float *y, Vector v, std::size_t n)
{
   _mm256_maskstore_ps(y, MaskOfFirst(n), v);
}
#else
inline Vector LoadFirst(const float *x, std::size_t n)
{
   return Vector{x[0], n > 1 ? x[1] : 0, n > 2 ? x[2] : 0, 0};
}

inline void StoreFirst(float *y, Vector v, std::size_t n)
{
   y[0] = v[0];
   if (n > 1)
      y[1] = v[1];
   if (n > 2)
      y[2] = v[2];
}
#endif

/// The first n floats, and 0 for the others.
inline Vector KeepFirst(Vector v, std::size_t n)
{
   Integers index{};
   for (std::size_t i = 0; i < kLanes; ++i)
      index[i] = static_cast<int>(i);
   return index < static_cast<int>(n) ? v : Vector{};
}

inline float Sum(Vector v)
{
   float parts[kLanes];
   Store(parts, v);
   for (std::size_t half = kLanes / 2; half; half /= 2)
      for (std::size_t i = 0; i < half; ++i)
         parts[i] += parts[i + half];
   return parts[0];
}

inline Vector Fill(float x)
{
   return x - Vector{};
}

// NaN passes through all of them, as it does through Keras: the comparison with it is false.
inline Vector AtLeast(Vector x, float low)
{
   return x < low ? Fill(low) : x;
}

inline Vector AtMost(Vector x, float high)
{
   return x > high ? Fill(high) : x;
}

inline Vector Abs(Vector x)
{
   return reinterpret_cast<Vector>(reinterpret_cast<Integers>(x) & 0x7fffffff);
}

inline Vector CopySign(Vector x, Vector sign)
{
   const Integers bit = reinterpret_cast<Integers>(sign) & static_cast<int>(0x80000000);
   return reinterpret_cast<Vector>(reinterpret_cast<Integers>(x) | bit);
}

inline Vector Sqrt(Vector x)
{
   for (std::size_t i = 0; i < kLanes; ++i)
      x[i] = __builtin_sqrtf(x[i]);
   return x;
}

/// 0 below -87.3, where it is below the smallest normal float.
inline Vector Exp(Vector x)
{
   constexpr float kRound = 12582912; // 1.5 * 2^23: adding it leaves an integer in the lowest bits
   const Vector clipped = AtLeast(AtMost(x, 88.72284f), -87.33654f);
   const Vector shifted = clipped * 1.44269504f + kRound;
   const Vector n = shifted - kRound;
   const Vector r = clipped - n * 0.693359375f - n * -2.12194440e-4f;
   Vector p = r * 1.9875691500e-4f + 1.3981999507e-3f;
   p = p * r + 8.3334519073e-3f;
   p = p * r + 4.1665795894e-2f;
   p = p * r + 1.6666665459e-1f;
   p = p * r + 5.0000001201e-1f;
   p = p * (r * r) + r + 1;
   const Vector y = reinterpret_cast<Vector>(reinterpret_cast<Integers>(p) + (reinterpret_cast<Integers>(shifted) << 23));
   const Vector above = x > 88.72284f ? Fill(__builtin_inff()) : y;
   return x < -87.33654f ? Vector{} : (x != x ? x : above);
}

/// exp(x) - 1 for x <= 0, without loss near 0.
inline Vector ExpMinus1(Vector x)
{
   Vector p = x * (1.f / 5040) + 1.f / 720;
   p = p * x + 1.f / 120;
   p = p * x + 1.f / 24;
   p = p * x + 1.f / 6;
   p = p * x + 0.5f;
   return x > -0.5f ? p * (x * x) + x : Exp(x) - 1;
}

/// For positive normal x.
inline Vector Log(Vector x)
{
   const Integers bits = reinterpret_cast<Integers>(x);
   Vector exponent = __builtin_convertvector((bits >> 23) - 126, Vector);
   Vector m = reinterpret_cast<Vector>((bits & 0x7fffff) | 0x3f000000); // 0.5 to 1
   const Integers low = m < 0.707106781f;
   exponent = low ? exponent - 1 : exponent;
   m = (low ? m + m : m) - 1;
   Vector p = m * 7.0376836292e-2f - 1.1514610310e-1f;
   p = p * m + 1.1676998740e-1f;
   p = p * m - 1.2420140846e-1f;
   p = p * m + 1.4249322787e-1f;
   p = p * m - 1.6668057665e-1f;
   p = p * m + 2.0000714765e-1f;
   p = p * m - 2.4999993993e-1f;
   p = p * m + 3.3333331174e-1f;
   const Vector square = m * m;
   return m + (p * m * square - exponent * 2.12194440e-4f - square * 0.5f) + exponent * 0.693359375f;
}

/// log(1 + x) for 0 <= x <= 1.
inline Vector LogPlus1(Vector x)
{
   const Vector sum = x + 1;
   return sum == 1 ? x : Log(sum) * (x / (sum - 1));
}

inline Vector Tanh(Vector x)
{
   const Vector size = Abs(x), square = x * x;
   Vector p = square * -5.70498872745e-3f + 2.06390887954e-2f;
   p = p * square - 5.37397155531e-2f;
   p = p * square + 1.33314422036e-1f;
   p = p * square - 3.33332819422e-1f;
   return size < 0.625f ? p * square * x + x : CopySign(1 - 2 / (Exp(size + size) + 1), x);
}

inline Vector Sigmoid(Vector x)
{
   return 1 / (1 + Exp(-x));
}

inline Vector Softplus(Vector x)
{
   return AtLeast(x, 0) + LogPlus1(Exp(-Abs(x)));
}

/// The complement 1 - erf(x) for x >= 1.
inline Vector Erfc(Vector x)
{
   const Vector inverse = 1 / x, y = inverse * inverse;
   Vector near = y * 2.326819970068386e-2f - 1.387039388740657e-1f;
   near = near * y + 3.687424674597105e-1f;
   near = near * y - 5.824733027278666e-1f;
   near = near * y + 6.210004621745983e-1f;
   near = near * y - 4.944515323274145e-1f;
   near = near * y + 3.404879937665872e-1f;
   near = near * y - 2.741127028184656e-1f;
   near = near * y + 5.638259427386472e-1f;
   Vector far = y * -1.047766399936249e+1f + 1.297719955372516e+1f;
   far = far * y - 7.495518717768503e+0f;
   far = far * y + 2.921019019210786e+0f;
   far = far * y - 1.015265279202700e+0f;
   far = far * y + 4.218463358204948e-1f;
   far = far * y - 2.820767439740514e-1f;
   far = far * y + 5.641895067754075e-1f;
   return Exp(-x * x) * inverse * (x < 2 ? near : far);
}

inline Vector Erf(Vector x)
{
   const Vector size = Abs(x), square = x * x;
   Vector p = square * 7.853861353153693e-5f - 8.010193625184903e-4f;
   p = p * square + 5.188327685732524e-3f;
   p = p * square - 2.685381193529856e-2f;
   p = p * square + 1.128358514861418e-1f;
   p = p * square - 3.761262582423300e-1f;
   p = p * square + 1.128379165726710f;
   return size < 1 ? p * x : CopySign(1 - Erfc(AtLeast(size, 1)), x);
}

} // namespace

#endif
