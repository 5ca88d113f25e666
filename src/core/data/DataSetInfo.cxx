#include "TMVA/DataSetInfo.h"

#include "TMVA/DataSet.h"
#include "TMVA/Event.h"
#include "data/Correlations.h"

#include "TH2.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <iomanip>

TMVA::DataSetInfo::DataSetInfo(const TString &name) : TNamed(name, name), fLogger("DataSetInfo") {}

TMVA::DataSetInfo::~DataSetInfo() = default;

TMVA::DataSet *TMVA::DataSetInfo::GetDataSet() const
{
   if (!fDataSet) {
      if (!fBuilder)
         Log() << kFATAL << "Dataset \"" << GetName() << "\" has no events: it belongs to no DataLoader" << Endl;
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

/// The classes that a name stands for: all for the empty name, else this one, which is new if nobody has named it before.
std::vector<TMVA::ClassInfo *> TMVA::DataSetInfo::SelectClasses(const TString &className)
{
   std::vector<ClassInfo *> selected;
   if (className != "")
      return {AddClass(className)};
   for (const auto &known : fClasses)
      selected.push_back(known.get());
   return selected;
}

void TMVA::DataSetInfo::SetCut(const TCut &cut, const TString &className)
{
   for (ClassInfo *cls : SelectClasses(className))
      cls->SetCut(cut);
   ClearDataSet();
}

void TMVA::DataSetInfo::AddCut(const TCut &cut, const TString &className)
{
   for (ClassInfo *cls : SelectClasses(className))
      cls->SetCut(cls->GetCut() + cut);
   ClearDataSet();
}

void TMVA::DataSetInfo::SetWeightExpression(const TString &expression, const TString &className)
{
   for (ClassInfo *cls : SelectClasses(className))
      cls->SetWeight(expression);
   ClearDataSet();
}

void TMVA::DataSetInfo::SetSplitOptions(const TString &options)
{
   fSplitOptions = options;
   ClearDataSet();
}

const TMatrixD *TMVA::DataSetInfo::CorrelationMatrix(const TString &className) const
{
   const ClassInfo *cls = GetClassInfo(className);
   return cls ? cls->GetCorrelationMatrix() : nullptr;
}

TH2 *TMVA::DataSetInfo::CreateCorrelationMatrixHist(const TMatrixD *matrix, const TString &name, const TString &title) const
{
   if (!matrix)
      return nullptr;
   const Int_t n = matrix->GetNrows();
   auto *hist = new TH2F(name, title, n, 0, n, n, 0, n);
   hist->SetDirectory(nullptr);
   for (Int_t i = 0; i < n; ++i) {
      hist->GetXaxis()->SetBinLabel(i + 1, fVariables.at(i).GetTitle());
      hist->GetYaxis()->SetBinLabel(i + 1, fVariables.at(i).GetTitle());
      for (Int_t j = 0; j < n; ++j)
         hist->SetBinContent(i + 1, j + 1, std::round(100 * (*matrix)(i, j)));
   }
   hist->SetStats(kFALSE);
   hist->SetMinimum(-100);
   hist->SetMaximum(100);
   hist->LabelsOption("d");
   return hist;
}

void TMVA::DataSetInfo::PrintCorrelationMatrix(const TString &className)
{
   if (const TMatrixD *matrix = CorrelationMatrix(className))
      PrintCorrelations("Correlation matrix (" + className + "):", GetListOfVariables(), *matrix, Log());
}

Int_t TMVA::DataSetInfo::GetClassNameMaxLength() const
{
   Int_t longest = 0;
   for (const auto &known : fClasses)
      longest = std::max<Int_t>(longest, std::strlen(known->GetName()));
   return longest;
}

Int_t TMVA::DataSetInfo::GetVariableNameMaxLength() const
{
   Int_t longest = 0;
   for (const VariableInfo &info : fVariables)
      longest = std::max<Int_t>(longest, info.GetInternalName().Length());
   return longest;
}

void TMVA::DataSetInfo::PrintClasses() const
{
   for (const auto &known : fClasses)
      Log() << kINFO << "Class " << known->GetNumber() << ": " << known->GetName() << Endl;
}
