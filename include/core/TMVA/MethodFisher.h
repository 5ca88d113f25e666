#ifndef ROOT_TMVA_MethodFisher
#define ROOT_TMVA_MethodFisher

#include "TMVA/LinearMethod.h"

namespace TMVA {

/// Fisher's linear discriminant of two classes. Option Method: Fisher, which measures distances by the covariance within the
/// classes, or Mahalanobis, by that of all events.
///
/// With N_c, m_c and C_c the sum of weights, mean and covariance of class c, m the mean of all events, the coefficients are
/// sqrt(N_S N_B) / (N_S + N_B) * M^-1 (m_S - m_B), and the offset makes the response 0 midway between m_S and m_B;
/// M = W = C_S + C_B, or W + B with B = sum_c N_c (m_c - m) (m_c - m)^T / (N_S + N_B). Variable i is ranked by
/// B_ii / (W + B)_ii. (TMVA Users Guide, section "Fisher discriminants")
class MethodFisher : public LinearMethod {
public:
   MethodFisher(const TString &jobName, const TString &methodTitle, DataSetInfo &dsi, const TString &theOption = "Fisher");
   MethodFisher(DataSetInfo &dsi, const TString &weightFile);

   Bool_t HasAnalysisType(Types::EAnalysisType type, UInt_t numberClasses, UInt_t numberTargets) override;
   void Train() override;
   void AddWeightsXMLTo(void *parent) const override;
   void ReadWeightsFromXML(void *weights) override;

protected:
   void Init() override { SetSignalReferenceCut(0); }
   void DeclareOptions() override;
   void GetHelpMessage() const override;

private:
   TString fMethod = "Fisher";
};

} // namespace TMVA

#endif
