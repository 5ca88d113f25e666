#include "TMVA/Option.h"

const TString *TMVA::OptionBase::FindPreDefinedValue(const TString &value) const
{
   TString word;
   std::istringstream(value.Data()) >> word;
   for (const TString &known : fPreDefined)
      if (known.CompareTo(word, TString::kIgnoreCase) == 0)
         return &known;
   return nullptr;
}
