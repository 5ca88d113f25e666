#ifndef PYTMVA_KERAS_native_Kernels
#define PYTMVA_KERAS_native_Kernels

#include "Activation.h"

#include <cstddef>

namespace pytmva_keras::native {

/// The loops in which the time goes, compiled once for each kind of processor.
///
/// Weights are packed for them: the columns of a matrix (in, out) in panels of `fPanel` vectors of `fLanes` floats, each
/// panel row by row; the last panel has as many vectors as are left, filled up with zeros. See Packed.h.
struct Kernels {
   const char *fName;
   std::size_t fLanes;
   std::size_t fPanel;

   /// y (rows, out) = x (rows, in) times the packed matrix + bias. strideX, strideY: floats from a row to the next.
   /// bias: as many as the packed matrix has columns; nullptr: the product is added to y.
   void (*fMultiply)(const float *x, std::size_t strideX, std::size_t rows, std::size_t in, const float *packed,
                     const float *bias, std::size_t out, float *y, std::size_t strideY);
   /// y may be x.
   void (*fActivate)(const Activation &activation, const float *x, float *y, std::size_t n);
   /// For each of n groups of `size` neighbours; y may be x. log: its logarithm.
   void (*fSoftmax)(const float *x, float *y, std::size_t n, std::size_t size, bool log);
};

extern const Kernels kBaselineKernels;
#ifdef __x86_64__
extern const Kernels kAvx2Kernels;
extern const Kernels kAvx512Kernels;
#endif

/// The best that this processor runs, or those of PYTMVA_KERNELS=baseline, avx2, avx512 in the environment, if it runs them.
const Kernels &ChooseKernels();

} // namespace pytmva_keras::native

#endif
