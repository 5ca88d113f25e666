#include "evaluate/RegressionHistograms.h"

#include "evaluate/ResponseSample.h"

#include "TDirectory.h"
#include "TH1F.h"
#include "TH2F.h"

#include <algorithm>
#include <limits>

namespace TMVA {

namespace {

constexpr Int_t kBins2D = 50;
constexpr Int_t kBins1D = 500;
constexpr Double_t kBestPart = 0.9;
/// Axes of squared deviations end this much beyond what they show.
constexpr Double_t kRoomAtTheEnd = 1.1;

/// The deviation of each event from target `target`.
std::vector<Float_t> ListDeviations(const EventTable &events, const Results &results, UInt_t target)
{
   std::vector<Float_t> deviations;
   deviations.reserve(events.GetNRows());
   for (std::size_t i = 0; i < events.GetNRows(); ++i)
      deviations.push_back(results.GetValues(i)[target] - events.GetRow(i)[events.GetNVariables() + target]);
   return deviations;
}

struct Range {
   Double_t fMin = std::numeric_limits<Double_t>::max();
   Double_t fMax = -std::numeric_limits<Double_t>::max();

   void Add(Double_t value)
   {
      fMin = std::min(fMin, value);
      fMax = std::max(fMax, value);
   }
   /// A little more than one bin wider at each end.
   Range Widened() const
   {
      const Double_t margin = fMin < fMax ? 1.01 * (fMax - fMin) / (kBins2D - 1) : 0.5;
      return {fMin - margin, fMax + margin};
   }
};

Range RangeOf(const std::vector<Float_t> &values)
{
   Range range;
   std::for_each(values.begin(), values.end(), [&](Double_t value) { range.Add(value); });
   return range;
}

/// That of the training events and of `events`.
Range RangeOf(const VariableInfo &info, const EventTable &events, std::size_t column)
{
   Range range{info.GetMin(), info.GetMax()};
   for (std::size_t i = 0; i < events.GetNRows(); ++i)
      range.Add(events.GetRow(i)[column]);
   return range;
}

std::unique_ptr<TH1F> MakeSquares(const TString &name, const std::vector<Float_t> &deviations, const EventTable &events,
                                  Double_t largest)
{
   TDirectory::TContext unregistered(nullptr);
   auto histogram = std::make_unique<TH1F>(name, name, kBins1D, 0, largest > 0 ? kRoomAtTheEnd * largest : 1);
   histogram->Sumw2();
   histogram->GetXaxis()->SetTitle("Quadratic Deviation");
   histogram->GetYaxis()->SetTitle("Weighted Entries");
   for (std::size_t i = 0; i < deviations.size(); ++i) {
      const Double_t square = Double_t(deviations[i]) * deviations[i];
      if (square <= largest)
         histogram->Fill(square, events.GetWeight(i));
   }
   return histogram;
}

void StoreSquares(const TString &prefix, UInt_t target, const EventTable &events, Results &results)
{
   const std::vector<Float_t> deviations = ListDeviations(events, results, target);
   const Range range = RangeOf(deviations);
   const TString suffix = TString::Format("_target_%u_", target);
   auto all = MakeSquares(prefix + "_Quadr_Deviation" + suffix, deviations, events,
                          std::max(range.fMin * range.fMin, range.fMax * range.fMax));
   Double_t quantile = 0;
   if (all->GetSumOfWeights() > 0)
      all->GetQuantiles(1, &quantile, &kBestPart);
   results.Store(std::move(all));
   results.Store(MakeSquares(prefix + "_Quadr_Dev_best90perc" + suffix, deviations, events, quantile));
}

/// The deviations from each target against one column of the events.
void StoreDeviations(const TString &prefix, const VariableInfo &variable, std::size_t column, const DataSetInfo &info,
                     const EventTable &events, Results &results)
{
   const Range x = RangeOf(variable, events, column).Widened();
   for (UInt_t target = 0; target < results.GetNOutputs(); ++target) {
      const std::vector<Float_t> deviations = ListDeviations(events, results, target);
      const Range y = RangeOf(deviations).Widened();
      const TString name = prefix + TString::Format("_rtgt%u", target);
      const TString targetTitle = info.GetTargetInfo(target).GetTitle();
      TDirectory::TContext unregistered(nullptr);
      auto histogram = std::make_unique<TH2F>(name, name, kBins2D, x.fMin, x.fMax, kBins2D, y.fMin, y.fMax);
      histogram->GetXaxis()->SetTitle(variable.GetTitle());
      histogram->GetYaxis()->SetTitle(targetTitle + "_{regression} - " + targetTitle + "_{true}");
      for (std::size_t i = 0; i < deviations.size(); ++i)
         histogram->Fill(events.GetRow(i)[column], deviations[i]);
      results.Store(std::move(histogram));
   }
}

} // namespace

void StoreRegressionHistograms(const TString &prefix, const DataSetInfo &info, const EventTable &events, Results &results)
{
   RequireResponses(events, results);
   results.Delete();
   for (UInt_t i = 0; i < info.GetNVariables(); ++i)
      StoreDeviations(prefix + TString::Format("_reg_var%u", i), info.GetVariableInfo(i), i, info, events, results);
   for (UInt_t i = 0; i < info.GetNTargets(); ++i)
      StoreDeviations(prefix + TString::Format("_reg_tgt%u", i), info.GetTargetInfo(i), info.GetNVariables() + i, info,
                      events, results);
   for (UInt_t target = 0; target < results.GetNOutputs(); ++target)
      StoreSquares(prefix, target, events, results);
}

} // namespace TMVA
