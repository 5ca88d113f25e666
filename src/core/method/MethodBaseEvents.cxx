/// \file
/// MethodBase: the transformed events, and the responses to them.
#include "TMVA/MethodBase.h"
#include "TMVA/Results.h"
#include "base/Progress.h"

#include "TStopwatch.h"

#include <algorithm>

namespace TMVA {
namespace {

constexpr Long64_t kEventsInBlock = 64 * 1024; // whose responses are asked for in one go
constexpr Long64_t kEventsBetweenUpdates = 1024;

/// Puts an event in place of the current one for as long as it lives.
class Substitute {
public:
   Substitute(const Event *&place, const Event *event) : fPlace(place), fBefore(place) { fPlace = event; }
   ~Substitute() { fPlace = fBefore; }
   Substitute(const Substitute &) = delete;
   Substitute &operator=(const Substitute &) = delete;

private:
   const Event *&fPlace;
   const Event *fBefore;
};

} // namespace

const Event *MethodBase::Prepare(const Event *event, Types::ETreeType type) const
{
   const Event *transformed = fTransformationHandler->Transform(event);
   if (!fIgnoreNegWeightsInTraining || type != Types::kTraining || transformed->GetWeight() >= 0)
      return transformed;
   fWeightlessEvent = *transformed;
   fWeightlessEvent.SetWeight(0);
   return &fWeightlessEvent;
}

const Event *MethodBase::GetEvent() const
{
   if (fTmpEvent)
      return fTransformationHandler->Transform(fTmpEvent);
   return Prepare(Data()->GetEvent(), Data()->GetCurrentType());
}

const Event *MethodBase::GetEvent(Long64_t ievt) const
{
   return Prepare(Data()->GetEvent(ievt), Data()->GetCurrentType());
}

const Event *MethodBase::GetEvent(Long64_t ievt, Types::ETreeType type) const
{
   return Prepare(Data()->GetEvent(ievt, type), type);
}

void MethodBase::GetInputs(Types::ETreeType type, Long64_t first, Long64_t last, Float_t *out, Float_t *targets) const
{
   constexpr Long64_t blockSize = 256;
   const EventTable &events = Data()->GetTable(type);
   const std::size_t nColumns = events.GetNColumns();
   std::vector<Float_t> rows(blockSize * nColumns);
   for (; first < last; first += blockSize) {
      const std::size_t n = std::min(blockSize, last - first);
      std::copy_n(events.GetRow(first), n * nColumns, rows.begin());
      fTransformationHandler->Transform(rows.data(), n);
      for (auto row = rows.begin(); row < rows.begin() + n * nColumns; row += nColumns) {
         out = std::copy_n(row, events.GetNVariables(), out);
         if (targets)
            targets = std::copy_n(row + events.GetNVariables(), events.GetNTargets(), targets);
      }
   }
}

DataSet &MethodBase::CurrentDataOf(Types::ETreeType type) const
{
   Data()->SetCurrentType(type);
   return *Data();
}

Double_t MethodBase::GetMvaValue(const Event *event, Double_t *err, Double_t *errUpper)
{
   const Substitute given(fTmpEvent, event);
   return GetMvaValue(err, errUpper);
}

const std::vector<Float_t> &MethodBase::GetRegressionValues(const Event *event)
{
   const Substitute given(fTmpEvent, event);
   return GetRegressionValues();
}

const std::vector<Float_t> &MethodBase::GetMulticlassValues(const Event *event)
{
   const Substitute given(fTmpEvent, event);
   return GetMulticlassValues();
}

const std::vector<Float_t> &MethodBase::GetRegressionValues()
{
   Log() << kFATAL << "Method " << fMethodName << " (" << GetMethodTypeName() << ") offers no regression" << Endl;
   throw FatalError("unreachable");
}

const std::vector<Float_t> &MethodBase::GetMulticlassValues()
{
   Log() << kFATAL << "Method " << fMethodName << " (" << GetMethodTypeName() << ") offers no multiclass classification"
         << Endl;
   throw FatalError("unreachable");
}

void MethodBase::NoErrorCalc(Double_t *err, Double_t *errUpper) const
{
   if (err)
      *err = -1;
   if (errUpper)
      *errUpper = -1;
}

std::vector<Double_t> MethodBase::GetMvaValues(Long64_t firstEvt, Long64_t lastEvt, Bool_t)
{
   const Long64_t nEvents = Data()->GetNEvents();
   const Long64_t end = lastEvt < 0 ? nEvents : std::min(lastEvt, nEvents);
   std::vector<Double_t> values;
   values.reserve(std::max<Long64_t>(0, end - firstEvt));
   for (Long64_t i = firstEvt; i < end; ++i) {
      Data()->SetCurrentEvent(i);
      values.push_back(GetMvaValue());
   }
   return values;
}

void MethodBase::AddOutput(Types::ETreeType type, Types::EAnalysisType analysisType)
{
   const Long64_t nEvents = CurrentDataOf(type).GetNEvents();
   Log() << kHEADER << "[" << DataInfo().GetName() << "] : Evaluation of " << fMethodName << " on "
         << (type == Types::kTraining ? "training" : "testing") << " sample (" << nEvents << " events)" << Endl;
   TStopwatch clock;
   switch (analysisType) {
   case Types::kRegression: AddRegressionOutput(type); break;
   case Types::kMulticlass: AddMulticlassOutput(type); break;
   default: AddClassifierOutput(type);
   }
   const Double_t seconds = clock.RealTime();
   if (type == Types::kTesting)
      fTestTime = seconds;
   Log() << kINFO << "Elapsed time for evaluation of " << nEvents << " events: " << TString::Format("%.3g s", seconds)
         << Endl;
   if (type == Types::kTesting && analysisType == Types::kClassification && MVAPdfS())
      AddClassifierOutputProb(type);
}

void MethodBase::AddClassifierOutput(Types::ETreeType type)
{
   DataSet &data = CurrentDataOf(type);
   Results &results = *data.GetResults(fMethodName, type, Types::kClassification);
   const Long64_t nEvents = data.GetNEvents();
   results.Resize(nEvents);
   Progress progress("Evaluating " + fMethodName, nEvents);
   for (Long64_t first = 0; first < nEvents; first += kEventsInBlock) {
      const std::vector<Double_t> values = GetMvaValues(first, std::min(nEvents, first + kEventsInBlock), kTRUE);
      for (std::size_t i = 0; i < values.size(); ++i)
         results.SetValue(values[i], first + i);
      progress.Update(first + values.size());
   }
}

void MethodBase::AddRegressionOutput(Types::ETreeType type)
{
   DataSet &data = CurrentDataOf(type);
   Results &results = *data.GetResults(fMethodName, type, Types::kRegression);
   results.Resize(data.GetNEvents());
   Progress progress("Evaluating " + fMethodName, data.GetNEvents());
   for (Long64_t i = 0; i < data.GetNEvents(); ++i) {
      if (i % kEventsBetweenUpdates == 0)
         progress.Update(i);
      data.SetCurrentEvent(i);
      results.SetValues(GetRegressionValues(), i);
   }
}

void MethodBase::AddMulticlassOutput(Types::ETreeType type)
{
   DataSet &data = CurrentDataOf(type);
   Results &results = *data.GetResults(fMethodName, type, Types::kMulticlass);
   results.Resize(data.GetNEvents());
   Progress progress("Evaluating " + fMethodName, data.GetNEvents());
   for (Long64_t i = 0; i < data.GetNEvents(); ++i) {
      if (i % kEventsBetweenUpdates == 0)
         progress.Update(i);
      data.SetCurrentEvent(i);
      results.SetValues(GetMulticlassValues(), i);
   }
}

} // namespace TMVA
