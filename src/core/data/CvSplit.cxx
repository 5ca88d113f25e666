#include "TMVA/CvSplit.h"

#include "data/FoldExpression.h"
#include "data/RandomBits.h"

#include "TMVA/DataSet.h"
#include "TMVA/DataSetInfo.h"
#include "TMVA/MsgLogger.h"

#include <algorithm>
#include <numeric>

namespace TMVA {
namespace {

MsgLogger &Log()
{
   static MsgLogger logger("CvSplitKFolds");
   return logger;
}

template <class T>
void Append(std::vector<T> &to, const std::vector<T> &from)
{
   to.insert(to.end(), from.begin(), from.end());
}

} // namespace

CvSplitKFolds::CvSplitKFolds(UInt_t numFolds, const TString &splitExpr, Bool_t stratified, UInt_t seed)
   : fNumFolds(numFolds), fSplitExpr(splitExpr), fStratified(stratified), fSeed(seed)
{
   if (numFolds < 2)
      Log() << kFATAL << "Cross validation needs two folds or more, got NumFolds=" << numFolds << Endl;
}

/// Each fold gets its turn, and then turns are shuffled.
std::vector<CvSplitKFolds::Rows> CvSplitKFolds::DivideAtRandom(const Rows &rows) const
{
   std::vector<UInt_t> folds(rows.size());
   for (std::size_t i = 0; i < folds.size(); ++i)
      folds[i] = i % fNumFolds;
   std::shuffle(folds.begin(), folds.end(), RandomBits(fSeed));
   std::vector<Rows> divided(fNumFolds);
   for (std::size_t i = 0; i < rows.size(); ++i)
      divided[folds[i]].push_back(rows[i]);
   return divided;
}

std::vector<CvSplitKFolds::Rows> CvSplitKFolds::DivideByExpression(const EventTable &events, const DataSetInfo &info) const
{
   FoldExpression expression(fSplitExpr, info, fNumFolds);
   std::vector<Rows> divided(fNumFolds);
   std::vector<Float_t> spectators(events.GetNSpectators());
   for (std::size_t row = 0; row < events.GetNRows(); ++row) {
      const Float_t *end = events.GetRow(row) + events.GetNColumns();
      std::copy(end - spectators.size(), end, spectators.begin());
      divided[expression.GetFold(spectators)].push_back(row);
   }
   return divided;
}

std::vector<CvSplitKFolds::Rows> CvSplitKFolds::Divide(const EventTable &events, const DataSetInfo &info) const
{
   if (fSplitExpr != "")
      return DivideByExpression(events, info);
   Rows all(events.GetNRows());
   std::iota(all.begin(), all.end(), 0);
   if (!fStratified)
      return DivideAtRandom(all);
   // TMVA shuffles the events of each class, too, and begins with the seed each time.
   std::vector<Rows> divided(fNumFolds);
   for (UInt_t cls = 0; cls < info.GetNClasses(); ++cls) {
      Rows ofClass;
      std::copy_if(all.begin(), all.end(), std::back_inserter(ofClass),
                   [&](UInt_t row) { return events.GetClass(row) == cls; });
      std::shuffle(ofClass.begin(), ofClass.end(), RandomBits(fSeed));
      const std::vector<Rows> parts = DivideAtRandom(ofClass);
      for (UInt_t fold = 0; fold < fNumFolds; ++fold)
         Append(divided[fold], parts[fold]);
   }
   return divided;
}

void CvSplitKFolds::MakeKFoldDataSet(DataSetInfo &info)
{
   if (info.GetDataSet()->GetStream())
      Log() << kFATAL << "Dataset \"" << info.GetName()
            << "\" is not divided into folds: not all of its events are in memory. Leave EventsInMemory out" << Endl;
   for (const auto &[folds, type] : {std::make_pair(&fTraining, Types::kTraining), {&fTesting, Types::kTesting}}) {
      folds->fEvents = info.GetDataSet()->GetTable(type);
      folds->fRows = Divide(folds->fEvents, info);
   }
}

const CvSplitKFolds::Folds &CvSplitKFolds::GetFolds(Types::ETreeType type) const
{
   const Folds &folds = type == Types::kTesting ? fTesting : fTraining;
   if (folds.fRows.empty())
      Log() << kFATAL << "The data set is not divided into folds yet. Call MakeKFoldDataSet first" << Endl;
   return folds;
}

void CvSplitKFolds::PrepareFoldDataSet(DataSetInfo &info, UInt_t foldNumber, Types::ETreeType type)
{
   const Folds &folds = GetFolds(type);
   if (foldNumber >= fNumFolds)
      Log() << kFATAL << "There is no fold number " << foldNumber << ", they go from 0 to " << fNumFolds - 1 << Endl;
   Rows training;
   for (UInt_t fold = 0; fold < fNumFolds; ++fold)
      if (fold != foldNumber)
         Append(training, folds.fRows[fold]);
   info.GetDataSet()->SetEvents(folds.fEvents.Select(training), folds.fEvents.Select(folds.fRows[foldNumber]));
}

void CvSplitKFolds::RecombineKFoldDataSet(DataSetInfo &info, Types::ETreeType type)
{
   const Folds &folds = GetFolds(type);
   Rows rows;
   std::vector<UInt_t> foldOfRow;
   for (UInt_t fold = 0; fold < fNumFolds; ++fold) {
      Append(rows, folds.fRows[fold]);
      foldOfRow.resize(rows.size(), fold);
   }
   const EventTable events = folds.fEvents.Select(rows);
   info.GetDataSet()->SetEvents(events, events);
   info.GetDataSet()->SetFolds(std::move(foldOfRow));
}

} // namespace TMVA
