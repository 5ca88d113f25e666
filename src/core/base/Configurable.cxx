#include "TMVA/Configurable.h"

#include "TMVA/Tools.h"

#include <algorithm>
#include <numeric>

namespace {

TString Lower(TString text)
{
   text.ToLower();
   return text;
}

/// Number of letters to add, drop or replace to make one name the other (Levenshtein's distance).
std::size_t Distance(const TString &a, const TString &b)
{
   std::vector<std::size_t> row(b.Length() + 1);
   std::iota(row.begin(), row.end(), 0);
   for (Ssiz_t i = 0; i < a.Length(); ++i) {
      std::size_t diagonal = row[0]++;
      for (Ssiz_t j = 0; j < b.Length(); ++j) {
         const std::size_t replaced = diagonal + (a[i] != b[j]);
         diagonal = row[j + 1];
         row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
      }
   }
   return row.back();
}

TString Join(const std::vector<TString> &texts, const char *separator = ", ")
{
   TString joined;
   for (const TString &text : texts)
      joined += (joined.IsNull() ? "" : separator) + text;
   return joined;
}

/// "name", "[index]" and "value" of "name[index]=value"; fHasValue where there is a "=".
struct Part {
   explicit Part(TString text)
   {
      fNegated = text.BeginsWith("!");
      if (fNegated)
         text.Remove(0, 1);
      const Ssiz_t equal = text.First('=');
      fHasValue = equal != kNPOS;
      fName = fHasValue ? TString(text(0, equal)) : text;
      if (fHasValue)
         fValue = text(equal + 1, text.Length());
      const Ssiz_t open = fName.First('[');
      fHasIndex = open != kNPOS && fName.EndsWith("]");
      if (fHasIndex) {
         fIndex = fName(open + 1, fName.Length() - open - 2);
         fName.Remove(open);
      }
   }
   TString fName, fIndex, fValue;
   bool fNegated = false, fHasValue = false, fHasIndex = false;
};

} // namespace

TMVA::Configurable::Configurable(const TString &options)
   : fOptions(options), fLogger(std::make_unique<MsgLogger>("Configurable"))
{
}

TMVA::Configurable::~Configurable() = default;

TMVA::OptionBase *TMVA::Configurable::Declare(std::unique_ptr<OptionBase> option)
{
   fDeclared.push_back(std::move(option));
   fWritten.push_back(!fWritingDisabled);
   return fDeclared.back().get();
}

TMVA::OptionBase &TMVA::Configurable::LastDeclared() const
{
   return *fDeclared.back();
}

TMVA::OptionBase *TMVA::Configurable::Find(const TString &name) const
{
   for (const auto &option : fDeclared)
      if (Lower(option->GetName()) == Lower(name))
         return option.get();
   return nullptr;
}

void TMVA::Configurable::ParseOptions()
{
   fUnused.clear();
   for (TString part : gTools().SplitString(fOptions, ':')) {
      if (part.BeginsWith("~"))
         part.Remove(0, 1);
      if (!part.IsNull() && !ParseOne(part))
         fUnused.push_back(part);
   }
}

/// False if no option takes this part of the string.
Bool_t TMVA::Configurable::ParseOne(const TString &text)
{
   const Part part(text);
   OptionBase *option = Find(part.fName);
   if (option && option->IsBool() && !(part.fNegated && part.fHasValue)) {
      SetOption(*option, part.fHasValue ? part.fValue : part.fNegated ? "0" : "1", part.fIndex, part.fHasIndex);
      return kTRUE;
   }
   if (option && part.fNegated && !part.fHasValue)
      Log() << kFATAL << "Option \"" << option->GetName() << "\" is no flag: \"" << text << "\" makes no sense. Write "
            << option->GetName() << "=value" << Endl;
   if (option && part.fHasValue && !part.fNegated) {
      SetOption(*option, part.fValue, part.fIndex, part.fHasIndex);
      return kTRUE;
   }
   return fLoose && TakeBareValue(text);
}

/// A predefined value alone stands for "Option=value".
Bool_t TMVA::Configurable::TakeBareValue(const TString &value)
{
   for (const auto &option : fDeclared)
      if (option->FindPreDefinedValue(value)) {
         SetOption(*option, value, "", kFALSE);
         return kTRUE;
      }
   return kFALSE;
}

