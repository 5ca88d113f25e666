#include "evaluate/ResponseSample.h"

#include "TMVA/MsgLogger.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace TMVA {

namespace {

void CheckComplete(const EventTable &events, const Results &results)
{
   if (events.GetNRows() == static_cast<std::size_t>(results.GetSize()))
      return;
   MsgLogger log("Results");
   log << kFATAL << "Method \"" << results.GetName() << "\" has " << results.GetSize() << " responses to the "
       << events.GetNRows() << (results.GetTreeType() == Types::kTraining ? " training" : " test")
       << " events. Call TrainAllMethods() and TestAllMethods() before they are evaluated." << Endl;
}

void CheckFinite(const Results &results, UInt_t output)
{
   for (Long64_t i = 0; i < results.GetSize(); ++i) {
      const Float_t value = results.GetValues(i)[output];
      if (std::isfinite(value))
         continue;
      MsgLogger log("Results");
      log << kFATAL << "Method \"" << results.GetName() << "\": the response to event " << i << " is " << value
          << ", expected a finite number. Check the training (learning rate, input ranges)." << Endl;
   }
}

void CheckNotEmpty(std::size_t size, const Results &results, const char *what)
{
   if (size > 0)
      return;
   MsgLogger log("Results");
   log << kFATAL << "Method \"" << results.GetName() << "\" cannot be evaluated: there are no" << what
       << (results.GetTreeType() == Types::kTraining ? " training" : " test")
       << " events. Check the cuts and the nTrain and nTest options of PrepareTrainingAndTestTree." << Endl;
}

} // namespace

Double_t ResponseSample::GetSumOfWeights() const
{
   return std::accumulate(fWeights.begin(), fWeights.end(), 0.);
}

Double_t ResponseSample::GetMean() const
{
   return std::inner_product(fValues.begin(), fValues.end(), fWeights.begin(), 0.) / GetSumOfWeights();
}

Double_t ResponseSample::GetRMS() const
{
   Double_t sumOfSquares = 0;
   for (std::size_t i = 0; i < fValues.size(); ++i)
      sumOfSquares += fWeights[i] * fValues[i] * fValues[i];
   const Double_t mean = GetMean();
   return std::sqrt(std::max(0., sumOfSquares / GetSumOfWeights() - mean * mean));
}

SignalAndBackground SplitResponses(const EventTable &events, const Results &results, UInt_t signalClass, UInt_t output)
{
   CheckComplete(events, results);
   CheckFinite(results, output);
   SignalAndBackground parts;
   for (std::size_t i = 0; i < events.GetNRows(); ++i) {
      ResponseSample &part = events.GetClass(i) == signalClass ? parts.fSignal : parts.fBackground;
      part.fValues.push_back(results.GetValues(i)[output]);
      part.fWeights.push_back(events.GetWeight(i));
   }
   CheckNotEmpty(parts.fSignal.fValues.size(), results, " signal");
   CheckNotEmpty(parts.fBackground.fValues.size(), results, " background");
   return parts;
}

std::vector<ROCCurve::Mva>
ListResponses(const EventTable &events, const Results &results, UInt_t signalClass, UInt_t output)
{
   CheckComplete(events, results);
   CheckFinite(results, output);
   std::vector<ROCCurve::Mva> list;
   list.reserve(events.GetNRows());
   for (std::size_t i = 0; i < events.GetNRows(); ++i)
      list.emplace_back(results.GetValues(i)[output], events.GetWeight(i), events.GetClass(i) == signalClass);
   return list;
}

void RequireResponses(const EventTable &events, const Results &results)
{
   CheckComplete(events, results);
   CheckNotEmpty(events.GetNRows(), results, "");
   for (UInt_t output = 0; output < results.GetNOutputs(); ++output)
      CheckFinite(results, output);
}

} // namespace TMVA
