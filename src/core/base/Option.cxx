#include "TMVA/Option.h"

const TString *TMVA::OptionBase::FindPreDefinedValue(const TString &value) const
{
   for (const TString &known : fPreDefined)
      if (known.CompareTo(value, TString::kIgnoreCase) == 0)
         return &known;
   return nullptr;
}
