#include "data/FoldExpression.h"

#include "TMVA/DataSetInfo.h"
#include "TMVA/MsgLogger.h"

#include <algorithm>
#include <cmath>

namespace TMVA {
namespace {

MsgLogger &Log()
{
   thread_local MsgLogger logger("CvSplitKFolds");
   return logger;
}

std::size_t FindSpectator(const TString &name, const TString &expression, const DataSetInfo &info)
{
   const auto &spectators = info.GetSpectatorInfos();
   const auto found = std::find_if(spectators.begin(), spectators.end(), [&](const VariableInfo &spectator) {
      return spectator.GetLabel() == name || spectator.GetExpression() == name;
   });
   if (found == spectators.end()) {
      TString known;
      for (const VariableInfo &spectator : spectators)
         known += (known == "" ? "" : ", ") + spectator.GetLabel();
      Log() << kFATAL << "SplitExpr \"" << expression << "\": data set \"" << info.GetName() << "\" has no spectator \""
            << name << "\"; there are: " << (known == "" ? "none" : known.Data())
            << ". Declare it with DataLoader::AddSpectator" << Endl;
   }
   return found - spectators.begin();
}

} // namespace

FoldExpression::FoldExpression(const TString &expression, const DataSetInfo &info, UInt_t numFolds)
   : fFormula("SplitExpr", expression, false), fNumFolds(numFolds)
{
   if (!fFormula.IsValid() || fFormula.GetNdim() > 0)
      Log() << kFATAL << "SplitExpr \"" << expression << "\" is no formula of spectators in brackets, such as "
            << "\"int(fabs([eventID]))%int([NumFolds])\"" << Endl;
   for (Int_t i = 0; i < fFormula.GetNpar(); ++i) {
      const TString name = fFormula.GetParName(i);
      if (name.EqualTo("NumFolds", TString::kIgnoreCase))
         fFormula.SetParameter(i, numFolds);
      else
         fSpectators.emplace_back(i, FindSpectator(name, expression, info));
   }
}

UInt_t FoldExpression::GetFold(const std::vector<Float_t> &spectators)
{
   for (const auto &[parameter, spectator] : fSpectators)
      fFormula.SetParameter(parameter, spectators.at(spectator));
   const Double_t value = fFormula.Eval(0);
   const Double_t fold = std::round(value);
   if (!(fold >= 0 && fold < fNumFolds))
      Log() << kFATAL << "SplitExpr \"" << fFormula.GetExpFormula() << "\" is " << value << " for an event, expected a "
            << "number from 0 to " << fNumFolds - 1 << ", for " << fNumFolds << " folds" << Endl;
   return fold;
}

} // namespace TMVA
