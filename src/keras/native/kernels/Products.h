#ifndef PYTMVA_KERAS_native_Products
#define PYTMVA_KERAS_native_Products

/// \file
/// Matrix products with packed weights (see Kernels.h and, for the linkage, VectorMath.h).

#include "VectorMath.h"

namespace {

/// R rows times a panel of N vectors.
template <int R, int N>
void MultiplyTile(const float *x, std::size_t strideX, std::size_t in, const float *w, const float *bias, float *y,
                  std::size_t strideY, std::size_t columns)
{
   const std::size_t last = columns - (N - 1) * kLanes; // of the last vector
   Vector sum[R][N];
   for (int r = 0; r < R; ++r)
      for (int n = 0; n < N; ++n) {
         const float *start = bias ? bias + n * kLanes : y + r * strideY + n * kLanes;
         sum[r][n] = bias || n < N - 1 || last == kLanes ? Load(start) : LoadFirst(start, last);
      }
   for (std::size_t i = 0; i < in; ++i, w += N * kLanes) {
      Vector weights[N];
      for (int n = 0; n < N; ++n)
         weights[n] = Load(w + n * kLanes);
      for (int r = 0; r < R; ++r)
         for (int n = 0; n < N; ++n)
            sum[r][n] += x[r * strideX + i] * weights[n];
   }
   for (int r = 0; r < R; ++r)
      for (int n = 0; n < N; ++n) {
         float *end = y + r * strideY + n * kLanes;
         if (n < N - 1 || last == kLanes)
            Store(end, sum[r][n]);
         else
            StoreFirst(end, sum[r][n], last);
      }
}

/// One row times a panel of N vectors: sums of their own for kWays neighbouring weights, since one sum would wait for itself.
template <int N>
void MultiplyRow(const float *x, std::size_t in, const float *w, const float *bias, float *y, std::size_t columns)
{
   constexpr int kWays = 8 / N;
   const std::size_t last = columns - (N - 1) * kLanes;
   Vector sum[kWays][N] = {};
   for (int n = 0; n < N; ++n) {
      const float *start = bias ? bias + n * kLanes : y + n * kLanes;
      sum[0][n] = bias || n < N - 1 || last == kLanes ? Load(start) : LoadFirst(start, last);
   }
   std::size_t i = 0;
   for (; i + kWays <= in; i += kWays, w += kWays * N * kLanes)
      for (int k = 0; k < kWays; ++k)
         for (int n = 0; n < N; ++n)
            sum[k][n] += x[i + k] * Load(w + (k * N + n) * kLanes);
   for (; i < in; ++i, w += N * kLanes)
      for (int n = 0; n < N; ++n)
         sum[0][n] += x[i] * Load(w + n * kLanes);
   for (int n = 0; n < N; ++n) {
      for (int k = 1; k < kWays; ++k)
         sum[0][n] += sum[k][n];
      if (n < N - 1 || last == kLanes)
         Store(y + n * kLanes, sum[0][n]);
      else
         StoreFirst(y + n * kLanes, sum[0][n], last);
   }
}

template <int N>
void MultiplyPanel(const float *x, std::size_t strideX, std::size_t rows, std::size_t in, const float *w, const float *bias,
                   float *y, std::size_t strideY, std::size_t columns)
{
   constexpr std::size_t kRows = 6;
   std::size_t row = 0;
   for (; row + kRows <= rows; row += kRows)
      MultiplyTile<kRows, N>(x + row * strideX, strideX, in, w, bias, y + row * strideY, strideY, columns);
   x += row * strideX;
   y += row * strideY;
   switch (rows - row) {
   case 1: return MultiplyRow<N>(x, in, w, bias, y, columns);
   case 2: return MultiplyTile<2, N>(x, strideX, in, w, bias, y, strideY, columns);
   case 3: return MultiplyTile<3, N>(x, strideX, in, w, bias, y, strideY, columns);
   case 4: return MultiplyTile<4, N>(x, strideX, in, w, bias, y, strideY, columns);
   case 5: return MultiplyTile<5, N>(x, strideX, in, w, bias, y, strideY, columns);
   }
}

constexpr std::size_t kPanel = PYTMVA_PANEL_VECTORS;

void Multiply(const float *x, std::size_t strideX, std::size_t rows, std::size_t in, const float *packed, const float *bias,
              std::size_t out, float *y, std::size_t strideY)
{
   while (out) {
      const std::size_t columns = out < kPanel * kLanes ? out : kPanel * kLanes;
      const std::size_t vectors = (columns + kLanes - 1) / kLanes;
      switch (vectors) {
      case 1: MultiplyPanel<1>(x, strideX, rows, in, packed, bias, y, strideY, columns); break;
      case 2: MultiplyPanel<2>(x, strideX, rows, in, packed, bias, y, strideY, columns); break;
#if PYTMVA_PANEL_VECTORS > 2
      case 3: MultiplyPanel<3>(x, strideX, rows, in, packed, bias, y, strideY, columns); break;
      case 4: MultiplyPanel<4>(x, strideX, rows, in, packed, bias, y, strideY, columns); break;
#endif
      }
      packed += in * vectors * kLanes;
      bias = bias ? bias + columns : nullptr;
      y += columns;
      out -= columns;
   }
}

} // namespace

#endif
