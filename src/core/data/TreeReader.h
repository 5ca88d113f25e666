#ifndef PYTMVA_data_TreeReader
#define PYTMVA_data_TreeReader

#include "data/DataInput.h"
#include "data/PlainBranch.h"

#include "TMVA/EventTable.h"

#include "TTreeFormula.h"

#include <memory>
#include <vector>

namespace TMVA {

class ClassInfo;
class DataSetInfo;
class VariableInfo;

/// Events of a class before and after its cut.
struct Preselection {
   Long64_t fBefore = 0;
   Long64_t fPassed = 0;
   Double_t fWeightBefore = 0;
   Double_t fWeightPassed = 0;
};

/// Evaluates the expressions of a data set on the entries of one tree.
///
/// An entry with arrays gives as many events as the arrays have elements; all arrays of an entry must have the same length
/// (AddVariablesArray excepted), single values are repeated. An entry where an expression has no value gives none.
/// Values that are NaN or infinite are fatal unless the cut removes them.
class TreeReader {
public:
   /// Fatal if an expression is no formula of the tree's branches.
   TreeReader(const DataSetInfo &info, const ClassInfo &cls, const TreeInput &input);

   /// Appends the events that pass the cut to `table` and counts all of them in `preselection`.
   void Read(EventTable &table, Preselection &preselection);

private:
   struct Expression {
      TString fRole;                                  ///< "variable", "cut", ...: for messages
      std::shared_ptr<TTreeFormula> fFormula;         ///< the elements of an array share one
      std::shared_ptr<PlainBranch> fBranch = nullptr; ///< read in place of the formula, if there is one
      Int_t fArraySize = 0;                           ///< of AddVariablesArray; 0: not one of its variables
      Int_t fElement = 0;                             ///< its place in that array
      Int_t fNValues = 0;                             ///< in the current entry
      Long64_t fNEmpty = 0;                           ///< entries without a value
      Long64_t fNaN[2] = {0, 0};                      ///< events with NaN that the cut [0] removes, [1] does not remove
      Long64_t fInfinite[2] = {0, 0};

      const char *GetText() const { return fFormula->GetTitle(); }
      Double_t Evaluate(Long64_t entry, Int_t instance) const;
      bool IsFinite(Double_t value, bool passes);
   };

   std::shared_ptr<TTreeFormula> MakeFormula(const TString &text, const TString &role) const;
   void AddColumns(const std::vector<VariableInfo> &infos, const char *role);
   void FindPlainBranches();
   void FollowChain();
   bool PassesTreeCut() const;
   Int_t CountEvents(Long64_t entry);
   void CheckArraySize(const Expression &expression, Long64_t entry);
   void ReadEvent(Long64_t entry, Int_t instance, EventTable &table, Preselection &preselection);
   void ReportMissing() const;
   void ReportNotFinite() const;
   TString Where() const;

   const DataSetInfo &fInfo;
   const ClassInfo &fClass;
   const TreeInput &fInput;
   std::vector<Expression> fExpressions; ///< the columns of the table, then (where given) the cut and the weight
   std::size_t fNColumns = 0;
   int fCut = -1;    ///< places in fExpressions; -1: none
   int fWeight = -1;
   std::shared_ptr<TTreeFormula> fTreeCut;
   Int_t fTreeNumber = -1;
   bool fArrayIsLonger = false;
   std::vector<Float_t> fRow;
};

} // namespace TMVA

#endif
