#ifndef ROOT_TMVA_TrainingHistory
#define ROOT_TMVA_TrainingHistory

#include "RtypesCore.h"
#include "TString.h"

#include <utility>
#include <vector>

namespace TMVA {

/// Quantities noted while a method trains: (stage, value) pairs by name, in the order in which names first came.
class TrainingHistory {
public:
   void AddValue(const TString &property, Int_t stage, Double_t value);
   /// Writes one TH1D TrainingHistory_<title>_<property> a property into the current directory, with as many bins as there
   /// are stages.
   void SaveHistory(const TString &title) const;
   Bool_t IsEmpty() const { return fProperties.empty(); }

private:
   std::vector<std::pair<TString, std::vector<std::pair<Int_t, Double_t>>>> fProperties;
};

} // namespace TMVA

#endif
