#include "Check.h"

#include "data/Correlations.h"
#include "data/RandomBits.h"
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

/// A row that can be told from all others by each of its parts.
void AddNumbered(EventTable &table, std::size_t number)
{
   const Float_t row[] = {Float_t(number), Float_t(number % 1000), -Float_t(number)};
   table.AddRow(row, number % 7, 0.25 * number);
}

void CheckNumbered(const EventTable &table, const EventTable::Rows &numbers)
{
   CHECK(table.GetNRows() == numbers.size());
   for (std::size_t i = 0; i < numbers.size(); ++i)
      CHECK(table.GetRow(i)[0] == numbers[i] && table.GetRow(i)[2] == -Float_t(numbers[i]) &&
            table.GetClass(i) == numbers[i] % 7 && table.GetWeight(i) == 0.25 * numbers[i]);
}

/// Any permutation, with rows left out or not, whatever its cycles are, and however many pieces the table has.
void TestDivide()
{
   for (const std::size_t nRows : {1, 2, 100, 8191, 8192, 8193, 100000})
      for (const std::size_t left : {0, 1, 50}) {
         EventTable::Rows order(nRows);
         std::iota(order.begin(), order.end(), 0);
         for (const bool isRandom : {false, true}) { // else cycles of two rows
            if (isRandom)
               std::shuffle(order.begin(), order.end(), RandomBits(nRows));
            else
               for (std::size_t i = 0; i + 1 < nRows; i += 2)
                  std::swap(order[i], order[i + 1]);
            EventTable table(2, 0, 1);
            for (std::size_t i = 0; i < nRows; ++i)
               AddNumbered(table, i);
            const auto end = order.end() - std::min(left, nRows), middle = order.begin() + (end - order.begin()) / 3;
            const EventTable::Rows first(order.begin(), middle), second(middle, end);
            const auto [training, testing] = table.Divide(first, second);
            CheckNumbered(training, first);
            CheckNumbered(testing, second);
            CHECK(table.GetNRows() == 0 && table.GetNColumns() == 3);
         }
      }
}

/// Parts of one table lie side by side in its memory; they change and grow independently, and copies are copies.
void TestParts()
{
   EventTable table(2, 0, 1);
   for (std::size_t i = 0; i < 10; ++i)
      AddNumbered(table, i);
   const Float_t *begin = table.GetRow(0);
   auto [first, second] = table.Divide({3, 1, 4}, {0, 2});
   CHECK(second.GetRow(0) == first.GetRow(3) && first.GetRow(0) == begin);
   const EventTable copy = second;
   const auto memory = first.ShareMemory();
   const Float_t *before = first.GetRow(0);
   AddNumbered(first, 8); // where the second one begins
   CheckNumbered(first, {3, 1, 4, 8});
   CheckNumbered(second, {0, 2});
   CHECK(before != first.GetRow(0) && before[0] == 3);
   second.GetRow(0)[0] = 77;
   CheckNumbered(copy, {0, 2});
   second.Resize(1);
   AddNumbered(second, 5);
   AddNumbered(second, 6);
   second.MoveRows(1, 0, 2);
   second.Resize(2);
   CheckNumbered(second, {5, 6});
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
   TestDivide();
   TestParts();
   TestEvent();
   TestDataSet();
   TestSplits();
   TestCorrelations();
   return 0;
}
