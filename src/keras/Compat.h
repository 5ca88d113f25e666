#ifndef PYTMVA_KERAS_Compat
#define PYTMVA_KERAS_Compat

#include "TMVA/ClassifierFactory.h"
#include "TMVA/MethodBase.h"

#include "python/Bridge.h"

#include <optional>
#include <string>
#include <sys/types.h>

/// \file
/// All differences between ROOT's TMVA and our core. PYTMVA_CORE is defined where the plugin is built on ours.
namespace pytmva_keras {

/// Copies the transformed input variables of the events [first, last) of `type` into `out`, row-major.
inline void CopyInputs(const TMVA::MethodBase &method, TMVA::Types::ETreeType type, Long64_t first, Long64_t last,
                       Float_t *out)
{
#ifdef PYTMVA_CORE
   method.GetInputs(type, first, last, out);
#else
   for (Long64_t i = first; i < last; ++i) {
      const TMVA::Event *event =
         type == TMVA::Types::kTraining ? method.GetTrainingEvent(i) : method.GetTestingEvent(i);
      for (UInt_t k = 0; k < event->GetNVariables(); ++k)
         *out++ = event->GetValue(k);
   }
#endif
}

/// The transformed input variables of the training events, and of a regression the targets.
struct TrainingRows {
   RowsView fInputs;
   RowsView fTargets;
};

/// Where they are in memory; nothing where they are not, as they are to be transformed or ROOT's TMVA has them.
inline std::optional<TrainingRows> FindTrainingRows([[maybe_unused]] TMVA::MethodBase &method)
{
#ifdef PYTMVA_CORE
   const TMVA::EventTable &events = method.Data()->GetTable(TMVA::Types::kTraining);
   if (method.GetTransformationHandler().GetNumOfTransformations() > 0)
      return {};
   const RowsView rows{events.GetRow(0), events.GetNRows(), events.GetNVariables(), events.GetNColumns(),
                       events.ShareMemory()};
   TrainingRows found{rows, rows};
   found.fTargets.fData += events.GetNVariables();
   found.fTargets.fColumns = events.GetNTargets();
   return found;
#else
   return {};
#endif
}

/// Copies them where they are not in memory; `targets` is nullptr if there are none.
inline void CopyTrainingRows(TMVA::MethodBase &method, Long64_t nEvents, Float_t *inputs, Float_t *targets)
{
#ifdef PYTMVA_CORE
   method.GetInputs(TMVA::Types::kTraining, 0, nEvents, inputs, targets);
#else
   for (Long64_t i = 0; i < nEvents; ++i) {
      const TMVA::Event *event = method.GetTrainingEvent(i);
      for (UInt_t k = 0; k < event->GetNVariables(); ++k)
         *inputs++ = event->GetValue(k);
      for (UInt_t k = 0; targets && k < event->GetNTargets(); ++k)
         *targets++ = event->GetTarget(k);
   }
#endif
}

/// Calls use(class, weight) for each training event.
template <class Use>
void ForEachTrainingEvent(TMVA::MethodBase &method, Use use)
{
#ifdef PYTMVA_CORE
   const TMVA::EventTable &events = method.Data()->GetTable(TMVA::Types::kTraining);
   const bool ignoresNegative = method.IgnoreEventsWithNegWeightsInTraining();
   for (std::size_t i = 0; i < events.GetNRows(); ++i) {
      const Double_t weight = events.GetWeight(i);
      use(events.GetClass(i), ignoresNegative && weight < 0 ? 0 : weight);
   }
#else
   for (Long64_t i = 0; i < method.Data()->GetNTrainingEvents(); ++i) {
      const TMVA::Event *event = method.GetTrainingEvent(i);
      use(event->GetClass(), event->GetWeight());
   }
#endif
}

/// Lets the method write its class after the training; ROOT's TMVA calls MakeClass() itself.
inline void SetMakesClass([[maybe_unused]] TMVA::MethodBase &method)
{
#ifdef PYTMVA_CORE
   method.SetMakesClass(kTRUE);
#endif
}

/// How to fork a process in which the method is trained; ROOT's TMVA calls fork() itself.
inline void SetFork([[maybe_unused]] const std::string &method, [[maybe_unused]] pid_t (*fork)())
{
#ifdef PYTMVA_CORE
   TMVA::ClassifierFactory::Instance().SetFork(method, fork);
#endif
}

} // namespace pytmva_keras

#endif
