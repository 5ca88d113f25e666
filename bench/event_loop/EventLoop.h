#ifndef BENCH_EventLoop
#define BENCH_EventLoop

#include "TMatrixD.h"

#include <memory>
#include <string>
#include <vector>

/// The way of the events as a straightforward program has it: an object for each, handled one by one.
namespace event_loop {

struct Event {
   std::vector<float> fValues;
   unsigned fClass = 0;
   double fWeight = 1;
   std::vector<float> fResponses = {};
};

using Events = std::vector<std::unique_ptr<Event>>;

struct Sample {
   Events fTraining;
   Events fTesting;
};

struct Range {
   double fMin, fMax, fMean, fRMS;
};

struct Prepared {
   Sample fSample;
   std::vector<Range> fRanges;            ///< of the variables of the training events
   std::vector<TMatrixD> fCorrelations;   ///< of each class
};

/// The events that pass the cut, with a TTreeFormula for each expression.
Events ReadEvents(const char *fileName, const std::string &tree, const std::vector<std::string> &variables, const char *cut,
                  const char *weight, unsigned cls);
std::vector<Range> FindRanges(const Events &events, std::size_t nVariables);

/// Reads a tree for each class and divides the events, drawing random numbers as TMVA does, so that they are the same.
Prepared PrepareEvents(const char *fileName, const std::vector<std::string> &trees,
                       const std::vector<std::string> &variables, const char *cut, const char *weight);

/// The cumulative distribution of a variable, as equidistant points.
struct Cumulative {
   double fMin, fStep;
   std::vector<double> fPoints;
};

/// The constants of D and G, for each class and for all events; the latter are applied.
struct Transformations {
   std::vector<TMatrixD> fMatrices;
   std::vector<std::vector<Cumulative>> fDistributions; ///< by variable
};

Transformations FitTransformations(const Events &events, unsigned nClasses);
Events ApplyTransformations(const Transformations &transformations, const Events &events);

/// Writes all that TMVA does about a multiclass method into a new file. Returns the ROC integrals of the test sample.
std::vector<double> EvaluateEvents(const Sample &sample, unsigned nClasses, const char *fileName);

} // namespace event_loop

#endif
