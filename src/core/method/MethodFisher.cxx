#include "TMVA/MethodFisher.h"

#include "data/Covariance.h"

#include "TMVA/ClassifierFactory.h"
#include "TMVA/Tools.h"

#include <cmath>

REGISTER_METHOD(Fisher)

namespace TMVA {
namespace {

/// The covariance between two classes: of their means, around the mean of all.
TMatrixDSym Between(const Covariance &signal, const Covariance &background)
{
   const TVectorD difference = signal.GetMean() - background.GetMean();
   const Double_t sum = signal.GetSumOfWeights() + background.GetSumOfWeights();
   TMatrixDSym between(difference.GetNrows());
   between.Rank1Update(difference, signal.GetSumOfWeights() * background.GetSumOfWeights() / (sum * sum));
   return between;
}

} // namespace

MethodFisher::MethodFisher(const TString &jobName, const TString &methodTitle, DataSetInfo &dsi, const TString &theOption)
   : LinearMethod(jobName, Types::kFisher, methodTitle, dsi, theOption)
{
}

MethodFisher::MethodFisher(DataSetInfo &dsi, const TString &weightFile) : LinearMethod(Types::kFisher, dsi, weightFile) {}

Bool_t MethodFisher::HasAnalysisType(Types::EAnalysisType type, UInt_t numberClasses, UInt_t)
{
   return type == Types::kClassification && numberClasses == 2;
}

void MethodFisher::DeclareOptions()
{
   DeclareOptionRef(fMethod, "Method", "Measure distances by the covariance within the classes, or by that of all events");
   AddPreDefVal(TString("Fisher"));
   AddPreDefVal(TString("Mahalanobis"));
}

void MethodFisher::Train()
{
   Covariance signal(GetNvar()), background(GetNvar());
   std::vector<Double_t> point;
   for (Long64_t i = 0; i < Data()->GetNTrainingEvents(); ++i) {
      const Event &event = *GetTrainingEvent(i);
      point.assign(event.GetValues().begin(), event.GetValues().end());
      (DataInfo().IsSignal(&event) ? signal : background).Add(point, event.GetWeight());
   }
   for (const Covariance *sample : {&signal, &background})
      if (!(sample->GetSumOfWeights() > 0))
         Log() << kFATAL << "Method " << GetMethodName() << " (Fisher): the weights of the "
               << (sample == &signal ? "signal" : "background") << " training events add up to "
               << sample->GetSumOfWeights() << ", expected more than 0. Check the weight expressions and cuts" << Endl;
   const TMatrixDSym within = signal.GetMatrix() + background.GetMatrix();
   const TMatrixDSym between = Between(signal, background);
   const TMatrixDSym all = within + between;
   const Double_t nS = signal.GetSumOfWeights(), nB = background.GetSumOfWeights();
   const TVectorD meanS = signal.GetMean(), meanB = background.GetMean();
   const TVectorD slopes = std::sqrt(nS * nB) / (nS + nB) * Solve(fMethod == "Fisher" ? within : all, meanS - meanB);
   TVectorD power(GetNvar());
   for (UInt_t i = 0; i < GetNvar(); ++i)
      power[i] = between(i, i) / all(i, i);
   SetResult(slopes, -0.5 * (slopes * (meanS + meanB)), power);
}

void MethodFisher::AddWeightsXMLTo(void *parent) const
{
   void *weights = gTools().AddChild(parent, "Weights");
   gTools().AddAttr(weights, "NCoeff", GetCoefficients().size());
   for (std::size_t i = 0; i < GetCoefficients().size(); ++i) {
      void *node = gTools().AddChild(weights, "Coefficient");
      gTools().AddAttr(node, "Index", i);
      gTools().AddAttr(node, "Value", GetCoefficients()[i]);
   }
}

void MethodFisher::ReadWeightsFromXML(void *weights)
{
   ReadCoefficients(weights, "Index");
}

void MethodFisher::GetHelpMessage() const
{
   Log() << kINFO << "Fisher's discriminant is the weighted sum of the variables that parts signal and background best "
         << "where both are Gaussian with the same covariance." << Endl;
   Log() << kINFO << "It sees differences of means, not of shapes. Where variables are far from Gaussian, transform them "
         << "first (VarTransform)." << Endl;
   Log() << kINFO << "A network should do better than it. If it does not, train it longer, or with other variables." << Endl;
}

} // namespace TMVA
