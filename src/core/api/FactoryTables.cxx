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

/// `measure(events, results)` for both samples.
template <class Measure>
auto CompareSamples(const MethodBase &method, Measure measure)
{
   const auto of = [&](Types::ETreeType type) {
      DataSet &data = *method.Data();
      return measure(data.GetTable(type), *data.GetResults(method.GetMethodName(), type, method.GetAnalysisType()));
   };
   TestAndTraining<decltype(of(Types::kTesting))> comparison{
      method.DataInfo().GetName(), method.GetMethodName(), of(Types::kTesting), of(Types::kTraining), {}};
   for (UInt_t i = 0; i < method.DataInfo().GetNClasses(); ++i)
      comparison.fClasses.push_back(method.DataInfo().GetClassInfo(Int_t(i))->GetName());
   return comparison;
}

MulticlassPerformance MeasureAtQuoted(const EventTable &events, const Results &results)
{
   std::vector<Double_t> backgroundEfficiencies;
   for (const TString quoted : kQuotedBackgroundEfficiencies)
      backgroundEfficiencies.push_back(quoted.Atof());
   return MeasureMulticlass(events, results, backgroundEfficiencies);
}

RegressionPerformance MeasureFirstTarget(const EventTable &events, const Results &results)
{
   return MeasureRegression(events, results);
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
            regressions.push_back(CompareSamples(method, MeasureFirstTarget));
         else if (method.DoMulticlass())
            multiclass.push_back(CompareSamples(method, MeasureAtQuoted));
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
