#ifndef ROOT_TMVA_VariableGaussTransform
#define ROOT_TMVA_VariableGaussTransform

#include "TMVA/VariableTransformBase.h"

namespace TMVA {

class CumulativePDF;

/// VarTransforms U and G: replace each column by its cumulative distribution in the training events (weighted), which is
/// uniform between 0 and 1, or by the normal quantile of that, which has a Gaussian distribution and is kept within +-5.73.
class VariableGaussTransform : public VariableTransformBase {
public:
   /// \param kind   Types::kUniform or Types::kGauss
   VariableGaussTransform(DataSetInfo &info, Types::EVariableTransform kind);
   ~VariableGaussTransform() override;

   /// Fatal if a column is constant in the events of `cls`, or if their weights do not add up to more than 0.
   void Prepare(const EventTable &training, Int_t cls) override;
   void Transform(Float_t *row, Int_t cls) const override;
   void InverseTransform(Float_t *row, Int_t cls) const override;
   void *AttachXMLTo(void *transformations) const override;
   void ReadFromXML(void *transformNode) override;

private:
   std::vector<CumulativePDF> fPDFs; ///< by place in GetColumns(), and for each of them by set
};

} // namespace TMVA

#endif
