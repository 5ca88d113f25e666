#ifndef ROOT_TMVA_Reader
#define ROOT_TMVA_Reader

#include "TMVA/Configurable.h"
#include "TMVA/DataSetInfo.h"
#include "TMVA/Event.h"
#include "TMVA/Types.h"

#include "TString.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

namespace TMVA {

class IMethod;
class MethodBase;
class MethodCuts;

/// The first argument of Reader::BookMVA: a tag, or the type of a method. One class for both, so that it is not overloaded:
/// Python runs an overloaded function that refuses its arguments again, and buries our message in a TypeError.
class MethodTag {
public:
   MethodTag(Types::EMVA type) : fValue(type) {}
   MethodTag(const char *tag) : fValue(TString(tag)) {}
   MethodTag(const TString &tag) : fValue(tag) {}
   MethodTag(const std::string &tag) : fValue(TString(tag)) {}

   const TString *GetTag() const { return std::get_if<TString>(&fValue); } ///< nullptr if it is a type
   const Types::EMVA *GetType() const { return std::get_if<Types::EMVA>(&fValue); }

private:
   std::variant<TString, Types::EMVA> fValue;
};

/// Applies trained methods. Declare the variables (and spectators) of the training, with their expressions and in their
/// order, book weight files under tags of your choice, set the variables and evaluate.
///
/// Options: V, Color, Silent (both for the whole process), Error (calculate errors where a method has them). Addresses
/// given to AddVariable and AddSpectator stay with the caller and must live as long as the Reader is used; the methods
/// belong to the Reader. An event with a NaN among its variables gives -999 and an error message. One thread a Reader;
/// threads may each have one, and those of one weight file share its network.
class Reader : public Configurable {
public:
   explicit Reader(const TString &theOption = "", Bool_t verbose = kFALSE);
   /// Names of the variables; events are then given as vectors.
   Reader(const std::vector<std::string> &varNames, const TString &theOption = "", Bool_t verbose = kFALSE);
   Reader(const std::vector<TString> &varNames, const TString &theOption = "", Bool_t verbose = kFALSE);
   Reader(const TString &varNames, const TString &theOption, Bool_t verbose = kFALSE); ///< "var1:var2:..."
   /// The same for a literal, which would rather become the Bool_t of the first constructor; 0 still does.
   template <class Text, class = std::enable_if_t<std::is_convertible<Text, const char *>::value>>
   Reader(const TString &varNames, Text theOption, Bool_t verbose = kFALSE)
      : Reader(varNames, TString(theOption), verbose)
   {
   }
   ~Reader() override;

   const char *GetName() const override { return "Reader"; }

   void AddVariable(std::string_view expression, Float_t *datalink);
   void AddVariable(std::string_view expression, Int_t *datalink); ///< fatal: variables are floats
   void AddSpectator(std::string_view expression, Float_t *datalink);
   void AddSpectator(std::string_view expression, Int_t *datalink);

   /// A tag of your choice and a weight file, or a method's type and the text of one (evaluate it through the method that is
   /// returned). Fatal if that cannot be read, has other variables than declared, or the tag is taken.
   IMethod *BookMVA(const MethodTag &tag, const TString &weights);
   IMethod *FindMVA(const TString &methodTag); ///< nullptr and an error message if there is none
   MethodCuts *FindCutsMVA(const TString &methodTag); ///< always nullptr: there is no method Cuts here

   /// The response of a classifier; of a regression its first target. `aux` is for method Cuts only.
   Double_t EvaluateMVA(std::string_view methodTag, Double_t aux = 0);
   Double_t EvaluateMVA(MethodBase *method, Double_t aux = 0);
   /// Of variables given here, and spectators from their addresses. 0 and an error message if there is no such tag.
   Double_t EvaluateMVA(const std::vector<Float_t> &variables, std::string_view methodTag, Double_t aux = 0);
   Double_t EvaluateMVA(const std::vector<Double_t> &variables, std::string_view methodTag, Double_t aux = 0);
   /// One value a target, one value a class. The vector is valid until the method is evaluated again.
   const std::vector<Float_t> &EvaluateRegression(std::string_view methodTag, Double_t aux = 0);
   const std::vector<Float_t> &EvaluateRegression(MethodBase *method, Double_t aux = 0);
   Float_t EvaluateRegression(UInt_t target, std::string_view methodTag, Double_t aux = 0);
   const std::vector<Float_t> &EvaluateMulticlass(std::string_view methodTag, Double_t aux = 0);
   const std::vector<Float_t> &EvaluateMulticlass(MethodBase *method, Double_t aux = 0);
   Float_t EvaluateMulticlass(UInt_t cls, std::string_view methodTag, Double_t aux = 0);

   /// Errors of the last EvaluateMVA; 0 without option Error, -1 where the method has none.
   Double_t GetMVAError() const { return fMvaEventErrorLower; }
   Double_t GetMVAErrorLower() const { return fMvaEventErrorLower; }
   Double_t GetMVAErrorUpper() const { return fMvaEventErrorUpper; }
   /// Probability that an event is signal, if a fraction `ap_sig` of all events is, and fraction of the background events
   /// that have a smaller response: of the variables as they are, or of the response `mvaVal`. -999 of an event with a NaN.
   /// Fatal if the method was trained without CreateMVAPdfs.
   Double_t GetProba(std::string_view methodTag, Double_t ap_sig = 0.5, Double_t mvaVal = kNotGiven);
   Double_t GetRarity(std::string_view methodTag, Double_t mvaVal = kNotGiven);

   const DataSetInfo &DataInfo() const { return fDataSetInfo; }
   DataSetInfo &DataInfo() { return fDataSetInfo; }

private:
   /// Where a spectator is read from: one of the two.
   struct SpectatorLink {
      Float_t *fFloat;
      Int_t *fInt;
   };

   static constexpr Double_t kNotGiven = -9999999;

   void Init(const TString &options, Bool_t verbose);
   void DeclareOptions();
   MethodBase *Prepare(std::unique_ptr<IMethod> created);
   IMethod *BookFile(const TString &methodTag, const TString &weightFile);
   IMethod *BookText(Types::EMVA methodType, const TString &text);
   TString ListTags() const;
   MethodBase &Find(std::string_view methodTag) const;
   void ReadVariables();
   void ReadSpectators();
   Bool_t HasNaN() const;
   void RequireOutput(UInt_t number, std::size_t nOutputs, const char *noun) const;
   Double_t Evaluate(MethodBase &method);
   Double_t ResponseOf(MethodBase &method, Double_t mvaVal);
   template <class T>
   Double_t EvaluateVector(const std::vector<T> &variables, const TString &methodTag);

   DataSetInfo fDataSetInfo;
   std::vector<Float_t *> fVariableLinks;
   std::vector<SpectatorLink> fSpectatorLinks;
   std::map<TString, std::unique_ptr<MethodBase>> fMethods;        ///< by tag
   std::vector<std::unique_ptr<MethodBase>> fMethodsFromText;
   Event fEvent;                                                   ///< the one event of the data set
   std::vector<Float_t> fNaNResponse;                              ///< what an event with NaN gets
   Double_t fMvaEventErrorLower = 0;
   Double_t fMvaEventErrorUpper = 0;
   Bool_t fVerbose = kFALSE;
   Bool_t fColor = kFALSE;
   Bool_t fSilent = kFALSE;
   Bool_t fCalculateError = kFALSE;
};

} // namespace TMVA

#endif
