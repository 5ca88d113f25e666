#ifndef PYTMVA_evaluate_MulticlassPerformance
#define PYTMVA_evaluate_MulticlassPerformance

#include "TMVA/DataSetInfo.h"
#include "evaluate/ResponseSample.h"

#include "TMatrixD.h"

#include <vector>

namespace TMVA {

/// Events of class `signal` against those of class `background` only, with output `signal` as their response.
std::vector<ROCCurve::Mva>
ListPair(const EventTable &events, const Results &results, UInt_t signal, UInt_t background);

/// Fatal, naming the method and the class, if a class has no events.
void RequireEachClass(const DataSetInfo &info, const EventTable &events, const Results &results);

/// The name of the curve of class `signal` against class `background`; where they are the same, against all others.
/// `prefix` is "MVA_<title>_Test" or "MVA_<title>_Train".
TString NameOfCurve(const TString &prefix, const DataSetInfo &info, UInt_t signal, UInt_t background);

/// How well one sample is classified: each class against all others, and each class (row) against each other (column).
struct MulticlassPerformance {
   std::vector<Double_t> fROCIntegrals;              ///< one a class
   std::vector<std::vector<Double_t>> fEfficiencies; ///< [background efficiency][class]
   std::vector<TMatrixD> fConfusions;                ///< one a background efficiency, see ComputeConfusion; 0 on the diagonal
};

/// Of the curves that StoreMulticlassHistograms has left in `results`.
MulticlassPerformance MeasureMulticlass(const TString &prefix, const DataSetInfo &info, const Results &results,
                                        const std::vector<Double_t> &backgroundEfficiencies);

/// Of each class the fraction of its events whose largest output is that of the class, and the fraction of such events
/// that are of the class; 0 where there are none.
struct ClassAssignment {
   std::vector<Float_t> fEfficiencies;
   std::vector<Float_t> fPurities;
};

ClassAssignment AssignToLargestOutput(const EventTable &events, const Results &results);

/// The efficiency of the class of a row at background efficiency `effB`, if the class of the column is the background and
/// the cut is at the output for the class of the row. On the diagonal, where there is no background, it means nothing.
TMatrixD ComputeConfusion(const EventTable &events, const Results &results, Double_t effB);

} // namespace TMVA

#endif
