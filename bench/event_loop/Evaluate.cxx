#include "EventLoop.h"

#include "TFile.h"
#include "TGraph.h"
#include "TH1F.h"
#include "TH2F.h"
#include "TProfile.h"
#include "TString.h"
#include "TTree.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace event_loop {
namespace {

struct Response {
   float fValue;
   float fWeight;
   bool fIsSignal;
};

struct Curve {
   std::vector<double> fEfficiency, fRejection;

   double GetIntegral() const
   {
      double area = 0;
      for (std::size_t i = 1; i < fEfficiency.size(); ++i)
         area += 0.5 * (fEfficiency[i - 1] - fEfficiency[i]) * (fRejection[i - 1] + fRejection[i]);
      return area;
   }
   /// The signal efficiency at a background efficiency.
   double GetEfficiencyAt(double background) const
   {
      for (std::size_t i = 1; i < fEfficiency.size(); ++i)
         if (background >= 1 - fRejection[i])
            return fEfficiency[i];
      return 0;
   }
};

Curve MakeCurve(std::vector<Response> responses)
{
   std::sort(responses.begin(), responses.end(), [](const auto &a, const auto &b) { return a.fValue < b.fValue; });
   double signal = 0, background = 0;
   for (const Response &response : responses)
      (response.fIsSignal ? signal : background) += response.fWeight;
   Curve curve{{1}, {0}};
   double signalBelow = 0, backgroundBelow = 0;
   for (const Response &response : responses) {
      curve.fEfficiency.push_back(1 - signalBelow / signal);
      (response.fIsSignal ? signalBelow : backgroundBelow) += response.fWeight;
      curve.fRejection.push_back(backgroundBelow / background);
   }
   curve.fEfficiency.push_back(0);
   curve.fRejection.push_back(1);
   return curve;
}

void Write(const Curve &curve, const TString &name)
{
   TGraph(curve.fEfficiency.size(), curve.fEfficiency.data(), curve.fRejection.data()).Write(name);
}

void FillDistributions(const Events &events, unsigned nClasses, const TString &sample)
{
   std::vector<std::unique_ptr<TH1F>> histograms;
   for (unsigned i = 0; i < nClasses * nClasses; ++i) {
      histograms.push_back(std::make_unique<TH1F>(sample + TString::Format("_%u", i), "", 40, -0.0002, 1.0002));
      histograms.back()->Sumw2();
   }
   for (const auto &event : events)
      for (unsigned output = 0; output < nClasses; ++output)
         histograms[event->fClass * nClasses + output]->Fill(event->fResponses[output], event->fWeight);
   for (const auto &histogram : histograms) {
      histogram->Scale(1 / (histogram->GetSumOfWeights() * histogram->GetBinWidth(1)));
      histogram->Write();
   }
}

/// The curves of each class against all others and against each other one. Returns the integrals of the former.
std::vector<double> MakeCurves(const Events &events, unsigned nClasses, const TString &sample)
{
   std::vector<double> integrals;
   std::vector<double> efficiencies;
   for (unsigned signal = 0; signal < nClasses; ++signal) {
      for (unsigned background = 0; background < nClasses; ++background) {
         std::vector<Response> responses;
         for (const auto &event : events)
            if (background == signal || event->fClass == signal || event->fClass == background)
               responses.push_back({event->fResponses[signal], float(event->fWeight), event->fClass == signal});
         const Curve curve = MakeCurve(std::move(responses));
         Write(curve, sample + TString::Format("_curve_%u_%u", signal, background));
         if (background == signal)
            integrals.push_back(curve.GetIntegral());
         for (double effB : {0.01, 0.1, 0.3})
            efficiencies.push_back(curve.GetEfficiencyAt(effB));
      }
   }
   return integrals;
}

/// Histograms of each variable and of each pair of them.
void PlotVariables(const Events &events, unsigned nClasses)
{
   const unsigned n = events.front()->fValues.size();
   const double infinity = std::numeric_limits<double>::infinity();
   std::vector<double> low(n, infinity), high(n, -infinity);
   for (const auto &event : events) {
      for (unsigned i = 0; i < n; ++i) {
         low[i] = std::min<double>(low[i], event->fValues[i]);
         high[i] = std::max<double>(high[i], event->fValues[i]);
      }
   }
   std::vector<std::vector<std::unique_ptr<TH1F>>> distributions(nClasses);
   std::vector<std::vector<std::unique_ptr<TH2F>>> scatters(nClasses);
   std::vector<std::vector<std::unique_ptr<TProfile>>> profiles(nClasses);
   for (unsigned cls = 0; cls < nClasses; ++cls) {
      for (unsigned x = 0; x < n; ++x) {
         const TString name = TString::Format("%u_%u", cls, x);
         distributions[cls].push_back(std::make_unique<TH1F>("x" + name, "", 40, low[x], high[x]));
         distributions[cls].back()->Sumw2();
         for (unsigned y = x + 1; y < n; ++y) {
            const TString pair = name + TString::Format("_%u", y);
            scatters[cls].push_back(std::make_unique<TH2F>("s" + pair, "", 300, low[x], high[x], 300, low[y], high[y]));
            profiles[cls].push_back(std::make_unique<TProfile>("p" + pair, "", 40, low[x], high[x], low[y], high[y]));
         }
      }
   }
   for (const auto &event : events) {
      const unsigned cls = event->fClass;
      const std::vector<float> &values = event->fValues;
      unsigned pair = 0;
      for (unsigned x = 0; x < n; ++x) {
         distributions[cls][x]->Fill(values[x], event->fWeight);
         for (unsigned y = x + 1; y < n; ++y, ++pair) {
            scatters[cls][pair]->Fill(values[x], values[y], event->fWeight);
            profiles[cls][pair]->Fill(values[x], values[y], event->fWeight);
         }
      }
   }
   const auto write = [](const auto &histogramsByClass) {
      for (const auto &histograms : histogramsByClass)
         for (const auto &histogram : histograms)
            histogram->Write();
   };
   write(distributions);
   write(scatters);
   write(profiles);
}

void WriteTree(const Events &events, unsigned nClasses, const char *name)
{
   TTree tree(name, name);
   int cls = 0;
   char className[40] = "";
   float weight = 0;
   std::vector<float> values(events.front()->fValues.size()), responses(nClasses);
   tree.Branch("classID", &cls, "classID/I");
   tree.Branch("className", className, "className/C");
   for (std::size_t i = 0; i < values.size(); ++i) {
      const TString variable = TString::Format("x%zu", i);
      tree.Branch(variable, &values[i], variable + "/F");
   }
   tree.Branch("weight", &weight, "weight/F");
   tree.Branch("net", responses.data(), "class0/F:class1/F:class2/F");
   for (const auto &event : events) {
      cls = event->fClass;
      snprintf(className, sizeof className, "class%u", event->fClass);
      weight = event->fWeight;
      std::copy(event->fValues.begin(), event->fValues.end(), values.begin());
      std::copy(event->fResponses.begin(), event->fResponses.end(), responses.begin());
      tree.Fill();
   }
   tree.Write();
}

} // namespace

std::vector<double> EvaluateEvents(const Sample &sample, unsigned nClasses, const char *fileName)
{
   TFile file(fileName, "RECREATE");
   FillDistributions(sample.fTesting, nClasses, "test");
   FillDistributions(sample.fTraining, nClasses, "training");
   const std::vector<double> integrals = MakeCurves(sample.fTesting, nClasses, "test");
   MakeCurves(sample.fTraining, nClasses, "training");
   PlotVariables(sample.fTesting, nClasses);
   WriteTree(sample.fTesting, nClasses, "TestTree");
   WriteTree(sample.fTraining, nClasses, "TrainTree");
   return integrals;
}

} // namespace event_loop
