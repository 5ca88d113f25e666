// Products of two values, and rows looked up in a table.
#include "Packed.h"
#include "layers/Layers.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace pytmva_keras::native {

namespace {

class MatMul : public Layer {
public:
   MatMul(std::size_t times, std::size_t m, std::size_t k, std::size_t n, bool transposed)
      : fTimes(times), fM(m), fK(k), fN(n), fTransposed(transposed)
   {
   }
   void Apply(const float *const *inputs, float *output, std::size_t rows, float *scratch) const override
   {
      const float *left = inputs[0], *right = inputs[1];
      std::fill_n(output, rows * fTimes * fM * fN, 0.f);
      for (std::size_t i = 0; i < rows * fTimes; ++i) {
         PackInto({right, fK, fN, fTransposed ? 1 : fN, fTransposed ? fK : 1}, scratch);
         fMultiply(left, fK, fM, fK, scratch, nullptr, fN, output, fN);
         left += fM * fK;
         right += fK * fN;
         output += fM * fN;
      }
   }
   std::size_t GetScratch(std::size_t) const override { return PackedSize(fK, fN); }

private:
   decltype(Kernels::fMultiply) fMultiply = ChooseKernels().fMultiply;
   std::size_t fTimes, fM, fK, fN;
   bool fTransposed;
};

class Embedding : public Layer {
public:
   Embedding(std::vector<float> table, std::size_t units, std::size_t size)
      : fTable(std::move(table)), fRows(fTable.size() / units), fUnits(units), fSize(size)
   {
   }
   void Apply(const float *const *inputs, float *output, std::size_t rows, float *) const override
   {
      for (std::size_t i = 0; i < rows * fSize; ++i)
         output = std::copy_n(fTable.data() + RowOf(inputs[0][i]) * fUnits, fUnits, output);
   }

private:
   /// Cut towards zero; negative ones count from the end, as in Keras.
   std::size_t RowOf(float x) const
   {
      const float row = std::trunc(x), n = static_cast<float>(fRows);
      if (!(row >= -n && row < n))
         throw std::out_of_range("an Embedding of " + std::to_string(fRows) + " rows got the number " + std::to_string(x) +
                                 ". Check the range of this variable, and that no transformation is applied to it.");
      return static_cast<std::size_t>(row < 0 ? row + n : row);
   }

   std::vector<float> fTable;
   std::size_t fRows, fUnits, fSize;
};

} // namespace

Built BuildMatMul(Arguments &arguments)
{
   Shape left = arguments.Input(0, 2), right = arguments.Input(1, 2);
   arguments.Require(left.size() >= 2 && left.size() == right.size(), "its inputs are no matrices of as many axes");
   const bool transposed = arguments.Has("transposed") && arguments.Integer("transposed", 0, 1);
   if (transposed)
      std::swap(right[right.size() - 1], right[right.size() - 2]);
   const std::size_t n = right.back(), k = left.back(), m = left[left.size() - 2];
   arguments.Require(right[right.size() - 2] == k, "the columns of one input are not the rows of the other");
   right[right.size() - 2] = m;
   Shape shape = left;
   shape.back() = n;
   arguments.Require(shape == right, "its inputs are of different shapes in front of the matrices");
   shape = arguments.Checked(shape);
   arguments.GetBudget().Take(PackedSize(k, n));
   arguments.GetBudget().TakeWork(SizeOf(shape) * k);
   return {shape, std::make_unique<MatMul>(SizeOf(shape) / (m * n), m, k, n, transposed)};
}

Built BuildEmbedding(Arguments &arguments)
{
   const std::size_t rows = arguments.Integer("rows", 1, Budget::kMaxElements);
   const std::size_t units = arguments.Integer("units", 1, Budget::kMaxElements);
   Shape shape = arguments.Input();
   const std::size_t size = SizeOf(shape);
   shape.push_back(units);
   shape = arguments.Checked(shape);
   return {shape, std::make_unique<Embedding>(arguments.Array("kernel", rows * units), units, size)};
}

} // namespace pytmva_keras::native
