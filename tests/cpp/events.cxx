#include "Check.h"

#include "data/Correlations.h"
#include "data/Splitter.h"

#include "TMVA/DataSet.h"
#include "TMVA/DataSetInfo.h"
#include "TMVA/Event.h"
#include "TMVA/EventTable.h"
#include "TMVA/MsgLogger.h"

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace TMVA;

namespace {

EventTable MakeTable()
{
   EventTable table(2, 1, 1);
   for (int i = 0; i < 4; ++i) {
      const Float_t row[] = {Float_t(i), Float_t(-i), Float_t(10 * i), Float_t(100 * i)};
      table.AddRow(row, i % 2, 0.5 * i);
   }
   return table;
}

void TestTable()
{
   const EventTable table = MakeTable();
   CHECK(table.GetNRows() == 4 && table.GetNColumns() == 4);
   const EventTable selected = table.Select({3, 1});
   CHECK(selected.GetNRows() == 2 && selected.GetRow(0)[2] == 30 && selected.GetClass(0) == 1 && selected.GetWeight(1) == 0.5);
   Event event;
   table.ToEvent(2, event);
   CHECK(event.GetValue(1) == -2 && event.GetTarget(0) == 20 && event.GetSpectator(0) == 200);
   CHECK(event.GetWeight() == 1 && event.GetClass() == 0);
   Float_t row[4];
   EventTable::ToRow(event, row);
   CHECK(std::equal(row, row + 4, table.GetRow(2)));
}

void TestEvent()
{
   Event event({1, 2}, 1, 2.0, 0.5);
   event.SetVal(3, 4);
   CHECK(event.GetNVariables() == 4 && event.GetValue(2) == 0 && event.GetValue(3) == 4);
   CHECK(event.GetWeight() == 1 && event.GetOriginalWeight() == 2);
   event.SetBoostWeight(0);
   CHECK(event.GetBoostWeight() == 1e-4 && event.GetWeight() == 0);
}

/// The data set hands out one event that it uses again; an event from outside stands in front.
void TestDataSet()
{
   DataSetInfo info("data");
   info.AddClass("Background");
   info.AddClass("Signal");
   CHECK(info.GetSignalClassIndex() == 1);
   DataSet data(info, MakeTable(), MakeTable().Select({1}));
   CHECK(data.GetNTrainingEvents() == 4 && data.GetNTestEvents() == 1);
   CHECK(data.GetNEvtSigTrain() == 2 && data.GetNEvtBkgdTrain() == 2 && data.GetNEvtSigTest() == 1);
   const Event *event = data.GetTrainingEvent(3);
   CHECK(event == data.GetTestEvent(0) && event->GetValue(0) == 1);
   CHECK_THROWS(FatalError, data.GetTestEvent(1));
   const Event outside({7, 8});
   data.SetExternalEvent(&outside);
   CHECK(data.GetEvent() == &outside);
   data.SetExternalEvent(nullptr);
   CHECK(!data.HasNegativeEventWeights());
}

/// Every event is used once, in training or in testing, for each order and whatever is asked for.
void TestSplits()
{
   for (const EOrder split : {EOrder::kRandom, EOrder::kAlternate, EOrder::kBlock})
      for (const EOrder mix : {EOrder::kRandom, EOrder::kAlternate, EOrder::kBlock})
         for (const Long64_t requested : {0, 1, 3, 10}) {
            if (split == EOrder::kAlternate && requested == 10)
               continue; // every other event is for testing, whatever is asked for
            std::vector<ClassRows> classes(2);
            classes[0].fUndecided = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
            classes[0].fRequestedTraining = requested;
            classes[1].fTraining = {10, 11};
            classes[1].fTesting = {12};
            const SplitRows rows = SplitEvents(classes, split, mix, 5);
            CHECK(Long64_t(rows.fTraining.size()) == (requested ? requested : 5) + 2);
            EventTable::Rows all = rows.fTraining, expected(13);
            all.insert(all.end(), rows.fTesting.begin(), rows.fTesting.end());
            std::sort(all.begin(), all.end());
            std::iota(expected.begin(), expected.end(), 0);
            CHECK(all == expected);
         }
}

void TestCorrelations()
{
   EventTable table(3);
   for (const Float_t x : {1, 2, 3, 4}) {
      const Float_t row[] = {x, -2 * x, 5};
      table.AddRow(row, 0, x == 1 ? 10 : 1);
      const Float_t other[] = {x, x * x, -x};
      table.AddRow(other, 1, 1);
   }
   const TMatrixD matrix = ComputeCorrelations(table, 0);
   CHECK(std::abs(matrix(0, 1) + 1) < 1e-12);
   CHECK(matrix(0, 2) == 0 && matrix(2, 2) == 1);
}

} // namespace

int main()
{
   TestTable();
   TestEvent();
   TestDataSet();
   TestSplits();
   TestCorrelations();
   return 0;
}
