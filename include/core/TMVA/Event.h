#ifndef ROOT_TMVA_Event
#define ROOT_TMVA_Event

#include "RtypesCore.h"

#include <iosfwd>
#include <vector>

namespace TMVA {

/// One event: input variables, regression targets and spectators, its class and its weight. A plain value.
class Event {
public:
   Event() = default;
   explicit Event(const std::vector<Float_t> &values, UInt_t theClass = 0, Double_t weight = 1.0,
                  Double_t boostWeight = 1.0);
   Event(const std::vector<Float_t> &values, const std::vector<Float_t> &targets, UInt_t theClass = 0,
         Double_t weight = 1.0, Double_t boostWeight = 1.0);
   Event(const std::vector<Float_t> &values, const std::vector<Float_t> &targets,
         const std::vector<Float_t> &spectators, UInt_t theClass = 0, Double_t weight = 1.0,
         Double_t boostWeight = 1.0);

   UInt_t GetNVariables() const { return fValues.size(); }
   UInt_t GetNTargets() const { return fTargets.size(); }
   UInt_t GetNSpectators() const { return fSpectators.size(); }
   UInt_t GetClass() const { return fClass; }

   /// Weight used in training: original weight times boost weight.
   Double_t GetWeight() const { return fWeight * fBoostWeight; }
   Double_t GetOriginalWeight() const { return fWeight; }
   Double_t GetBoostWeight() const;

   Float_t GetValue(UInt_t ivar) const { return fValues[ivar]; }
   const std::vector<Float_t> &GetValues() const { return fValues; }
   Float_t GetTarget(UInt_t itgt) const { return fTargets[itgt]; }
   const std::vector<Float_t> &GetTargets() const { return fTargets; }
   Float_t GetSpectator(UInt_t ispec) const { return fSpectators[ispec]; }
   const std::vector<Float_t> &GetSpectators() const { return fSpectators; }

   void SetClass(UInt_t cls) { fClass = cls; }
   void SetWeight(Double_t weight) { fWeight = weight; }
   void SetBoostWeight(Double_t weight) const { fBoostWeight = weight; }
   void ScaleBoostWeight(Double_t factor) const { fBoostWeight *= factor; }
   /// The setters grow their vector when the index is past its end.
   void SetVal(UInt_t ivar, Float_t value);
   void SetTarget(UInt_t itgt, Float_t value);
   void SetSpectator(UInt_t ispec, Float_t value);

   void CopyVarValues(const Event &other);
   void Print(std::ostream &o) const;

private:
   std::vector<Float_t> fValues;
   std::vector<Float_t> fTargets;
   std::vector<Float_t> fSpectators;
   UInt_t fClass = 0;
   Double_t fWeight = 1.0;
   mutable Double_t fBoostWeight = 1.0;
};

std::ostream &operator<<(std::ostream &os, const Event &event);

} // namespace TMVA

#endif