void TMVA::Configurable::SetOption(OptionBase &option, const TString &given, const TString &indexText, Bool_t hasIndex)
{
   if (hasIndex && !option.IsArray())
      Log() << kFATAL << "Option \"" << option.GetName() << "\" is no array, but an index [" << indexText << "] was given" << Endl;
   const Int_t index = hasIndex && indexText.IsDigit() ? indexText.Atoi() : -1; // else the whole array, as in TMVA
   if (index >= option.GetArraySize() && index >= 0)
      Log() << kFATAL << "Option \"" << option.GetName() << "[" << index << "]\": the array has " << option.GetArraySize()
            << " elements, the last is [" << option.GetArraySize() - 1 << "]" << Endl;

   TString value = given;
   if (!option.GetPreDefinedValues().empty()) {
      const TString *known = option.FindPreDefinedValue(given);
      if (!known)
         Log() << kFATAL << "Option " << option.GetName() << " cannot be \"" << given << "\". Known values: "
               << Join(option.GetPreDefinedValues()) << Endl;
      value = *known;
   }
   if (option.IsSet() && !option.IsBool() && !option.IsArray() && option.GetValue() != value)
      Log() << kWARNING << "Option " << option.GetName() << " was given more than once; the last value counts" << Endl;
   if (!option.SetValue(value, index))
      Log() << kFATAL << "Option " << option.GetName() << " is a flag, it cannot be \"" << given
            << "\". Write True or False, or " << option.GetName() << " and !" << option.GetName() << Endl;
   option.MarkSet();
}

void TMVA::Configurable::CheckForUnusedOptions() const
{
   if (fUnused.empty())
      return;
   std::vector<TString> known;
   for (const auto &option : fDeclared)
      known.push_back(option->GetName());
   const TString name = Lower(Part(fUnused.front()).fName);
   const auto nearest = std::min_element(known.begin(), known.end(), [&](const TString &a, const TString &b) {
      return Distance(Lower(a), name) < Distance(Lower(b), name);
   });
   TString hint;
   if (nearest != known.end() && Distance(Lower(*nearest), name) <= 2 + std::size_t(name.Length()) / 4)
      hint = TString::Format(" (did you mean %s?)", nearest->Data());
   std::sort(known.begin(), known.end());
   Log() << kFATAL << fConfigName << ": unknown option" << (fUnused.size() > 1 ? "s" : "") << " \"" << Join(fUnused, ":") << "\""
         << hint << ". Known options: " << Join(known) << Endl;
}

void TMVA::Configurable::PrintOptions() const
{
   for (const Bool_t byUser : {kTRUE, kFALSE}) {
      Log() << kVERBOSE << (byUser ? "- By User:" : "- Default:") << Endl;
      for (const auto &option : fDeclared)
         if (option->IsSet() == byUser)
            Log() << kVERBOSE << "    " << option->GetName() << ": \"" << option->GetValue() << "\" [" << option->Description()
                  << "]" << Endl;
   }
}

void TMVA::Configurable::AddOptionsXMLTo(void *parent) const
{
   void *options = gTools().AddChild(parent, "Options");
   for (std::size_t i = 0; i < fDeclared.size(); ++i) {
      if (!fWritten[i])
         continue;
      const OptionBase &option = *fDeclared[i];
      TString content = option.GetValue();
      for (Int_t element = 1; element < option.GetArraySize(); ++element)
         content += " " + option.GetValue(element);
      void *node = gTools().AddChild(options, "Option", content);
      gTools().AddAttr(node, "name", option.GetName());
      if (option.IsArray())
         gTools().AddAttr(node, "size", option.GetArraySize());
      gTools().AddAttr(node, "modified", option.IsSet() ? "Yes" : "No");
   }
}

void TMVA::Configurable::ReadOptionsFromXML(void *node)
{
   for (void *child = gTools().GetChild(node, "Option"); child; child = gTools().GetNextChild(child, "Option")) {
      TString name;
      gTools().ReadAttr(child, "name", name);
      OptionBase *option = Find(name);
      if (!option) {
         Log() << kWARNING << "The weight file has an option \"" << name << "\" that this version does not know" << Endl;
         continue;
      }
      const TString content = gTools().GetContent(child);
      if (!option->IsArray()) {
         option->SetValue(content);
         continue;
      }
      const std::vector<TString> elements = gTools().SplitString(content, ' ');
      for (std::size_t i = 0; i < elements.size() && Int_t(i) < option->GetArraySize(); ++i)
         option->SetValue(elements[i], i);
   }
}
