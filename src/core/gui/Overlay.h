#ifndef PYTMVA_gui_Overlay
#define PYTMVA_gui_Overlay

#include "gui/Style.h"

#include "TH1.h"
#include "TString.h"

#include <memory>
#include <vector>

namespace TMVA {

/// Histograms of one quantity drawn over one another on the current pad, which then owns them, with a legend above them.
class Overlay {
public:
   Bool_t IsEmpty() const { return fLayers.empty(); }
   /// \name What is added comes back: it lives as long as this object or, once drawn, the pad
   ///@{
   /// A filled histogram in the style of its class.
   TH1 &Add(std::unique_ptr<TH1> histogram, const TString &label, const ClassStyle &style);
   /// Points with errors in the style of the class.
   TH1 &AddPoints(std::unique_ptr<TH1> histogram, const TString &label, const ClassStyle &style);
   /// A line.
   TH1 &AddLine(std::unique_ptr<TH1> histogram, const TString &label, Color_t color);
   ///@}

   /// The axes are those of the first histogram; titles that are "" are its own.
   void Draw(const TString &title, const TString &xTitle = "", const TString &yTitle = "");
   void DrawLogarithmic(const TString &title, const TString &xTitle, const TString &yTitle);
   /// A line of text below the legend.
   void SetNote(const TString &note) { fNote = note; }
   /// The axis of contents starts at the smallest value instead of zero.
   void StartAtMinimum() { fStartsAtMinimum = kTRUE; }

private:
   struct Layer {
      std::unique_ptr<TH1> fHistogram;
      TString fLabel;
      const char *fDrawOption;
      const char *fLegendOption;
   };
   TH1 &AddLayer(Layer layer);
   void SetRange();
   std::size_t CountRows() const; ///< of the legend

   std::vector<Layer> fLayers;
   TString fNote;
   Bool_t fStartsAtMinimum = kFALSE;
   Bool_t fIsLogarithmic = kFALSE;
};

/// Scales to unit area, if there is any.
void Normalise(TH1 &histogram);
/// The part of the entries that lies outside the axis, below or above.
Double_t UnderflowOf(const TH1 &histogram);
Double_t OverflowOf(const TH1 &histogram);
/// Along the right edge of the current pad: which part of signal and background lies outside the axis.
void DrawFlows(const TH1 &signal, const TH1 &background);

} // namespace TMVA

#endif
