#include "TMVA/ROCCurve.h"

#include "TMVA/MsgLogger.h"
#include "evaluate/CurveNumbers.h"

#include "TGraph.h"

#include <algorithm>

namespace TMVA {

namespace {

void RequireSameLength(std::size_t expected, std::size_t actual, const char *what)
{
   if (expected == actual)
      return;
   MsgLogger log("ROCCurve");
   log << kFATAL << "ROCCurve: expected " << expected << " " << what << ", one for each response, got " << actual << Endl;
}

/// The partial sums of the weights of one class, one an event.
std::vector<Double_t> SumUp(const std::vector<ROCCurve::Mva> &mvas, Bool_t signal)
{
   std::vector<Double_t> sums;
   sums.reserve(mvas.size());
   Double_t sum = 0;
   for (const auto &[response, weight, isSignal] : mvas)
      sums.push_back(sum += isSignal == signal ? weight : 0);
   return sums;
}

} // namespace

ROCCurve::ROCCurve(const std::vector<Mva> &mvas) : fMvas(mvas)
{
   Sort();
}

ROCCurve::ROCCurve(const std::vector<Float_t> &mvaValues, const std::vector<Bool_t> &mvaTargets)
   : ROCCurve(mvaValues, mvaTargets, std::vector<Float_t>(mvaValues.size(), 1))
{
}

ROCCurve::ROCCurve(const std::vector<Float_t> &mvaValues, const std::vector<Bool_t> &mvaTargets,
                   const std::vector<Float_t> &mvaWeights)
{
   RequireSameLength(mvaValues.size(), mvaTargets.size(), "targets");
   RequireSameLength(mvaValues.size(), mvaWeights.size(), "weights");
   for (std::size_t i = 0; i < mvaValues.size(); ++i)
      fMvas.emplace_back(mvaValues[i], mvaWeights[i], mvaTargets[i]);
   Sort();
}

ROCCurve::ROCCurve(const std::vector<Float_t> &mvaSignal, const std::vector<Float_t> &mvaBackground)
   : ROCCurve(mvaSignal, mvaBackground, std::vector<Float_t>(mvaSignal.size(), 1),
              std::vector<Float_t>(mvaBackground.size(), 1))
{
}

ROCCurve::ROCCurve(const std::vector<Float_t> &mvaSignal, const std::vector<Float_t> &mvaBackground,
                   const std::vector<Float_t> &mvaSignalWeights, const std::vector<Float_t> &mvaBackgroundWeights)
{
   RequireSameLength(mvaSignal.size(), mvaSignalWeights.size(), "signal weights");
   RequireSameLength(mvaBackground.size(), mvaBackgroundWeights.size(), "background weights");
   for (std::size_t i = 0; i < mvaSignal.size(); ++i)
      fMvas.emplace_back(mvaSignal[i], mvaSignalWeights[i], kTRUE);
   for (std::size_t i = 0; i < mvaBackground.size(); ++i)
      fMvas.emplace_back(mvaBackground[i], mvaBackgroundWeights[i], kFALSE);
   Sort();
}

ROCCurve::~ROCCurve() = default;

void ROCCurve::Sort()
{
   // Not a stable sort: events of equal response stay in the order that genuine TMVA gives them.
   std::sort(fMvas.begin(), fMvas.end(), [](const Mva &a, const Mva &b) { return std::get<0>(a) < std::get<0>(b); });
}

std::vector<Double_t> ROCCurve::ComputeSensitivity(UInt_t) const
{
   if (fMvas.empty())
      return {};
   const std::vector<Double_t> below = SumUp(fMvas, kTRUE);
   const Double_t total = below.back();
   std::vector<Double_t> sensitivity{1};
   for (std::size_t i = 0; i < below.size(); ++i)
      sensitivity.push_back(total != 0 ? (total - (i == 0 ? 0 : below[i - 1])) / total : 0);
   sensitivity.push_back(0);
   return sensitivity;
}

std::vector<Double_t> ROCCurve::ComputeSpecificity(UInt_t) const
{
   if (fMvas.empty())
      return {};
   const std::vector<Double_t> below = SumUp(fMvas, kFALSE);
   const Double_t total = below.back();
   std::vector<Double_t> specificity{0};
   for (Double_t sum : below)
      specificity.push_back(total != 0 ? sum / total : 0);
   specificity.push_back(1);
   return specificity;
}

Double_t ROCCurve::GetEffSForEffB(Double_t effB, UInt_t)
{
   return FindSignalEfficiency(*GetROCCurve(), effB);
}

Double_t ROCCurve::GetROCIntegral(UInt_t)
{
   return GetAreaBelow(*GetROCCurve());
}

TGraph *ROCCurve::GetROCCurve(UInt_t)
{
   if (!fGraph) {
      const std::vector<Double_t> effS = ComputeSensitivity();
      const std::vector<Double_t> rejection = ComputeSpecificity();
      fGraph = std::make_unique<TGraph>(effS.size(), effS.data(), rejection.data());
   }
   return fGraph.get();
}

} // namespace TMVA
