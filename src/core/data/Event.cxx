#include "TMVA/Event.h"

#include <algorithm>
#include <ostream>

namespace {

/// Boosted weights are used as divisors: they do not fall below this.
constexpr Double_t kSmallestBoostWeight = 1e-4;

void SetGrowing(std::vector<Float_t> &values, UInt_t index, Float_t value)
{
   if (index >= values.size())
      values.resize(index + 1);
   values[index] = value;
}

void PrintValues(std::ostream &o, const char *title, const std::vector<Float_t> &values)
{
   if (values.empty())
      return;
   o << title;
   for (Float_t value : values)
      o << ' ' << value;
   o << '\n';
}

} // namespace

TMVA::Event::Event(const std::vector<Float_t> &values, UInt_t theClass, Double_t weight, Double_t boostWeight)
   : Event(values, {}, {}, theClass, weight, boostWeight)
{
}

TMVA::Event::Event(const std::vector<Float_t> &values, const std::vector<Float_t> &targets, UInt_t theClass,
                   Double_t weight, Double_t boostWeight)
   : Event(values, targets, {}, theClass, weight, boostWeight)
{
}

TMVA::Event::Event(const std::vector<Float_t> &values, const std::vector<Float_t> &targets,
                   const std::vector<Float_t> &spectators, UInt_t theClass, Double_t weight, Double_t boostWeight)
   : fValues(values), fTargets(targets), fSpectators(spectators), fClass(theClass), fWeight(weight),
     fBoostWeight(boostWeight)
{
}

Double_t TMVA::Event::GetBoostWeight() const
{
   return std::max(kSmallestBoostWeight, fBoostWeight);
}

void TMVA::Event::SetVal(UInt_t ivar, Float_t value)
{
   SetGrowing(fValues, ivar, value);
}

void TMVA::Event::SetTarget(UInt_t itgt, Float_t value)
{
   SetGrowing(fTargets, itgt, value);
}

void TMVA::Event::SetSpectator(UInt_t ispec, Float_t value)
{
   SetGrowing(fSpectators, ispec, value);
}

void TMVA::Event::CopyVarValues(const Event &other)
{
   fValues = other.fValues;
   fTargets = other.fTargets;
   fSpectators = other.fSpectators;
}

void TMVA::Event::Print(std::ostream &o) const
{
   o << "class " << fClass << ", weight " << fWeight << ", boost weight " << fBoostWeight << '\n';
   PrintValues(o, "variables:", fValues);
   PrintValues(o, "targets:", fTargets);
   PrintValues(o, "spectators:", fSpectators);
}

std::ostream &TMVA::operator<<(std::ostream &os, const Event &event)
{
   event.Print(os);
   return os;
}
