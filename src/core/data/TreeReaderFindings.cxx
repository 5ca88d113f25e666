/// \file
/// TreeReader: what is missing or not finite, and what is said about it.
#include "data/TreeReader.h"

#include "TMVA/DataSetInfo.h"
#include "TMVA/MsgLogger.h"

namespace TMVA {
namespace {

/// The condition that lets only finite values of `text` pass.
TString FiniteCondition(const char *text)
{
   return TString::Format("abs(%s)<1e30", text); // false for NaN, too
}

} // namespace

void TreeReader::AddFindings(const TreeReader &other)
{
   for (std::size_t i = 0; i < fExpressions.size(); ++i) {
      Expression &to = fExpressions[i];
      const Expression &from = other.fExpressions[i];
      to.fNEmpty += from.fNEmpty;
      for (const bool passed : {false, true}) {
         to.fNaN[passed] += from.fNaN[passed];
         to.fInfinite[passed] += from.fInfinite[passed];
      }
   }
}

void TreeReader::Report() const
{
   ReportMissing();
   ReportNotFinite();
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
