#ifndef PYTMVA_KERAS_native_Products
#define PYTMVA_KERAS_native_Products

/// \file
/// Matrix products with packed weights (see Kernels.h and, for the linkage, VectorMath.h).

#include "VectorMath.h"

#define PYTMVA_UNROLL _Pragma("GCC unroll 8") // sums stay in registers only where no loop is left

namespace {

constexpr std::size_t kRows = 6; // that a panel is multiplied by at once

/// R rows times a panel of N vectors, all of whose columns are there.
template <int R, int N>
void MultiplyTile(const float *x, std::size_t strideX, std::size_t in, const float *w, const float *bias, float *y,
                  std::size_t strideY)
{
   Vector sum[R][N];
   const float *start = bias ? bias : y;
   const std::size_t strideStart = bias ? 0 : strideY;
   PYTMVA_UNROLL for (int r = 0; r < R; ++r)
      PYTMVA_UNROLL for (int n = 0; n < N; ++n)
         sum[r][n] = Load(start + r * strideStart + n * kLanes);
   for (std::size_t i = 0; i < in; ++i, w += N * kLanes) {
      Vector weights[N];
      PYTMVA_UNROLL for (int n = 0; n < N; ++n)
         weights[n] = Load(w + n * kLanes);
      PYTMVA_UNROLL for (int r = 0; r < R; ++r)
         PYTMVA_UNROLL for (int n = 0; n < N; ++n)
            sum[r][n] += x[r * strideX + i] * weights[n];
   }
   PYTMVA_UNROLL for (int r = 0; r < R; ++r)
      PYTMVA_UNROLL for (int n = 0; n < N; ++n)
         Store(y + r * strideY + n * kLanes, sum[r][n]);
}

/// One row: sums of their own for kWays neighbouring weights, since one sum would wait for itself.
template <int N>
void MultiplyRow(const float *x, std::size_t in, const float *w, const float *bias, float *y)
{
   constexpr int kWays = 8 / N;
   const float *start = bias ? bias : y;
   Vector sum[kWays][N] = {};
   PYTMVA_UNROLL for (int n = 0; n < N; ++n)
      sum[0][n] = Load(start + n * kLanes);
   std::size_t i = 0;
   for (; i + kWays <= in; i += kWays, w += kWays * N * kLanes)
      PYTMVA_UNROLL for (int k = 0; k < kWays; ++k)
         PYTMVA_UNROLL for (int n = 0; n < N; ++n)
            sum[k][n] += x[i + k] * Load(w + (k * N + n) * kLanes);
   for (; i < in; ++i, w += N * kLanes)
      PYTMVA_UNROLL for (int n = 0; n < N; ++n)
         sum[0][n] += x[i] * Load(w + n * kLanes);
   PYTMVA_UNROLL for (int n = 0; n < N; ++n) {
      PYTMVA_UNROLL for (int k = 1; k < kWays; ++k)
         sum[0][n] += sum[k][n];
      Store(y + n * kLanes, sum[0][n]);
   }
}

/// Any number of rows.
template <int N>
void MultiplyRows(const float *x, std::size_t strideX, std::size_t rows, std::size_t in, const float *w, const float *bias,
                  float *y, std::size_t strideY)
{
   for (; rows >= kRows; rows -= kRows, x += kRows * strideX, y += kRows * strideY)
      MultiplyTile<kRows, N>(x, strideX, in, w, bias, y, strideY);
   switch (rows) {
   case 1: return MultiplyRow<N>(x, in, w, bias, y);
   case 2: return MultiplyTile<2, N>(x, strideX, in, w, bias, y, strideY);
   case 3: return MultiplyTile<3, N>(x, strideX, in, w, bias, y, strideY);
   case 4: return MultiplyTile<4, N>(x, strideX, in, w, bias, y, strideY);
   case 5: return MultiplyTile<5, N>(x, strideX, in, w, bias, y, strideY);
   }
}

/// Of the panel's columns only the first `columns` are there; the others are computed into memory of our own.
template <int N>
void MultiplyPanel(const float *x, std::size_t strideX, std::size_t rows, std::size_t in, const float *w, const float *bias,
                   float *y, std::size_t strideY, std::size_t columns)
{
   constexpr std::size_t kWidth = N * kLanes;
   if (columns == kWidth)
      return MultiplyRows<N>(x, strideX, rows, in, w, bias, y, strideY);
   while (rows) {
      const std::size_t block = rows < kRows ? rows : kRows;
      float edge[kRows * kWidth];
      for (std::size_t r = 0; !bias && r < block; ++r)
         for (std::size_t j = 0; j < kWidth; ++j)
            edge[r * kWidth + j] = j < columns ? y[r * strideY + j] : 0;
      MultiplyRows<N>(x, strideX, block, in, w, bias, edge, kWidth);
      for (std::size_t r = 0; r < block; ++r)
         for (std::size_t j = 0; j < columns; ++j)
            y[r * strideY + j] = edge[r * kWidth + j];
      x += block * strideX;
      y += block * strideY;
      rows -= block;
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
