#include "data/DataSubset.h"

#include "data/DataSetFactory.h"

#include "TMVA/DataSet.h"

#include <numeric>

namespace TMVA {

EventTable::Rows SelectAll(const EventTable &events)
{
   EventTable::Rows rows(events.GetNRows());
   std::iota(rows.begin(), rows.end(), 0);
   return rows;
}

DataSubset::DataSubset(DataSetInfo &whole, const TString &name, std::vector<Column> variables)
   : fWhole(whole), fInfo(name), fVariables(std::move(variables))
{
   for (const Column &column : fVariables)
      fInfo.AddVariable(column.fIsSpectator ? whole.GetSpectatorInfo(column.fIndex) : whole.GetVariableInfo(column.fIndex));
   for (const VariableInfo &target : whole.GetTargetInfos())
      fInfo.AddTarget(target);
   for (UInt_t cls = 0; cls < whole.GetNClasses(); ++cls)
      fInfo.AddClass(whole.GetClassInfo(Int_t(cls))->GetName());
   Update();
}

void DataSubset::Update()
{
   fInfo.GetSpectatorInfos().clear();
   fSpectators.clear();
   for (std::size_t i = 0; i < fWhole.GetSpectatorInfos().size(); ++i) {
      if (fWhole.GetSpectatorInfo(i).GetVarType() == 'C')
         continue;
      fInfo.AddSpectator(fWhole.GetSpectatorInfo(i));
      fSpectators.push_back(i);
   }
   fInfo.SetSplitOptions(fWhole.GetSplitOptions());
}

std::vector<DataSubset::Column> DataSubset::Find(const TString &name, const DataSetInfo &whole)
{
   std::vector<Column> found;
   for (const bool isSpectator : {false, true}) {
      const auto &infos = isSpectator ? whole.GetSpectatorInfos() : whole.GetVariableInfos();
      for (std::size_t i = 0; i < infos.size(); ++i)
         if (infos[i].GetVarType() != 'C' &&
             (infos[i].GetLabel() == name || infos[i].GetExpression() == name || infos[i].GetInternalName() == name))
            found.push_back({isSpectator, i});
      if (!found.empty())
         break;
   }
   return found;
}

void DataSubset::SetSelection(Selection selection, bool assemble)
{
   fInfo.SetBuilder([this, selection, assemble](DataSetInfo &info) {
      const DataSet &whole = *fWhole.GetDataSet();
      EventTable training = Select(whole.GetTable(Types::kTraining), selection);
      EventTable testing = Select(whole.GetTable(Types::kTesting), selection);
      if (!assemble)
         return std::make_unique<DataSet>(info, std::move(training), std::move(testing));
      return DataSetFactory(info, DataInput()).Assemble(std::move(training), std::move(testing));
   });
}

EventTable DataSubset::Select(const EventTable &whole, const Selection &selection) const
{
   const std::size_t nTargets = whole.GetNTargets(), firstSpectator = whole.GetNVariables() + nTargets;
   std::vector<std::size_t> columns;
   for (const Column &column : fVariables)
      columns.push_back(column.fIsSpectator ? firstSpectator + column.fIndex : column.fIndex);
   for (std::size_t i = 0; i < nTargets; ++i)
      columns.push_back(whole.GetNVariables() + i);
   for (const std::size_t spectator : fSpectators)
      columns.push_back(firstSpectator + spectator);

   const EventTable::Rows rows = selection(whole);
   EventTable selected(fVariables.size(), nTargets, fSpectators.size());
   selected.Reserve(rows.size());
   std::vector<Float_t> values(columns.size());
   for (const UInt_t row : rows) {
      for (std::size_t i = 0; i < columns.size(); ++i)
         values[i] = whole.GetRow(row)[columns[i]];
      selected.AddRow(values.data(), whole.GetClass(row), whole.GetWeight(row));
   }
   return selected;
}

Event DataSubset::MakeEvent(const Event &whole) const
{
   const auto value = [](const std::vector<Float_t> &values, std::size_t i) { return i < values.size() ? values[i] : 0; };
   std::vector<Float_t> variables, spectators;
   for (const Column &column : fVariables)
      variables.push_back(value(column.fIsSpectator ? whole.GetSpectators() : whole.GetValues(), column.fIndex));
   for (const std::size_t spectator : fSpectators)
      spectators.push_back(value(whole.GetSpectators(), spectator));
   return Event(variables, whole.GetTargets(), spectators, whole.GetClass(), whole.GetWeight());
}

} // namespace TMVA
