#ifndef PYTMVA_gui_CurveSet
#define PYTMVA_gui_CurveSet

#include "TGraph.h"
#include "TString.h"

#include <memory>
#include <vector>

class TH1;

namespace TMVA {

/// Curves of several methods against the signal efficiency on the current pad, which then owns them.
class CurveSet {
public:
   Bool_t IsEmpty() const { return fCurves.empty(); }
   /// A curve of a method; colours are in the order of these calls.
   void Add(const TH1 &curve, const TString &label);
   void Add(std::unique_ptr<TGraph> curve, const TString &label);
   /// 1 - y instead of y, for all curves that are in it.
   void Invert();

   /// The legend is in the order of the areas below the curves: the largest first, or the smallest.
   enum class Order { kLargestFirst, kSmallestFirst };
   /// Both axes from 0 to 1; `isLogarithmic`: from 1 to what is needed.
   void Draw(const TString &title, const TString &xTitle, const TString &yTitle, Order order, Bool_t isLogarithmic = kFALSE);

private:
   struct Curve {
      std::unique_ptr<TGraph> fGraph;
      TString fLabel;
      Double_t fArea;
   };
   std::vector<Curve> fCurves;
};

} // namespace TMVA

#endif
