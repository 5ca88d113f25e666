#ifndef PYTMVA_transform_CumulativePDF
#define PYTMVA_transform_CumulativePDF

#include "RtypesCore.h"

#include <optional>
#include <vector>

namespace TMVA {

/// One value of a sample.
struct WeightedValue {
   Float_t fValue;
   Double_t fWeight;
};

/// The cumulative distribution of one column, number for number as TMVA estimates it.
///
/// A histogram of bins of about equal weight is smoothed once and summed up to 1. Straight lines connect the sums, put at
/// the centres of the bins; the outermost ones go on beyond. Values are looked up in kNPoints equidistant points of that
/// polygon and interpolated. Immutable; concurrent calls are safe.
class CumulativePDF {
public:
   static constexpr Int_t kNPoints = 10000;

   /// \param edges    ascending, one more than there are sums
   /// \param sums     at least one; the last is 1
   CumulativePDF(std::vector<Float_t> edges, std::vector<Float_t> sums);
   /// Of a sample in ascending order. Nothing if all values are the same, or if their weights do not add up to more than 0.
   static std::optional<CumulativePDF> Estimate(const std::vector<WeightedValue> &sample);

   /// Between 0 and 1.
   Double_t Value(Double_t x) const;
   /// Where the distribution reaches `value`. Below all points it goes on in the straight line which falls to 0 within the
   /// distance of two points, as in TMVA; never above the last point.
   Double_t Inverse(Double_t value) const;

   const std::vector<Float_t> &GetEdges() const { return fEdges; }
   const std::vector<Float_t> &GetSums() const { return fSums; }

private:
   Double_t PositionOf(std::size_t point) const { return fEdges.front() + (point + 0.5) * fStep; }
   void FillPoints();

   std::vector<Float_t> fEdges;
   std::vector<Float_t> fSums;
   std::vector<Float_t> fPoints;
   Double_t fStep; ///< distance of two points
};

} // namespace TMVA

#endif
