#ifndef ROOT_TMVA_VariableNormalizeTransform
#define ROOT_TMVA_VariableNormalizeTransform

#include "TMVA/VariableTransformBase.h"

namespace TMVA {

/// VarTransform N: maps the range of each column in the training events to [-1,1]; a constant column to -1.
class VariableNormalizeTransform : public VariableTransformBase {
public:
   explicit VariableNormalizeTransform(DataSetInfo &info) : VariableTransformBase(info, Types::kNormalized, "Norm") {}

   void Prepare(const EventTable &training, Int_t cls) override;
   void Transform(Float_t *row, Int_t cls) const override;
   void InverseTransform(Float_t *row, Int_t cls) const override;
   void *AttachXMLTo(void *transformations) const override;
   void ReadFromXML(void *transformNode) override;

private:
   struct Range {
      Float_t fMin;
      Float_t fMax;
   };
   std::vector<std::vector<Range>> fRanges; ///< by set, by place in GetColumns()
};

} // namespace TMVA

#endif
