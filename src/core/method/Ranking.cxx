#include "TMVA/Ranking.h"

#include <algorithm>
#include <functional>

namespace TMVA {

Ranking::Ranking(const TString &context, const TString &criterion) : fCriterion(criterion), fLogger(context.Data()) {}

void Ranking::AddRank(const Rank &rank)
{
   fRanks.insert(std::upper_bound(fRanks.begin(), fRanks.end(), rank, std::greater<Rank>()), rank);
}

void Ranking::Print() const
{
   Int_t longest = 0;
   for (const Rank &rank : fRanks)
      longest = std::max(longest, rank.GetVariable().Length());
   const Int_t width = std::max(9, longest);
   const TString line('-', longest + fCriterion.Length() + 15);
   fLogger << kHEADER << "Ranking result (top variable is best ranked)" << Endl;
   fLogger << kINFO << line << Endl;
   fLogger << kINFO << TString::Format("Rank : %-*s : ", width, "Variable") << fCriterion << Endl;
   fLogger << kINFO << line << Endl;
   for (std::size_t i = 0; i < fRanks.size(); ++i) {
      const char *name = fRanks[i].GetVariable().Data();
      fLogger << kINFO << TString::Format("%4zu : %-*s : %3.3e", i + 1, width, name, fRanks[i].GetRankValue()) << Endl;
   }
   fLogger << kINFO << line << Endl;
}

} // namespace TMVA
