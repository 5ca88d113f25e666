#ifndef ROOT_TMVA_OptionMap
#define ROOT_TMVA_OptionMap

#include "TString.h"

#include <map>
#include <sstream>

namespace TMVA {

/// Values by name, such as those that CrossValidation::GetMethods gives of each method. A plain value.
class OptionMap {
public:
   explicit OptionMap(const TString &name = "") : fName(name) {}

   const TString &GetName() const { return fName; }
   Bool_t IsEmpty() const { return fValues.empty(); }
   Bool_t HasKey(const TString &key) const { return fValues.count(key) > 0; }
   /// The value, which is made empty if there is none.
   TString &operator[](const TString &key) { return fValues[key]; }
   /// The value as a T, such as TString, Int_t or Double_t; fatal, with the keys that there are, if there is none or it is
   /// no T.
   template <class T>
   T GetValue(const TString &key) const;
   void Print() const;

private:
   const TString &Find(const TString &key) const;
   [[noreturn]] void RefuseType(const TString &key) const;

   TString fName;
   std::map<TString, TString> fValues;
};

template <class T>
T OptionMap::GetValue(const TString &key) const
{
   T value{};
   std::istringstream text(Find(key).Data());
   if (!(text >> value) || text.peek() != EOF)
      RefuseType(key);
   return value;
}

template <>
inline TString OptionMap::GetValue<TString>(const TString &key) const
{
   return Find(key);
}

template <>
inline std::string OptionMap::GetValue<std::string>(const TString &key) const
{
   return Find(key).Data();
}

} // namespace TMVA

#endif
