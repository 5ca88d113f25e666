#include "data/EventFormula.h"

#include "base/Quiet.h"

#include "TMVA/DataSetInfo.h"

#include "TTree.h"
#include "TTreeFormula.h"

#include <algorithm>

namespace TMVA {

EventFormula::EventFormula(const TString &text, const DataSetInfo &info)
   : fNVariables(info.GetVariableInfos().size()), fValues(fNVariables + info.GetSpectatorInfos().size()),
     fTree(std::make_unique<TTree>("event", "event", 99, nullptr))
{
   Float_t *value = fValues.data();
   for (const auto *infos : {&info.GetVariableInfos(), &info.GetSpectatorInfos()})
      for (const VariableInfo &column : *infos) {
         const TString &name = column.GetExpression();
         if (!fTree->GetBranch(name))
            fTree->Branch(name, value, name + "/F");
         ++value;
      }
   fTree->Fill();
   fTree->GetEntry(0);
   const Quiet quiet;
   fFormula = std::make_unique<TTreeFormula>("formula", text, fTree.get());
   fFormula->SetQuickLoad(kTRUE);
}

EventFormula::EventFormula(EventFormula &&) = default; // the values stay where they are
EventFormula::~EventFormula() = default;

bool EventFormula::IsValid() const
{
   return fFormula->GetNdim() > 0;
}

Double_t EventFormula::Evaluate(const std::vector<Float_t> &variables, const std::vector<Float_t> &spectators)
{
   const std::size_t nSpectators = fValues.size() - fNVariables;
   std::copy_n(variables.begin(), std::min(variables.size(), fNVariables), fValues.begin());
   std::copy_n(spectators.begin(), std::min(spectators.size(), nSpectators), fValues.begin() + fNVariables);
   return fFormula->EvalInstance(0);
}

} // namespace TMVA
