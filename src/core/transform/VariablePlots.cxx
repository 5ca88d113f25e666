#include "TMVA/Config.h"
#include "TMVA/DataSet.h"
#include "TMVA/DataSetInfo.h"
#include "TMVA/TransformationHandler.h"
#include "transform/Columns.h"

#include "TDirectory.h"
#include "TH1F.h"
#include "TH2F.h"
#include "TProfile.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace TMVA {
namespace {

struct Statistics {
   Double_t fMean = 0;
   Double_t fRMS = 0;
   Double_t fMin = std::numeric_limits<Float_t>::max();
   Double_t fMax = -std::numeric_limits<Float_t>::max();
};

/// Weighted mean and RMS, and range, of each of the first columns.
std::vector<Statistics> StatisticsOf(const EventTable &events, std::size_t nColumns)
{
   std::vector<Statistics> result(nColumns);
   std::vector<Double_t> sums(nColumns), squares(nColumns);
   Double_t weights = 0;
   for (std::size_t row = 0; row < events.GetNRows(); ++row) {
      const Float_t *values = events.GetRow(row);
      const Double_t weight = events.GetWeight(row);
      weights += weight;
      for (std::size_t i = 0; i < nColumns; ++i) {
         const Double_t value = values[i];
         sums[i] += weight * value;
         squares[i] += weight * value * value;
         result[i].fMin = std::min(result[i].fMin, value);
         result[i].fMax = std::max(result[i].fMax, value);
      }
   }
   for (std::size_t i = 0; i < nColumns; ++i) {
      if (events.GetNRows() == 0)
         result[i].fMin = result[i].fMax = 0;
      if (weights != 0) {
         result[i].fMean = sums[i] / weights;
         result[i].fRMS = std::sqrt(std::max(0., squares[i] / weights - result[i].fMean * result[i].fMean));
      }
   }
   return result;
}

/// The histograms of one transformed sample.
class VariablePlots {
public:
   VariablePlots(const TransformationHandler &handler, const DataSetInfo &info, const EventTable &events,
                 const TString &suffix)
      : fHandler(handler), fInfo(info), fEvents(events), fSuffix(suffix), fColumns(ColumnsOf(info)),
        fRows(info.GetNClasses())
   {
      for (std::size_t row = 0; row < events.GetNRows(); ++row)
         fRows[events.GetClass(row)].push_back(row);
      const Double_t times = fSettings.fTimesRMS;
      for (const Statistics &all : StatisticsOf(events, fColumns.size())) {
         fRanges.push_back(NotEmpty({all.fMin, all.fMax}));
         fCores.push_back(NotEmpty({std::max(all.fMin, all.fMean - times * all.fRMS),
                                    std::min(all.fMax, all.fMean + times * all.fRMS)}));
      }
   }

   /// One-dimensional histograms of variables and targets into the current directory.
   void WriteDistributions() const
   {
      for (std::size_t i = 0; i < fEvents.GetNVariables() + fEvents.GetNTargets(); ++i)
         for (UInt_t cls = 0; cls < fInfo.GetNClasses(); ++cls)
            WriteDistribution(i, cls);
   }

   /// Scatter plots and profiles of each pair of variables into the current directory.
   void WriteCorrelations() const
   {
      for (std::size_t x = 0; x < fEvents.GetNVariables(); ++x)
         for (std::size_t y = x + 1; y < fEvents.GetNVariables(); ++y)
            for (UInt_t cls = 0; cls < fInfo.GetNClasses(); ++cls)
               WriteCorrelation(x, y, cls);
   }

private:
   struct Range {
      Double_t fMin;
      Double_t fMax;
   };

   static constexpr std::size_t kBlockSize = 1024;
   struct Block {
      Int_t fSize;
      Double_t fX[kBlockSize], fY[kBlockSize], fWeights[kBlockSize];
   };

   static Range NotEmpty(const Range &range)
   {
      return range.fMin < range.fMax ? range : Range{range.fMin - 0.5, range.fMin + 0.5};
   }
   const VariableInfo &Variable(std::size_t column) const { return *fColumns[column].fInfo; }
   TString ClassName(UInt_t cls) const { return fInfo.GetClassInfo(Int_t(cls))->GetName(); }

   /// Calls fill(block) for the events of a class, with the values of columns `x` and `y`.
   template <class Fill>
   void ForEachBlock(UInt_t cls, std::size_t x, std::size_t y, Fill fill) const
   {
      Block block;
      const std::vector<std::size_t> &rows = fRows[cls];
      for (std::size_t first = 0; first < rows.size(); first += kBlockSize) {
         block.fSize = std::min(kBlockSize, rows.size() - first);
         for (Int_t i = 0; i < block.fSize; ++i) {
            const Float_t *values = fEvents.GetRow(rows[first + i]);
            block.fX[i] = values[x];
            block.fY[i] = values[y];
            block.fWeights[i] = fEvents.GetWeight(rows[first + i]);
         }
         fill(block);
      }
   }

