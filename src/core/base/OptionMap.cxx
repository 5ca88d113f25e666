#include "TMVA/OptionMap.h"

#include "TMVA/MsgLogger.h"

namespace TMVA {

const TString &OptionMap::Find(const TString &key) const
{
   const auto found = fValues.find(key);
   if (found == fValues.end()) {
      TString known;
      for (const auto &[name, value] : fValues)
         known += (known == "" ? "" : ", ") + name;
      MsgLogger log("OptionMap");
      log << kFATAL << "\"" << fName << "\" has no value \"" << key << "\"; there are: "
          << (known == "" ? "none" : known.Data()) << Endl;
   }
   return found->second;
}

void OptionMap::RefuseType(const TString &key) const
{
   MsgLogger log("OptionMap");
   log << kFATAL << "\"" << fName << "\": " << key << "=" << Find(key) << " is not of the type that is asked for" << Endl;
   throw FatalError("unreachable");
}

void OptionMap::Print() const
{
   MsgLogger log("OptionMap");
   log << kINFO << fName << Endl;
   for (const auto &[name, value] : fValues)
      log << kINFO << "   " << name << ": " << value << Endl;
}

} // namespace TMVA
