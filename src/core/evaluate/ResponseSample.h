#ifndef PYTMVA_evaluate_ResponseSample
#define PYTMVA_evaluate_ResponseSample

#include "TMVA/EventTable.h"
#include "TMVA/ROCCurve.h"
#include "TMVA/Results.h"

#include <vector>

namespace TMVA {

/// Responses to the events of one class (or of all others) with the weights of the events.
struct ResponseSample {
   std::vector<Float_t> fValues;
   std::vector<Double_t> fWeights;

   Double_t GetSumOfWeights() const;
   Double_t GetMean() const;
   Double_t GetRMS() const; ///< standard deviation; 0 where negative weights leave none
};

struct SignalAndBackground {
   ResponseSample fSignal;
   ResponseSample fBackground;
};

/// Output `output` of all events, parted into class `signalClass` and the rest. Fatal, naming the method, if there is not
/// one response an event, if one is not finite, or if either part is empty.
SignalAndBackground SplitResponses(const EventTable &events, const Results &results, UInt_t signalClass, UInt_t output = 0);

/// The same in the order of the events, as ROCCurve takes it.
std::vector<ROCCurve::Mva>
ListResponses(const EventTable &events, const Results &results, UInt_t signalClass, UInt_t output = 0);

/// Fatal, naming the method, if there is not one response an event, if one is not finite or if there are no events.
void RequireResponses(const EventTable &events, const Results &results);

} // namespace TMVA

#endif
