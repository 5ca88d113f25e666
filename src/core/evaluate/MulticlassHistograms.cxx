#include "evaluate/MulticlassHistograms.h"

#include "TMVA/Config.h"
#include "evaluate/MulticlassPerformance.h"

#include "TAxis.h"
#include "TDirectory.h"
#include "TGraph.h"
#include "TH1F.h"

namespace TMVA {

namespace {

/// Outputs lie between 0 and 1; both ends are inside.
constexpr Float_t kMargin = 0.0002;

TString NameOf(const DataSetInfo &info, UInt_t cls)
{
   return info.GetClassInfo(Int_t(cls))->GetName();
}

std::unique_ptr<TH1F>
MakeDistribution(const TString &name, const EventTable &events, const Results &results, UInt_t output, UInt_t cls)
{
   TDirectory::TContext unregistered(nullptr);
   const Int_t bins = gConfig().fVariablePlotting.fNbinsMVAoutput;
   auto histogram = std::make_unique<TH1F>(name, name, bins, -kMargin, 1 + kMargin);
   histogram->Sumw2();
   for (std::size_t i = 0; i < events.GetNRows(); ++i) {
      if (events.GetClass(i) == cls)
         histogram->Fill(results.GetValues(i)[output], events.GetWeight(i));
   }
   const Double_t area = histogram->GetSumOfWeights() * histogram->GetBinWidth(1);
   if (area > 0)
      histogram->Scale(1 / area);
   return histogram;
}

std::unique_ptr<TGraph> MakeCurve(const TString &name, const TString &title, const std::vector<ROCCurve::Mva> &responses)
{
   ROCCurve curve(responses);
   auto graph = std::make_unique<TGraph>(*curve.GetROCCurve());
   graph->SetNameTitle(name, title);
   graph->GetXaxis()->SetTitle("Signal eff");
   graph->GetYaxis()->SetTitle("Backgr rejection (1-eff)");
   return graph;
}

} // namespace

void StoreMulticlassHistograms(const TString &prefix, const DataSetInfo &info, const EventTable &events, Results &results)
{
   RequireResponses(events, results);
   RequireEachClass(info, events, results);
   results.Delete();
   const UInt_t nClasses = results.GetNOutputs();
   for (UInt_t cls = 0; cls < nClasses; ++cls) {
      for (UInt_t output = 0; output < nClasses; ++output) {
         const TString name = prefix + "_" + NameOf(info, output) + "_prob_for_" + NameOf(info, cls);
         results.Store(MakeDistribution(name, events, results, output, cls));
      }
   }
   for (UInt_t cls = 0; cls < nClasses; ++cls) {
      const TString name = NameOfCurve(prefix, info, cls, cls);
      results.Store(MakeCurve(name, prefix + "_" + NameOf(info, cls), ListResponses(events, results, cls, cls)));
   }
   for (UInt_t cls = 0; cls < nClasses; ++cls) {
      for (UInt_t other = 0; other < nClasses; ++other) {
         if (other == cls)
            continue;
         const TString title = prefix + "_" + NameOf(info, cls) + "_vs_" + NameOf(info, other);
         results.Store(MakeCurve(NameOfCurve(prefix, info, cls, other), title, ListPair(events, results, cls, other)));
      }
   }
}

} // namespace TMVA
