#ifndef ROOT_TMVA_CvSplit
#define ROOT_TMVA_CvSplit

#include "TMVA/EventTable.h"
#include "TMVA/Types.h"

#include "TString.h"

#include <cstddef>
#include <vector>

namespace TMVA {

class DataSetInfo;

/// Divides the training events of a data set, and its test events, into folds for cross validation. The order of the folds
/// is that of TMVA on libstdc++.
///
/// Without an expression events are divided at random: all together, or (stratified) those of each class by themselves, so
/// that each fold has its share of each class. With one, the fold of an event follows from its spectators: see
/// CrossValidation.
class CvSplitKFolds {
public:
   /// Fatal if there are fewer than two folds. Seed 0: another division each time.
   explicit CvSplitKFolds(UInt_t numFolds, const TString &splitExpr = "", Bool_t stratified = kTRUE, UInt_t seed = 100);

   UInt_t GetNumFolds() const { return fNumFolds; }

   /// Builds the data set of `info` and divides it. Copies of the events are kept here. Fatal, with the text of the
   /// expression, if that does not give a fold for each event.
   void MakeKFoldDataSet(DataSetInfo &info);
   /// The events of fold `foldNumber` become the test events of the data set, those of all other folds its training events.
   /// `type` says whose folds: those of the training events or those of the test events of before.
   void PrepareFoldDataSet(DataSetInfo &info, UInt_t foldNumber, Types::ETreeType type);
   /// All events of `type`, fold after fold, become both the training and the test events; DataSet::GetFolds tells their
   /// folds.
   void RecombineKFoldDataSet(DataSetInfo &info, Types::ETreeType type = Types::kTraining);

private:
   using Rows = EventTable::Rows;
   /// Events and the rows of each fold; no folds before MakeKFoldDataSet.
   struct Folds {
      EventTable fEvents;
      std::vector<Rows> fRows;
   };

   std::vector<Rows> Divide(const EventTable &events, const DataSetInfo &info) const;
   std::vector<Rows> DivideAtRandom(const Rows &rows) const;
   std::vector<Rows> DivideByExpression(const EventTable &events, const DataSetInfo &info) const;
   const Folds &GetFolds(Types::ETreeType type) const;

   UInt_t fNumFolds;
   TString fSplitExpr;
   Bool_t fStratified;
   UInt_t fSeed;
   Folds fTraining;
   Folds fTesting;
};

} // namespace TMVA

#endif
