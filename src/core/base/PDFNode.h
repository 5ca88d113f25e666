#ifndef PYTMVA_base_PDFNode
#define PYTMVA_base_PDFNode

#include "RtypesCore.h"
#include "TString.h"

#include <vector>

namespace TMVA {

class MsgLogger;

/// What the node PDF of a weight file says: a histogram, and how a density is made from it.
struct PDFNode {
   TString fName;
   Int_t fMinNSmooth = 0;
   Int_t fMaxNSmooth = 0;
   Int_t fInterpolMethod = 0;
   // Numbers of the kernel estimate. Those of other kinds of PDF mean nothing, but genuine TMVA requires them.
   Int_t fKDEType = 0;
   Int_t fKDEIter = 1;
   Int_t fKDEBorder = 1;
   Double_t fKDEFineFactor = 0;
   Double_t fNEvents = 0; ///< events in the histogram, for the kernel estimate; 0: not known. Genuine TMVA ignores it
   TString fHistogramName;
   std::vector<Float_t> fContents;
   Double_t fXMin = 0;
   Double_t fXMax = 0;
   std::vector<Float_t> fEdges; ///< one more than there are bins; empty: bins of equal width
};

/// Adds `pdf` to `parent`.
void WritePDFNode(void *parent, const PDFNode &pdf);

/// Fatal through `log` if anything is missing or not finite, if there are no bins, or if they do not ascend.
PDFNode ReadPDFNode(void *node, MsgLogger &log);

} // namespace TMVA

#endif
