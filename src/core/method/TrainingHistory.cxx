#include "TMVA/TrainingHistory.h"

#include "TH1D.h"

#include <algorithm>

namespace TMVA {

void TrainingHistory::AddValue(const TString &property, Int_t stage, Double_t value)
{
   const auto sameName = [&](const auto &known) { return known.first == property; };
   auto found = std::find_if(fProperties.begin(), fProperties.end(), sameName);
   if (found == fProperties.end())
      found = fProperties.insert(found, {property, {}});
   found->second.emplace_back(stage, value);
}

void TrainingHistory::SaveHistory(const TString &title) const
{
   for (const auto &property : fProperties) {
      const TString name = "TrainingHistory_" + title + "_" + property.first;
      const auto &values = property.second;
      TH1D history(name, name, values.size(), values.front().first - 0.5, values.front().first + values.size() - 0.5);
      for (const auto &value : values)
         history.SetBinContent(history.FindFixBin(value.first), value.second);
      history.Write();
   }
}

} // namespace TMVA
