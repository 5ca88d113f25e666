#ifndef PYTMVA_KERAS_Compat
#define PYTMVA_KERAS_Compat

#include "TMVA/ClassifierFactory.h"
#include "TMVA/MethodBase.h"

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
