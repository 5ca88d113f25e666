#ifndef PYTMVA_evaluate_PDFCurve
#define PYTMVA_evaluate_PDFCurve

#include "TMVA/PDF.h"

#include <functional>

namespace TMVA {

/// A curve through the contents at the centres of the bins of `histogram`, which must outlive it. Spline2 is, between two
/// centres, the mean of the parabolas through the three centres around either. With too few bins for `method` (1, 2 for a
/// line, 3 for Spline2 and Spline3, 6 for Spline5) it is the histogram. Not for kKDE.
std::function<Double_t(Double_t)> MakeCurve(const TH1 &histogram, PDF::EInterpolateMethod method);

/// Smooths `histogram` with `minPasses` passes of TH1::Smooth; where that is less than `maxPasses` bins get the more of
/// them the larger their relative error, empty ones `maxPasses`. Genuine numbers of that case are not known.
void SmoothHistogram(TH1 &histogram, Int_t minPasses, Int_t maxPasses);

} // namespace TMVA

#endif
