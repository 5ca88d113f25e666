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
class MsgLogger;
class VariableInfo;

/// Events of a class before and after its cut.
struct Preselection {
   Long64_t fBefore = 0;
   Long64_t fPassed = 0;
   Double_t fWeightBefore = 0;
   Double_t fWeightPassed = 0;

   void Add(const Preselection &other);
};

/// Evaluates the expressions of a data set on the entries of one tree, block by block: branches that are columns as they are
/// a basket at a time, all else by formulas.
///
/// An entry with arrays gives as many events as the arrays have elements; all arrays of an entry must have the same length
/// (AddVariablesArray excepted), single values are repeated. An entry where an expression has no value gives none.
/// Values that are NaN or infinite are fatal unless the cut removes them.
class TreeReader {
public:
   /// Reads `tree`, which is that of `input` or another object for the same tree. Fatal if an expression is no formula of its
   /// branches.
   TreeReader(const DataSetInfo &info, const ClassInfo &cls, const TreeInput &input, TTree &tree);

   /// Writes the events of the entries [first,last) that pass the cut to `table`, from row `row` on, and returns the row
   /// behind them. The table grows where it is too small.
   std::size_t Read(Long64_t first, Long64_t last, EventTable &table, std::size_t row);
   /// What was found since this was last asked.
   Preselection TakePreselection();

   /// Where the part that begins with entry `first` ends: some clusters of baskets, so that no basket is read for two parts.
   Long64_t EndOfChunk(Long64_t first);
   /// Whether several readers can read a part of the tree each: an entry gives one event at most, and formulas share nothing.
   bool AllowsThreads();
   /// Takes over what another reader of the same tree has found to be missing or not finite.
   void AddFindings(const TreeReader &other);
   /// Says what is missing or not finite; the latter is fatal where the cut does not remove it.
   void Report() const;

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
      Double_t Evaluate(Int_t instance) const;
      bool IsFinite(Float_t value, bool passes);
   };
   /// Of events of one block of entries, in the order of these.
   struct Block {
      std::vector<Int_t> fPlaces;      ///< of their entries in the block
      std::vector<Float_t> fRows;      ///< the columns
      std::vector<Double_t> fCuts;     ///< values of the cut, if there is one
      std::vector<Double_t> fFactors;  ///< values of the weight expression, if there is one
      std::vector<Float_t> fWeights;   ///< of those that are kept; single precision, as in TMVA
   };

   std::shared_ptr<TTreeFormula> MakeFormula(const TString &text, const TString &role) const;
   void AddColumns(const std::vector<VariableInfo> &infos, const char *role);
   void FindPlainBranches();
   void DropPlainBranches();
   void Load(Long64_t entry);
   bool PassesTreeCut() const;
   Int_t CountEvents(Long64_t entry);
   void CheckArraySize(const Expression &expression, Long64_t entry);
   void EvaluateFormulas(Long64_t first, Long64_t last);
   void AddEvent(Int_t place, Int_t instance);
   void ReadPlainBranches(Long64_t first, Long64_t last);
   std::size_t Select();
   bool IsFinite() const;
   bool FindNotFinite(std::size_t event, bool passes);
   void ReportMissing() const;
   void ReportNotFinite() const;
   TString Where() const;
   static bool HasAliases(const TTree &tree);
   static MsgLogger &Log(); ///< of the thread

   const DataSetInfo &fInfo;
   const ClassInfo &fClass;
   const TreeInput &fInput;
   TTree &fTree;
   std::vector<Expression> fExpressions; ///< the columns of the table, then (where given) the cut and the weight
   std::size_t fNColumns = 0;
   int fCut = -1;    ///< places in fExpressions; -1: none
   int fWeight = -1;
   std::shared_ptr<TTreeFormula> fTreeCut;
   Long64_t fTreeBegin = 0; ///< the entries of the file that is read, of several in a chain
   Long64_t fTreeEnd = 0;
   bool fHasFormulas = true; ///< or all of them are plain branches there
   bool fArrayIsLonger = false;
   Block fBlock;
   Preselection fPreselection;
};

} // namespace TMVA

#endif
