#include "TMVA/MethodLD.h"

#include "data/Covariance.h"

#include "TMVA/ClassifierFactory.h"
#include "TMVA/Results.h"
#include "TMVA/Tools.h"

#include <algorithm>
#include <cmath>

REGISTER_METHOD(LD)

namespace TMVA {

MethodLD::MethodLD(const TString &jobName, const TString &methodTitle, DataSetInfo &dsi, const TString &theOption)
   : LinearMethod(jobName, Types::kLD, methodTitle, dsi, theOption)
{
}

MethodLD::MethodLD(DataSetInfo &dsi, const TString &weightFile) : LinearMethod(Types::kLD, dsi, weightFile) {}

Bool_t MethodLD::HasAnalysisType(Types::EAnalysisType type, UInt_t numberClasses, UInt_t numberTargets)
{
   return (type == Types::kClassification && numberClasses == 2) || (type == Types::kRegression && numberTargets == 1);
}

void MethodLD::Train()
{
   const Int_t nVariables = GetNvar();
   Covariance joint(nVariables + 1); // of the variables and, in the last column, what is fitted
   std::vector<Double_t> point;
   for (Long64_t i = 0; i < Data()->GetNTrainingEvents(); ++i) {
      const Event &event = *GetTrainingEvent(i);
      point.assign(event.GetValues().begin(), event.GetValues().end());
      point.push_back(DoRegression() ? event.GetTarget(0) : Double_t(DataInfo().IsSignal(&event)));
      joint.Add(point, event.GetWeight());
   }
   if (!(joint.GetSumOfWeights() > 0))
      Log() << kFATAL << "Method " << GetMethodName() << " (LD): the weights of the training events add up to "
            << joint.GetSumOfWeights() << ", expected more than 0. Check the weight expressions and cuts" << Endl;
   const TMatrixDSym matrix = joint.GetMatrix();
   const TVectorD mean = joint.GetMean();
   TVectorD withTarget(nVariables);
   for (Int_t i = 0; i < nVariables; ++i)
      withTarget[i] = matrix(i, nVariables);
   const TVectorD slopes = Solve(matrix.GetSub(0, nVariables - 1, 0, nVariables - 1), withTarget);
   Double_t offset = mean[nVariables];
   for (Int_t i = 0; i < nVariables; ++i)
      offset -= slopes[i] * mean[i];
   TVectorD importance(slopes);
   SetResult(slopes, offset, importance.Abs());
}

Double_t MethodLD::GetMvaValue(Double_t *err, Double_t *errUpper)
{
   NoErrorCalc(err, errUpper);
   return DoRegression() ? GetRegressionValues()[0] : LinearMethod::GetMvaValue(err, errUpper);
}

const std::vector<Float_t> &MethodLD::GetRegressionValues()
{
   Event event(*GetEvent());
   event.SetTarget(0, Respond(event.GetValues().data()));
   fValues.assign(1, GetTransformationHandler().InverseTransform(&event)->GetTarget(0));
   return fValues;
}

void MethodLD::AddRegressionOutput(Types::ETreeType type)
{
   const EventTable &events = Data()->GetTable(type);
   Results &results = *Data()->GetResults(GetMethodName(), type, Types::kRegression);
   results.Resize(events.GetNRows());
   std::vector<Float_t> row(events.GetNColumns());
   Float_t &target = row[events.GetNVariables()];
   for (std::size_t i = 0; i < events.GetNRows(); ++i) {
      std::copy_n(events.GetRow(i), row.size(), row.begin());
      GetTransformationHandler().Transform(row.data(), 1);
      target = Respond(row.data());
      GetTransformationHandler().InverseTransform(row.data(), 1);
      results.SetValues({target}, i);
   }
}

void MethodLD::AddWeightsXMLTo(void *parent) const
{
   void *weights = gTools().AddChild(parent, "Weights");
   gTools().AddAttr(weights, "NOut", 1);
   gTools().AddAttr(weights, "NCoeff", GetCoefficients().size());
   for (std::size_t i = 0; i < GetCoefficients().size(); ++i) {
      void *node = gTools().AddChild(weights, "Coefficient");
      gTools().AddAttr(node, "IndexOut", 0);
      gTools().AddAttr(node, "IndexCoeff", i);
      gTools().AddAttr(node, "Value", GetCoefficients()[i]);
   }
}

void MethodLD::ReadWeightsFromXML(void *weights)
{
   ReadCoefficients(weights, "IndexCoeff");
}

void MethodLD::GetHelpMessage() const
{
   Log() << kINFO << "LD is a linear regression: of the target, or of 1 for signal and 0 for background." << Endl;
   Log() << kINFO << "It is exact where the target is a linear function of the variables; transform them (VarTransform) to "
         << "come closer to that." << Endl;
   Log() << kINFO << "A network should do better than it. If it does not, train it longer, or with other variables." << Endl;
}

} // namespace TMVA
