#include "data/TreeReader.h"

#include "base/Quiet.h"

#include "TMVA/DataSetInfo.h"
#include "TMVA/MsgLogger.h"

#include "TFriendElement.h"
#include "TLeaf.h"
#include "TTree.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <map>
#include <set>
#include <utility>

namespace TMVA {
namespace {

constexpr Long64_t kEntriesInBlock = 512; // with all their columns they stay in the cache

TString ListBranches(TTree &tree)
{
   constexpr int kMax = 30;
   TString list;
   int n = 0;
   for (TObject *branch : *tree.GetListOfBranches()) {
      if (++n > kMax)
         return list + ", ...";
      list += (list.IsNull() ? "" : ", ") + TString(branch->GetName());
   }
   return list;
}

/// By their bits, as compilers make that a matter of a few instructions.
bool AreFinite(const Float_t *values, std::size_t n)
{
   constexpr std::uint32_t exponent = 0x7f800000; // all of it is set in NaN and infinity
   std::uint32_t found = 0;
   for (std::size_t i = 0; i < n; ++i) {
      std::uint32_t bits;
      std::memcpy(&bits, values + i, sizeof bits);
      found |= (bits & exponent) == exponent;
   }
   return found == 0;
}

/// Branches may be switched off, and the addresses that the user once set may be those of variables that are gone.
void MakeReadable(TTree &tree)
{
   tree.SetBranchStatus("*", true);
   tree.ResetBranchAddresses();
   if (tree.GetListOfFriends())
      for (TObject *element : *tree.GetListOfFriends())
         if (TTree *other = static_cast<TFriendElement *>(element)->GetTree())
            other->ResetBranchAddresses();
}

} // namespace

MsgLogger &TreeReader::Log()
{
   thread_local MsgLogger logger("DataSetFactory");
   return logger;
}

bool TreeReader::HasAliases(const TTree &tree)
{
   return tree.GetListOfAliases() && !tree.GetListOfAliases()->IsEmpty();
}

Double_t TreeReader::Expression::Evaluate(Int_t instance) const
{
   return fFormula->EvalInstance(fArraySize > 0 ? fElement : fNValues > 1 ? instance : 0);
}

bool TreeReader::Expression::IsFinite(Float_t value, bool passes)
{
   if (std::isnan(value))
      ++fNaN[passes];
   else if (std::isinf(value))
      ++fInfinite[passes];
   return std::isfinite(value);
}

void Preselection::Add(const Preselection &other)
{
   fBefore += other.fBefore;
   fPassed += other.fPassed;
   fWeightBefore += other.fWeightBefore;
   fWeightPassed += other.fWeightPassed;
}

TreeReader::TreeReader(const DataSetInfo &info, const ClassInfo &cls, const TreeInput &input, TTree &tree)
   : fInfo(info), fClass(cls), fInput(input), fTree(tree)
{
   const TString cut = cls.GetCut().GetTitle();
   MakeReadable(tree);
   AddColumns(info.GetVariableInfos(), "variable");
   AddColumns(info.GetTargetInfos(), "target");
   AddColumns(info.GetSpectatorInfos(), "spectator");
   fNColumns = fExpressions.size();
   if (cut != "") {
      fCut = fExpressions.size();
      fExpressions.push_back({"cut", MakeFormula(cut, "cut")});
   }
   if (cls.GetWeight() != "") {
      fWeight = fExpressions.size();
      fExpressions.push_back({"weight", MakeFormula(cls.GetWeight(), "weight")});
   }
   const TString treeCut = input.fCut.GetTitle();
   if (treeCut != "")
      fTreeCut = MakeFormula(treeCut, "cut of the tree");
}

std::shared_ptr<TTreeFormula> TreeReader::MakeFormula(const TString &text, const TString &role) const
{
   std::shared_ptr<TTreeFormula> formula;
   {
      const Quiet quiet;
      formula = std::make_shared<TTreeFormula>("expression", text, &fTree);
   }
   if (formula->GetNdim() <= 0)
      Log() << kFATAL << Where() << ": the " << role << " \"" << text
            << "\" is no formula of its branches. Check the spelling; the tree has the branches " << ListBranches(fTree)
            << Endl;
   formula->SetTitle(text);
   return formula;
}

void TreeReader::AddColumns(const std::vector<VariableInfo> &infos, const char *role)
{
   for (const VariableInfo &info : infos) {
      Expression expression;
      expression.fRole = info.GetVarType() == 'C' ? "cut of the category" : role;
      expression.fArraySize = info.GetArraySize();
      expression.fElement = info.GetArrayElement();
      expression.fFormula =
         expression.fElement > 0 ? fExpressions.back().fFormula : MakeFormula(info.GetExpression(), expression.fRole);
      fExpressions.push_back(expression);
   }
}

TString TreeReader::Where() const
{
   return TString::Format("Dataset \"%s\", tree \"%s\" of class %s", fInfo.GetName(), fTree.GetName(), fClass.GetName());
}

/// Columns that are branches are read without formulas, unless a formula reads the same branch (each would throw away what
/// the other has read) or may do so in a way that does not show: by an index, a special function or an alias.
void TreeReader::FindPlainBranches()
{
   TTree &file = *fTree.GetTree();
   std::map<TBranch *, std::shared_ptr<PlainBranch>> plain;
   std::set<TBranch *> inFormulas;
   bool anyHidden = HasAliases(fTree) || HasAliases(file);
   const auto note = [&](const TTreeFormula &formula) {
      const TString text = formula.GetTitle();
      anyHidden |= text.Contains("[") || text.Contains("$");
      for (Int_t i = 0; i < formula.GetNcodes(); ++i)
         if (const TLeaf *leaf = formula.GetLeaf(i))
            inFormulas.insert(leaf->GetBranch());
   };
   if (fTreeCut)
      note(*fTreeCut);
   for (const Expression &expression : fExpressions)
      if (!PlainBranch::Find(file, expression.GetText()))
         note(*expression.fFormula);
   fHasFormulas = bool(fTreeCut);
   for (Expression &expression : fExpressions) {
      TBranch *branch = PlainBranch::Find(file, expression.GetText());
      if (!branch || anyHidden || inFormulas.count(branch)) {
         fHasFormulas = true;
         continue;
      }
      if (!plain[branch])
         plain[branch] = std::make_shared<PlainBranch>(*branch);
      expression.fBranch = plain[branch];
      expression.fNValues = 1;
   }
}

void TreeReader::DropPlainBranches()
{
   for (Expression &expression : fExpressions)
      expression.fBranch.reset();
}

/// A chain closes its file when it goes on to the next.
void TreeReader::Load(Long64_t entry)
{
   const bool isOther = entry < fTreeBegin || entry >= fTreeEnd;
   if (isOther)
      DropPlainBranches();
   if (fTree.LoadTree(entry) < 0)
      Log() << kFATAL << Where() << ": entry " << entry << " of " << fTree.GetEntries()
            << " cannot be read. Check that its file is there and complete" << Endl;
   if (!isOther)
      return;
   fTreeBegin = fTree.GetChainEntryNumber(0);
   fTreeEnd = fTreeBegin + fTree.GetTree()->GetEntries();
   for (Expression &expression : fExpressions)
      expression.fFormula->UpdateFormulaLeaves();
   if (fTreeCut)
      fTreeCut->UpdateFormulaLeaves();
   FindPlainBranches();
}

std::size_t TreeReader::Read(Long64_t first, Long64_t last, EventTable &table, std::size_t row)
{
   while (first < last) {
      Load(first);
      const Long64_t end = std::min({last, first + kEntriesInBlock, fTreeEnd});
      EvaluateFormulas(first, end);
      ReadPlainBranches(first, end);
      const std::size_t n = Select();
      if (row + n > table.GetNRows())
         table.Resize(row + n);
      table.SetRows(row, fBlock.fRows.data(), fClass.GetNumber(), fBlock.fWeights.data(), n);
      row += n;
      first = end;
   }
   return row;
}

void TreeReader::EvaluateFormulas(Long64_t first, Long64_t last)
{
   fBlock.fPlaces.clear();
   for (Long64_t entry = first; entry < last; ++entry) {
      if (!fHasFormulas) {
         AddEvent(entry - first, 0);
         continue;
      }
      Load(entry);
      if (!PassesTreeCut())
         continue;
      const Int_t nEvents = CountEvents(entry);
      for (Int_t instance = 0; instance < nEvents; ++instance)
         AddEvent(entry - first, instance);
   }
}

void TreeReader::AddEvent(Int_t place, Int_t instance)
{
   const std::size_t event = fBlock.fPlaces.size();
   fBlock.fPlaces.push_back(place);
   if (event == fBlock.fCuts.size()) {
      const std::size_t room = 2 * event + kEntriesInBlock;
      fBlock.fRows.resize(room * fNColumns);
      for (auto *values : {&fBlock.fCuts, &fBlock.fFactors})
         values->resize(room);
      fBlock.fWeights.resize(room);
   }
   if (!fHasFormulas)
      return;
   for (std::size_t i = 0; i < fNColumns; ++i)
      if (!fExpressions[i].fBranch)
         fBlock.fRows[event * fNColumns + i] = fExpressions[i].Evaluate(instance);
   if (fCut >= 0 && !fExpressions[fCut].fBranch)
      fBlock.fCuts[event] = fExpressions[fCut].Evaluate(instance);
   if (fWeight >= 0 && !fExpressions[fWeight].fBranch)
      fBlock.fFactors[event] = fExpressions[fWeight].Evaluate(instance);
}

void TreeReader::ReadPlainBranches(Long64_t first, Long64_t last)
{
   const Int_t *places = fBlock.fPlaces.data();
   const std::size_t nEvents = fBlock.fPlaces.size();
   for (std::size_t i = 0; i < fExpressions.size(); ++i) {
      const Expression &expression = fExpressions[i];
      if (!expression.fBranch)
         continue;
      const Double_t *values = expression.fBranch->Read(first - fTreeBegin, last - fTreeBegin);
      if (!values)
         Log() << kFATAL << Where() << ": branch \"" << expression.GetText() << "\" cannot be read between entries " << first
               << " and " << last << ". Its file is damaged or incomplete" << Endl;
      if (i < fNColumns) {
         Float_t *column = fBlock.fRows.data() + i;
         for (std::size_t event = 0; event < nEvents; ++event)
            column[event * fNColumns] = values[places[event]];
      } else {
         std::vector<Double_t> &column = int(i) == fCut ? fBlock.fCuts : fBlock.fFactors;
         for (std::size_t event = 0; event < nEvents; ++event)
            column[event] = values[places[event]];
      }
   }
}

/// Leaves the events that pass the cut, and sets their weights. Returns their number.
std::size_t TreeReader::Select()
{
   const bool allFinite = IsFinite();
   std::size_t kept = 0;
   for (std::size_t event = 0; event < fBlock.fPlaces.size(); ++event) {
      const bool passes = fCut < 0 || !(fBlock.fCuts[event] < 0.5);
      const bool isFinite = allFinite || FindNotFinite(event, passes);
      Float_t weight = fInput.fWeight;
      if (fWeight >= 0)
         weight *= fBlock.fFactors[event];
      ++fPreselection.fBefore;
      fPreselection.fWeightBefore += isFinite ? weight : 0;
      if (!passes || !isFinite)
         continue;
      ++fPreselection.fPassed;
      fPreselection.fWeightPassed += weight;
      if (kept != event)
         std::copy_n(&fBlock.fRows[event * fNColumns], fNColumns, &fBlock.fRows[kept * fNColumns]);
      fBlock.fWeights[kept++] = weight;
   }
   return kept;
}

/// Whether all values are; a quick look at all.
bool TreeReader::IsFinite() const
{
   const std::size_t nEvents = fBlock.fPlaces.size();
   bool isFinite = AreFinite(fBlock.fRows.data(), nEvents * fNColumns);
   for (std::size_t event = 0; event < nEvents; ++event) {
      isFinite &= fCut < 0 || std::isfinite(Float_t(fBlock.fCuts[event]));
      isFinite &= fWeight < 0 || std::isfinite(Float_t(fBlock.fFactors[event]));
   }
   return isFinite;
}

/// Counts what is not finite in an event. Returns whether all is.
bool TreeReader::FindNotFinite(std::size_t event, bool passes)
{
   bool isFinite = fCut < 0 || fExpressions[fCut].IsFinite(fBlock.fCuts[event], passes);
   for (std::size_t i = 0; i < fNColumns; ++i)
      isFinite &= fExpressions[i].IsFinite(fBlock.fRows[event * fNColumns + i], passes);
   return isFinite & (fWeight < 0 || fExpressions[fWeight].IsFinite(fBlock.fFactors[event], passes));
}

Preselection TreeReader::TakePreselection()
{
   return std::exchange(fPreselection, {});
}

bool TreeReader::PassesTreeCut() const
{
   if (!fTreeCut)
      return true;
   const Int_t n = fTreeCut->GetNdata();
   for (Int_t i = 0; i < n; ++i)
      if (fTreeCut->EvalInstance(i) != 0)
         return true;
   return false;
}

/// Number of events in the current entry; 0 if an expression has no value there.
Int_t TreeReader::CountEvents(Long64_t entry)
{
   const Expression *longest = nullptr;
   bool complete = true;
   for (Expression &expression : fExpressions) {
      if (expression.fBranch)
         continue;
      expression.fNValues =
         expression.fElement > 0 ? (&expression - 1)->fNValues : expression.fFormula->GetNdata();
      if (expression.fArraySize > 0) {
         CheckArraySize(expression, entry);
         continue;
      }
      complete &= expression.fNValues > 0;
      expression.fNEmpty += expression.fNValues == 0;
      if (expression.fNValues <= 1)
         continue;
      if (longest && longest->fNValues != expression.fNValues)
         Log() << kFATAL << Where() << ", entry " << entry << ": \"" << longest->GetText() << "\" has "
               << longest->fNValues << " values, \"" << expression.GetText() << "\" has " << expression.fNValues
               << "; arrays must have the same length in each entry. Give single elements, e.g. "
               << expression.GetText() << "[0], or use AddVariablesArray" << Endl;
      longest = &expression;
   }
   return !complete ? 0 : longest ? longest->fNValues : 1;
}

void TreeReader::CheckArraySize(const Expression &expression, Long64_t entry)
{
   if (expression.fNValues < expression.fArraySize)
      Log() << kFATAL << Where() << ", entry " << entry << ": the array \"" << expression.GetText() << "\" has "
            << expression.fNValues << " elements, AddVariablesArray was told " << expression.fArraySize << Endl;
   if (expression.fNValues > expression.fArraySize && !fArrayIsLonger) {
      fArrayIsLonger = true;
      Log() << kWARNING << Where() << ", entry " << entry << ": the array \"" << expression.GetText() << "\" has "
            << expression.fNValues << " elements, of which only the first " << expression.fArraySize
            << " are used, as AddVariablesArray was told (said once a tree)" << Endl;
   }
}

} // namespace TMVA
