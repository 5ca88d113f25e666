#include "data/EventFormula.h"

#include "data/Quiet.h"

#include "TMVA/DataSetInfo.h"

#include "TDirectory.h"
#include "TTree.h"
#include "TTreeFormula.h"

#include <algorithm>

namespace TMVA {

EventFormula::EventFormula(const TString &text, const DataSetInfo &info)
   : fValues(info.GetVariableInfos().size() + info.GetSpectatorInfos().size())
{
   const TDirectory::TContext inMemory(nullptr);
   fTree = std::make_unique<TTree>("event", "event");
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
   std::copy(spectators.begin(), spectators.end(), std::copy(variables.begin(), variables.end(), fValues.begin()));
   return fFormula->EvalInstance(0);
}

} // namespace TMVA
