#ifndef ROOT_TMVA_MethodLD
#define ROOT_TMVA_MethodLD

#include "TMVA/LinearMethod.h"

#include <vector>

namespace TMVA {

/// The linear function of the variables that fits a target best in the sense of least squares: linear regression of one
/// target, or classification of two classes by fitting 1 to signal and 0 to background.
///
/// With C the weighted covariance of variables x and target y, the slopes are C_xx^-1 C_xy; the offset makes the function go
/// through the means. (TMVA Users Guide, section "Linear discriminant analysis")
class MethodLD : public LinearMethod {
public:
   MethodLD(const TString &jobName, const TString &methodTitle, DataSetInfo &dsi, const TString &theOption = "LD");
   MethodLD(DataSetInfo &dsi, const TString &weightFile);

   using LinearMethod::GetMvaValue;
   using LinearMethod::GetRegressionValues;

   Bool_t HasAnalysisType(Types::EAnalysisType type, UInt_t numberClasses, UInt_t numberTargets) override;
   void Train() override;
   /// In a regression the target, in its own units.
   Double_t GetMvaValue(Double_t *err = nullptr, Double_t *errUpper = nullptr) override;
   const std::vector<Float_t> &GetRegressionValues() override;
   void AddWeightsXMLTo(void *parent) const override;
   void ReadWeightsFromXML(void *weights) override;

protected:
   void DeclareOptions() override {}
   void GetHelpMessage() const override;
   void AddRegressionOutput(Types::ETreeType type) override;

private:
   std::vector<Float_t> fValues; ///< what GetRegressionValues hands out
};

} // namespace TMVA

#endif
