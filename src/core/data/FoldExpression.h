#ifndef PYTMVA_data_FoldExpression
#define PYTMVA_data_FoldExpression

#include "TFormula.h"
#include "TString.h"

#include <cstddef>
#include <utility>
#include <vector>

namespace TMVA {

class DataSetInfo;

/// A formula that tells the fold of an event from its spectators, such as "int(fabs([eventID]))%int([NumFolds])".
/// Spectators stand in brackets under their labels or expressions; [NumFolds] (or [numFolds]) is the number of folds.
class FoldExpression {
public:
   /// Fatal if it is no formula, or names a spectator that `info` has not.
   FoldExpression(const TString &expression, const DataSetInfo &info, UInt_t numFolds);

   /// The fold, from 0; fatal if what comes out, rounded, is no number of a fold.
   UInt_t GetFold(const std::vector<Float_t> &spectators);

private:
   TFormula fFormula;
   UInt_t fNumFolds;
   std::vector<std::pair<Int_t, std::size_t>> fSpectators; ///< parameter of the formula, number of the spectator
};

} // namespace TMVA

#endif
