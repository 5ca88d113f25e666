#ifndef PYTMVA_evaluate_MulticlassPerformance
#define PYTMVA_evaluate_MulticlassPerformance

#include "evaluate/ResponseSample.h"

#include "TMatrixD.h"

#include <vector>

namespace TMVA {

/// Events of class `signal` against those of class `background` only, with output `signal` as their response.
std::vector<ROCCurve::Mva>
ListPair(const EventTable &events, const Results &results, UInt_t signal, UInt_t background);

/// Fatal, naming the method and the class, if a class has no events.
void RequireEachClass(const DataSetInfo &info, const EventTable &events, const Results &results);

/// How well one sample is classified: each class against all others, and each class (row) against each other (column).
struct MulticlassPerformance {
   std::vector<Double_t> fROCIntegrals;              ///< one a class
   std::vector<std::vector<Double_t>> fEfficiencies; ///< [background efficiency][class]
   std::vector<TMatrixD> fConfusions;                ///< one a background efficiency, see ComputeConfusions
};

MulticlassPerformance MeasureMulticlass(const EventTable &events, const Results &results,
                                        const std::vector<Double_t> &backgroundEfficiencies);

/// Of each class the fraction of its events whose largest output is that of the class, and the fraction of such events
/// that are of the class; 0 where there are none.
struct ClassAssignment {
   std::vector<Float_t> fEfficiencies;
   std::vector<Float_t> fPurities;
};

ClassAssignment AssignToLargestOutput(const EventTable &events, const Results &results);

/// For each background efficiency the efficiency of the class of a row, if the class of the column is the background and the
/// cut is at the output for the class of the row. On the diagonal, where there is no background, it means nothing.
std::vector<TMatrixD> ComputeConfusions(const EventTable &events, const Results &results,
                                        const std::vector<Double_t> &backgroundEfficiencies);

} // namespace TMVA

#endif
