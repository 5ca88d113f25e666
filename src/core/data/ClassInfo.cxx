#include "TMVA/ClassInfo.h"

TMVA::ClassInfo::ClassInfo(const TString &name) : TNamed(name, name) {}

void TMVA::ClassInfo::SetCorrelationMatrix(const TMatrixD &matrix)
{
   fCorrelation = std::make_unique<TMatrixD>(matrix);
}
