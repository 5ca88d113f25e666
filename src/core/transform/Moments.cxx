#include "transform/Moments.h"

TMVA::Moments
TMVA::MomentsOf(const EventTable &events, const std::vector<std::size_t> &columns, Int_t cls, EventWeights weights)
{
   const Int_t n = columns.size();
   Moments result{TVectorD(n), TMatrixDSym(n)};
   TVectorD &mean = result.fMean;
   TMatrixDSym &covariance = result.fCovariance;
   Double_t sumOfWeights = 0;
   const auto isOutside = [&](std::size_t row) { return cls >= 0 && events.GetClass(row) != UInt_t(cls); };
   const auto weightOf = [&](std::size_t row) { return weights == EventWeights::kUsed ? events.GetWeight(row) : 1; };
   for (std::size_t row = 0; row < events.GetNRows(); ++row) {
      if (isOutside(row))
         continue;
      sumOfWeights += weightOf(row);
      for (Int_t i = 0; i < n; ++i)
         mean[i] += weightOf(row) * events.GetRow(row)[columns[i]];
   }
   if (!(sumOfWeights > 0))
      return {TVectorD(n), TMatrixDSym(n)};
   mean *= 1 / sumOfWeights;
   for (std::size_t row = 0; row < events.GetNRows(); ++row) {
      if (isOutside(row))
         continue;
      const Float_t *values = events.GetRow(row);
      for (Int_t i = 0; i < n; ++i)
         for (Int_t j = 0; j <= i; ++j)
            covariance(i, j) += weightOf(row) * (values[columns[i]] - mean[i]) * (values[columns[j]] - mean[j]);
   }
   for (Int_t i = 0; i < n; ++i)
      for (Int_t j = 0; j <= i; ++j)
         covariance(j, i) = covariance(i, j) = covariance(i, j) / sumOfWeights;
   return result;
}
