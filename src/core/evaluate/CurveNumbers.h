#ifndef PYTMVA_evaluate_CurveNumbers
#define PYTMVA_evaluate_CurveNumbers

#include "RtypesCore.h"

class TGraph;

namespace TMVA {

/// Of a curve of background rejection against signal efficiency, from 1 to 0 of the latter (see ROCCurve): the area below it,
/// and the signal efficiency at a background efficiency, linearly between the points; 0 if there are no points.
Double_t GetAreaBelow(const TGraph &curve);
Double_t FindSignalEfficiency(const TGraph &curve, Double_t effB);

} // namespace TMVA

#endif
