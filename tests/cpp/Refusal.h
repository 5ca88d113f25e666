#ifndef PYTMVA_TESTS_Refusal
#define PYTMVA_TESTS_Refusal

#include "Check.h"

#include "TMVA/EventTable.h"
#include "TMVA/MsgLogger.h"
#include "TMVA/VariableTransformBase.h"

#include <string>
#include <vector>

/// Whether the transformation refuses the events for reference class `cls`; the message must have all `parts`.
inline bool Throws(const std::vector<std::string> &parts, TMVA::VariableTransformBase &transformation,
                   const TMVA::EventTable &events, Int_t cls)
{
   try {
      transformation.Prepare(events, cls);
   } catch (const TMVA::FatalError &error) {
      for (const std::string &part : parts)
         CHECK(std::string(error.what()).find(part) != std::string::npos);
      return true;
   }
   return false;
}

#endif
