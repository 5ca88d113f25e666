#include "data/Covariance.h"

#include "TMatrixDSymEigen.h"

#include <cmath>

namespace TMVA {
namespace {

/// Below this the smallest eigenvalue of a correlation matrix is rounding: float32 columns leave about 1e-14.
constexpr Double_t kSmallestEigenvalue = 1e-12;

} // namespace

Covariance::Covariance(Int_t nColumns) : fSums(nColumns), fProducts(nColumns * (nColumns + 1) / 2) {}

void Covariance::Add(const std::vector<Double_t> &point, Double_t weight)
{
   if (fOrigin.empty())
      fOrigin = point;
   fSumOfWeights += weight;
   auto product = fProducts.begin();
   for (std::size_t i = 0; i < point.size(); ++i) {
      const Double_t weighted = weight * (point[i] - fOrigin[i]);
      fSums[i] += weighted;
      for (std::size_t j = 0; j <= i; ++j)
         *product++ += weighted * (point[j] - fOrigin[j]);
   }
}

TVectorD Covariance::GetMean() const
{
   TVectorD mean(fSums.size());
   if (fSumOfWeights > 0)
      for (std::size_t i = 0; i < fSums.size(); ++i)
         mean[i] = fOrigin[i] + fSums[i] / fSumOfWeights;
   return mean;
}

TMatrixDSym Covariance::GetMatrix() const
{
   TMatrixDSym matrix(fSums.size());
   if (!(fSumOfWeights > 0))
      return matrix;
   auto product = fProducts.begin();
   for (std::size_t i = 0; i < fSums.size(); ++i)
      for (std::size_t j = 0; j <= i; ++j)
         matrix(i, j) = matrix(j, i) = (*product++ - fSums[i] * fSums[j] / fSumOfWeights) / fSumOfWeights;
   return matrix;
}

Bool_t IsSingular(const TMatrixDSym &covariance)
{
   if (covariance.GetNrows() == 0)
      return kFALSE;
   TMatrixDSym correlation(covariance);
   for (Int_t i = 0; i < covariance.GetNrows(); ++i) {
      if (!(covariance(i, i) > 0))
         return kTRUE;
      for (Int_t j = 0; j < covariance.GetNrows(); ++j)
         correlation(i, j) /= std::sqrt(covariance(i, i)) * std::sqrt(covariance(j, j));
   }
   return TMatrixDSymEigen(correlation).GetEigenValues().Min() < kSmallestEigenvalue;
}

} // namespace TMVA
