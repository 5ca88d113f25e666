#ifndef ROOT_TMVA_Option
#define ROOT_TMVA_Option

#include "RtypesCore.h"
#include "TString.h"

#include <sstream>
#include <string>
#include <type_traits>
#include <vector>

namespace TMVA {

/// One declared option: its name, its description, the values that it may take, and the variable that it sets.
class OptionBase {
public:
   /// `size` 0: a plain option, else an array of that many elements.
   OptionBase(Int_t size, const TString &name, const TString &description)
      : fSize(size), fName(name), fDescription(description)
   {
   }
   virtual ~OptionBase() = default;

   const TString &GetName() const { return fName; }
   const TString &Description() const { return fDescription; }
   Bool_t IsArray() const { return fSize > 0; }
   Int_t GetArraySize() const { return fSize; }
   Bool_t IsSet() const { return fIsSet; } ///< given by the user
   void MarkSet() { fIsSet = kTRUE; }

   void AddPreDefinedValue(const TString &value) { fPreDefined.push_back(value); }
   const std::vector<TString> &GetPreDefinedValues() const { return fPreDefined; } ///< empty: any value
   /// The predefined value that the first word of `value` is in any case of letters, nullptr if none.
   const TString *FindPreDefinedValue(const TString &value) const;

   virtual Bool_t IsBool() const = 0;
   /// Sets the variable (element `index` of an array, all of them where index < 0) to the first word of `value` as
   /// operator>> reads it. False, and nothing set, where `value` is not of the option's Kind().
   virtual Bool_t SetValue(const TString &value, Int_t index = -1) = 0;
   virtual const char *Kind() const = 0; ///< of value, for messages: "an integer"
   /// "True"/"False" for booleans.
   virtual TString GetValue(Int_t index = 0) const = 0;
   /// Whether all of `value` is read: "1e2" and "12abc" are read as the integers 1 and 12, "N, D" as the word "N,".
   virtual Bool_t IsReadWhole(const TString &value) const = 0;

private:
   Int_t fSize;
   TString fName;
   TString fDescription;
   std::vector<TString> fPreDefined;
   Bool_t fIsSet = kFALSE;
};

template <class T>
class Option : public OptionBase {
public:
   Option(T *ref, Int_t size, const TString &name, const TString &description)
      : OptionBase(size, name, description), fRef(ref)
   {
   }

   Bool_t IsBool() const override { return std::is_same<T, Bool_t>::value; }
   Bool_t SetValue(const TString &value, Int_t index = -1) override
   {
      const Int_t size = IsArray() ? GetArraySize() : 1;
      Bool_t understood = kTRUE;
      for (Int_t i = index < 0 ? 0 : index; i < (index < 0 ? size : index + 1); ++i)
         understood &= FromText(value, fRef[i]);
      return understood;
   }
   const char *Kind() const override
   {
      return IsBool()                        ? "a flag"
             : !std::is_arithmetic<T>::value ? "a word"
             : !std::is_integral<T>::value   ? "a number"
             : std::is_unsigned<T>::value    ? "an integer that is not negative"
                                             : "an integer";
   }
   TString GetValue(Int_t index = 0) const override { return ToText(fRef[index]); }
   Bool_t IsReadWhole(const TString &value) const override
   {
      std::conditional_t<std::is_arithmetic<T>::value, T, std::string> ignored;
      std::string rest;
      std::istringstream text(value.Data());
      const Bool_t isRead = bool(text >> ignored);
      text.clear();
      text >> rest;
      return IsBool() || value.IsNull() || (isRead && rest.empty());
   }

   static TString ToText(const T &value);
   static Bool_t FromText(const TString &text, T &value);

private:
   T *fRef;
};

template <class T>
TString Option<T>::ToText(const T &value)
{
   std::ostringstream text;
   text << std::scientific << value;
   return text.str().c_str();
}

/// Nothing to read leaves a number alone, and so does what is no number. One out of range becomes the nearest there is.
template <class T>
Bool_t Option<T>::FromText(const TString &text, T &value)
{
   std::istringstream stream(text.Data());
   if constexpr (std::is_arithmetic<T>::value) {
      if ((stream >> std::ws).eof())
         return kTRUE;
      if (std::is_unsigned<T>::value && stream.peek() == '-')
         return kFALSE;
      T read = 0;
      if (!(stream >> read) && read == 0)
         return kFALSE;
      value = read;
   } else {
      stream >> value;
   }
   return kTRUE;
}

template <>
inline TString Option<Bool_t>::ToText(const Bool_t &value)
{
   return value ? "True" : "False";
}

/// Throws nothing; what is neither true nor false leaves `value` alone.
template <>
inline Bool_t Option<Bool_t>::FromText(const TString &text, Bool_t &value)
{
   TString lower = text;
   lower.ToLower();
   const Bool_t isTrue = lower == "1" || lower == "t" || lower == "true";
   const Bool_t isFalse = lower == "0" || lower == "f" || lower == "false";
   if (isTrue || isFalse)
      value = isTrue;
   return isTrue || isFalse;
}

} // namespace TMVA

#endif
