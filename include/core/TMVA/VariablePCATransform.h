#ifndef ROOT_TMVA_VariablePCATransform
#define ROOT_TMVA_VariablePCATransform

#include "TMVA/VariableTransformBase.h"

#include "TMatrixD.h"
#include "TVectorD.h"

namespace TMVA {

/// VarTransform P: projects the columns, less their means in the training events, onto the eigenvectors of their covariance
/// matrix, that of the largest eigenvalue first. As in TMVA, event weights are not used.
class VariablePCATransform : public VariableTransformBase {
public:
   explicit VariablePCATransform(DataSetInfo &info) : VariableTransformBase(info, Types::kPCA, "PCA") {}

   void Prepare(const EventTable &training, Int_t cls) override;
   void Transform(Float_t *row, Int_t cls) const override;
   void InverseTransform(Float_t *row, Int_t cls) const override;
   void *AttachXMLTo(void *transformations) const override;
   void ReadFromXML(void *transformNode) override;

private:
   /// Constants of one set of events.
   struct Components {
      TVectorD fMean;
      TMatrixD fEigenvectors; ///< one a column
      TMatrixD fProjection;   ///< transposed eigenvectors
      TVectorD fOffset;       ///< projection of the mean, negated
   };
   void AddComponents(const TVectorD &mean, const TMatrixD &eigenvectors);
   /// The numbers of all nodes `name`, by set.
   std::vector<std::vector<Double_t>> ReadSets(void *transformNode, const char *name, std::size_t nNumbers) const;

   std::vector<Components> fSets;
};

} // namespace TMVA

#endif
