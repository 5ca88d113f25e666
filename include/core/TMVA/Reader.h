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
#include <vector>

namespace TMVA {

class IMethod;
class MethodBase;
class MethodCuts;

/// Applies trained methods. Declare the variables (and spectators) of the training, with their expressions and in their
/// order, book weight files under tags of your choice, set the variables and evaluate.
///
/// Options: V, Color, Silent (both for the whole process), Error (calculate errors where a method has them). Addresses
/// given to AddVariable and AddSpectator stay with the caller and must live as long as the Reader is used; the methods
/// belong to the Reader. An event with a NaN among its variables gives -999 and an error message. Not thread-safe.
///
/// What is overloaded takes const char* too, although TString would do in C++: where Python has to make a TString to choose
/// among overloads, it drops the exception of the call and its message.
class Reader : public Configurable {
public:
   explicit Reader(const TString &theOption = "", Bool_t verbose = kFALSE);
   /// Names of the variables; events are then given as vectors.
   Reader(const std::vector<std::string> &varNames, const TString &theOption = "", Bool_t verbose = kFALSE);
   Reader(const std::vector<TString> &varNames, const TString &theOption = "", Bool_t verbose = kFALSE);
   Reader(const TString &varNames, const TString &theOption, Bool_t verbose = kFALSE); ///< "var1:var2:..."
   ~Reader() override;

   const char *GetName() const override { return "Reader"; }

   void AddVariable(const TString &expression, Float_t *datalink);
   void AddVariable(const TString &expression, Int_t *datalink); ///< fatal: variables are floats
   void AddVariable(const char *expression, Float_t *datalink) { AddVariable(TString(expression), datalink); }
   void AddVariable(const char *expression, Int_t *datalink) { AddVariable(TString(expression), datalink); }
   void AddSpectator(const TString &expression, Float_t *datalink);
   void AddSpectator(const TString &expression, Int_t *datalink);
   void AddSpectator(const char *expression, Float_t *datalink) { AddSpectator(TString(expression), datalink); }
   void AddSpectator(const char *expression, Int_t *datalink) { AddSpectator(TString(expression), datalink); }

   /// Fatal if the file cannot be read, has other variables than declared, or the tag is taken.
   IMethod *BookMVA(const char *methodTag, const char *weightfile); ///< TString converts to const char*
   IMethod *BookMVA(const std::string &methodTag, const std::string &weightfile)
   {
      return BookMVA(methodTag.c_str(), weightfile.c_str());
   }
   /// From the text of a weight file; evaluate it through the method that is returned.
   IMethod *BookMVA(Types::EMVA methodType, const char *xmlstr);
   IMethod *FindMVA(const TString &methodTag); ///< nullptr and an error message if there is none
   MethodCuts *FindCutsMVA(const TString &methodTag); ///< always nullptr: there is no method Cuts here

   /// The response of a classifier; of a regression its first target. `aux` is for method Cuts only.
   Double_t EvaluateMVA(const TString &methodTag, Double_t aux = 0) { return EvaluateMVA(&Find(methodTag), aux); }
   Double_t EvaluateMVA(const char *methodTag, Double_t aux = 0) { return EvaluateMVA(&Find(methodTag), aux); }
   Double_t EvaluateMVA(MethodBase *method, Double_t aux = 0);
   /// Of variables given here. 0 and an error message if there is no such tag.
   Double_t EvaluateMVA(const std::vector<Float_t> &variables, const TString &methodTag, Double_t aux = 0);
   Double_t EvaluateMVA(const std::vector<Double_t> &variables, const TString &methodTag, Double_t aux = 0);
   Double_t EvaluateMVA(const std::vector<Float_t> &variables, const char *methodTag, Double_t aux = 0)
   {
      return EvaluateMVA(variables, TString(methodTag), aux);
   }
   Double_t EvaluateMVA(const std::vector<Double_t> &variables, const char *methodTag, Double_t aux = 0)
   {
      return EvaluateMVA(variables, TString(methodTag), aux);
   }
   /// One value a target, one value a class. The vector is valid until the method is evaluated again.
   const std::vector<Float_t> &EvaluateRegression(MethodBase *method, Double_t aux = 0);
   const std::vector<Float_t> &EvaluateRegression(const TString &methodTag, Double_t aux = 0)
   {
      return EvaluateRegression(&Find(methodTag), aux);
   }
   const std::vector<Float_t> &EvaluateRegression(const char *methodTag, Double_t aux = 0)
   {
      return EvaluateRegression(&Find(methodTag), aux);
   }
   Float_t EvaluateRegression(UInt_t target, const TString &methodTag, Double_t aux = 0)
   {
      return EvaluateRegression(methodTag, aux).at(target);
   }
   Float_t EvaluateRegression(UInt_t target, const char *methodTag, Double_t aux = 0)
   {
      return EvaluateRegression(methodTag, aux).at(target);
   }
   const std::vector<Float_t> &EvaluateMulticlass(MethodBase *method, Double_t aux = 0);
   const std::vector<Float_t> &EvaluateMulticlass(const TString &methodTag, Double_t aux = 0)
   {
      return EvaluateMulticlass(&Find(methodTag), aux);
   }
   const std::vector<Float_t> &EvaluateMulticlass(const char *methodTag, Double_t aux = 0)
   {
      return EvaluateMulticlass(&Find(methodTag), aux);
   }
   Float_t EvaluateMulticlass(UInt_t cls, const TString &methodTag, Double_t aux = 0)
   {
      return EvaluateMulticlass(methodTag, aux).at(cls);
   }
   Float_t EvaluateMulticlass(UInt_t cls, const char *methodTag, Double_t aux = 0)
   {
      return EvaluateMulticlass(methodTag, aux).at(cls);
   }

   /// Errors of the last EvaluateMVA; 0 without option Error, -1 where the method has none.
   Double_t GetMVAError() const { return fMvaEventErrorLower; }
   Double_t GetMVAErrorLower() const { return fMvaEventErrorLower; }
   Double_t GetMVAErrorUpper() const { return fMvaEventErrorUpper; }
   /// Fatal: they need PDFs of the response, which this version does not make.
   Double_t GetProba(const TString &methodTag, Double_t ap_sig = 0.5, Double_t mvaVal = -9999999);
   Double_t GetRarity(const TString &methodTag, Double_t mvaVal = -9999999);

   const DataSetInfo &DataInfo() const { return fDataSetInfo; }
   DataSetInfo &DataInfo() { return fDataSetInfo; }

private:
   /// Where a spectator is read from: one of the two.
   struct SpectatorLink {
      Float_t *fFloat;
      Int_t *fInt;
   };

   void Init(const TString &options, Bool_t verbose);
   void DeclareOptions();
   MethodBase *Prepare(std::unique_ptr<IMethod> created);
   MethodBase &Find(const TString &methodTag) const;
   void ReadVariables();
   Bool_t HasNaN() const;
   Double_t Evaluate(MethodBase &method);
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
