#include "TMVA/DataLoader.h"
#include "TMVA/DataSet.h"
#include "TMVA/DataSetInfo.h"
#include "TMVA/Factory.h"
#include "TMVA/MethodBase.h"
#include "TMVA/Results.h"
#include "evaluate/EvaluationTables.h"

namespace TMVA {

namespace {

ClassifierPerformance GetPerformance(MethodBase &method, Double_t rocIntegral)
{
   ClassifierPerformance performance{method.DataInfo().GetName(), method.GetMethodName(), 0, rocIntegral, {}, {}};
   Double_t error = 0;
   performance.fArea = method.GetEfficiency("", Types::kTesting, error);
   for (std::size_t i = 0; i < kQuotedBackgroundEfficiencies.size(); ++i) {
      const TString spec = TString("Efficiency:") + kQuotedBackgroundEfficiencies[i];
      performance.fTestEfficiency[i] = method.GetEfficiency(spec, Types::kTesting, error);
      performance.fTrainingEfficiency[i] = method.GetTrainingEfficiency(spec);
   }
   return performance;
}

/// `measure(type)` of both samples.
template <class Measure>
auto CompareSamples(const MethodBase &method, Measure measure)
{
   TestAndTraining<decltype(measure(Types::kTesting))> comparison{
      method.DataInfo().GetName(), method.GetMethodName(), measure(Types::kTesting), measure(Types::kTraining), {}};
   for (UInt_t i = 0; i < method.DataInfo().GetNClasses(); ++i)
      comparison.fClasses.push_back(method.DataInfo().GetClassInfo(Int_t(i))->GetName());
   return comparison;
}

const Results &ResultsOf(const MethodBase &method, Types::ETreeType type)
{
   return *method.Data()->GetResults(method.GetMethodName(), type, method.GetAnalysisType());
}

MulticlassComparison CompareMulticlass(const MethodBase &method)
{
   std::vector<Double_t> quoted;
   for (const TString efficiency : kQuotedBackgroundEfficiencies)
      quoted.push_back(efficiency.Atof());
   return CompareSamples(method, [&](Types::ETreeType type) {
      const TString prefix = method.GetTestvarName() + (type == Types::kTraining ? "_Train" : "_Test");
      return MeasureMulticlass(prefix, method.DataInfo(), ResultsOf(method, type), quoted);
   });
}

RegressionComparison CompareRegression(const MethodBase &method)
{
   return CompareSamples(method, [&](Types::ETreeType type) {
      return MeasureRegression(method.Data()->GetTable(type), ResultsOf(method, type));
   });
}

} // namespace

void Factory::PrintTables()
{
   std::vector<ClassifierPerformance> classifiers;
   std::vector<MulticlassComparison> multiclass;
   std::vector<RegressionComparison> regressions;
   for (const auto &[name, dataSet] : fDataSets) {
      for (const BookedMethod &booked : dataSet.fMethods) {
         MethodBase &method = *booked.fMethod;
         if (!booked.fTested)
            continue;
         if (method.DoRegression())
            regressions.push_back(CompareRegression(method));
         else if (method.DoMulticlass())
            multiclass.push_back(CompareMulticlass(method));
         else
            classifiers.push_back(GetPerformance(method, GetROCIntegral(name, method.GetName())));
      }
   }
   PrintPerformance(std::move(classifiers), Log());
   PrintPerformance(multiclass, Log());
   PrintPerformance(std::move(regressions), Log());
}

void Factory::PrintCorrelations()
{
   for (const auto &[name, dataSet] : fDataSets) {
      DataSet *data = dataSet.fLoader->GetDataSetInfo().GetDataSet();
      std::vector<const Results *> classifiers;
      for (const BookedMethod &booked : dataSet.fMethods) {
         if (booked.fTested && booked.fMethod->GetAnalysisType() == Types::kClassification)
            classifiers.push_back(
               data->GetResults(booked.fMethod->GetName(), Types::kTesting, Types::kClassification));
      }
      if (classifiers.size() > 1)
         PrintResponseCorrelations(dataSet.fLoader->GetDataSetInfo(), data->GetTable(Types::kTesting), classifiers, Log());
   }
}

} // namespace TMVA
