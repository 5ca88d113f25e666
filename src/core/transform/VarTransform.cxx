#include "transform/VarTransform.h"

#include "TMVA/DataSetInfo.h"
#include "TMVA/MsgLogger.h"
#include "transform/Columns.h"

#include <algorithm>
#include <map>

namespace TMVA {
namespace {

using Columns = std::vector<std::size_t>;

const std::map<TString, Types::EVariableTransform> kNames = {
   {"I", Types::kIdentity},      {"Ident", Types::kIdentity},
   {"N", Types::kNormalized},    {"Norm", Types::kNormalized},    {"Normalise", Types::kNormalized},
   {"D", Types::kDecorrelated},  {"Deco", Types::kDecorrelated},  {"Decorrelate", Types::kDecorrelated},
   {"P", Types::kPCA},           {"PCA", Types::kPCA},
   {"U", Types::kUniform},       {"Uniform", Types::kUniform},
   {"G", Types::kGauss},         {"Gauss", Types::kGauss}};

/// Parts of `text` between any of the `separators` outside of parentheses; empty parts are left out.
std::vector<TString> SplitOutsideParentheses(const TString &text, const TString &separators)
{
   std::vector<TString> parts(1);
   Int_t depth = 0;
   for (char c : std::string(text)) {
      depth += (c == '(') - (c == ')');
      if (depth == 0 && separators.First(c) != kNPOS)
         parts.emplace_back();
      else
         parts.back() += c;
   }
   for (TString &part : parts)
      part = part.Strip(TString::kBoth);
   parts.erase(std::remove(parts.begin(), parts.end(), TString()), parts.end());
   return parts;
}

class Parser {
public:
   Parser(const DataSetInfo &info, MsgLogger &log) : fInfo(info), fLog(log), fAll(ColumnsOf(info)) {}

   VarTransformStep Parse(const TString &step) const
   {
      const Ssiz_t open = step.First('(');
      const TString head = open == kNPOS ? step : TString(step(0, open));
      const Ssiz_t underscore = head.First('_');
      const auto known = kNames.find(underscore == kNPOS ? head : TString(head(0, underscore)));
      if (known == kNames.end() || (open != kNPOS && !step.EndsWith(")")))
         fLog << kFATAL << "VarTransform: \"" << step << "\" is no transformation. Steps are I, N, D, P, U or G (with a "
              << "reference class: D_Signal; of some variables: N(var1,var2)), separated by ',' or '+'" << Endl;
      const Types::EVariableTransform kind = known->second;
      const Int_t cls = underscore == kNPOS ? -1 : ClassNumber(step, head(underscore + 1, head.Length()));
      const TString selection = open == kNPOS ? TString() : TString(step(open + 1, step.Length() - open - 2));
      return {kind, cls, SelectColumns(step, kind, selection)};
   }

private:
   Int_t ClassNumber(const TString &step, const TString &name) const
   {
      if (name == "AllClasses")
         return -1;
      if (const ClassInfo *cls = fInfo.GetClassInfo(name))
         return cls->GetNumber();
      TString classes;
      for (UInt_t i = 0; i < fInfo.GetNClasses(); ++i)
         classes += TString(fInfo.GetClassInfo(Int_t(i))->GetName()) + ", ";
      fLog << kFATAL << "VarTransform: \"" << step << "\" names the class \"" << name << "\", which is not known. There are "
           << classes << "AllClasses" << Endl;
      return -1;
   }

   Columns SelectColumns(const TString &step, Types::EVariableTransform kind, const TString &selection) const
   {
      const std::vector<TString> names = SplitOutsideParentheses(selection, ",");
      if (names.empty())
         return AllOf("Variable", kind == Types::kNormalized || kind == Types::kUniform);
      if (kind == Types::kIdentity)
         fLog << kFATAL << "VarTransform: \"" << step << "\": I takes no selection of variables, write I" << Endl;
      Columns selected;
      for (const TString &name : names) {
         for (std::size_t column : Find(step, name))
            if (std::find(selected.begin(), selected.end(), column) == selected.end())
               selected.push_back(column);
      }
      const auto isTarget = [this](std::size_t column) { return fAll[column].fIsTarget; };
      const auto nTargets = std::count_if(selected.begin(), selected.end(), isTarget);
      if (kind == Types::kDecorrelated && nTargets > 0)
         fLog << kFATAL << "VarTransform: \"" << step << "\": D cannot transform targets, use N for them" << Endl;
      if (kind == Types::kPCA && nTargets > 0 && std::size_t(nTargets) < selected.size())
         fLog << kFATAL << "VarTransform: \"" << step << "\": P cannot mix targets with variables, write P(_V_),P(_T_)"
              << Endl;
      return selected;
   }

   Columns AllOf(const TString &type, Bool_t andTargets = kFALSE) const
   {
      Columns columns;
      for (std::size_t i = 0; i < fAll.size(); ++i)
         if (type == fAll[i].fType || (andTargets && fAll[i].fIsTarget))
            columns.push_back(i);
      return columns;
   }

   /// The columns that one name of a selection stands for.
   Columns Find(const TString &step, const TString &name) const
   {
      for (const char *type : {"Variable", "Target", "Spectator"}) {
         const Columns all = AllOf(type);
         if (name == TString::Format("_%c_", type[0]))
            return all;
         for (std::size_t i = 0; i < all.size(); ++i) {
            const VariableInfo &info = *fAll[all[i]].fInfo;
            if (name == TString::Format("_%c%zu_", type[0], i) || name == info.GetLabel() ||
                name == info.GetInternalName() || name == info.GetExpression())
               return {all[i]};
         }
      }
      TString known;
      for (const Column &column : fAll)
         known += (known == "" ? "" : ", ") + column.fInfo->GetLabel();
      fLog << kWARNING << "VarTransform: \"" << step << "\" names \"" << name << "\", which does not exist and is left out. "
           << "There are " << known << Endl;
      return {};
   }

   const DataSetInfo &fInfo;
   MsgLogger &fLog;
   std::vector<Column> fAll;
};

} // namespace

std::vector<VarTransformStep> ParseVarTransform(const TString &definition, const DataSetInfo &info, MsgLogger &log)
{
   std::vector<VarTransformStep> steps;
   if (definition == "None")
      return steps;
   const Parser parser(info, log);
   for (const TString &step : SplitOutsideParentheses(definition, ",+"))
      steps.push_back(parser.Parse(step));
   return steps;
}

} // namespace TMVA
