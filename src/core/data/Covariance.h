#ifndef PYTMVA_data_Covariance
#define PYTMVA_data_Covariance

#include "TMatrixDSym.h"
#include "TVectorD.h"

#include <vector>

namespace TMVA {

/// Mean and covariance of weighted points, which are added one by one. Sums are taken relative to the first point: columns
/// whose spread is small beside their mean lose no digits.
class Covariance {
public:
   explicit Covariance(Int_t nColumns);

   /// `point` has nColumns values. Weights may be negative.
   void Add(const std::vector<Double_t> &point, Double_t weight);

   Double_t GetSumOfWeights() const { return fSumOfWeights; }
   /// These two are 0 everywhere where the weights do not add up to more than 0.
   TVectorD GetMean() const;
   TMatrixDSym GetMatrix() const;

private:
   Double_t fSumOfWeights = 0;
   std::vector<Double_t> fOrigin; ///< the first point; empty before there is one
   std::vector<Double_t> fSums;
   std::vector<Double_t> fProducts; ///< the lower triangle, row after row
};

/// Whether columns of this covariance are constant or linearly dependent. Judged on correlations, since the variances of
/// sound variables may differ by any factor.
Bool_t IsSingular(const TMatrixDSym &covariance);

} // namespace TMVA

#endif
