#include "EventLoop.h"

#include "TFile.h"
#include "TRandom3.h"
#include "TTree.h"
#include "TTreeFormula.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace event_loop {
namespace {

struct RandomBits {
   using result_type = unsigned;
   static constexpr unsigned min() { return 0; }
   static constexpr unsigned max() { return std::numeric_limits<unsigned>::max(); }
   unsigned operator()() { return fRandom.Integer(max()); }
   TRandom3 fRandom{100};
};

double Evaluate(TTreeFormula &formula)
{
   formula.GetNdata();
   const double value = formula.EvalInstance();
   if (!std::isfinite(value))
      throw std::runtime_error("not a finite number");
   return value;
}

void AppendRange(Events &to, Events &from, std::size_t first, std::size_t last)
{
   for (std::size_t i = first; i < last; ++i)
      to.push_back(std::move(from[i]));
}

/// The weights of each class add up to its number of events.
void Normalise(Events &events, unsigned nClasses)
{
   std::vector<double> sums(nClasses), counts(nClasses);
   for (const auto &event : events) {
      sums[event->fClass] += event->fWeight;
      ++counts[event->fClass];
   }
   for (const auto &event : events)
      event->fWeight *= counts[event->fClass] / sums[event->fClass];
}

TMatrixD FindCorrelations(const Events &events, unsigned cls, std::size_t n)
{
   double weights = 0;
   std::vector<double> sums(n);
   TMatrixD products(n, n);
   for (const auto &event : events) {
      if (event->fClass != cls)
         continue;
      weights += event->fWeight;
      for (std::size_t i = 0; i < n; ++i) {
         const double weighted = event->fWeight * event->fValues[i];
         sums[i] += weighted;
         for (std::size_t j = 0; j < n; ++j)
            products(i, j) += weighted * event->fValues[j];
      }
   }
   const auto covariance = [&](int i, int j) { return products(i, j) / weights - sums[i] * sums[j] / weights / weights; };
   TMatrixD correlations(n, n);
   for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j)
         correlations(i, j) = covariance(i, j) / std::sqrt(covariance(i, i) * covariance(j, j));
   return correlations;
}

} // namespace

Events ReadEvents(const char *fileName, const std::string &treeName, const std::vector<std::string> &variables,
                  const char *cut, const char *weight, unsigned cls)
{
   const std::unique_ptr<TFile> file(TFile::Open(fileName));
   auto *tree = file->Get<TTree>(treeName.c_str());
   std::vector<std::unique_ptr<TTreeFormula>> formulas;
   for (const std::string &variable : variables)
      formulas.push_back(std::make_unique<TTreeFormula>("variable", variable.c_str(), tree));
   TTreeFormula cutFormula("cut", cut, tree), weightFormula("weight", weight, tree);
   Events events;
   for (Long64_t entry = 0; entry < tree->GetEntries(); ++entry) {
      tree->LoadTree(entry);
      if (Evaluate(cutFormula) == 0)
         continue;
      auto event = std::make_unique<Event>();
      event->fClass = cls;
      event->fWeight = Evaluate(weightFormula);
      for (const auto &formula : formulas)
         event->fValues.push_back(Evaluate(*formula));
      events.push_back(std::move(event));
   }
   return events;
}

std::vector<Range> FindRanges(const Events &events, std::size_t nVariables)
{
   const double infinity = std::numeric_limits<double>::infinity();
   std::vector<Range> ranges(nVariables, {infinity, -infinity, 0, 0});
   double weights = 0;
   for (const auto &event : events) {
      weights += event->fWeight;
      for (std::size_t i = 0; i < nVariables; ++i) {
         const double value = event->fValues[i];
         ranges[i].fMin = std::min(ranges[i].fMin, value);
         ranges[i].fMax = std::max(ranges[i].fMax, value);
         ranges[i].fMean += event->fWeight * value;
         ranges[i].fRMS += event->fWeight * value * value;
      }
   }
   for (Range &range : ranges) {
      range.fMean /= weights;
      range.fRMS = std::sqrt(range.fRMS / weights - range.fMean * range.fMean);
   }
   return ranges;
}


Prepared PrepareEvents(const char *fileName, const std::vector<std::string> &trees,
                       const std::vector<std::string> &variables, const char *cut, const char *weight)
{
   std::vector<Events> classes;
   for (const std::string &tree : trees)
      classes.push_back(ReadEvents(fileName, tree, variables, cut, weight, classes.size()));
   RandomBits random;
   Prepared prepared;
   Events &training = prepared.fSample.fTraining, &testing = prepared.fSample.fTesting;
   for (Events &events : classes)
      std::shuffle(events.begin(), events.end(), random);
   for (Events &events : classes) {
      AppendRange(training, events, 0, events.size() / 2);
      AppendRange(testing, events, events.size() / 2, 2 * (events.size() / 2));
   }
   std::shuffle(training.begin(), training.end(), random);
   std::shuffle(testing.begin(), testing.end(), random);
   Normalise(training, classes.size());
   prepared.fRanges = FindRanges(training, variables.size());
   for (unsigned cls = 0; cls < classes.size(); ++cls)
      prepared.fCorrelations.push_back(FindCorrelations(training, cls, variables.size()));
   return prepared;
}

} // namespace event_loop
