#include "evaluate/MulticlassPerformance.h"

#include "TMVA/MsgLogger.h"
#include "evaluate/CurveNumbers.h"

#include "TGraph.h"

#include <algorithm>

namespace TMVA {
namespace {

const TGraph &GetCurve(const Results &results, const TString &name)
{
   const TGraph *curve = results.GetGraph(name);
   if (!curve)
      MsgLogger("Results") << kFATAL << "Method \"" << results.GetName() << "\": there is no curve " << name
                           << ". Call TestMulticlass() of the method first." << Endl;
   return *curve;
}

} // namespace

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

TString NameOfCurve(const TString &prefix, const DataSetInfo &info, UInt_t signal, UInt_t background)
{
   const auto name = [&](UInt_t cls) { return TString(info.GetClassInfo(Int_t(cls))->GetName()); };
   return signal == background ? prefix + "_rejBvsS_" + name(signal)
                               : prefix + "_1v1rejBvsS_" + name(signal) + "_vs_" + name(background);
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

MulticlassPerformance MeasureMulticlass(const TString &prefix, const DataSetInfo &info, const Results &results,
                                        const std::vector<Double_t> &backgroundEfficiencies)
{
   const UInt_t nClasses = results.GetNOutputs();
   const std::size_t n = backgroundEfficiencies.size();
   MulticlassPerformance performance{{}, std::vector(n, std::vector<Double_t>(nClasses)),
                                     std::vector(n, TMatrixD(nClasses, nClasses))};
   for (UInt_t row = 0; row < nClasses; ++row) {
      for (UInt_t column = 0; column < nClasses; ++column) {
         const TGraph &curve = GetCurve(results, NameOfCurve(prefix, info, row, column));
         if (row == column)
            performance.fROCIntegrals.push_back(GetAreaBelow(curve));
         for (std::size_t i = 0; i < n; ++i) {
            const Double_t effS = FindSignalEfficiency(curve, backgroundEfficiencies[i]);
            (row == column ? performance.fEfficiencies[i][row] : performance.fConfusions[i](row, column)) = effS;
         }
      }
   }
   return performance;
}

TMatrixD ComputeConfusion(const EventTable &events, const Results &results, Double_t effB)
{
   const Int_t nClasses = results.GetNOutputs();
   TMatrixD confusion(nClasses, nClasses);
   for (Int_t row = 0; row < nClasses; ++row)
      for (Int_t column = 0; column < nClasses; ++column)
         confusion(row, column) = ROCCurve(ListPair(events, results, row, column)).GetEffSForEffB(effB);
   return confusion;
}

} // namespace TMVA
