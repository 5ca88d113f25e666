#include "data/TreeReader.h"

#include "base/Quiet.h"

#include "TMVA/DataSetInfo.h"
#include "TMVA/MsgLogger.h"

#include "TFriendElement.h"
#include "TLeaf.h"
#include "TTree.h"

#include <cmath>
#include <map>
#include <set>

namespace TMVA {
namespace {

MsgLogger &Log()
{
   static MsgLogger logger("DataSetFactory");
   return logger;
}

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

/// The condition that lets only finite values of `text` pass.
TString FiniteCondition(const char *text)
{
   return TString::Format("abs(%s)<1e30", text); // false for NaN, too
}

} // namespace

Double_t TreeReader::Expression::Evaluate(Long64_t entry, Int_t instance) const
{
   if (fBranch)
      return fBranch->GetValue(entry);
   if (fArraySize > 0)
      return fFormula->EvalInstance(fElement);
   return fFormula->EvalInstance(fNValues > 1 ? instance : 0);
}

bool TreeReader::Expression::IsFinite(Double_t value, bool passes)
{
   const Float_t stored = value;
   if (std::isnan(stored))
      ++fNaN[passes];
   else if (std::isinf(stored))
      ++fInfinite[passes];
   return std::isfinite(stored);
}

TreeReader::TreeReader(const DataSetInfo &info, const ClassInfo &cls, const TreeInput &input)
   : fInfo(info), fClass(cls), fInput(input)
{
   const TString cut = cls.GetCut().GetTitle();
   MakeReadable(*input.fTree);
   AddColumns(info.GetVariableInfos(), "variable");
   AddColumns(info.GetTargetInfos(), "target");
   AddColumns(info.GetSpectatorInfos(), "spectator");
   fNColumns = fExpressions.size();
   fRow.resize(fNColumns);
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
   FindPlainBranches();
}

std::shared_ptr<TTreeFormula> TreeReader::MakeFormula(const TString &text, const TString &role) const
{
   std::shared_ptr<TTreeFormula> formula;
   {
      const Quiet quiet;
      formula = std::make_shared<TTreeFormula>("expression", text, fInput.fTree);
   }
   if (formula->GetNdim() <= 0)
      Log() << kFATAL << Where() << ": the " << role << " \"" << text
            << "\" is no formula of its branches. Check the spelling; the tree has the branches "
            << ListBranches(*fInput.fTree) << Endl;
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
   return TString::Format("Dataset \"%s\", tree \"%s\" of class %s", fInfo.GetName(), fInput.fTree->GetName(),
                          fClass.GetName());
}

/// Columns that are branches are read without formulas, unless a formula reads the same branch (each would throw away what
/// the other has read) or may do so in a way that does not show: by an index, a special function or an alias.
void TreeReader::FindPlainBranches()
{
   TTree &tree = *fInput.fTree;
   std::map<TBranch *, std::shared_ptr<PlainBranch>> plain;
   std::set<TBranch *> inFormulas;
   Bool_t anyHidden = tree.GetListOfAliases() && !tree.GetListOfAliases()->IsEmpty();
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
      if (!PlainBranch::Find(tree, expression.GetText()))
         note(*expression.fFormula);
   for (Expression &expression : fExpressions) {
      TBranch *branch = PlainBranch::Find(tree, expression.GetText());
      if (!branch || anyHidden || inFormulas.count(branch))
         continue;
      if (!plain[branch])
         plain[branch] = std::make_shared<PlainBranch>(*branch);
      expression.fBranch = plain[branch];
      expression.fNValues = 1;
   }
}

void TreeReader::FollowChain()
{
   if (fInput.fTree->GetTreeNumber() == fTreeNumber)
      return;
   fTreeNumber = fInput.fTree->GetTreeNumber();
   for (Expression &expression : fExpressions)
      expression.fFormula->UpdateFormulaLeaves();
   if (fTreeCut)
      fTreeCut->UpdateFormulaLeaves();
}

void TreeReader::Read(EventTable &table, Preselection &preselection)
{
   const Long64_t nEntries = fInput.fTree->GetEntries();
   for (Long64_t entry = 0; entry < nEntries; ++entry) {
      if (fInput.fTree->LoadTree(entry) < 0)
         Log() << kFATAL << Where() << ": entry " << entry << " of " << nEntries
               << " cannot be read. Check that its file is there and complete" << Endl;
      FollowChain();
      if (!PassesTreeCut())
         continue;
      const Int_t nEvents = CountEvents(entry);
      for (Int_t instance = 0; instance < nEvents; ++instance)
         ReadEvent(entry, instance, table, preselection);
   }
   ReportMissing();
   ReportNotFinite();
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

void TreeReader::ReadEvent(Long64_t entry, Int_t instance, EventTable &table, Preselection &preselection)
{
   const Double_t cut = fCut < 0 ? 1 : fExpressions[fCut].Evaluate(entry, instance);
   const bool passes = !(cut < 0.5);
   bool finite = fCut < 0 || fExpressions[fCut].IsFinite(cut, passes);
   for (std::size_t i = 0; i < fNColumns; ++i) {
      const Double_t value = fExpressions[i].Evaluate(entry, instance);
      finite &= fExpressions[i].IsFinite(value, passes);
      fRow[i] = value;
   }
   Float_t weight = fInput.fWeight; // single precision, as in TMVA
   if (fWeight >= 0) {
      const Double_t factor = fExpressions[fWeight].Evaluate(entry, instance);
      finite &= fExpressions[fWeight].IsFinite(factor, passes);
      weight *= factor;
   }
   ++preselection.fBefore;
   preselection.fWeightBefore += finite ? weight : 0;
   if (!passes || !finite)
      return;
   ++preselection.fPassed;
   preselection.fWeightPassed += weight;
   table.AddRow(fRow.data(), fClass.GetNumber(), weight);
}

/// Arrays may well be empty (an event without jets), but an element that is not there is often an oversight.
void TreeReader::ReportMissing() const
{
   for (const Expression &expression : fExpressions)
      if (expression.fNEmpty > 0 && TString(expression.GetText()).Contains("["))
         Log() << kWARNING << Where() << ": the " << expression.fRole << " \"" << expression.GetText()
               << "\" has no value in " << expression.fNEmpty << " entries, which are left out. To keep them write Alt$("
               << expression.GetText() << ", 0), with the value to be taken instead" << Endl;
}

void TreeReader::ReportNotFinite() const
{
   for (const bool passed : {true, false}) {
      TString found, condition;
      for (const Expression &expression : fExpressions) {
         const Long64_t nan = expression.fNaN[passed], infinite = expression.fInfinite[passed];
         if (nan + infinite == 0)
            continue;
         found += (found.IsNull() ? "" : ", ") + expression.fRole + " \"" + expression.GetText() + "\" is ";
         found += nan ? TString::Format("NaN in %lld", nan) : TString();
         found += nan && infinite ? " and " : "";
         found += infinite ? TString::Format("infinite in %lld", infinite) : TString();
         found += nan + infinite == 1 ? " entry" : " entries";
         condition += (condition.IsNull() ? "" : " && ") + FiniteCondition(expression.GetText());
      }
      if (found.IsNull())
         continue;
      if (passed)
         Log() << kFATAL << Where() << ": " << found << ". Nothing can be trained with that: correct the tree, or leave "
               << "these entries out with AddCut(\"" << condition << "\", \"" << fClass.GetName() << "\")" << Endl;
      Log() << kWARNING << Where() << ": " << found << "; the cut \"" << fClass.GetCut().GetTitle() << "\" removes them"
            << Endl;
   }
}

} // namespace TMVA
