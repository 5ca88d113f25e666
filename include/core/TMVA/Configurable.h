#ifndef ROOT_TMVA_Configurable
#define ROOT_TMVA_Configurable

#include "TMVA/MsgLogger.h"
#include "TMVA/Option.h"

#include "TNamed.h"
#include "TString.h"

#include <memory>
#include <vector>

namespace TMVA {

/// Something with an option string "Name=value:Flag:!Flag:Array[1]=value". Names are case-insensitive.
///
/// Life: options are declared (each a reference to a variable that holds its default), the string is parsed, and what was
/// not understood is refused by CheckForUnusedOptions().
class Configurable : public TNamed {
public:
   explicit Configurable(const TString &options = "");
   ~Configurable() override;

   /// Sets the options named in the string, and puts "~" in front of each part that an option took.
   virtual void ParseOptions();
   /// Lets `other` take parts of this string that no option took, and puts "~" in front of them too.
   void LetParse(Configurable &other);
   void PrintOptions() const;
   const TString &GetOptions() const { return fOptions; }
   void SetOptions(const TString &options) { fOptions = options; }
   const char *GetConfigName() const { return fConfigName.Data(); }
   void SetConfigName(const char *name) { fConfigName = name; fLogger->SetSource(name); }
   const char *GetConfigDescription() const { return fConfigDescription.Data(); }
   void SetConfigDescription(const char *text) { fConfigDescription = text; }
   void SetMsgType(EMsgType type) { fLogger->SetMinType(type); }

   /// Declares an option; `ref` holds its default and must live as long as this object.
   template <class T>
   OptionBase *DeclareOptionRef(T &ref, const TString &name, const TString &description = "");
   /// Array of `size` elements: "Name=a" sets all, "Name[2]=a" one.
   template <class T>
   OptionBase *DeclareOptionRef(T *&ref, Int_t size, const TString &name, const TString &description = "");
   /// A value that the option declared last (or `option`) may take.
   template <class T>
   void AddPreDefVal(const T &value);
   template <class T>
   void AddPreDefVal(const TString &option, const T &value);

   /// Fatal if the string has parts that no option took; lists the known options and the nearest one.
   void CheckForUnusedOptions() const;
   void DisableWriting(Bool_t on) { fWritingDisabled = on; } ///< options declared from now on go into no weight file

   void AddOptionsXMLTo(void *parent) const;
   void ReadOptionsFromXML(void *node);

protected:
   MsgLogger &Log() const { return *fLogger; }
   Bool_t LooseOptionCheckingEnabled() const { return fLoose; }
   TString DescribeUnusedOptions() const; ///< the message of CheckForUnusedOptions(); empty if there are none
   void EnableLooseOptions(Bool_t on = kTRUE) { fLoose = on; }

private:
   OptionBase *Declare(std::unique_ptr<OptionBase> option);
   OptionBase &LastDeclared() const;
   OptionBase *Find(const TString &name) const; ///< in any case of letters; nullptr if there is none
   Bool_t ParseOne(const TString &text);
   Bool_t TakeBareValue(const TString &value);
   void SetOption(OptionBase &option, const TString &given, Int_t index);

   TString fOptions;
   TString fConfigName;
   TString fConfigDescription;
   std::vector<std::unique_ptr<OptionBase>> fDeclared; ///< in the order of declaration
   std::vector<Bool_t> fWritten;                       ///< which of them go into a weight file
   Bool_t fWritingDisabled = kFALSE;
   Bool_t fLoose = kTRUE;
   std::unique_ptr<MsgLogger> fLogger;
};

template <class T>
OptionBase *Configurable::DeclareOptionRef(T &ref, const TString &name, const TString &description)
{
   return Declare(std::make_unique<Option<T>>(&ref, 0, name, description));
}

template <class T>
OptionBase *Configurable::DeclareOptionRef(T *&ref, Int_t size, const TString &name, const TString &description)
{
   return Declare(std::make_unique<Option<T>>(ref, size, name, description));
}

template <class T>
void Configurable::AddPreDefVal(const T &value)
{
   LastDeclared().AddPreDefinedValue(Option<T>::ToText(value));
}

template <class T>
void Configurable::AddPreDefVal(const TString &option, const T &value)
{
   if (OptionBase *known = Find(option))
      known->AddPreDefinedValue(Option<T>::ToText(value));
}

} // namespace TMVA

#endif
