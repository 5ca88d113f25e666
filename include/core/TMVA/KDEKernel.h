#ifndef ROOT_TMVA_KDEKernel
#define ROOT_TMVA_KDEKernel

#include "Rtypes.h"

#include <vector>

class TH1;

namespace TMVA {

/// Kernel density estimate of a histogrammed sample: each bin counts as a Gaussian about its centre. Immutable; concurrent
/// calls are safe.
///
/// The standard deviation of a kernel is 1.06 times that of the sample times n^(-1/5), never below half a bin; an adaptive
/// estimate multiplies it, where a first one is p, by the square root of (geometric mean of p) / p.
class KDEKernel {
public:
   // Numbers in weight files: do not change.
   enum EKernelType { kNone = 0, kGauss = 1 };
   enum EKernelIter { kNonadaptiveKDE = 1, kAdaptiveKDE = 2 };
   /// What lies beyond the ends of the histogram is lost, is spread over the rest of its kernel, or is mirrored back.
   enum EKernelBorder { kNoTreatment = 1, kKernelRenorm = 2, kSampleMirror = 3 };

   /// \param nEvents     in the histogram, whose contents may be scaled
   /// \param fineFactor  multiplies the width of the kernels
   KDEKernel(const TH1 &histogram, Double_t nEvents, EKernelIter iter, EKernelBorder border, Double_t fineFactor = 1);

   /// In units of the contents of the histogram.
   Double_t GetDensity(Double_t x) const;

private:
   struct Kernel {
      Double_t fMean;
      Double_t fWidth;
      Double_t fArea;
   };
   void Adapt(Double_t smallestWidth);
   void RenormaliseAtBorders();

   Double_t fMin;
   Double_t fMax;
   EKernelBorder fBorder;
   std::vector<Kernel> fKernels;
};

} // namespace TMVA

#endif
