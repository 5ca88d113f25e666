#include "evaluate/VariableImportance.h"

#include "TRandom3.h"

#include <algorithm>

namespace TMVA {

VariableImportance::VariableImportance(Quality quality, Double_t qualityOfNone) : fQuality(std::move(quality))
{
   fKnown[{}] = qualityOfNone;
}

Double_t VariableImportance::GetQuality(const Set &set)
{
   const bool isEmpty = std::find(set.begin(), set.end(), kTRUE) == set.end();
   const auto known = fKnown.find(isEmpty ? Set() : set);
   return known != fKnown.end() ? known->second : fKnown[set] = fQuality(set);
}

std::vector<Double_t> VariableImportance::Evaluate(const std::vector<Set> &sets)
{
   const std::size_t nVariables = sets.at(0).size();
   std::vector<Double_t> sums(nVariables), counts(nVariables);
   for (const Set &set : sets) {
      const Double_t with = GetQuality(set);
      for (std::size_t i = 0; i < nVariables; ++i) {
         if (!set[i])
            continue;
         Set without = set;
         without[i] = kFALSE;
         sums[i] += with - GetQuality(without);
         ++counts[i];
      }
   }
   for (std::size_t i = 0; i < nVariables; ++i)
      sums[i] /= std::max(counts[i], 1.);
   return sums;
}

std::vector<VariableImportance::Set> VariableImportance::ListAll(std::size_t nVariables)
{
   std::vector<Set> sets;
   for (std::size_t bits = 1; bits < std::size_t(1) << nVariables; ++bits) {
      sets.emplace_back(nVariables);
      for (std::size_t i = 0; i < nVariables; ++i)
         sets.back()[i] = bits >> i & 1;
   }
   return sets;
}

std::vector<VariableImportance::Set> VariableImportance::DrawRandom(std::size_t nVariables, std::size_t nSets)
{
   TRandom3 random(100);
   std::vector<Set> sets(1, Set(nVariables, kTRUE));
   for (std::size_t n = 0; n < nSets; ++n) {
      sets.emplace_back(nVariables);
      for (std::size_t i = 0; i < nVariables; ++i)
         sets.back()[i] = random.Rndm() < 0.5;
   }
   return sets;
}

} // namespace TMVA
