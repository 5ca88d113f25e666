#include "TMVA/EventTable.h"

#include "TMVA/Event.h"

#include <algorithm>

TMVA::EventTable::EventTable(std::size_t nVariables, std::size_t nTargets, std::size_t nSpectators)
   : fNVariables(nVariables), fNTargets(nTargets), fNSpectators(nSpectators)
{
}

void TMVA::EventTable::Reserve(std::size_t rows)
{
   fValues.reserve(rows * GetNColumns());
   fClasses.reserve(rows);
   fWeights.reserve(rows);
}

void TMVA::EventTable::AddRow(const Float_t *values, UInt_t cls, Double_t weight)
{
   fValues.insert(fValues.end(), values, values + GetNColumns());
   fClasses.push_back(cls);
   fWeights.push_back(weight);
}

TMVA::EventTable TMVA::EventTable::Select(const std::vector<std::size_t> &order) const
{
   EventTable selected(fNVariables, fNTargets, fNSpectators);
   selected.Reserve(order.size());
   for (std::size_t row : order)
      selected.AddRow(GetRow(row), fClasses[row], fWeights[row]);
   return selected;
}

void TMVA::EventTable::ToEvent(std::size_t row, Event &event) const
{
   const Float_t *values = GetRow(row);
   for (std::size_t i = 0; i < fNVariables; ++i)
      event.SetVal(i, *values++);
   for (std::size_t i = 0; i < fNTargets; ++i)
      event.SetTarget(i, *values++);
   for (std::size_t i = 0; i < fNSpectators; ++i)
      event.SetSpectator(i, *values++);
   event.SetClass(fClasses[row]);
   event.SetWeight(fWeights[row]);
   event.SetBoostWeight(1);
}

void TMVA::EventTable::ToRow(const Event &event, Float_t *row)
{
   for (const auto *part : {&event.GetValues(), &event.GetTargets(), &event.GetSpectators()})
      row = std::copy(part->begin(), part->end(), row);
}
