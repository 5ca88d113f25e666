#include "evaluate/MulticlassPerformance.h"

#include "TMVA/DataSetInfo.h"
#include "TMVA/MsgLogger.h"

#include <algorithm>

namespace TMVA {

std::vector<ROCCurve::Mva>
ListPair(const EventTable &events, const Results &results, UInt_t signal, UInt_t background)
{
   std::vector<ROCCurve::Mva> list;
   for (std::size_t i = 0; i < events.GetNRows(); ++i) {
      const UInt_t cls = events.GetClass(i);
      if (cls == signal || cls == background)
         list.emplace_back(results.GetValues(i)[signal], events.GetWeight(i), cls == signal);
   }
   return list;
}

void RequireEachClass(const DataSetInfo &info, const EventTable &events, const Results &results)
{
   std::vector<Bool_t> found(info.GetNClasses(), kFALSE);
   for (std::size_t i = 0; i < events.GetNRows(); ++i)
      found[events.GetClass(i)] = kTRUE;
   for (UInt_t cls = 0; cls < info.GetNClasses(); ++cls) {
      if (found[cls])
         continue;
      const TString name = info.GetClassInfo(Int_t(cls))->GetName();
      MsgLogger log("Results");
      log << kFATAL << "Method \"" << results.GetName() << "\" cannot be evaluated: class \"" << name << "\" has no "
          << (results.GetTreeType() == Types::kTraining ? "training" : "test")
          << " events. Check its cut and the options nTrain_" << name << " and nTest_" << name
          << " of PrepareTrainingAndTestTree." << Endl;
   }
}

std::vector<TMatrixD> ComputeConfusions(const EventTable &events, const Results &results,
                                        const std::vector<Double_t> &backgroundEfficiencies)
{
   const Int_t nClasses = results.GetNOutputs();
   std::vector<TMatrixD> confusions(backgroundEfficiencies.size(), TMatrixD(nClasses, nClasses));
   for (Int_t row = 0; row < nClasses; ++row) {
      for (Int_t column = 0; column < nClasses; ++column) {
         ROCCurve curve(ListPair(events, results, row, column));
         for (std::size_t i = 0; i < backgroundEfficiencies.size(); ++i)
            confusions[i](row, column) = curve.GetEffSForEffB(backgroundEfficiencies[i]);
      }
   }
   return confusions;
}

ClassAssignment AssignToLargestOutput(const EventTable &events, const Results &results)
{
   const UInt_t nClasses = results.GetNOutputs();
   std::vector<Double_t> ofClass(nClasses), assigned(nClasses), correct(nClasses);
   for (std::size_t i = 0; i < events.GetNRows(); ++i) {
      const Float_t *values = results.GetValues(i);
      const UInt_t cls = events.GetClass(i), largest = std::max_element(values, values + nClasses) - values;
      ofClass[cls] += events.GetWeight(i);
      assigned[largest] += events.GetWeight(i);
      if (cls == largest)
         correct[cls] += events.GetWeight(i);
   }
   ClassAssignment assignment;
   for (UInt_t cls = 0; cls < nClasses; ++cls) {
      assignment.fEfficiencies.push_back(ofClass[cls] > 0 ? correct[cls] / ofClass[cls] : 0);
      assignment.fPurities.push_back(assigned[cls] > 0 ? correct[cls] / assigned[cls] : 0);
   }
   return assignment;
}

MulticlassPerformance MeasureMulticlass(const EventTable &events, const Results &results,
                                        const std::vector<Double_t> &backgroundEfficiencies)
{
   MulticlassPerformance performance;
   performance.fEfficiencies.resize(backgroundEfficiencies.size());
   for (UInt_t cls = 0; cls < results.GetNOutputs(); ++cls) {
      ROCCurve curve(ListResponses(events, results, cls, cls));
      performance.fROCIntegrals.push_back(curve.GetROCIntegral());
      for (std::size_t i = 0; i < backgroundEfficiencies.size(); ++i)
         performance.fEfficiencies[i].push_back(curve.GetEffSForEffB(backgroundEfficiencies[i]));
   }
   performance.fConfusions = ComputeConfusions(events, results, backgroundEfficiencies);
   return performance;
}

} // namespace TMVA
