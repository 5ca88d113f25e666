#include "base/PDFNode.h"

#include "TMVA/MsgLogger.h"
#include "TMVA/Tools.h"
#include "base/NumberList.h"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace TMVA {
namespace {

constexpr Int_t kDigits = 8;

void WriteFloats(void *node, const std::vector<Float_t> &numbers)
{
   const std::vector<Double_t> copy(numbers.begin(), numbers.end());
   WriteNumbers(node, copy.data(), copy.size(), kDigits);
}

std::vector<Float_t> ReadFloats(void *node)
{
   const std::vector<Double_t> numbers = node ? ReadNumbers(node) : std::vector<Double_t>();
   return {numbers.begin(), numbers.end()};
}

template <class T>
void ReadNumber(void *node, const char *attribute, T &number, MsgLogger &log)
{
   TString text;
   gTools().ReadAttr(node, attribute, text);
   if (!(std::istringstream(text.Data()) >> number))
      log << kFATAL << "The weight file has a PDF with " << attribute << "=\"" << text
          << "\", expected a number: the file is damaged" << Endl;
}

template <class T>
void ReadIfThere(void *node, const char *attribute, T &number, MsgLogger &log)
{
   if (gTools().HasAttr(node, attribute))
      ReadNumber(node, attribute, number, log);
}

void CheckBins(const PDFNode &pdf, Long64_t nBins, Bool_t hasEdges, MsgLogger &log)
{
   if (pdf.fContents.empty() || Long64_t(pdf.fContents.size()) != nBins ||
       (hasEdges && pdf.fEdges.size() != pdf.fContents.size() + 1))
      log << kFATAL << "The weight file has a PDF \"" << pdf.fName << "\" of " << nBins << " bins with "
          << pdf.fContents.size() << " contents" << (hasEdges ? TString::Format(" and %zu edges", pdf.fEdges.size()) : "")
          << ", expected one content a bin" << (hasEdges ? " and one edge more" : "") << ": the file is damaged" << Endl;
   const Bool_t ascends = hasEdges ? std::adjacent_find(pdf.fEdges.begin(), pdf.fEdges.end(), [](Float_t a, Float_t b) {
                                        return !(a < b);
                                     }) == pdf.fEdges.end()
                                   : pdf.fXMin < pdf.fXMax;
   if (!ascends || !std::isfinite(pdf.fXMin) || !std::isfinite(pdf.fXMax))
      log << kFATAL << "The weight file has a PDF \"" << pdf.fName << "\" whose bins, from " << pdf.fXMin << " to "
          << pdf.fXMax << ", are not in ascending order: the file is damaged" << Endl;
}

} // namespace

void WritePDFNode(void *parent, const PDFNode &pdf)
{
   void *node = gTools().AddChild(parent, "PDF");
   gTools().AddAttr(node, "Name", pdf.fName.Data());
   gTools().AddAttr(node, "MinNSmooth", pdf.fMinNSmooth);
   gTools().AddAttr(node, "MaxNSmooth", pdf.fMaxNSmooth);
   gTools().AddAttr(node, "InterpolMethod", pdf.fInterpolMethod);
   gTools().AddAttr(node, "KDE_type", pdf.fKDEType);
   gTools().AddAttr(node, "KDE_iter", pdf.fKDEIter);
   gTools().AddAttr(node, "KDE_border", pdf.fKDEBorder);
   gTools().AddAttr(node, "KDE_finefactor", pdf.fKDEFineFactor);
   if (pdf.fNEvents > 0)
      gTools().AddAttr(node, "NEvents", pdf.fNEvents);
   void *histogram = gTools().AddChild(node, "Histogram");
   gTools().AddAttr(histogram, "Name", pdf.fHistogramName.Data());
   gTools().AddAttr(histogram, "NBins", pdf.fContents.size());
   gTools().AddAttr(histogram, "XMin", pdf.fXMin);
   gTools().AddAttr(histogram, "XMax", pdf.fXMax);
   gTools().AddAttr(histogram, "HasEquidistantBins", pdf.fEdges.empty() ? 1 : 0);
   WriteFloats(histogram, pdf.fContents);
   if (pdf.fEdges.empty())
      return;
   void *binning = gTools().AddChild(node, "HistogramBinning");
   gTools().AddAttr(binning, "NBins", pdf.fContents.size());
   WriteFloats(binning, pdf.fEdges);
}

PDFNode ReadPDFNode(void *node, MsgLogger &log)
{
   PDFNode pdf;
   gTools().ReadAttr(node, "Name", pdf.fName);
   ReadNumber(node, "MinNSmooth", pdf.fMinNSmooth, log);
   ReadNumber(node, "MaxNSmooth", pdf.fMaxNSmooth, log);
   ReadNumber(node, "InterpolMethod", pdf.fInterpolMethod, log);
   ReadIfThere(node, "KDE_type", pdf.fKDEType, log);
   ReadIfThere(node, "KDE_iter", pdf.fKDEIter, log);
   ReadIfThere(node, "KDE_border", pdf.fKDEBorder, log);
   ReadIfThere(node, "KDE_finefactor", pdf.fKDEFineFactor, log);
   ReadIfThere(node, "NEvents", pdf.fNEvents, log);
   void *histogram = gTools().GetChild(node, "Histogram");
   if (!histogram)
      log << kFATAL << "The weight file has a PDF \"" << pdf.fName << "\" without a node Histogram: the file is damaged"
          << Endl;
   Long64_t nBins = 0;
   Int_t isEquidistant = 1;
   gTools().ReadAttr(histogram, "Name", pdf.fHistogramName);
   ReadNumber(histogram, "NBins", nBins, log);
   ReadNumber(histogram, "XMin", pdf.fXMin, log);
   ReadNumber(histogram, "XMax", pdf.fXMax, log);
   ReadNumber(histogram, "HasEquidistantBins", isEquidistant, log);
   pdf.fContents = ReadFloats(histogram);
   if (!isEquidistant)
      pdf.fEdges = ReadFloats(gTools().GetChild(node, "HistogramBinning"));
   CheckBins(pdf, nBins, !isEquidistant, log);
   return pdf;
}

} // namespace TMVA
