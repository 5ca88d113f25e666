#ifndef ROOT_TMVA_ROCCurve
#define ROOT_TMVA_ROCCurve

#include "RtypesCore.h"

#include <memory>
#include <tuple>
#include <vector>

class TGraph;

namespace TMVA {

/// The receiver operating characteristic of weighted events: signal efficiency (sensitivity) against background rejection
/// (specificity) for a cut at the response of each event. A cut is unbinned; the `points` arguments are only there for
/// code written for genuine TMVA. Responses of signal are taken to be the larger ones.
///
/// As in genuine TMVA an event counts as passing and as failing the cut at its own response, so that the area is a little
/// above the probability that a signal event has the larger response, and equal responses keep the order of std::sort.
class ROCCurve {
public:
   /// (response, weight, whether it is signal) of each event.
   using Mva = std::tuple<Float_t, Float_t, Bool_t>;

   /// All constructors: fatal if vectors that belong together differ in length.
   explicit ROCCurve(const std::vector<Mva> &mvas);
   ROCCurve(const std::vector<Float_t> &mvaValues, const std::vector<Bool_t> &mvaTargets);
   ROCCurve(const std::vector<Float_t> &mvaValues, const std::vector<Bool_t> &mvaTargets,
            const std::vector<Float_t> &mvaWeights);
   ROCCurve(const std::vector<Float_t> &mvaSignal, const std::vector<Float_t> &mvaBackground);
   ROCCurve(const std::vector<Float_t> &mvaSignal, const std::vector<Float_t> &mvaBackground,
            const std::vector<Float_t> &mvaSignalWeights, const std::vector<Float_t> &mvaBackgroundWeights);
   ~ROCCurve();
   ROCCurve(const ROCCurve &) = delete;
   ROCCurve &operator=(const ROCCurve &) = delete;

   /// The signal efficiency at background efficiency `effB`, both in [0,1], linearly between the points of the curve.
   Double_t GetEffSForEffB(Double_t effB, UInt_t points = 41);
   /// Area below the curve; 0 if there is no signal or no background.
   Double_t GetROCIntegral(UInt_t points = 41);
   /// Background rejection against signal efficiency, one point an event and the two ends; owned by this object.
   TGraph *GetROCCurve(UInt_t points = 100);
   /// The events in the order of their responses.
   const std::vector<Mva> &GetMvas() const { return fMvas; }
   /// One value for each point of the curve: from 1 to 0, and from 0 to 1.
   std::vector<Double_t> ComputeSensitivity(UInt_t points = 41) const;
   std::vector<Double_t> ComputeSpecificity(UInt_t points = 41) const;

private:
   void Sort();

   std::vector<Mva> fMvas;
   std::unique_ptr<TGraph> fGraph;
};

} // namespace TMVA

#endif
