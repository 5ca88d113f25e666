#include "EigenProducts.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>

using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Columns = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic>;

struct EigenProducts::Matrices {
   std::vector<Columns> fWeights; ///< (out, in), column-major: y += column x
   mutable std::vector<Eigen::VectorXf> fValues;
   mutable std::vector<Matrix> fBlocks;
};

EigenProducts::EigenProducts(const std::vector<std::size_t> &sizes) : fMatrices(std::make_unique<Matrices>())
{
   constexpr int kBlock = 128;
   for (std::size_t i = 0; i + 1 < sizes.size(); ++i) {
      fMatrices->fWeights.push_back(Columns::Random(sizes[i + 1], sizes[i]) / std::sqrt(float(sizes[i])));
      fMatrices->fValues.emplace_back(sizes[i + 1]);
      fMatrices->fBlocks.emplace_back(kBlock, sizes[i + 1]);
   }
}

EigenProducts::~EigenProducts() = default;

void EigenProducts::Apply(const float *x, float *y) const
{
   const auto &weights = fMatrices->fWeights;
   auto &values = fMatrices->fValues;
   values[0].noalias() = weights[0] * Eigen::Map<const Eigen::VectorXf>(x, weights[0].cols());
   for (std::size_t i = 1; i < weights.size(); ++i)
      values[i].noalias() = weights[i] * values[i - 1];
   std::copy_n(values.back().data(), values.back().size(), y);
}

void EigenProducts::Apply(const float *x, std::size_t n, float *y) const
{
   const auto &weights = fMatrices->fWeights;
   auto &blocks = fMatrices->fBlocks;
   const std::size_t block = blocks[0].rows(), inputs = weights[0].cols(), outputs = weights.back().rows();
   for (std::size_t first = 0; first < n; first += block) {
      const std::size_t rows = std::min(block, n - first);
      blocks[0].topRows(rows).noalias() =
         Eigen::Map<const Matrix>(x + first * inputs, rows, inputs) * weights[0].transpose();
      for (std::size_t i = 1; i < weights.size(); ++i)
         blocks[i].topRows(rows).noalias() = blocks[i - 1].topRows(rows) * weights[i].transpose();
      std::copy_n(blocks.back().data(), rows * outputs, y + first * outputs);
   }
}
