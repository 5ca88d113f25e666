#include "evaluate/EvaluationTables.h"

#include "data/Correlations.h"

#include <algorithm>

namespace TMVA {

namespace {

const TString kRule('-', 115);

void Print(MsgLogger &log, const TString &line)
{
   log << kINFO << line << Endl;
}

void PrintRanking(const std::vector<ClassifierPerformance> &methods, MsgLogger &log)
{
   Print(log, "Evaluation results ranked by best signal efficiency and purity (area)");
   Print(log, kRule);
   Print(log, "DataSet       MVA                       ");
   Print(log, "Name:         Method:          ROC-integ");
   for (const ClassifierPerformance &m : methods)
      Print(log, TString::Format("%-13s %-15s: %#1.3f", m.fDataSet.Data(), m.fMethod.Data(), m.fROCIntegral));
   Print(log, kRule);
   Print(log, "");
}

void PrintEfficiencies(const std::vector<ClassifierPerformance> &methods, MsgLogger &log)
{
   Print(log, "Testing efficiency compared to training efficiency (overtraining check)");
   Print(log, kRule);
   Print(log, "DataSet              MVA              Signal efficiency: from test sample (from training sample) ");
   Print(log, "Name:                Method:          @B=0.01             @B=0.10            @B=0.30   ");
   Print(log, kRule);
   for (const ClassifierPerformance &m : methods) {
      const auto &test = m.fTestEfficiency;
      const auto &training = m.fTrainingEfficiency;
      Print(log, TString::Format("%-20s %-15s: %#1.3f (%#1.3f)       %#1.3f (%#1.3f)      %#1.3f (%#1.3f)",
                                 m.fDataSet.Data(), m.fMethod.Data(), test[0], training[0], test[1], training[1],
                                 test[2], training[2]));
   }
   Print(log, kRule);
   Print(log, "");
}

} // namespace

void PrintResponseCorrelations(const DataSetInfo &info, const EventTable &events,
                               const std::vector<const Results *> &classifiers, MsgLogger &log)
{
   std::vector<TString> names;
   for (const Results *results : classifiers)
      names.push_back(results->GetName());
   EventTable responses(classifiers.size());
   std::vector<Float_t> row(classifiers.size());
   for (std::size_t i = 0; i < events.GetNRows(); ++i) {
      std::transform(classifiers.begin(), classifiers.end(), row.begin(), [&](const Results *r) { return (*r)[i]; });
      responses.AddRow(row.data(), events.GetClass(i), events.GetWeight(i));
   }
   for (UInt_t cls = 0; cls < info.GetNClasses(); ++cls) {
      const TString heading = TString("Correlation matrix of the responses (") + info.GetClassInfo(cls)->GetName() + "):";
      PrintCorrelations(heading, names, ComputeCorrelations(responses, cls), log);
   }
}

void PrintPerformance(std::vector<ClassifierPerformance> methods, MsgLogger &log)
{
   if (methods.empty())
      return;
   std::stable_sort(methods.begin(), methods.end(), [](const auto &a, const auto &b) { return a.fArea > b.fArea; });
   Print(log, "");
   PrintRanking(methods, log);
   PrintEfficiencies(methods, log);
}

} // namespace TMVA
