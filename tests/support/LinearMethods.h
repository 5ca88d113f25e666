#ifndef PYTMVA_TESTS_LinearMethods
#define PYTMVA_TESTS_LinearMethods

#include "TMVA/ClassifierFactory.h"
#include "TMVA/DataSet.h"
#include "TMVA/MethodBase.h"
#include "TMVA/Ranking.h"
#include "TMVA/Tools.h"

#include "TMatrixD.h"
#include "TVectorD.h"

#include <cmath>
#include <memory>
#include <vector>

/// \file
/// Two small methods for the tests of the core, compiled by cling. Their weights are those of genuine TMVA, so that its
/// golden weight files can be read and its golden responses compared with.
namespace TMVA {

/// response = sum of coefficient i times variable i, and the offset, number 0.
class LinearMethod : public MethodBase {
public:
   using MethodBase::MethodBase;
   using MethodBase::GetMvaValue;
   using MethodBase::GetRegressionValues;

   Double_t GetMvaValue(Double_t *err = nullptr, Double_t *errUpper = nullptr) override
   {
      NoErrorCalc(err, errUpper);
      const Event *event = GetEvent();
      Double_t response = fCoefficients[0];
      for (UInt_t i = 0; i < event->GetNVariables(); ++i)
         response += fCoefficients[i + 1] * event->GetValue(i);
      return response;
   }

   const Ranking *CreateRanking() override
   {
      fRanking = std::make_unique<Ranking>(GetMethodName(), "Coefficient");
      for (UInt_t i = 0; i < GetNvar(); ++i)
         fRanking->AddRank(Rank(GetInputLabel(i), std::abs(fCoefficients[i + 1])));
      return fRanking.get();
   }

   void AddWeightsXMLTo(void *parent) const override
   {
      void *weights = gTools().AddChild(parent, "Weights");
      gTools().AddAttr(weights, "NCoeff", fCoefficients.size());
      for (std::size_t i = 0; i < fCoefficients.size(); ++i) {
         void *node = gTools().AddChild(weights, "Coefficient");
         gTools().AddAttr(node, "Index", i);
         gTools().AddAttr(node, "Value", fCoefficients[i]);
      }
   }

   void ReadWeightsFromXML(void *weights) override
   {
      fCoefficients.clear();
      for (void *node = gTools().GetChild(weights, "Coefficient"); node; node = gTools().GetNextChild(node)) {
         fCoefficients.push_back(0);
         gTools().ReadAttr(node, "Value", fCoefficients.back());
      }
   }

   using MethodBase::ReadWeightsFromStream;
   void ReadWeightsFromStream(std::istream &) override {}

protected:
   void Init() override {}
   void ProcessOptions() override {}
   void GetHelpMessage() const override { Log() << kINFO << "A linear method for tests" << Endl; }

   std::vector<Double_t> fCoefficients;

private:
   std::unique_ptr<Ranking> fRanking;
};

/// Fisher's discriminant.
class MethodFisher : public LinearMethod {
public:
   MethodFisher(const TString &job, const TString &title, DataSetInfo &dsi, const TString &options)
      : LinearMethod(job, Types::kFisher, title, dsi, options) {}
   MethodFisher(DataSetInfo &dsi, const TString &weightFile) : LinearMethod(Types::kFisher, dsi, weightFile) {}

   Bool_t HasAnalysisType(Types::EAnalysisType type, UInt_t nClasses, UInt_t) override
   {
      return type == Types::kClassification && nClasses == 2;
   }

   void Train() override
   {
      const Int_t n = GetNvar();
      TVectorD mean[2] = {TVectorD(n), TVectorD(n)};
      TMatrixD squares[2] = {TMatrixD(n, n), TMatrixD(n, n)};
      Double_t sum[2] = {0, 0};
      for (Long64_t row = 0; row < Data()->GetNTrainingEvents(); ++row) {
         const Event *event = GetTrainingEvent(row);
         const Int_t s = DataInfo().IsSignal(event) ? 0 : 1;
         sum[s] += event->GetWeight();
         for (Int_t i = 0; i < n; ++i) {
            mean[s][i] += event->GetWeight() * event->GetValue(i);
            for (Int_t j = 0; j < n; ++j)
               squares[s](i, j) += event->GetWeight() * event->GetValue(i) * event->GetValue(j);
         }
      }
      TMatrixD within(n, n);
      for (Int_t s = 0; s < 2; ++s) {
         mean[s] *= 1 / sum[s];
         for (Int_t i = 0; i < n; ++i)
            for (Int_t j = 0; j < n; ++j)
               within(i, j) += squares[s](i, j) / sum[s] - mean[s][i] * mean[s][j];
      }
      within.Invert();
      const TVectorD direction = within * (mean[0] - mean[1]);
      const Double_t scale = std::sqrt(sum[0] * sum[1]) / (sum[0] + sum[1]);
      fCoefficients.assign(n + 1, 0);
      for (Int_t i = 0; i < n; ++i) {
         fCoefficients[i + 1] = scale * direction[i];
         fCoefficients[0] -= fCoefficients[i + 1] * (mean[0][i] + mean[1][i]) / 2;
      }
   }

protected:
   void DeclareOptions() override
   {
      DeclareOptionRef(fMethod, "Method", "Discrimination method");
      AddPreDefVal(TString("Fisher"));
   }

private:
   TString fMethod = "Fisher";
};

/// Linear regression of one target, which is read and applied, but not trained.
class MethodLD : public LinearMethod {
public:
   MethodLD(const TString &job, const TString &title, DataSetInfo &dsi, const TString &options)
      : LinearMethod(job, Types::kLD, title, dsi, options) {}
   MethodLD(DataSetInfo &dsi, const TString &weightFile) : LinearMethod(Types::kLD, dsi, weightFile) {}

   Bool_t HasAnalysisType(Types::EAnalysisType type, UInt_t, UInt_t nTargets) override
   {
      return type == Types::kRegression && nTargets == 1;
   }
   void Train() override { fCoefficients.assign(GetNvar() + 1, 0); }

   using MethodBase::GetRegressionValues;
   const std::vector<Float_t> &GetRegressionValues() override
   {
      Event event(*GetEvent());
      event.SetTarget(0, GetMvaValue());
      fValues.assign(1, GetTransformationHandler().InverseTransform(&event)->GetTarget(0));
      return fValues;
   }

protected:
   void DeclareOptions() override {}

private:
   std::vector<Float_t> fValues;
};

template <class Method>
IMethod *CreateForTests(const TString &job, const TString &title, DataSetInfo &dsi, const TString &option)
{
   if (job == "" && title == "")
      return new Method(dsi, option);
   return new Method(job, title, dsi, option);
}

inline void RegisterLinearMethods()
{
   ClassifierFactory::Instance().Register("Fisher", CreateForTests<MethodFisher>);
   ClassifierFactory::Instance().Register("LD", CreateForTests<MethodLD>);
   Types::Instance().AddTypeMapping(Types::kFisher, "Fisher");
   Types::Instance().AddTypeMapping(Types::kLD, "LD");
}

} // namespace TMVA

#endif
