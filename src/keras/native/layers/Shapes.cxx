// Operations that only move numbers.
#include "layers/Layers.h"

#include <algorithm>
#include <cstdint>

namespace pytmva_keras::native {

namespace {

/// output[i] = input[table[i]], or 0 where the table has -1.
class Gather : public Layer {
public:
   Gather(std::vector<std::int32_t> table, std::size_t inputSize) : fTable(std::move(table)), fInputSize(inputSize) {}
   void Apply(const float *const *inputs, float *output, std::size_t rows, float *) const override
   {
      const float *x = inputs[0];
      for (std::size_t row = 0; row < rows; ++row, x += fInputSize)
         for (std::int32_t source : fTable)
            *output++ = source < 0 ? 0.f : x[source];
   }

private:
   std::vector<std::int32_t> fTable;
   std::size_t fInputSize;
};

/// Every input is (outer, its size) an event.
class Concatenate : public Layer {
public:
   Concatenate(std::vector<std::size_t> sizes, std::size_t outer) : fSizes(std::move(sizes)), fOuter(outer) {}
   void Apply(const float *const *inputs, float *output, std::size_t rows, float *) const override
   {
      for (std::size_t row = 0; row < rows * fOuter; ++row)
         for (std::size_t i = 0; i < fSizes.size(); ++i)
            output = std::copy_n(inputs[i] + row * fSizes[i], fSizes[i], output);
   }

private:
   std::vector<std::size_t> fSizes;
   std::size_t fOuter;
};

/// Product of the extents from axis `first` on, before `last`.
std::size_t Product(const Shape &shape, std::size_t first, std::size_t last)
{
   return SizeOf(Shape(shape.begin() + first, shape.begin() + last));
}

std::size_t AxisOf(Arguments &arguments, const Shape &shape)
{
   arguments.Require(!shape.empty(), "its input has no axis");
   return arguments.Integer("axis", 0, static_cast<long>(shape.size()) - 1);
}

} // namespace

Built BuildReshape(Arguments &arguments)
{
   const std::size_t size = SizeOf(arguments.Input());
   Shape shape;
   for (long extent : arguments.Integers("shape", 1, Budget::kMaxElements))
      shape.push_back(extent);
   arguments.Require(SizeOf(arguments.Checked(shape)) == size, "its shape has not as many numbers as its input");
   return {shape, nullptr};
}

Built BuildPermute(Arguments &arguments)
{
   const Shape &input = arguments.Input();
   arguments.Require(!input.empty(), "its input has no axis");
   const std::vector<long> order = arguments.Integers("order", 0, static_cast<long>(input.size()) - 1, input.size());
   std::vector<long> sorted = order;
   std::sort(sorted.begin(), sorted.end());
   arguments.Require(std::adjacent_find(sorted.begin(), sorted.end()) == sorted.end(), "its order has an axis twice");
   Shape shape;
   std::vector<std::size_t> strides;
   for (long axis : order) {
      shape.push_back(input[axis]);
      strides.push_back(Product(input, axis + 1, input.size()));
   }
   shape = arguments.Checked(shape);
   arguments.GetBudget().Take(SizeOf(shape));
   std::vector<std::int32_t> table{0};
   for (std::size_t axis = 0; axis < shape.size(); ++axis) {
      std::vector<std::int32_t> longer;
      for (std::int32_t start : table)
         for (std::size_t i = 0; i < shape[axis]; ++i)
            longer.push_back(static_cast<std::int32_t>(start + i * strides[axis]));
      table.swap(longer);
   }
   return {shape, std::make_unique<Gather>(std::move(table), SizeOf(input))};
}

Built BuildTake(Arguments &arguments)
{
   const Shape &input = arguments.Input();
   const std::size_t axis = AxisOf(arguments, input);
   const std::vector<long> index = arguments.Integers("index", -1, static_cast<long>(input[axis]) - 1);
   Shape shape = input;
   shape[axis] = index.size();
   shape = arguments.Checked(shape);
   arguments.GetBudget().Take(SizeOf(shape));
   const std::size_t outer = Product(input, 0, axis), inner = Product(input, axis + 1, input.size());
   std::vector<std::int32_t> table;
   table.reserve(SizeOf(shape));
   for (std::size_t block = 0; block < outer; ++block)
      for (long place : index)
         for (std::size_t i = 0; i < inner; ++i)
            table.push_back(place < 0 ? -1 : static_cast<std::int32_t>((block * input[axis] + place) * inner + i));
   return {shape, std::make_unique<Gather>(std::move(table), SizeOf(input))};
}

Built BuildConcatenate(Arguments &arguments)
{
   const std::size_t n = arguments.GetNInputs();
   if (n < 1)
      arguments.Fail("expected values in \"from\"");
   Shape shape = arguments.Input(0, n);
   const std::size_t axis = AxisOf(arguments, shape);
   std::vector<std::size_t> sizes{Product(shape, axis, shape.size())};
   for (std::size_t i = 1; i < n; ++i) {
      Shape other = arguments.Input(i, n);
      arguments.Require(other.size() == shape.size(), "its inputs have different numbers of axes");
      sizes.push_back(Product(other, axis, other.size()));
      shape[axis] += other[axis];
      other[axis] = shape[axis];
      arguments.Require(other == shape, "its inputs are of different shapes in another axis");
   }
   return {arguments.Checked(shape), std::make_unique<Concatenate>(std::move(sizes), Product(shape, 0, axis))};
}

} // namespace pytmva_keras::native
