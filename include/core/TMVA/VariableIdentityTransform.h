#ifndef ROOT_TMVA_VariableIdentityTransform
#define ROOT_TMVA_VariableIdentityTransform

#include "TMVA/VariableTransformBase.h"

namespace TMVA {

/// VarTransform I: leaves events as they are, and no trace in the weight file.
class VariableIdentityTransform : public VariableTransformBase {
public:
   explicit VariableIdentityTransform(DataSetInfo &info) : VariableTransformBase(info, Types::kIdentity, "Id") {}

   void Prepare(const EventTable &, Int_t) override {}
   void Transform(Float_t *, Int_t) const override {}
   void InverseTransform(Float_t *, Int_t) const override {}
   void *AttachXMLTo(void *) const override { return nullptr; }
   void ReadFromXML(void *) override {}
};

} // namespace TMVA

#endif
