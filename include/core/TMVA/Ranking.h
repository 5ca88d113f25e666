#ifndef ROOT_TMVA_Ranking
#define ROOT_TMVA_Ranking

#include "TMVA/MsgLogger.h"

#include "RtypesCore.h"
#include "TString.h"

#include <vector>

namespace TMVA {

/// A variable and the value by which it is ranked.
class Rank {
public:
   Rank(const TString &variable, Double_t rankValue) : fVariable(variable), fRankValue(rankValue) {}

   const TString &GetVariable() const { return fVariable; }
   Double_t GetRankValue() const { return fRankValue; }
   Bool_t operator>(const Rank &other) const { return fRankValue > other.fRankValue; }

private:
   TString fVariable;
   Double_t fRankValue;
};

/// Variables, the most important first, by a criterion that a method chose. A plain value.
class Ranking {
public:
   Ranking(const TString &context, const TString &criterion);

   void AddRank(const Rank &rank);
   const std::vector<Rank> &GetRanks() const { return fRanks; }
   void Print() const; ///< the table in the log

private:
   TString fCriterion;
   std::vector<Rank> fRanks;
   mutable MsgLogger fLogger;
};

} // namespace TMVA

#endif
