#ifndef PYTMVA_evaluate_RegressionPerformance
#define PYTMVA_evaluate_RegressionPerformance

#include "TMVA/EventTable.h"
#include "TMVA/Results.h"

#include <array>

namespace TMVA {

/// Weighted averages of the deviation of a regression from its target. Element 0: of all events; element 1, "truncated": of
/// those that deviate by no more than two standard deviations from the mean deviation.
struct RegressionPerformance {
   std::array<Double_t, 2> fBias{};              ///< mean deviation
   std::array<Double_t, 2> fDeviation{};         ///< mean absolute deviation
   std::array<Double_t, 2> fRMS{};               ///< standard deviation of the deviation
   std::array<Double_t, 2> fMutualInformation{}; ///< between response and target, see GetMutualInformation
   Double_t fCorrelation = 0;                    ///< linear, between response and target of all events
};

/// Response `target` of `results` against that target. Fatal, naming the method, if responses are missing or not finite.
RegressionPerformance MeasureRegression(const EventTable &events, const Results &results, UInt_t target = 0);

} // namespace TMVA

#endif
