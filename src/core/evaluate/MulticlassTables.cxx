#include "evaluate/EvaluationTables.h"

namespace TMVA {

namespace {

const TString kRule('-', 103);

void Print(MsgLogger &log, const TString &line = "")
{
   log << kINFO << line << Endl;
}

TString Numbers(Double_t test, Double_t training)
{
   return TString::Format("%5.3f (%5.3f)", test, training);
}

/// A column of the table of each class against all others.
TString Column(const TString &text)
{
   return TString::Format("%-15s", text.Data());
}

/// A column of a confusion matrix.
TString Cell(const TString &text)
{
   return TString::Format(" %-14s", text.Data());
}

void PrintOneVsRest(const MulticlassComparison &method, MsgLogger &log)
{
   Print(log, Column(method.fDataSet) + Column(method.fMethod));
   Print(log, TString('-', 30));
   for (std::size_t cls = 0; cls < method.fClasses.size(); ++cls) {
      TString line = Column("") + Column(method.fClasses[cls]) +
                     Column(Numbers(method.fTest.fROCIntegrals[cls], method.fTraining.fROCIntegrals[cls]));
      for (std::size_t i = 0; i < kQuotedBackgroundEfficiencies.size(); ++i)
         line += Column(Numbers(method.fTest.fEfficiencies[i][cls], method.fTraining.fEfficiencies[i][cls]));
      Print(log, line);
   }
   Print(log);
}

void PrintConfusion(const MulticlassComparison &method, std::size_t quoted, MsgLogger &log)
{
   TString names = Column("");
   TString heading = Column("");
   for (const TString &name : method.fClasses) {
      names += Cell(name);
      heading += Cell(" test (train)");
   }
   const Double_t percent = 100 * TString(kQuotedBackgroundEfficiencies[quoted]).Atof();
   Print(log, TString::Format("(Signal Efficiency for Background Efficiency %g%%)", percent));
   Print(log, TString('-', 51));
   Print(log, names);
   Print(log, heading);
   for (std::size_t row = 0; row < method.fClasses.size(); ++row) {
      TString line = Cell(method.fClasses[row]);
      for (std::size_t column = 0; column < method.fClasses.size(); ++column) {
         const Double_t test = method.fTest.fConfusions[quoted](row, column);
         line += Cell(row == column ? TString("-") : Numbers(test, method.fTraining.fConfusions[quoted](row, column)));
      }
      Print(log, line);
   }
   Print(log);
}

void PrintAllOneVsRest(const std::vector<MulticlassComparison> &methods, MsgLogger &log)
{
   Print(log);
   Print(log, "1-vs-rest performance metrics per class");
   Print(log, kRule);
   Print(log);
   Print(log, "Considers the listed class as signal and the other classes");
   Print(log, "as background, reporting the resulting binary performance.");
   Print(log, "A score of 0.820 (0.850) means 0.820 was achieved on the");
   Print(log, "test set and 0.850 on the training set.");
   Print(log);
   Print(log, "Dataset        MVA Method     ROC AUC        Sig eff@B=0.01 Sig eff@B=0.10 Sig eff@B=0.30 ");
   Print(log, "Name:          / Class:       test  (train)  test  (train)  test  (train)  test  (train)  ");
   Print(log);
   for (const MulticlassComparison &method : methods)
      PrintOneVsRest(method, log);
   Print(log, kRule);
   Print(log);
}

void PrintAllConfusions(const std::vector<MulticlassComparison> &methods, MsgLogger &log)
{
   Print(log);
   Print(log, "Confusion matrices for all methods");
   Print(log, kRule);
   Print(log);
   Print(log, "Does a binary comparison between the two classes given by a ");
   Print(log, "particular row-column combination. In each case, the class ");
   Print(log, "given by the row is considered signal while the class given ");
   Print(log, "by the column index is considered background.");
   Print(log);
   for (const MulticlassComparison &method : methods) {
      Print(log, "=== Showing confusion matrix for method : " + Column(method.fMethod));
      for (std::size_t i = 0; i < kQuotedBackgroundEfficiencies.size(); ++i)
         PrintConfusion(method, i, log);
   }
   Print(log, kRule);
   Print(log);
}

} // namespace

void PrintPerformance(const std::vector<MulticlassComparison> &methods, MsgLogger &log)
{
   if (methods.empty())
      return;
   PrintAllOneVsRest(methods, log);
   PrintAllConfusions(methods, log);
}

} // namespace TMVA
