#ifndef PYTMVA_evaluate_EvaluationTables
#define PYTMVA_evaluate_EvaluationTables

#include "TMVA/DataSetInfo.h"
#include "TMVA/EventTable.h"
#include "TMVA/MsgLogger.h"
#include "TMVA/Results.h"
#include "evaluate/MulticlassPerformance.h"
#include "evaluate/RegressionPerformance.h"

#include "TString.h"

#include <array>
#include <vector>

namespace TMVA {

/// The background efficiencies at which the tables quote signal efficiencies.
constexpr std::array<const char *, 3> kQuotedBackgroundEfficiencies{"0.01", "0.10", "0.30"};

/// What the tables show of one binary classifier.
struct ClassifierPerformance {
   TString fDataSet;
   TString fMethod;
   Double_t fArea;        ///< by which they are ranked
   Double_t fROCIntegral; ///< of the test sample
   std::array<Double_t, 3> fTestEfficiency;
   std::array<Double_t, 3> fTrainingEfficiency;
};

/// Prints, class by class, the linear correlations between the responses of the classifiers to `events`.
void PrintResponseCorrelations(const DataSetInfo &info, const EventTable &events,
                               const std::vector<const Results *> &classifiers, MsgLogger &log);

/// What the tables show of one multiclass classifier or of one regression.
template <class Performance>
struct TestAndTraining {
   TString fDataSet;
   TString fMethod;
   Performance fTest;
   Performance fTraining;
   std::vector<TString> fClasses; ///< their names
};
using MulticlassComparison = TestAndTraining<MulticlassPerformance>;
using RegressionComparison = TestAndTraining<RegressionPerformance>;

/// Each prints the tables of one kind of analysis, or nothing if there are no such methods.
///@{
/// The ranking and the table of efficiencies, best area first.
void PrintPerformance(std::vector<ClassifierPerformance> methods, MsgLogger &log);
/// Each class against all others, and the confusion matrices. (Those of genuine TMVA have test and training swapped, and
/// quote background efficiencies of 0.01 as 0.01%.)
void PrintPerformance(const std::vector<MulticlassComparison> &methods, MsgLogger &log);
/// Biases, RMS and mutual information of the first target, smallest RMS first.
void PrintPerformance(std::vector<RegressionComparison> methods, MsgLogger &log);
///@}

} // namespace TMVA

#endif
