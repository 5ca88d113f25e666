#ifndef PYTMVA_evaluate_PDFPerformance
#define PYTMVA_evaluate_PDFPerformance

#include "TMVA/PDF.h"

namespace TMVA {

/// \name How well responses of the densities `signal` and `background` can be told apart
/// Integrals as sums over steps, number for number as genuine TMVA takes them.
///@{
/// 1/2 Int (S-B)^2/(S+B), between 0 (equal) and 1 (no overlap), in 100 steps.
Double_t GetSeparation(const PDF &signal, const PDF &background);
/// Area below the curve of signal efficiency and background rejection, in 1000 steps. Each is taken at its lower end, so
/// that the area is too small where the densities change much within a step.
Double_t GetROCIntegral(const PDF &signal, const PDF &background);
///@}

} // namespace TMVA

#endif
