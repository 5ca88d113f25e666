#include "transform/CumulativePDFNode.h"

#include "TMVA/MsgLogger.h"
#include "TMVA/Tools.h"
#include "transform/NumberList.h"

#include "TString.h"

#include <algorithm>
#include <functional>

namespace TMVA {
namespace {

constexpr Int_t kDigits = 8;
/// Straight lines between the bins, the only kind of PDF that transformations have.
constexpr Int_t kLinear = 1;

void WriteFloats(void *node, const std::vector<Float_t> &numbers)
{
   const std::vector<Double_t> copy(numbers.begin(), numbers.end());
   WriteNumbers(node, copy.data(), copy.size(), kDigits);
}

std::vector<Float_t> ReadFloats(void *parent, const char *name)
{
   void *node = parent ? gTools().GetChild(parent, name) : nullptr;
   const std::vector<Double_t> numbers = node ? ReadNumbers(node) : std::vector<Double_t>();
   return {numbers.begin(), numbers.end()};
}

} // namespace

void WritePDF(void *parent, const CumulativePDF &pdf, std::size_t variable, UInt_t set)
{
   const std::size_t nBins = pdf.GetSums().size();
   void *node = gTools().AddChild(parent, "PDF");
   gTools().AddAttr(node, "Name", TString::Format("GaussTransform var%zu cls%u", variable, set).Data());
   gTools().AddAttr(node, "MinNSmooth", 0);
   gTools().AddAttr(node, "MaxNSmooth", 0);
   gTools().AddAttr(node, "InterpolMethod", kLinear);
   // Not used by this kind of PDF, but genuine TMVA requires them.
   gTools().AddAttr(node, "KDE_type", 0);
   gTools().AddAttr(node, "KDE_iter", 1);
   gTools().AddAttr(node, "KDE_border", 1);
   gTools().AddAttr(node, "KDE_finefactor", 0.);
   void *histogram = gTools().AddChild(node, "Histogram");
   gTools().AddAttr(histogram, "Name", TString::Format("Cumulative_Var%zu_cls%u_original", variable, set).Data());
   gTools().AddAttr(histogram, "NBins", nBins);
   gTools().AddAttr(histogram, "XMin", Double_t(pdf.GetEdges().front()));
   gTools().AddAttr(histogram, "XMax", Double_t(pdf.GetEdges().back()));
   gTools().AddAttr(histogram, "HasEquidistantBins", 0);
   WriteFloats(histogram, pdf.GetSums());
   void *binning = gTools().AddChild(node, "HistogramBinning");
   gTools().AddAttr(binning, "NBins", nBins);
   WriteFloats(binning, pdf.GetEdges());
}

CumulativePDF ReadPDF(void *parent, MsgLogger &log)
{
   void *node = gTools().GetChild(parent, "PDF");
   if (node) {
      Int_t interpolation = 0;
      gTools().ReadAttr(node, "InterpolMethod", interpolation);
      if (interpolation != kLinear)
         log << kFATAL << "The weight file transforms with a PDF of InterpolMethod " << interpolation << ", expected is "
             << kLinear << " (linear), as TMVA writes it" << Endl;
   }
   std::vector<Float_t> sums = ReadFloats(node, "Histogram");
   std::vector<Float_t> edges = ReadFloats(node, "HistogramBinning");
   const Bool_t ascends = std::adjacent_find(edges.begin(), edges.end(), std::greater_equal<>()) == edges.end();
   if (sums.empty() || edges.size() != sums.size() + 1 || !ascends)
      log << kFATAL << "The weight file transforms with a PDF of " << sums.size() << " bins with " << edges.size()
          << " edges, expected are bins with one edge more in ascending order: the file is damaged" << Endl;
   return {std::move(edges), std::move(sums)};
}

} // namespace TMVA
