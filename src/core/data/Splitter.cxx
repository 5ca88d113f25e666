#include "data/Splitter.h"

#include "data/RandomBits.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace TMVA {
namespace {

using Rows = EventTable::Rows;

/// How many of the undecided events go into each sample; what is in neither is left out.
struct Shares {
   Long64_t fTraining;
   Long64_t fTesting;
};

/// Without requests both samples get half of all events; one request leaves the rest to the other sample; with two
/// requests what is left over is divided between them (and is cut off later, so that the order is TMVA's). Where there are
/// too few events for both, training goes first.
Shares ShareOut(const ClassRows &rows)
{
   const Long64_t undecided = rows.fUndecided.size();
   const auto missing = [undecided](Long64_t wanted, const Rows &given) {
      return std::clamp<Long64_t>(wanted - Long64_t(given.size()), 0, undecided);
   };
   const Long64_t half = (rows.fTraining.size() + rows.fTesting.size() + undecided) / 2;
   if (!rows.fRequestedTraining && !rows.fRequestedTesting) {
      const Long64_t training = missing(half, rows.fTraining);
      return {training, std::min(missing(half, rows.fTesting), undecided - training)};
   }
   Long64_t training = missing(rows.fRequestedTraining, rows.fTraining);
   const Long64_t testing = missing(rows.fRequestedTesting, rows.fTesting);
   if (!rows.fRequestedTraining)
      training = undecided - testing;
   else if (rows.fRequestedTesting)
      training += std::max<Long64_t>(0, undecided - training - testing) / 2;
   return {training, std::max(undecided - training, testing)};
}

void AppendInTurn(const Shares &shares, ClassRows &rows)
{
   const std::size_t given = rows.fTesting.size();
   Long64_t training = 0;
   bool trainingNext = true;
   for (UInt_t row : rows.fUndecided) {
      const bool toTraining = trainingNext && training < shares.fTraining;
      (toTraining ? rows.fTraining : rows.fTesting).push_back(row);
      training += toTraining;
      trainingNext = !trainingNext;
   }
   rows.fTesting.resize(std::min<std::size_t>(rows.fTesting.size(), given + shares.fTesting));
}

void AppendBlocks(const Shares &shares, ClassRows &rows)
{
   const auto middle = rows.fUndecided.begin() + shares.fTraining;
   const Long64_t testing = std::min<Long64_t>(shares.fTesting, rows.fUndecided.end() - middle);
   rows.fTraining.insert(rows.fTraining.end(), rows.fUndecided.begin(), middle);
   rows.fTesting.insert(rows.fTesting.end(), middle, middle + testing);
}

void DistributeUndecided(ClassRows &rows, EOrder order, RandomBits &random)
{
   const Shares shares = ShareOut(rows);
   if (order == EOrder::kRandom)
      std::shuffle(rows.fUndecided.begin(), rows.fUndecided.end(), random);
   if (order == EOrder::kAlternate)
      AppendInTurn(shares, rows);
   else
      AppendBlocks(shares, rows);
   rows.fUndecided = Rows();
}

/// Leaves `wanted` rows in the order in which they stand: the first ones, or (random) any of them.
void CutTo(Long64_t wanted, Rows &rows, EOrder order, RandomBits &random)
{
   if (wanted <= 0 || Long64_t(rows.size()) <= wanted)
      return;
   if (order == EOrder::kRandom) {
      Rows places(rows.size());
      std::iota(places.begin(), places.end(), 0);
      std::shuffle(places.begin(), places.end(), random);
      places.resize(rows.size() - wanted);
      const UInt_t removed = std::numeric_limits<UInt_t>::max();
      for (UInt_t place : places)
         rows[place] = removed;
      rows.erase(std::remove(rows.begin(), rows.end(), removed), rows.end());
   }
   rows.resize(wanted);
}

/// Puts one of `added` after each `period` of `rows`; what is left of either follows.
Rows Interleave(const Rows &rows, std::size_t period, const Rows &added)
{
   Rows result;
   std::size_t used = 0;
   for (std::size_t i = 0; i < rows.size(); ++i) {
      result.push_back(rows[i]);
      if ((i + 1) % period == 0 && used < added.size())
         result.push_back(added[used++]);
   }
   result.insert(result.end(), added.begin() + used, added.end());
   return result;
}

/// The rows of all classes, which are empty then.
Rows Mix(std::vector<ClassRows> &classes, Rows ClassRows::*sample, EOrder order, RandomBits &random)
{
   Rows mixed;
   for (std::size_t cls = 0; cls < classes.size(); ++cls) {
      const Rows rows = std::move(classes[cls].*sample);
      if (order == EOrder::kAlternate && cls > 0)
         mixed = Interleave(mixed, cls, rows);
      else
         mixed.insert(mixed.end(), rows.begin(), rows.end());
   }
   if (order == EOrder::kRandom)
      std::shuffle(mixed.begin(), mixed.end(), random);
   return mixed;
}

} // namespace

// The order in which random numbers are drawn is part of the result: all classes are distributed, then all are cut to their
// size, then the training events are mixed, then the test events.
SplitRows SplitEvents(std::vector<ClassRows> classes, EOrder split, EOrder mix, UInt_t seed)
{
   RandomBits random(seed);
   for (ClassRows &rows : classes)
      DistributeUndecided(rows, split, random);
   for (ClassRows &rows : classes) {
      CutTo(rows.fRequestedTraining, rows.fTraining, split, random);
      CutTo(rows.fRequestedTesting, rows.fTesting, split, random);
   }
   SplitRows result;
   result.fTraining = Mix(classes, &ClassRows::fTraining, mix, random);
   result.fTesting = Mix(classes, &ClassRows::fTesting, mix, random);
   return result;
}

} // namespace TMVA
