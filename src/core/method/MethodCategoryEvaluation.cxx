/// \file
/// MethodCategory: the responses.
#include "method/Category.h"

#include "TMVA/Results.h"

#include <algorithm>
#include <utility>

namespace TMVA {

void MethodCategory::RefuseOverlap(const TString &first, const TString &second) const
{
   Log() << kFATAL << "Method " << GetMethodName() << " (Category): the categories are not disjoint, an event passes the "
         << "cuts \"" << first << "\" and \"" << second << "\". Change them so that each event passes one" << Endl;
   throw FatalError("unreachable");
}

void MethodCategory::WarnOfNone(Long64_t nEvents)
{
   Log() << kWARNING << nEvents << (nEvents == 1 ? " event passes" : " events pass") << " the cut of no category of method "
         << GetMethodName() << ": the response is 0" << Endl;
}

/// Numbers of the categories of events of the data set; -1 for none.
std::vector<Int_t> MethodCategory::FindCategories(const EventTable &events) const
{
   std::vector<Int_t> categories(events.GetNRows(), -1);
   for (std::size_t row = 0; row < events.GetNRows(); ++row) {
      const Float_t *spectators = events.GetSpectators(row);
      for (std::size_t i = 0; i < fCategories.size(); ++i) {
         if (!IsPassed(spectators[fCategories[i].fColumn]))
            continue;
         if (categories[row] >= 0)
            RefuseOverlap(fCategories[categories[row]].fCut, fCategories[i].fCut);
         categories[row] = i;
      }
   }
   return categories;
}

/// Each method responds to all events of its category in one go.
void MethodCategory::AddCategoryOutput(Types::ETreeType type)
{
   RequireCategories();
   const std::vector<Int_t> categories = FindCategories(Data()->GetTable(type));
   std::vector<const Float_t *> next;
   for (const Category &category : fCategories) {
      MethodBase &method = *category.fMethod;
      method.AddOutput(type, GetAnalysisType());
      next.push_back(
         method.Data()->GetResults(method.GetMethodName(), type, GetAnalysisType())->GetAllValues().data());
   }
   Results &results = *Data()->GetResults(GetMethodName(), type, GetAnalysisType());
   const std::size_t nOutputs = results.GetNOutputs();
   results.Resize(categories.size());
   for (std::size_t row = 0; row < categories.size(); ++row) {
      if (categories[row] < 0) {
         results.SetValues(std::vector<Float_t>(nOutputs), row);
         continue;
      }
      const Float_t *&values = next[categories[row]];
      results.SetValues({values, values + nOutputs}, row);
      values += nOutputs;
   }
   if (const auto nNone = std::count(categories.begin(), categories.end(), -1))
      WarnOfNone(nNone);
}

Bool_t MethodCategory::Passes(Category &category, const Event &event)
{
   if (category.fColumn >= 0 && category.fColumn < Int_t(event.GetNSpectators()))
      return IsPassed(event.GetSpectator(category.fColumn));
   if (!category.fFormula)
      category.fFormula = std::make_unique<EventFormula>(category.fCut, DataInfo());
   return IsPassed(category.fFormula->Evaluate(event.GetValues(), event.GetSpectators()));
}

MethodCategory::Category *MethodCategory::FindCategory(const Event &event)
{
   RequireCategories();
   Category *found = nullptr;
   for (Category &category : fCategories) {
      if (!Passes(category, event))
         continue;
      if (found)
         RefuseOverlap(found->fCut, category.fCut);
      found = &category;
   }
   if (!found && !std::exchange(fWarned, kTRUE))
      WarnOfNone(1);
   return found;
}

Double_t MethodCategory::GetMvaValue(Double_t *err, Double_t *errUpper)
{
   NoErrorCalc(err, errUpper);
   const Event &event = *GetEvent();
   const Category *category = FindCategory(event);
   if (!category)
      return 0;
   const Event part = category->fSubset->MakeEvent(event);
   return category->fMethod->GetMvaValue(&part, err, errUpper);
}

const std::vector<Float_t> &MethodCategory::FillZeros()
{
   fZeros.assign(DoRegression() ? DataInfo().GetNTargets() : DataInfo().GetNClasses(), 0);
   return fZeros;
}

const std::vector<Float_t> &MethodCategory::GetMulticlassValues()
{
   const Event &event = *GetEvent();
   const Category *category = FindCategory(event);
   if (!category)
      return FillZeros();
   const Event part = category->fSubset->MakeEvent(event);
   return category->fMethod->GetMulticlassValues(&part);
}

const std::vector<Float_t> &MethodCategory::GetRegressionValues()
{
   const Event &event = *GetEvent();
   const Category *category = FindCategory(event);
   if (!category)
      return FillZeros();
   const Event part = category->fSubset->MakeEvent(event);
   return category->fMethod->GetRegressionValues(&part);
}

} // namespace TMVA
