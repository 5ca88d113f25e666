#ifndef ROOT_TMVA_VariableDecorrTransform
#define ROOT_TMVA_VariableDecorrTransform

#include "TMVA/VariableTransformBase.h"

#include "TMatrixD.h"

namespace TMVA {

/// VarTransform D: multiplies the columns by the inverse square root of their covariance matrix (weighted), so that in the
/// training events they are uncorrelated and of unit variance. Columns are not centred.
class VariableDecorrTransform : public VariableTransformBase {
public:
   explicit VariableDecorrTransform(DataSetInfo &info) : VariableTransformBase(info, Types::kDecorrelated, "Deco") {}

   /// Fatal if columns are constant or linearly dependent in the events of `cls`.
   void Prepare(const EventTable &training, Int_t cls) override;
   void Transform(Float_t *row, Int_t cls) const override;
   void InverseTransform(Float_t *row, Int_t cls) const override;
   void *AttachXMLTo(void *transformations) const override;
   void ReadFromXML(void *transformNode) override;

private:
   void InvertMatrices();

   std::vector<TMatrixD> fMatrices; ///< by set; zero where the set could not be computed
   std::vector<TMatrixD> fInverses;
};

} // namespace TMVA

#endif
