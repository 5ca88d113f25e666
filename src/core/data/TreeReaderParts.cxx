/// \file
/// TreeReader: the parts that several readers can read at the same time.
#include "data/TreeReader.h"

#include "TLeaf.h"
#include "TROOT.h"
#include "TTree.h"

#include <algorithm>
#include <regex>
#include <set>
#include <string>

namespace TMVA {
namespace {

constexpr Long64_t kMinEntriesInChunk = 64 * 1024;

/// Whether a formula calls nothing but functions that are known to work in several threads, and names no object of ROOT's.
bool SharesNothing(const TTreeFormula &formula)
{
   static const std::set<std::string> functions = {"abs", "sqrt", "exp", "log", "log10", "pow", "sq", "min", "max", "sin",
      "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "fabs", "int"};
   static const std::regex name(R"([A-Za-z_][\w.$]*(::\w+)*(\s*\()?)");
   const std::string text = formula.GetTitle();
   for (std::sregex_iterator found(text.begin(), text.end(), name), end; found != end; ++found) {
      std::string word = found->str();
      const bool isCall = word.back() == '(';
      word.resize(std::min(word.size(), word.find_first_of(" \t(")));
      if (isCall ? !functions.count(word) : word == "rndm" || gROOT->GetListOfSpecials()->FindObject(word.c_str()))
         return false;
   }
   return text.find("->") == std::string::npos;
}

} // namespace

Long64_t TreeReader::EndOfChunk(Long64_t first)
{
   Load(first);
   auto clusters = fTree.GetTree()->GetClusterIterator(first - fTreeBegin);
   Long64_t end = first;
   while (end < fTreeEnd && end - first < kMinEntriesInChunk) {
      clusters.Next();
      end = std::min(fTreeEnd, fTreeBegin + std::max(clusters.GetNextEntry(), end - fTreeBegin + 1));
   }
   return end;
}

bool TreeReader::AllowsThreads()
{
   if (fTree.GetEntries() == 0 || HasAliases(fTree) || (fTree.GetListOfFriends() && !fTree.GetListOfFriends()->IsEmpty()))
      return false;
   Load(0);
   const auto allows = [](TTreeFormula &formula) { return formula.GetMultiplicity() == 0 && SharesNothing(formula); };
   return (!fTreeCut || allows(*fTreeCut)) &&
          std::all_of(fExpressions.begin(), fExpressions.end(), [&](const Expression &expression) {
             return expression.fBranch || allows(*expression.fFormula);
          });
}

} // namespace TMVA
