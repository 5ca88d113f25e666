#include "data/DataSetFactory.h"

#include "base/OpenFiles.h"
#include "data/Correlations.h"
#include "data/ReadTree.h"

#include "TMVA/DataSet.h"
#include "TMVA/DataSetInfo.h"
#include "TMVA/EventStream.h"

#include "TTree.h"

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <limits>
#include <numeric>

namespace TMVA {
namespace {

/// Ranges and weighted sums of columns, side by side: several columns are added to at a time.
class Sums {
public:
   explicit Sums(std::size_t nColumns)
      : fMin(nColumns, std::numeric_limits<Float_t>::max()), fMax(nColumns, -std::numeric_limits<Float_t>::max()),
        fSum(nColumns), fSquares(nColumns)
   {
   }

   void Add(const Float_t *row, Double_t weight)
   {
      fWeights += weight;
      for (std::size_t i = 0; i < fMin.size(); ++i) {
         const Double_t value = row[i];
         fMin[i] = std::min(fMin[i], row[i]);
         fMax[i] = std::max(fMax[i], row[i]);
         fSum[i] += weight * value;
         fSquares[i] += weight * value * value;
      }
   }

   void SetRange(std::size_t column, VariableInfo &info) const
   {
      info.ResetMinMax();
      info.SetMin(fMin[column]);
      info.SetMax(fMax[column]);
      info.SetMean(fSum[column] / fWeights);
      info.SetVariance(fSquares[column] / fWeights - info.GetMean() * info.GetMean());
      info.SetRMS(std::sqrt(info.GetVariance()));
   }

private:
   std::vector<Float_t> fMin;
   std::vector<Float_t> fMax;
   std::vector<Double_t> fSum;
   std::vector<Double_t> fSquares;
   Double_t fWeights = 0;
};

} // namespace

DataSetFactory::DataSetFactory(DataSetInfo &info, const DataInput &input)
   : fInfo(info), fInput(input), fOptions(info), fTable(info.GetNVariables(), info.GetNTargets(), info.GetNSpectators()),
     fRows(info.GetNClasses()), fPreselections(info.GetNClasses()), fStreamedWeights(info.GetNClasses(), 0.),
     fLogger("DataSetFactory", fOptions.GetMinType())
{
}

std::unique_ptr<DataSet> DataSetFactory::Build()
{
   if (fInput.fTrees.empty() && fInput.fEvents.empty())
      Log() << kFATAL << "Dataset \"" << fInfo.GetName()
            << "\" has no trees and no events. Call AddSignalTree and AddBackgroundTree (or AddTree) first" << Endl;
   for (const TreeInput &input : fInput.fTrees)
      if (input.fFile && !IsOpenFile(input.fFile))
         Log() << kFATAL << Where() << ": the file of tree \"" << input.fName << "\" (class " << input.fClassName
               << ") is closed. Trees are read when the first method is trained: close their files afterwards" << Endl;
   Reserve();
   for (UInt_t cls = 0; cls < fInfo.GetNClasses(); ++cls) {
      const ClassInfo &info = *fInfo.GetClassInfo(cls);
      fOptions.GetEventsInMemory() > 0 ? SampleTrees(info) : ReadTrees(info);
      AddEvents(info);
      const Preselection &found = fPreselections[cls];
      fOptions.SetRequests(cls, found.fBefore > 0 ? Double_t(found.fPassed) / found.fBefore : 1, fRows[cls]);
   }
   PrintPreselection();
   SplitRows rows = SplitEvents(std::move(fRows), fOptions.GetSplitOrder(), fOptions.GetMixOrder(), fOptions.GetSeed());
   if (rows.fTraining.empty())
      Log() << kFATAL << Where() << " has no training events: the cuts leave " << fTable.GetNRows()
            << " events. Check the cuts and the numbers of events asked for" << Endl;
   if (rows.fTesting.empty())
      Log() << kERROR << Where() << " has no test events: methods can be trained, not tested" << Endl;

   auto [training, testing] = fTable.Divide(std::move(rows.fTraining), std::move(rows.fTesting));
   return Assemble(std::move(training), std::move(testing));
}

std::unique_ptr<DataSet> DataSetFactory::Assemble(EventTable training, EventTable testing)
{
   fInfo.SetNormalization(fOptions.GetNormMode());
   Normalise(training);
   SetRanges(training);
   SetSums(training, testing);
   auto data = std::make_unique<DataSet>(fInfo, std::move(training), std::move(testing));
   PrintSizes(*data);
   if (!fStreamedTrees.empty())
      data->SetStream(std::make_unique<EventStream>(fInfo, std::move(fStreamedTrees)));
   if (fOptions.ComputeCorrelations())
      SetCorrelations(data->GetTable(Types::kTraining));
   return data;
}

TString DataSetFactory::Where() const
{
   return TString::Format("Dataset \"%s\"", fInfo.GetName());
}

EventTable::Rows &DataSetFactory::RowsOf(UInt_t cls, Types::ETreeType type)
{
   ClassRows &rows = fRows[cls];
   return type == Types::kTraining ? rows.fTraining : type == Types::kTesting ? rows.fTesting : rows.fUndecided;
}

/// Makes room for the trees of which no cut takes an unknown part away.
void DataSetFactory::Reserve()
{
   if (fOptions.GetEventsInMemory() > 0)
      return;
   Long64_t nRows = 0;
   for (const TreeInput &input : fInput.fTrees) {
      const TString cut = input.fCut.GetTitle(), classCut = fInfo.GetClassInfo(input.fClassName)->GetCut().GetTitle();
      nRows += cut + classCut == "" ? input.fTree->GetEntries() : 0;
   }
   fTable.Reserve(nRows);
}

void DataSetFactory::ReadTrees(const ClassInfo &cls)
{
   for (const TreeInput &input : fInput.fTrees) {
      if (input.fClassName != cls.GetName())
         continue;
      const std::size_t first = fTable.GetNRows();
      ReadTree(fInfo, cls, input, fTable, fPreselections[cls.GetNumber()]);
      EventTable::Rows &rows = RowsOf(cls.GetNumber(), input.fType);
      const std::size_t nBefore = rows.size();
      rows.resize(nBefore + fTable.GetNRows() - first);
      std::iota(rows.begin() + nBefore, rows.end(), first);
   }
}

void DataSetFactory::SampleTrees(const ClassInfo &cls)
{
   const UInt_t number = cls.GetNumber();
   const std::size_t first = fTable.GetNRows();
   EventSampler sampler(fInfo, cls, fOptions.GetEventsInMemory(), fOptions.GetSeed());
   std::vector<Types::ETreeType> types;
   for (const TreeInput &input : fInput.fTrees) {
      if (input.fClassName != cls.GetName())
         continue;
      types.push_back(input.fType);
      sampler.Read(input, fTable, fPreselections[number]);
   }
   for (std::size_t row = first; row < fTable.GetNRows(); ++row)
      RowsOf(number, types[sampler.GetTreeOfRow()[row - first]]).push_back(row);
   for (StreamedTree &tree : sampler.GetStreamed())
      fStreamedTrees.push_back(std::move(tree));
   fStreamedWeights[number] = sampler.GetStreamedWeight(fTable);
}

/// The cut and the weight expression are not applied: such events have no branches that these could name.
void DataSetFactory::AddEvents(const ClassInfo &cls)
{
   CheckEventTypes(cls);
   for (const EventInput &event : fInput.fEvents) {
      if (event.fClassName != cls.GetName())
         continue;
      RowsOf(cls.GetNumber(), event.fType).push_back(fTable.GetNRows());
      AddRow(event.fValues, cls, event.fWeight);
   }
}

void DataSetFactory::CheckEventTypes(const ClassInfo &cls) const
{
   Long64_t count[2] = {0, 0};
   for (const EventInput &event : fInput.fEvents)
      if (event.fClassName == cls.GetName())
         ++count[event.fType == Types::kTraining ? 0 : 1];
   const TString cut = cls.GetCut().GetTitle(), weight = cls.GetWeight();
   if (count[0] + count[1] > 0 && cut + weight != "")
      Log() << kFATAL << Where() << ": " << (cut != "" ? "the cut \"" + cut : "the weight \"" + weight) << "\" of class "
            << cls.GetName() << " cannot be applied to events given one by one. Apply it before adding them" << Endl;
   if ((count[0] == 0) != (count[1] == 0))
      Log() << kFATAL << Where() << ": class " << cls.GetName() << " was given " << count[0]
            << " training events and " << count[1] << " test events one by one; both are needed" << Endl;
}

void DataSetFactory::AddRow(std::vector<Double_t> values, const ClassInfo &cls, Double_t weight)
{
   const std::size_t expected = fInfo.GetNVariables() + fInfo.GetNTargets() + fInfo.GetNSpectators(kFALSE);
   if (values.size() != expected) {
      Log() << kWARNING << Where() << ": an event of class " << cls.GetName() << " has "
            << values.size() << " values, expected are " << expected
            << " (variables, targets, spectators); what is missing is 0, what is too much is left out" << Endl;
      values.resize(expected, 0.);
   }
   std::vector<Float_t> row(values.begin(), values.end());
   InsertCuts(row);
   const bool finite = std::all_of(row.begin(), row.end(), [](Float_t value) { return std::isfinite(value); });
   if (!finite || !std::isfinite(weight))
      Log() << kFATAL << Where() << ": an event of class " << cls.GetName()
            << " that was given one by one has a value or a weight that is NaN or infinite" << Endl;
   fTable.AddRow(row.data(), cls.GetNumber(), weight);
}

/// The cuts of MethodCategory, which are spectators that no event is given with.
void DataSetFactory::InsertCuts(std::vector<Float_t> &row)
{
   const auto first = fInfo.GetNVariables() + fInfo.GetNTargets();
   const auto &spectators = fInfo.GetSpectatorInfos();
   for (std::size_t i = 0; i < spectators.size(); ++i)
      if (spectators[i].GetVarType() == 'C')
         row.insert(row.begin() + first + i, 0);
   const std::vector<Float_t> variables(row.begin(), row.begin() + fInfo.GetNVariables());
   const std::vector<Float_t> others(row.begin() + first, row.end());
   for (std::size_t i = 0; i < spectators.size(); ++i) {
      if (spectators[i].GetVarType() != 'C')
         continue;
      const auto cut = fCuts.find(i) != fCuts.end() ? fCuts.find(i) : fCuts.emplace(i, MakeCut(spectators[i])).first;
      row[first + i] = cut->second.Evaluate(variables, others);
   }
}

EventFormula DataSetFactory::MakeCut(const VariableInfo &spectator) const
{
   EventFormula cut(spectator.GetExpression(), fInfo);
   if (!cut.IsValid())
      Log() << kFATAL << Where() << ": the cut \"" << spectator.GetExpression() << "\" of the category \""
            << spectator.GetTitle() << "\" is no formula of variables and spectators. Events that are given one by one have "
            << "nothing else: declare what it uses with AddSpectator" << Endl;
   return cut;
}

/// NumEvents: the weights of a class add up to its number of training events, EqualNumEvents: to that of class 0.
void DataSetFactory::Normalise(EventTable &training)
{
   if (fOptions.GetNormMode() == "NONE")
      return;
   std::vector<Double_t> sums = fStreamedWeights, counts(fInfo.GetNClasses(), 0.);
   for (const StreamedTree &tree : fStreamedTrees)
      counts[tree.fClass] += tree.GetNStreamed();
   for (std::size_t row = 0; row < training.GetNRows(); ++row) {
      sums[training.GetClass(row)] += training.GetWeight(row);
      ++counts[training.GetClass(row)];
   }
   for (UInt_t cls = 0; cls < fInfo.GetNClasses(); ++cls)
      if (counts[cls] > 0 && sums[cls] == 0)
         Log() << kERROR << Where() << ": the weights of the training events of class "
               << fInfo.GetClassInfo(cls)->GetName() << " add up to 0 and cannot be normalised. Use NormMode=None" << Endl;
   const bool equal = fOptions.GetNormMode() == "EQUALNUMEVENTS";
   for (std::size_t row = 0; row < training.GetNRows(); ++row) {
      const UInt_t cls = training.GetClass(row);
      training.SetWeight(row, training.GetWeight(row) * counts[equal ? 0 : cls] / sums[cls]);
   }
   for (StreamedTree &tree : fStreamedTrees)
      tree.fWeightFactor = counts[equal ? 0 : tree.fClass] / sums[tree.fClass];
   for (UInt_t cls = 0; cls < fInfo.GetNClasses(); ++cls)
      fStreamedWeights[cls] *= sums[cls] != 0 ? counts[equal ? 0 : cls] / sums[cls] : 0;
}

void DataSetFactory::SetRanges(const EventTable &training)
{
   Sums sums(training.GetNColumns());
   for (std::size_t row = 0; row < training.GetNRows(); ++row)
      sums.Add(training.GetRow(row), training.GetWeight(row));
   std::size_t column = 0;
   for (auto *infos : {&fInfo.GetVariableInfos(), &fInfo.GetTargetInfos(), &fInfo.GetSpectatorInfos()})
      for (VariableInfo &info : *infos) {
         sums.SetRange(column++, info);
         const EMsgType type = infos == &fInfo.GetTargetInfos() ? kFATAL : kWARNING;
         if (info.GetMin() == info.GetMax() && infos != &fInfo.GetSpectatorInfos())
            Log() << type << Where() << ": \"" << info.GetLabel() << "\" is " << info.GetMin()
                  << " in all training events. Please remove it" << Endl;
      }
}

void DataSetFactory::SetSums(const EventTable &training, const EventTable &testing)
{
   const auto sum = [this](const EventTable &table, bool signal) {
      Double_t total = 0;
      for (std::size_t row = 0; row < table.GetNRows(); ++row)
         total += (table.GetClass(row) == fInfo.GetSignalClassIndex()) == signal ? table.GetWeight(row) : 0;
      return total;
   };
   const Double_t streamedSignal = fStreamedWeights[fInfo.GetSignalClassIndex()];
   const Double_t streamed = std::accumulate(fStreamedWeights.begin(), fStreamedWeights.end(), 0.);
   fInfo.SetTrainingSumSignalWeights(sum(training, true) + streamedSignal);
   fInfo.SetTrainingSumBackgrWeights(sum(training, false) + streamed - streamedSignal);
   fInfo.SetTestingSumSignalWeights(sum(testing, true));
   fInfo.SetTestingSumBackgrWeights(sum(testing, false));
}

void DataSetFactory::SetCorrelations(const EventTable &training)
{
   for (UInt_t cls = 0; cls < fInfo.GetNClasses(); ++cls) {
      ClassInfo &info = *fInfo.GetClassInfo(cls);
      info.SetCorrelationMatrix(ComputeCorrelations(training, cls));
      if (fOptions.PrintCorrelations())
         fInfo.PrintCorrelationMatrix(info.GetName());
   }
}

void DataSetFactory::PrintPreselection() const
{
   Log() << kHEADER << "[" << fInfo.GetName() << "] : Number of events in input trees" << Endl;
   for (UInt_t cls = 0; cls < fInfo.GetNClasses(); ++cls) {
      const ClassInfo &info = *fInfo.GetClassInfo(cls);
      const Preselection &found = fPreselections[cls];
      if (TString(info.GetCut().GetTitle()) == "" || found.fBefore == 0)
         continue;
      Log() << kINFO << info.GetName() << ": the cut \"" << info.GetCut().GetTitle() << "\" leaves " << found.fPassed
            << " of " << found.fBefore << " events; sum of weights " << found.fWeightPassed << " of "
            << found.fWeightBefore << Endl;
      if (found.fPassed == 0)
         Log() << kERROR << Where() << ": no event of class " << info.GetName()
               << " passes its cut \"" << info.GetCut().GetTitle() << "\"" << Endl;
   }
}

void DataSetFactory::PrintSizes(const DataSet &data) const
{
   const TString rule('-', 75);
   Log() << kINFO << "Number of training and testing events" << Endl << kINFO << rule << Endl;
   for (UInt_t cls = 0; cls < fInfo.GetNClasses(); ++cls) {
      const Long64_t training = data.GetNClassEvents(Types::kTraining, cls);
      const Long64_t testing = data.GetNClassEvents(Types::kTesting, cls);
      const auto print = [&](const char *what, Long64_t n) {
         Log() << kINFO << std::setw(fInfo.GetClassNameMaxLength()) << std::left << fInfo.GetClassInfo(cls)->GetName()
               << " -- " << what << ": " << n << Endl;
      };
      print("training events            ", training);
      for (const StreamedTree &tree : fStreamedTrees)
         if (tree.fClass == cls)
            print("training events, streamed  ", tree.GetNStreamed());
      print("testing events             ", testing);
      print("training and testing events", training + testing);
   }
}

} // namespace TMVA
