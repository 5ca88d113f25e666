#ifndef ROOT_TMVA_PDF
#define ROOT_TMVA_PDF

#include "TMVA/Configurable.h"
#include "TMVA/KDEKernel.h"

#include "TString.h"

#include <memory>
#include <vector>

class TH1;

namespace TMVA {

/// A density made from a histogram: smoothed, put through a curve, tabulated at 10000 points and normalised. Values are
/// interpolated between the points, and never below 1e-12.
///
/// Options, each with the suffix given to the constructor (MVAPdf, MVAPdfSig, MVAPdfBkg for responses of methods):
/// Nsmooth, or MinNsmooth and MaxNsmooth (passes of TH1::Smooth; bins of few events get more of them), Nbins or
/// NAvEvtPerBin, CheckHist, PDFInterpol (Spline0: the histogram, Spline1: straight lines, Spline2: parabolas, Spline3,
/// Spline5, KDE), KDEtype, KDEiter, KDEFineFactor, KDEborder. Errors are fatal and name the PDF. Immutable once built;
/// concurrent calls of GetVal and GetIntegral are safe.
class PDF : public Configurable {
public:
   // Numbers in weight files: do not change.
   enum EInterpolateMethod { kSpline0, kSpline1, kSpline2, kSpline3, kSpline5, kKDE };

   explicit PDF(const TString &name, Bool_t norm = kTRUE);
   /// Built at once. `norm`: to an integral of 1, else that of the histogram stays (its contents being densities).
   PDF(const TString &name, const TH1 *hist, EInterpolateMethod method = kSpline2, Int_t minnsmooth = 0,
       Int_t maxnsmooth = 0, Bool_t checkHist = kFALSE, Bool_t norm = kTRUE);
   PDF(const TString &name, const TH1 *hist, KDEKernel::EKernelType type, KDEKernel::EKernelIter iter,
       KDEKernel::EKernelBorder border, Float_t fineFactor, Bool_t norm = kTRUE);
   /// To be configured: DeclareOptions, ParseOptions, ProcessOptions, then BuildPDF. What `options` leave out is as in
   /// `defaultPDF`, which is not kept.
   PDF(const TString &name, const TString &options, const TString &suffix = "", const PDF *defaultPDF = nullptr,
       Bool_t norm = kTRUE);
   ~PDF() override;

   void DeclareOptions();
   void ProcessOptions();

   /// Of a histogram with a positive sum of weights, which is copied.
   void BuildPDF(const TH1 *hist);
   Bool_t IsBuilt() const { return static_cast<Bool_t>(fPDFHist); }

   const char *GetName() const override { return fPDFName.Data(); }
   /// Outside the histogram the straight line through the last two points goes on.
   Double_t GetVal(Double_t x) const;
   Double_t GetIntegral(Double_t xmin, Double_t xmax) const;
   Double_t GetIntegral() const;
   Double_t GetXmin() const;
   Double_t GetXmax() const;
   /// Prints how well the curve agrees with the histogram `original`, or with that of BuildPDF, and how many bins are empty.
   void ValidatePDF(const TH1 *original = nullptr) const;

   /// How many bins the options ask for, if there are so many events; at least 3.
   Int_t GetHistNBins(Int_t evtNum = 0) const;
   EInterpolateMethod GetInterpolMethod() const { return fInterpolMethod; }
   /// Owned by the PDF; nullptr until it is built.
   TH1 *GetOriginalHist() const { return fHistOriginal.get(); }
   TH1 *GetSmoothedHist() const { return fHistSmoothed.get(); }
   TH1 *GetPDFHist() const { return fPDFHist.get(); }

   /// The node PDF of a weight file; read back it is the same PDF.
   void AddXMLTo(void *parent) const;
   void ReadXML(void *pdfNode);

private:
   void RequireBuilt() const;
   void Build();
   void Tabulate();
   Double_t GetCumulative(Double_t x) const;
   void SetPDFName(const TString &name);

   TString fPDFName;
   TString fSuffix;
   Bool_t fNormalize;
   Int_t fMinNsmooth = 0;
   Int_t fMaxNsmooth = 0;
   Int_t fHistDefinedNBins = 0; ///< 0: as many as the events allow
   Int_t fHistAvgEvtPerBin = 50;
   Bool_t fCheckHist = kFALSE;
   EInterpolateMethod fInterpolMethod = kSpline2;
   KDEKernel::EKernelIter fKDEiter = KDEKernel::kNonadaptiveKDE;
   KDEKernel::EKernelBorder fKDEborder = KDEKernel::kNoTreatment;
   Float_t fFineFactor = 1;
   // What the options say before ProcessOptions; negative numbers of smoothing passes: not given.
   Int_t fNsmoothOption = -1;
   Int_t fMinNsmoothOption = -1;
   Int_t fMaxNsmoothOption = -1;
   TString fInterpolateString;
   TString fKDEtypeString = "Gauss";
   TString fKDEiterString;
   TString fBorderMethodString;

   Double_t fNEvents = 0; ///< in the histogram, as far as known
   std::unique_ptr<TH1> fHistOriginal;
   std::unique_ptr<TH1> fHistSmoothed;
   std::unique_ptr<TH1> fPDFHist;
   std::vector<Double_t> fCumulative; ///< integral up to the lower edge of each bin of fPDFHist, and to the end
};

} // namespace TMVA

#endif
