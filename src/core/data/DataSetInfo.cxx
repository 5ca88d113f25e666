#include "TMVA/DataSetInfo.h"

#include "TMVA/DataSet.h"
#include "TMVA/Event.h"

#include <algorithm>

TMVA::DataSetInfo::DataSetInfo(const TString &name) : TNamed(name, name), fLogger("DataSetInfo") {}

TMVA::DataSetInfo::~DataSetInfo() = default;

TMVA::DataSet *TMVA::DataSetInfo::GetDataSet() const
{
   if (!fDataSet) {
      if (!fBuilder)
         Log() << kFATAL << "Dataset \"" << GetName() << "\" has no events: call PrepareTrainingAndTestTree first" << Endl;
      fDataSet = fBuilder(const_cast<DataSetInfo &>(*this));
   }
   return fDataSet.get();
}

void TMVA::DataSetInfo::ClearDataSet() const
{
   fDataSet.reset();
}

void TMVA::DataSetInfo::SetBuilder(std::function<std::unique_ptr<DataSet>(DataSetInfo &)> builder)
{
   fBuilder = std::move(builder);
   ClearDataSet();
}

TMVA::VariableInfo &TMVA::DataSetInfo::AddVariable(const TString &expression, const TString &title, const TString &unit,
                                                   Double_t min, Double_t max, char type, Bool_t normalized, void *external)
{
   fVariables.emplace_back(expression, title, unit, fVariables.size(), type, external, min, max, normalized);
   ClearDataSet();
   return fVariables.back();
}

TMVA::VariableInfo &TMVA::DataSetInfo::AddVariable(const VariableInfo &info)
{
   fVariables.push_back(info);
   ClearDataSet();
   return fVariables.back();
}

void TMVA::DataSetInfo::AddVariablesArray(const TString &expression, Int_t size, const TString &title, const TString &unit,
                                          Double_t min, Double_t max, char type, Bool_t normalized, void *external)
{
   if (size < 1)
      Log() << kFATAL << "AddVariablesArray(\"" << expression << "\", " << size << "): the array needs at least one element"
            << Endl;
   for (Int_t element = 0; element < size; ++element) {
      VariableInfo info(expression, title, unit, fVariables.size(), type, external, min, max, normalized);
      info.SetArray(size, element);
      const TString suffix = TString::Format("[%d]", element);
      info.SetInternalName(info.GetInternalName() + suffix);
      info.SetName(info.GetInternalName());
      info.SetTitle(title + suffix);
      fVariables.push_back(info);
   }
   ClearDataSet();
}

TMVA::VariableInfo &TMVA::DataSetInfo::AddTarget(const TString &expression, const TString &title, const TString &unit,
                                                 Double_t min, Double_t max, Bool_t normalized, void *external)
{
   fTargets.emplace_back(expression, title, unit, fTargets.size(), 'F', external, min, max, normalized);
   ClearDataSet();
   return fTargets.back();
}

TMVA::VariableInfo &TMVA::DataSetInfo::AddTarget(const VariableInfo &info)
{
   fTargets.push_back(info);
   ClearDataSet();
   return fTargets.back();
}

TMVA::VariableInfo &TMVA::DataSetInfo::AddSpectator(const TString &expression, const TString &title, const TString &unit,
                                                    Double_t min, Double_t max, char type, Bool_t normalized, void *external)
{
   fSpectators.emplace_back(expression, title, unit, fSpectators.size(), type, external, min, max, normalized);
   ClearDataSet();
   return fSpectators.back();
}

TMVA::VariableInfo &TMVA::DataSetInfo::AddSpectator(const VariableInfo &info)
{
   fSpectators.push_back(info);
   ClearDataSet();
   return fSpectators.back();
}

/// All spectators, or only those that the user declared (type 'C' are MethodCategory's).
UInt_t TMVA::DataSetInfo::GetNSpectators(Bool_t all) const
{
   return all ? fSpectators.size()
              : std::count_if(fSpectators.begin(), fSpectators.end(),
                              [](const VariableInfo &info) { return info.GetVarType() != 'C'; });
}

std::vector<TString> TMVA::DataSetInfo::GetListOfVariables() const
{
   std::vector<TString> names;
   for (const VariableInfo &info : fVariables)
      names.push_back(info.GetInternalName());
   return names;
}

Int_t TMVA::DataSetInfo::FindVarIndex(const TString &internalName) const
{
   const auto found = std::find_if(fVariables.begin(), fVariables.end(),
                                   [&](const VariableInfo &info) { return info.GetInternalName() == internalName; });
   return found == fVariables.end() ? -1 : found - fVariables.begin();
}

TMVA::ClassInfo *TMVA::DataSetInfo::AddClass(const TString &name)
{
   if (ClassInfo *existing = GetClassInfo(name))
      return existing;
   fClasses.push_back(std::make_unique<ClassInfo>(name));
   fClasses.back()->SetNumber(fClasses.size() - 1);
   if (name == "Signal")
      fSignalClass = fClasses.size() - 1;
   Log() << kHEADER << "[" << GetName() << "] : Added class \"" << name << "\"" << Endl;
   return fClasses.back().get();
}

TMVA::ClassInfo *TMVA::DataSetInfo::GetClassInfo(const TString &name) const
{
   for (const auto &known : fClasses)
      if (name == known->GetName())
         return known.get();
   return nullptr;
}

TMVA::ClassInfo *TMVA::DataSetInfo::GetClassInfo(Int_t number) const
{
   return fClasses.at(number).get();
}

Bool_t TMVA::DataSetInfo::IsSignal(const Event *event) const
{
   return event->GetClass() == fSignalClass;
}

std::vector<Float_t> *TMVA::DataSetInfo::GetTargetsForMulticlass(const Event *event)
{
   fTargetsForMulticlass.assign(GetNClasses(), 0);
   fTargetsForMulticlass.at(event->GetClass()) = 1;
   return &fTargetsForMulticlass;
}

void TMVA::DataSetInfo::SetCut(const TCut &cut, const TString &className)
{
   for (const auto &known : fClasses)
      if (className == "" || className == known->GetName())
         known->SetCut(cut);
   ClearDataSet();
}

void TMVA::DataSetInfo::AddCut(const TCut &cut, const TString &className)
{
   for (const auto &known : fClasses)
      if (className == "" || className == known->GetName())
         known->SetCut(known->GetCut() + cut);
   ClearDataSet();
}

void TMVA::DataSetInfo::SetWeightExpression(const TString &expression, const TString &className)
{
   if (className != "") {
      AddClass(className)->SetWeight(expression);
   } else {
      for (const auto &known : fClasses)
         known->SetWeight(expression);
   }
   ClearDataSet();
}

void TMVA::DataSetInfo::SetSplitOptions(const TString &options)
{
   fSplitOptions = options;
   ClearDataSet();
}
