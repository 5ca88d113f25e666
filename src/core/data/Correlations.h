#ifndef PYTMVA_data_Correlations
#define PYTMVA_data_Correlations

#include "TMVA/EventTable.h"

#include "TMatrixD.h"

namespace TMVA {

/// Weighted linear correlation coefficients of the variables of class number `cls`; 0 where a variable does not vary.
TMatrixD ComputeCorrelations(const EventTable &table, UInt_t cls);

} // namespace TMVA

#endif
