#ifndef PYTMVA_evaluate_VariableImportance
#define PYTMVA_evaluate_VariableImportance

#include "RtypesCore.h"

#include <functional>
#include <map>
#include <vector>

namespace TMVA {

/// How much better a method is with a variable than without it, in the mean over sets of variables that have it.
class VariableImportance {
public:
   using Set = std::vector<Bool_t>; ///< for each variable whether it is in the set
   using Quality = std::function<Double_t(const Set &)>;

   /// `quality` is called once for each set, never for the empty one.
   VariableImportance(Quality quality, Double_t qualityOfNone);

   /// One number for each variable; 0 for one that is in none of the sets.
   std::vector<Double_t> Evaluate(const std::vector<Set> &sets);

   static std::vector<Set> ListAll(std::size_t nVariables); ///< all but the empty one
   /// The set of all variables, and `nSets` others at random, the same ones each time.
   static std::vector<Set> DrawRandom(std::size_t nVariables, std::size_t nSets);

private:
   Double_t GetQuality(const Set &set);

   Quality fQuality;
   std::map<Set, Double_t> fKnown;
};

} // namespace TMVA

#endif