   void WriteDistribution(std::size_t column, UInt_t cls) const
   {
      const VariableInfo &variable = Variable(column);
      const TString name =
         variable.GetInternalName() + "__" + ClassName(cls) + (fColumns[column].fIsTarget ? "_target" : "");
      const Range &range = fCores[column];
      // One bin more, so that the largest value, which is the end of the range, is inside.
      const Double_t end = range.fMax + (range.fMax - range.fMin) / fSettings.fNbins1D;
      TH1F histogram(name + fSuffix, variable.GetTitle(), fSettings.fNbins1D, range.fMin, end);
      histogram.Sumw2();
      histogram.GetXaxis()->SetTitle(fHandler.GetVariableAxisTitle(variable));
      histogram.GetYaxis()->SetTitle(
         TString::Format("dN_{ }/^{ }%.3g %s", histogram.GetBinWidth(1), variable.GetUnit().Data()));
      ForEachBlock(cls, column, column,
                   [&](const Block &block) { histogram.FillN(block.fSize, block.fX, block.fWeights); });
      histogram.Write();
   }

   void WriteCorrelation(std::size_t x, std::size_t y, UInt_t cls) const
   {
      const TString name =
         Variable(y).GetInternalName() + "_vs_" + Variable(x).GetInternalName() + "_" + ClassName(cls) + fSuffix;
      const TString title =
         TString(Variable(y).GetTitle()) + " versus " + Variable(x).GetTitle() + " (" + ClassName(cls) + ")" + fSuffix;
      const Int_t nBins = fSettings.fNbins2D;
      TH2F scatter("scat_" + name, title, nBins, fRanges[x].fMin, fRanges[x].fMax, nBins, fRanges[y].fMin, fRanges[y].fMax);
      TProfile profile("prof_" + name, "profile " + title, fSettings.fNbins1D, fRanges[x].fMin, fRanges[x].fMax,
                       fRanges[y].fMin, fRanges[y].fMax);
      for (TH1 *histogram : {static_cast<TH1 *>(&scatter), static_cast<TH1 *>(&profile)}) {
         histogram->GetXaxis()->SetTitle(fHandler.GetVariableAxisTitle(Variable(x)));
         histogram->GetYaxis()->SetTitle(fHandler.GetVariableAxisTitle(Variable(y)));
      }
      ForEachBlock(cls, x, y, [&](const Block &block) {
         scatter.FillN(block.fSize, block.fX, block.fY, block.fWeights);
         profile.FillN(block.fSize, block.fX, block.fY, block.fWeights);
      });
      scatter.Write();
      profile.Write();
   }

   const TransformationHandler &fHandler;
   const DataSetInfo &fInfo;
   const EventTable &fEvents;
   TString fSuffix;
   std::vector<Column> fColumns;
   std::vector<std::vector<std::size_t>> fRows; ///< by class
   std::vector<Range> fRanges; ///< by column: of the events, for two dimensions
   std::vector<Range> fCores;  ///< without the far tails, for one dimension
   const Config::VariablePlotting &fSettings = gConfig().fVariablePlotting;
};

} // namespace

TString TransformationHandler::GetVariableAxisTitle(const VariableInfo &info) const
{
   TString title = info.GetTitle();
   if (GetName() != "Id")
      title += " (" + GetName() + ")";
   if (info.GetUnit() != "")
      title += "  [" + info.GetUnit() + "]";
   return title;
}

void TransformationHandler::PlotVariables(const DataSet &data, Types::ETreeType type, TDirectory *directory) const
{
   const EventTable events = TransformedCopy(data.GetTable(type));
   const TString suffix = directory ? TString() : "_" + GetName();
   const VariablePlots plots(*this, fInfo, events, suffix);

   TDirectory::TContext restoreCurrent;
   TDirectory *target = directory ? directory : gDirectory->mkdir("InputVariables" + suffix, "", kTRUE);
   target->cd();
   plots.WriteDistributions();
   if (type == Types::kTesting) // those of the training events were printed when the constants were found
      PrintStatistics(events);
   if (Int_t(events.GetNVariables() + events.GetNTargets()) > gConfig().fVariablePlotting.fMaxNumOfAllowedVariables)
      return;
   target->mkdir("CorrelationPlots", "", kTRUE)->cd();
   plots.WriteCorrelations();
}

void TransformationHandler::PrintStatistics(const EventTable &transformed) const
{
   const std::vector<Column> columns = ColumnsOf(fInfo);
   const std::size_t nPrinted = transformed.GetNVariables() + transformed.GetNTargets();
   Int_t width = 8;
   for (std::size_t i = 0; i < nPrinted; ++i)
      width = std::max(width, columns[i].fInfo->GetInternalName().Length());
   const TString line('-', width + 51);
   Log() << kHEADER << TString::Format("%*s%12s%11s   [%11s%11s ]", width, "Variable", "Mean", "RMS", "Min", "Max") << Endl;
   Log() << kINFO << line << Endl;
   const std::vector<Statistics> statistics = StatisticsOf(transformed, nPrinted);
   for (std::size_t i = 0; i < nPrinted; ++i) {
      const Statistics &all = statistics[i];
      Log() << kINFO
            << TString::Format("%*s:%#11.5g%#11.5g   [%#11.5g%#11.5g ]", width, columns[i].fInfo->GetInternalName().Data(),
                               all.fMean, all.fRMS, all.fMin, all.fMax)
            << Endl;
   }
   Log() << kINFO << line << Endl;
}

} // namespace TMVA
