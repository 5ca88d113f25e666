#include "Packed.h"

#include <algorithm>

namespace pytmva_keras::native {

namespace {

std::size_t PaddedColumns(std::size_t out)
{
   const std::size_t lanes = ChooseKernels().fLanes;
   return (out + lanes - 1) / lanes * lanes;
}

} // namespace

std::size_t PackedSize(std::size_t in, std::size_t out)
{
   return in * PaddedColumns(out);
}

void PackInto(const MatrixView &matrix, float *packed)
{
   const std::size_t columns = PaddedColumns(matrix.fOut), panel = ChooseKernels().fPanel * ChooseKernels().fLanes;
   for (std::size_t first = 0; first < columns; first += panel) {
      const std::size_t width = std::min(panel, columns - first);
      const std::size_t filled = std::min(width, matrix.fOut - first);
      for (std::size_t i = 0; i < matrix.fIn; ++i, packed += width) {
         const float *row = matrix.fData + i * matrix.fStrideIn + first * matrix.fStrideOut;
         for (std::size_t j = 0; j < filled; ++j)
            packed[j] = row[j * matrix.fStrideOut];
         std::fill(packed + filled, packed + width, 0.f);
      }
   }
}

PackedMatrix::PackedMatrix(const MatrixView &matrix)
   : fKernels(&ChooseKernels()), fIn(matrix.fIn), fOut(matrix.fOut),
     fPacked(AllocateAligned(PackedSize(matrix.fIn, matrix.fOut)))
{
   PackInto(matrix, fPacked.get());
}

AlignedFloats PaddedBias(const float *bias, std::size_t n)
{
   const std::size_t columns = PaddedColumns(n);
   AlignedFloats padded = AllocateAligned(columns);
   std::copy_n(bias, n, padded.get());
   std::fill(padded.get() + n, padded.get() + columns, 0.f);
   return padded;
}

} // namespace pytmva_keras::native
