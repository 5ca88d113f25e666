#ifndef PYTMVA_method_Category
#define PYTMVA_method_Category

#include "data/DataSubset.h"
#include "data/EventFormula.h"

#include "TMVA/MethodCategory.h"

namespace TMVA {

struct MethodCategory::Category {
   TString fCut;
   TString fVariables;
   TString fModelFile;                    ///< where the user wants the trained model, if anywhere
   Int_t fColumn = -1;                    ///< the spectator that is the cut; -1: there is none, as in a Reader
   std::unique_ptr<EventFormula> fFormula; ///< the cut, for events that were not read from trees
   std::unique_ptr<DataSubset> fSubset;
   std::unique_ptr<MethodBase> fMethod; ///< below the subset, which it uses
};

/// Whether the value of a cut means that an event passes it.
inline Bool_t IsPassed(Double_t cut)
{
   return cut >= 0.5;
}

} // namespace TMVA

#endif
