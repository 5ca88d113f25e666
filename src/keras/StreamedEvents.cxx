#include "StreamedEvents.h"

#include "TMVA/DataSet.h"
#include "TMVA/MethodBase.h"

#ifdef PYTMVA_CORE

#include <algorithm>

namespace pytmva_keras {
namespace {

constexpr std::size_t kRowsAtATime = 4096; // they stay in the cache

/// Copies transformed rows to row number `first` of `arrays` on.
void Copy(const TMVA::EventTable &rows, const TMVA::MethodBase &method, const TrainingArrays &arrays, std::size_t first)
{
   const bool ignoresNegative = method.IgnoreEventsWithNegWeightsInTraining();
   for (std::size_t i = 0; i < rows.GetNRows(); ++i) {
      const Float_t *values = rows.GetRow(i);
      std::copy_n(values, rows.GetNVariables(), arrays.fInputs.Row(first + i));
      Float_t *targets = arrays.fTargets.Row(first + i);
      if (method.DoRegression())
         std::copy_n(values + rows.GetNVariables(), rows.GetNTargets(), targets);
      else
         *targets = rows.GetClass(i);
      const Double_t weight = rows.GetWeight(i);
      *arrays.fWeights.Row(first + i) = ignoresNegative ? std::max(weight, 0.) : weight;
   }
}

} // namespace

std::unique_ptr<Stream> MakeStream(const TMVA::MethodBase &method, TMVA::DataSet &data)
{
   TMVA::EventStream *events = data.GetStream();
   if (!events)
      return nullptr;
   events->Rewind();
   auto stream = std::make_unique<Stream>();
   stream->fNEvents = events->GetNEvents();
   stream->fWindow = data.GetNTrainingEvents() + data.GetNTestEvents(); // as many again as are in memory
   TMVA::EventTable rows(data.GetNVariables(), data.GetNTargets(), data.GetNSpectators());
   stream->fRead = [events, rows, &method](const TrainingArrays &arrays) mutable {
      for (std::size_t first = 0; first < arrays.fInputs.fRows; first += rows.GetNRows()) {
         events->Read(rows, std::min(kRowsAtATime, arrays.fInputs.fRows - first));
         method.GetTransformationHandler().Transform(rows.GetRow(0), rows.GetNRows());
         Copy(rows, method, arrays, first);
      }
   };
   return stream;
}

} // namespace pytmva_keras

#else // ROOT's TMVA has all events in memory

std::unique_ptr<pytmva_keras::Stream> pytmva_keras::MakeStream(const TMVA::MethodBase &, TMVA::DataSet &)
{
   return nullptr;
}

#endif
