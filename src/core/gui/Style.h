#ifndef PYTMVA_gui_Style
#define PYTMVA_gui_Style

#include "RtypesCore.h"

#include "TString.h"

#include <cstddef>

class TH1;
class TLegend;
class TStyle;

namespace TMVA {

/// Makes the style TMVA the current one. In batch mode, where no plot is painted again, the old one comes back at the end.
class StyleScope {
public:
   explicit StyleScope(Bool_t useTMVAStyle);
   ~StyleScope();
   StyleScope(const StyleScope &) = delete;
   StyleScope &operator=(const StyleScope &) = delete;

private:
   TStyle *fBefore;
};

/// Signal is blue and filled, background red and hatched; other classes have colours of their own.
struct ClassStyle {
   Color_t fLine;
   Color_t fFill;
   Style_t fFillStyle;

   static ClassStyle Of(std::size_t cls, std::size_t nClasses);
   void Apply(TH1 &histogram) const;       ///< a filled histogram
   void ApplyPoints(TH1 &histogram) const; ///< points with errors
};

Color_t CurveColor(std::size_t curve);

/// Sets the colours of the two-dimensional histograms on the current pad, after they were drawn.
enum class Palette { kDiverging, kGrey, kBlue, kRed };
void UsePalette(Palette palette);

/// Text in the coordinates of the pad (0 to 1), owned by the pad.
void DrawText(Double_t x, Double_t y, const TString &text, Double_t size = 0.035, Int_t align = 11, Double_t angle = 0);
/// An empty legend on the current pad, owned by the pad.
TLegend &DrawLegend(Double_t x1, Double_t y1, Double_t x2, Double_t y2, Int_t nColumns = 1);

} // namespace TMVA

#endif
