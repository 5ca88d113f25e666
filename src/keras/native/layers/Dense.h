#ifndef PYTMVA_KERAS_native_Dense
#define PYTMVA_KERAS_native_Dense

#include "Layer.h"
#include "Packed.h"

namespace pytmva_keras::native {

/// x scale + offset; scale and offset change every `repeat` numbers and begin anew after the last.
/// What batch normalisation, Normalization and Rescaling come to.
class Affine : public Layer {
public:
   Affine(std::vector<float> scale, std::vector<float> offset, std::size_t repeat, std::size_t size);
   void Apply(const float *const *inputs, float *output, std::size_t rows, float *scratch) const override;
   bool WorksInPlace() const override { return true; }

   /// One scale for each of `n` numbers of the last axis?
   bool FitsLastAxis(std::size_t n) const { return fRepeat == 1 && fScale.size() == n; }
   const std::vector<float> &GetScale() const { return fScale; }
   const std::vector<float> &GetOffset() const { return fOffset; }

private:
   std::vector<float> fScale, fOffset;
   std::size_t fRepeat, fSize;
};

/// On the last axis; axes before it are rows more.
class Dense : public Layer {
public:
   /// kernel: (in, out), row-major; times: rows an event.
   Dense(std::vector<float> kernel, std::vector<float> bias, std::size_t times);
   void Apply(const float *const *inputs, float *output, std::size_t rows, float *scratch) const override;
   bool AbsorbNext(const Affine &next) override;
   bool AbsorbPrevious(const Affine &previous) override;
   void Finish() override;

private:
   std::size_t fIn, fOut, fTimes;
   std::vector<float> fKernel, fBias; ///< until Finish
   PackedMatrix fPacked;
   AlignedFloats fPaddedBias;
};

/// kernel (in, out) and bias such that the affine map after it is in them.
void ScaleColumns(std::vector<float> &kernel, std::vector<float> &bias, const Affine &next);

} // namespace pytmva_keras::native

#endif
