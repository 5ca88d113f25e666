#ifndef PYTMVA_KERAS_native_Packed
#define PYTMVA_KERAS_native_Packed

#include "Aligned.h"
#include "kernels/Kernels.h"

namespace pytmva_keras::native {

/// A matrix (in, out) somewhere in memory: element (i, j) is fData[i * fStrideIn + j * fStrideOut].
struct MatrixView {
   const float *fData;
   std::size_t fIn, fOut;
   std::size_t fStrideIn, fStrideOut;
};

/// Floats that PackInto writes.
std::size_t PackedSize(std::size_t in, std::size_t out);
/// Writes the matrix in the order that the kernels read.
void PackInto(const MatrixView &matrix, float *packed);

/// Weights for the kernels.
class PackedMatrix {
public:
   PackedMatrix() = default;
   explicit PackedMatrix(const MatrixView &matrix);

   /// y = x times the matrix + bias (see Kernels::fMultiply).
   void Multiply(const float *x, std::size_t strideX, std::size_t rows, const float *bias, float *y,
                 std::size_t strideY) const
   {
      fKernels->fMultiply(x, strideX, rows, fIn, fPacked.get(), bias, fOut, y, strideY);
   }

private:
   const Kernels *fKernels = nullptr;
   std::size_t fIn = 0, fOut = 0;
   AlignedFloats fPacked;
};

/// `n` numbers with zeros behind them, up to a whole vector: what the kernels want as a bias.
AlignedFloats PaddedBias(const float *bias, std::size_t n);

} // namespace pytmva_keras::native

#endif
