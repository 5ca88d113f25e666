#ifndef PYTMVA_data_EventFormula
#define PYTMVA_data_EventFormula

#include "TString.h"

#include <memory>
#include <vector>

class TTree;
class TTreeFormula;

namespace TMVA {

class DataSetInfo;

/// A formula of the variables and spectators of an event, which stand under their expressions. What it gives is what the
/// same text gives for the branches of a tree.
class EventFormula {
public:
   EventFormula(const TString &text, const DataSetInfo &info);
   EventFormula(EventFormula &&);
   ~EventFormula();

   bool IsValid() const; ///< false if it is no formula, or names what is neither variable nor spectator
   /// Of the values of all variables and of all spectators; those declared since it was made are left aside.
   Double_t Evaluate(const std::vector<Float_t> &variables, const std::vector<Float_t> &spectators);

private:
   std::size_t fNVariables;
   std::vector<Float_t> fValues; ///< variables, then spectators
   std::unique_ptr<TTree> fTree; ///< one entry, which is not read again: its branches show fValues as they are
   std::unique_ptr<TTreeFormula> fFormula;
};

} // namespace TMVA

#endif
