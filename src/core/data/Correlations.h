#ifndef PYTMVA_data_Correlations
#define PYTMVA_data_Correlations

#include "TMVA/EventTable.h"
#include "TMVA/MsgLogger.h"

#include "TMatrixD.h"
#include "TString.h"

#include <vector>

namespace TMVA {

/// Weighted linear correlation coefficients of the variables of class number `cls`; 0 where a variable does not vary.
TMatrixD ComputeCorrelations(const EventTable &table, UInt_t cls);

/// Linear correlation of variable `variable` and target `target` of all events; 0 if either is constant. Unweighted, like
/// the ranking of variables that genuine TMVA prints.
Double_t CorrelateWithTarget(const EventTable &table, UInt_t variable, UInt_t target);

/// Prints them as a table; `names` are those of the rows.
void PrintCorrelations(const TString &heading, const std::vector<TString> &names, const TMatrixD &matrix, MsgLogger &log);

} // namespace TMVA

#endif
