#include "TMVA/Reader.h"

#include "TMVA/ClassifierFactory.h"
#include "TMVA/Config.h"
#include "TMVA/DataSet.h"
#include "TMVA/EventTable.h"
#include "TMVA/MethodBase.h"
#include "TMVA/Tools.h"
#include "base/FatalContext.h"
#include "method/WeightFile.h"

#include "TROOT.h"

#include <algorithm>
#include <cmath>

namespace TMVA {
namespace {

constexpr Double_t kNaNResponse = -999;

/// A data set without events of its own: it shows the event that the Reader puts in front.
std::unique_ptr<DataSet> EmptyDataSet(DataSetInfo &info)
{
   const EventTable none(info.GetVariableInfos().size(), info.GetTargetInfos().size(), info.GetSpectatorInfos().size());
   return std::make_unique<DataSet>(info, none, none);
}

} // namespace

Reader::Reader(const TString &theOption, Bool_t verbose)
{
   Init(theOption, verbose);
}

Reader::Reader(const std::vector<std::string> &varNames, const TString &theOption, Bool_t verbose)
{
   Init(theOption, verbose);
   for (const std::string &name : varNames)
      AddVariable(name, static_cast<Float_t *>(nullptr));
}

Reader::Reader(const std::vector<TString> &varNames, const TString &theOption, Bool_t verbose)
{
   Init(theOption, verbose);
   for (const TString &name : varNames)
      AddVariable(name, static_cast<Float_t *>(nullptr));
}

Reader::Reader(const TString &varNames, const TString &theOption, Bool_t verbose)
{
   Init(theOption, verbose);
   for (const TString &name : gTools().SplitString(varNames, ':'))
      AddVariable(name, static_cast<Float_t *>(nullptr));
}

Reader::~Reader() = default;

void Reader::Init(const TString &options, Bool_t verbose)
{
   fVerbose = verbose;
   fColor = !gROOT->IsBatch();
   SetConfigName("Reader");
   SetOptions(options);
   DeclareOptions();
   ParseOptions();
   gConfig().SetUseColor(fColor);
   gConfig().SetSilent(fSilent);
   const TString unused = DescribeUnusedOptions();
   if (unused != "") // TMVA takes them without a word, so they cannot be refused
      Log() << kWARNING << unused << Endl;
   fDataSetInfo.SetBuilder(EmptyDataSet);
}

void Reader::DeclareOptions()
{
   DeclareOptionRef(fVerbose, "V", "Print more");
   DeclareOptionRef(fColor, "Color", "Colours in messages (default: not in batch mode)");
   DeclareOptionRef(fSilent, "Silent", "Print errors only");
   DeclareOptionRef(fCalculateError, "Error", "Calculate errors of responses");
}

void Reader::AddVariable(std::string_view expression, Float_t *datalink)
{
   fDataSetInfo.AddVariable(TString(expression), "", "", 0, 0, 'F', kFALSE, datalink);
   fVariableLinks.push_back(datalink);
}

void Reader::AddVariable(std::string_view expression, Int_t *)
{
   Log() << kFATAL << "Reader::AddVariable(\"" << expression << "\", Int_t*): all variables are given as Float_t, also "
         << "those that were integers in the training. Give the address of a float" << Endl;
}

void Reader::AddSpectator(std::string_view expression, Float_t *datalink)
{
   fDataSetInfo.AddSpectator(TString(expression), "", "", 0, 0, 'F', kFALSE, datalink);
   fSpectatorLinks.push_back({datalink, nullptr});
}

void Reader::AddSpectator(std::string_view expression, Int_t *datalink)
{
   fDataSetInfo.AddSpectator(TString(expression), "", "", 0, 0, 'I', kFALSE, datalink);
   fSpectatorLinks.push_back({nullptr, datalink});
}

MethodBase *Reader::Prepare(std::unique_ptr<IMethod> created)
{
   MethodBase *method = dynamic_cast<MethodBase *>(created.get());
   if (!method)
      Log() << kFATAL << "The method does not derive from TMVA::MethodBase: a Reader cannot apply it" << Endl;
   created.release();
   method->SetupMethod();
   method->DeclareCompatibilityOptions();
   return method;
}

IMethod *Reader::BookMVA(const MethodTag &tag, const TString &weights)
{
   return tag.GetTag() ? BookFile(*tag.GetTag(), weights) : BookText(*tag.GetType(), weights);
}

IMethod *Reader::BookFile(const TString &methodTag, const TString &weightFile)
{
   if (fMethods.count(methodTag) > 0)
      Log() << kFATAL << "BookMVA: the tag \"" << methodTag << "\" is taken already. Give " << weightFile << " another one"
            << Endl;
   const FatalContext reading(weightFile.Data());
   const WeightFile file = WeightFile::Read(weightFile);
   const TString type = file.GetMethodType();
   Log() << kINFO << "Booking \"" << methodTag << "\" of type \"" << type << "\" from " << weightFile << Endl;
   std::unique_ptr<IMethod> created(ClassifierFactory::Instance().Create(type.Data(), fDataSetInfo, weightFile));
   std::unique_ptr<MethodBase> method(Prepare(std::move(created)));
   method->ReadStateFromXML(file.GetRoot());
   method->CheckSetup();
   return (fMethods[methodTag] = std::move(method)).get();
}

IMethod *Reader::BookText(Types::EMVA methodType, const TString &text)
{
   const TString type = Types::Instance().GetMethodName(methodType);
   std::unique_ptr<IMethod> created(ClassifierFactory::Instance().Create(type.Data(), fDataSetInfo));
   std::unique_ptr<MethodBase> method(Prepare(std::move(created)));
   method->ReadStateFromXMLString(text);
   method->CheckSetup();
   fMethodsFromText.push_back(std::move(method));
   return fMethodsFromText.back().get();
}

TString Reader::ListTags() const
{
   TString tags;
   for (const auto &method : fMethods)
      tags += (tags == "" ? "" : ", ") + method.first;
   return tags == "" ? "none" : tags;
}

IMethod *Reader::FindMVA(const TString &methodTag)
{
   const auto found = fMethods.find(methodTag);
   if (found != fMethods.end())
      return found->second.get();
   Log() << kERROR << "There is no method with tag \"" << methodTag << "\". Booked are: " << ListTags() << Endl;
   return nullptr;
}

MethodCuts *Reader::FindCutsMVA(const TString &methodTag)
{
   Log() << kERROR << "FindCutsMVA(\"" << methodTag << "\"): there is no method Cuts in this TMVA" << Endl;
   return nullptr;
}

MethodBase &Reader::Find(std::string_view methodTag) const
{
   const auto found = fMethods.find(TString(methodTag));
   if (found == fMethods.end())
      Log() << kFATAL << "There is no method with tag \"" << methodTag << "\". Booked are: " << ListTags() << Endl;
   return *found->second;
}

/// Fills the event from the addresses that AddVariable and AddSpectator were given.
void Reader::ReadVariables()
{
   for (std::size_t i = 0; i < fVariableLinks.size(); ++i) {
      if (!fVariableLinks[i])
         Log() << kFATAL << "Variable \"" << fDataSetInfo.GetVariableInfo(i).GetExpression() << "\" was declared without an "
               << "address to read it from: evaluate with a vector of values, or declare it with AddVariable" << Endl;
      fEvent.SetVal(i, *fVariableLinks[i]);
   }
   ReadSpectators();
}

void Reader::ReadSpectators()
{
   for (std::size_t i = 0; i < fSpectatorLinks.size(); ++i) {
      const SpectatorLink &link = fSpectatorLinks[i];
      fEvent.SetSpectator(i, link.fFloat ? *link.fFloat : link.fInt ? *link.fInt : 0);
   }
}

Bool_t Reader::HasNaN() const
{
   const std::vector<Float_t> &values = fEvent.GetValues();
   const auto isNaN = [](Float_t value) { return std::isnan(value); };
   const auto found = std::find_if(values.begin(), values.end(), isNaN);
   if (found == values.end())
      return kFALSE;
   Log() << kERROR << "Variable \"" << fDataSetInfo.GetVariableInfo(found - values.begin()).GetExpression()
         << "\" of the event is NaN: the response is " << kNaNResponse << ". Remove such events" << Endl;
   return kTRUE;
}

Double_t Reader::Evaluate(MethodBase &method)
{
   fMvaEventErrorLower = fMvaEventErrorUpper = 0;
   if (HasNaN())
      return kNaNResponse;
   fDataSetInfo.GetDataSet()->SetExternalEvent(&fEvent);
   if (fCalculateError)
      return method.GetMvaValue(&fMvaEventErrorLower, &fMvaEventErrorUpper);
   return method.GetMvaValue();
}

Double_t Reader::EvaluateMVA(MethodBase *method, Double_t)
{
   ReadVariables();
   return Evaluate(*method);
}

Double_t Reader::EvaluateMVA(std::string_view methodTag, Double_t aux)
{
   return EvaluateMVA(&Find(methodTag), aux);
}

template <class T>
Double_t Reader::EvaluateVector(const std::vector<T> &variables, const TString &methodTag)
{
   MethodBase *method = dynamic_cast<MethodBase *>(FindMVA(methodTag));
   if (!method)
      return 0;
   if (variables.size() != fVariableLinks.size())
      Log() << kFATAL << "EvaluateMVA: " << variables.size() << " values were given, but " << fVariableLinks.size()
            << " variables are declared. Give one value a variable, in their order" << Endl;
   fEvent = Event(std::vector<Float_t>(variables.begin(), variables.end()));
   ReadSpectators();
   return Evaluate(*method);
}

Double_t Reader::EvaluateMVA(const std::vector<Float_t> &variables, std::string_view methodTag, Double_t)
{
   return EvaluateVector(variables, TString(methodTag));
}

Double_t Reader::EvaluateMVA(const std::vector<Double_t> &variables, std::string_view methodTag, Double_t)
{
   return EvaluateVector(variables, TString(methodTag));
}

const std::vector<Float_t> &Reader::EvaluateRegression(MethodBase *method, Double_t)
{
   ReadVariables();
   if (HasNaN()) {
      fNaNResponse.assign(fDataSetInfo.GetNTargets(), kNaNResponse);
      return fNaNResponse;
   }
   fDataSetInfo.GetDataSet()->SetExternalEvent(&fEvent);
   return method->GetRegressionValues();
}

const std::vector<Float_t> &Reader::EvaluateRegression(std::string_view methodTag, Double_t aux)
{
   return EvaluateRegression(&Find(methodTag), aux);
}

Float_t Reader::EvaluateRegression(UInt_t target, std::string_view methodTag, Double_t aux)
{
   const std::vector<Float_t> &values = EvaluateRegression(methodTag, aux);
   RequireOutput(target, values.size(), "target");
   return values[target];
}

void Reader::RequireOutput(UInt_t number, std::size_t nOutputs, const char *noun) const
{
   if (number >= nOutputs)
      Log() << kFATAL << "There is no " << noun << " " << number << " among the " << nOutputs << " responses of the method: "
            << "they are counted from 0" << Endl;
}

const std::vector<Float_t> &Reader::EvaluateMulticlass(MethodBase *method, Double_t)
{
   ReadVariables();
   if (HasNaN()) {
      fNaNResponse.assign(fDataSetInfo.GetNClasses(), kNaNResponse);
      return fNaNResponse;
   }
   fDataSetInfo.GetDataSet()->SetExternalEvent(&fEvent);
   return method->GetMulticlassValues();
}

const std::vector<Float_t> &Reader::EvaluateMulticlass(std::string_view methodTag, Double_t aux)
{
   return EvaluateMulticlass(&Find(methodTag), aux);
}

Float_t Reader::EvaluateMulticlass(UInt_t cls, std::string_view methodTag, Double_t aux)
{
   const std::vector<Float_t> &values = EvaluateMulticlass(methodTag, aux);
   RequireOutput(cls, values.size(), "class");
   return values[cls];
}

/// The response of method `method` to what the variables are now, or `mvaVal` where it is given.
Double_t Reader::ResponseOf(MethodBase &method, Double_t mvaVal)
{
   return mvaVal == kNotGiven ? EvaluateMVA(&method) : mvaVal;
}

Double_t Reader::GetProba(std::string_view methodTag, Double_t ap_sig, Double_t mvaVal)
{
   MethodBase &method = Find(methodTag);
   const Double_t response = ResponseOf(method, mvaVal);
   return response == kNaNResponse ? kNaNResponse : method.GetProba(response, ap_sig);
}

Double_t Reader::GetRarity(std::string_view methodTag, Double_t mvaVal)
{
   MethodBase &method = Find(methodTag);
   const Double_t response = ResponseOf(method, mvaVal);
   return response == kNaNResponse ? kNaNResponse : method.GetRarity(response);
}

} // namespace TMVA
