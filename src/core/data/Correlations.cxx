#include "data/Correlations.h"

#include "data/Covariance.h"

#include <algorithm>
#include <cmath>
#include <iomanip>

namespace TMVA {

TMatrixD ComputeCorrelations(const EventTable &table, UInt_t cls)
{
   const Int_t n = table.GetNVariables();
   Covariance sample(n);
   std::vector<Double_t> point(n);
   for (std::size_t row = 0; row < table.GetNRows(); ++row) {
      if (table.GetClass(row) != cls)
         continue;
      std::copy_n(table.GetRow(row), n, point.begin());
      sample.Add(point, table.GetWeight(row));
   }
   const TMatrixDSym covariance = sample.GetMatrix();
   TMatrixD correlations(n, n);
   for (Int_t i = 0; i < n; ++i) {
      correlations(i, i) = 1;
      for (Int_t j = 0; j < i; ++j) {
         const Double_t variances = covariance(i, i) * covariance(j, j);
         const Double_t coefficient = variances > 0 ? covariance(i, j) / std::sqrt(variances) : 0;
         correlations(i, j) = correlations(j, i) = coefficient;
      }
   }
   return correlations;
}

Double_t CorrelateWithTarget(const EventTable &table, UInt_t variable, UInt_t target)
{
   EventTable pairs(2);
   pairs.Reserve(table.GetNRows());
   for (std::size_t row = 0; row < table.GetNRows(); ++row) {
      const Float_t *x = table.GetRow(row);
      const Float_t pair[] = {x[variable], x[table.GetNVariables() + target]};
      pairs.AddRow(pair, 0, 1);
   }
   return ComputeCorrelations(pairs, 0)(0, 1);
}

void PrintCorrelations(const TString &heading, const std::vector<TString> &names, const TMatrixD &matrix, MsgLogger &log)
{
   const auto width = [](const TString &name) { return std::max(8, name.Length() + 1); };
   Int_t labels = 0;
   Int_t columns = 0;
   for (const TString &name : names) {
      labels = std::max(labels, width(name));
      columns += width(name);
   }
   const TString rule('-', labels + columns);
   log << kHEADER << heading << Endl << kINFO << rule << Endl;
   log << kINFO << std::setw(labels) << "";
   for (const TString &name : names)
      log << std::setw(width(name)) << name;
   log << Endl;
   for (std::size_t i = 0; i < names.size(); ++i) {
      log << kINFO << std::setw(labels) << names[i] + ":";
      for (std::size_t j = 0; j < names.size(); ++j)
         log << std::setw(width(names[j])) << TString::Format("%+1.3f", matrix(i, j));
      log << Endl;
   }
   log << kINFO << rule << Endl;
}

} // namespace TMVA
