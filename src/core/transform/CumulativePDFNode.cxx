#include "transform/CumulativePDFNode.h"

#include "TMVA/MsgLogger.h"
#include "TMVA/Tools.h"
#include "base/PDFNode.h"

namespace TMVA {
namespace {

/// Straight lines between the bins, the only kind of PDF that transformations have.
constexpr Int_t kLinear = 1;

} // namespace

void WritePDF(void *parent, const CumulativePDF &pdf, std::size_t variable, UInt_t set)
{
   PDFNode node;
   node.fName = TString::Format("GaussTransform var%zu cls%u", variable, set);
   node.fInterpolMethod = kLinear;
   node.fHistogramName = TString::Format("Cumulative_Var%zu_cls%u_original", variable, set);
   node.fContents = pdf.GetSums();
   node.fEdges = pdf.GetEdges();
   node.fXMin = node.fEdges.front();
   node.fXMax = node.fEdges.back();
   WritePDFNode(parent, node);
}

CumulativePDF ReadPDF(void *parent, MsgLogger &log)
{
   void *child = gTools().GetChild(parent, "PDF");
   if (!child)
      log << kFATAL << "The weight file has a node " << gTools().GetName(parent)
          << " without a PDF in it: the file is damaged" << Endl;
   PDFNode node = ReadPDFNode(child, log);
   if (node.fInterpolMethod != kLinear || node.fEdges.empty())
      log << kFATAL << "The weight file transforms with a PDF of InterpolMethod " << node.fInterpolMethod << " on "
          << (node.fEdges.empty() ? "bins of equal width" : "bins with edges") << ", expected is " << kLinear
          << " (linear) on bins with edges, as TMVA writes it" << Endl;
   return {std::move(node.fEdges), std::move(node.fContents)};
}

} // namespace TMVA
