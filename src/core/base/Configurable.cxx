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

/// "!name" or "name=value".
struct Part {
   explicit Part(const TString &text)
   {
      const Ssiz_t equal = text.First('=');
      fHasValue = equal != kNPOS;
      fNegated = !fHasValue && text.BeginsWith("!");
      fName = fHasValue ? TString(text(0, equal)) : fNegated ? TString(text(1, text.Length())) : text;
      if (fHasValue)
         fValue = text(equal + 1, text.Length());
   }
   TString fName, fValue;
   bool fNegated, fHasValue;
};

/// Takes the index off "name[index]"; -1, the whole array, where it is no number.
Int_t TakeIndex(TString &name)
{
   const Ssiz_t open = name.First('[');
   const TString index = name(open + 1, name.Length() - open - 2);
   name.Remove(open);
   return index.IsDigit() ? index.Atoi() : -1;
}

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
   TString parsed;
   for (TString part : gTools().SplitString(fOptions, ':')) {
      if (part.BeginsWith("~"))
         part.Remove(0, 1);
      const Bool_t taken = !part.IsNull() && ParseOne(part);
      parsed += (taken ? "~" : "") + part + ":";
   }
   fOptions = parsed.Strip(TString::kBoth, ':');
}

void TMVA::Configurable::LetParse(Configurable &other)
{
   TString parsed;
   for (const TString &part : gTools().SplitString(fOptions, ':')) {
      const Bool_t taken = !part.IsNull() && !part.BeginsWith("~") && other.ParseOne(part);
      parsed += (taken ? "~" : "") + part + ":";
   }
   fOptions = parsed.Strip(TString::kBoth, ':');
}

/// False if no option takes this part of the string.
Bool_t TMVA::Configurable::ParseOne(const TString &text)
{
   const Part part(text);
   TString name = part.fName;
   Int_t index = -1;
   OptionBase *option = Find(name);
   if (!option && name.Contains("[") && name.EndsWith("]")) {
      index = TakeIndex(name);
      option = Find(name);
      if (option && !option->IsArray())
         Log() << kFATAL << fConfigName << ": option " << option->GetName() << " is no array, \"" << text
               << "\" makes no sense. Leave out the index" << Endl;
   }
   if (option && part.fHasValue) {
      if (option->IsSet() && !option->IsBool() && !option->IsArray())
         Log() << kWARNING << fConfigName << ": option " << option->GetName()
               << " was given more than once; the last value counts" << Endl;
      SetOption(*option, part.fValue, index);
      return kTRUE;
   }
   if (option && option->IsBool()) {
      SetOption(*option, part.fNegated ? "0" : "1", -1);
      return kTRUE;
   }
   if (option && part.fNegated)
      Log() << kFATAL << fConfigName << ": option " << option->GetName() << " is no flag, \"" << text
            << "\" makes no sense. Write " << option->GetName() << "=value" << Endl;
   return fLoose && TakeBareValue(text);
}

/// A predefined value alone stands for "Option=value".
Bool_t TMVA::Configurable::TakeBareValue(const TString &value)
{
   for (const auto &option : fDeclared)
      if (option->FindPreDefinedValue(value)) {
         SetOption(*option, value, -1);
         return kTRUE;
      }
   return kFALSE;
}

void TMVA::Configurable::SetOption(OptionBase &option, const TString &given, Int_t index)
{
   if (index >= 0 && index >= option.GetArraySize())
      Log() << kFATAL << fConfigName << ": " << option.GetName() << "[" << index
            << "] is not in the array, whose last element is [" << option.GetArraySize() - 1 << "]" << Endl;
   TString value = given;
   if (!option.GetPreDefinedValues().empty()) {
      const TString *known = option.FindPreDefinedValue(given);
      if (!known)
         Log() << kFATAL << fConfigName << ": option " << option.GetName() << " cannot be \"" << given
               << "\". Known values: " << Join(option.GetPreDefinedValues()) << Endl;
      value = *known;
   }
   if (!option.SetValue(value, index)) {
      const TString &name = option.GetName();
      Log() << kFATAL << fConfigName << ": option " << name << " is " << option.Kind() << ", it cannot be \"" << given
            << "\". Write " << (option.IsBool() ? "True or False, or " + name + " and !" + name : name + "=<number>")
            << Endl;
   }
   if (!option.IsReadWhole(value))
      Log() << kWARNING << fConfigName << ": option " << option.GetName() << "=" << value << " is read as \""
            << option.GetValue(std::max(index, 0)) << "\"" << Endl;
   option.MarkSet();
}

void TMVA::Configurable::CheckForUnusedOptions() const
{
   const TString message = DescribeUnusedOptions();
   if (message != "")
      Log() << kFATAL << message << Endl;
}

TString TMVA::Configurable::DescribeUnusedOptions() const
{
   std::vector<TString> unused;
   for (const TString &part : gTools().SplitString(fOptions, ':'))
      if (!part.IsNull() && !part.BeginsWith("~"))
         unused.push_back(part);
   if (unused.empty())
      return "";
   std::vector<TString> known;
   for (const auto &option : fDeclared)
      known.push_back(option->GetName());
   const TString name = Lower(Part(unused.front()).fName);
   const auto nearest = std::min_element(known.begin(), known.end(), [&](const TString &a, const TString &b) {
      return Distance(Lower(a), name) < Distance(Lower(b), name);
   });
   TString hint;
   if (nearest != known.end() && Distance(Lower(*nearest), name) <= 2 + std::size_t(name.Length()) / 4)
      hint = TString::Format(" (did you mean %s?)", nearest->Data());
   std::sort(known.begin(), known.end());
   return fConfigName + ": unknown option" + (unused.size() > 1 ? "s" : "") + " \"" + Join(unused, ":") + "\"" + hint +
          ". Known options: " + Join(known);
}

void TMVA::Configurable::PrintOptions() const
{
   for (const Bool_t byUser : {kTRUE, kFALSE}) {
      Log() << kVERBOSE << (byUser ? "- By User:" : "- Default:") << Endl;
      for (const auto &option : fDeclared)
         if (option->IsSet() == byUser)
            Log() << kVERBOSE << "    " << option->GetName() << ": \"" << option->GetValue() << "\" ["
                  << option->Description() << "]" << Endl;
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
