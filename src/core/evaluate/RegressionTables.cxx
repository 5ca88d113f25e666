#include "evaluate/EvaluationTables.h"

#include <algorithm>

namespace TMVA {

namespace {

using Sample = RegressionPerformance RegressionComparison::*;

void Print(MsgLogger &log, const TString &line)
{
   log << kINFO << line << Endl;
}

/// One line a method, the smallest RMS in `sample` first.
void PrintSample(std::vector<RegressionComparison> methods, Sample sample, MsgLogger &log)
{
   const TString rule('-', 98);
   std::stable_sort(methods.begin(), methods.end(),
                    [&](const auto &a, const auto &b) { return (a.*sample).fRMS[0] < (b.*sample).fRMS[0]; });
   Print(log, rule);
   Print(log, "DataSet Name:         MVA Method:        <Bias>   <Bias_T>    RMS    RMS_T  |  MutInf MutInf_T");
   Print(log, rule);
   for (const RegressionComparison &method : methods) {
      const RegressionPerformance &p = method.*sample;
      Print(log, TString::Format("%-20s %-15s:%#9.3g%#9.3g%#9.3g%#9.3g  |  %#5.3f  %#5.3f", method.fDataSet.Data(),
                                 method.fMethod.Data(), p.fBias[0], p.fBias[1], p.fRMS[0], p.fRMS[1],
                                 p.fMutualInformation[0], p.fMutualInformation[1]));
   }
   Print(log, rule);
   Print(log, "");
}

} // namespace

void PrintPerformance(std::vector<RegressionComparison> methods, MsgLogger &log)
{
   if (methods.empty())
      return;
   Print(log, "");
   Print(log, "Evaluation results ranked by smallest RMS on test sample:");
   Print(log, "(\"Bias\" quotes the mean deviation of the regression from true target.");
   Print(log, " \"MutInf\" is the \"Mutual Information\" between regression and target.");
   Print(log, " Indicated by \"_T\" are the corresponding \"truncated\" quantities ob-");
   Print(log, " tained when removing events deviating more than 2sigma from average.)");
   PrintSample(methods, &RegressionComparison::fTest, log);
   Print(log, "Evaluation results ranked by smallest RMS on training sample:");
   Print(log, "(overtraining check)");
   PrintSample(methods, &RegressionComparison::fTraining, log);
}

} // namespace TMVA
