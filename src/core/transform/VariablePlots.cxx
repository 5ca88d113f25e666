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

/// Weighted mean and RMS, and range, of one column.
class Statistics {
public:
   void Add(Double_t value, Double_t weight)
   {
      fWeights += weight;
      fSum += weight * value;
      fSquares += weight * value * value;
      fMin = std::min(fMin, value);
      fMax = std::max(fMax, value);
   }
   Double_t GetMean() const { return fWeights != 0 ? fSum / fWeights : 0; }
   Double_t GetRMS() const
   {
      return fWeights != 0 ? std::sqrt(std::max(0., fSquares / fWeights - GetMean() * GetMean())) : 0;
   }
   /// These two are 0 where there is no event.
   Double_t GetMin() const { return fMin <= fMax ? fMin : 0; }
   Double_t GetMax() const { return fMin <= fMax ? fMax : 0; }

private:
   Double_t fWeights = 0;
   Double_t fSum = 0;
   Double_t fSquares = 0;
   Double_t fMin = std::numeric_limits<Float_t>::max();
   Double_t fMax = -std::numeric_limits<Float_t>::max();
};

void AddTo(std::vector<Statistics> &columns, const Float_t *row, Double_t weight)
{
   for (Statistics &column : columns)
      column.Add(*row++, weight);
}

/// The histograms of one transformed sample.
class VariablePlots {
public:
   VariablePlots(const TransformationHandler &handler, const DataSetInfo &info, const EventTable &events,
                 const TString &suffix)
      : fHandler(handler), fInfo(info), fEvents(events), fSuffix(suffix), fColumns(ColumnsOf(info)),
        fRows(info.GetNClasses())
   {
      std::vector<Statistics> statistics(fColumns.size());
      for (std::size_t row = 0; row < events.GetNRows(); ++row) {
         fRows[events.GetClass(row)].push_back(row);
         AddTo(statistics, events.GetRow(row), events.GetWeight(row));
      }
      for (const Statistics &all : statistics) {
         const Double_t reach = fSettings.fTimesRMS * all.GetRMS();
         fRanges.push_back(NotEmpty({all.GetMin(), all.GetMax()}));
         fCores.push_back(NotEmpty({std::max(all.GetMin(), all.GetMean() - reach),
                                    std::min(all.GetMax(), all.GetMean() + reach)}));
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
      const EventTable::Rows &rows = fRows[cls];
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
   std::vector<EventTable::Rows> fRows; ///< by class
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
   EventTable transformed;
   if (!fSteps.empty() && data.GetNEvents(type) > 0) {
      transformed = data.GetTable(type);
      Transform(transformed.GetRow(0), transformed.GetNRows());
   }
   const EventTable &events = transformed.GetNRows() > 0 ? transformed : data.GetTable(type);
   const TString suffix = directory ? TString() : "_" + GetName();
   const VariablePlots plots(*this, fInfo, events, suffix);

   TDirectory::TContext restoreCurrent;
   TDirectory *target = directory ? directory : gDirectory->mkdir("InputVariables" + suffix, "", kTRUE);
   target->cd();
   plots.WriteDistributions();
   if (type == Types::kTesting) // those of the training events were printed when the constants were found
      PrintStatistics(events, nullptr);
   if (Int_t(events.GetNVariables() + events.GetNTargets()) > gConfig().fVariablePlotting.fMaxNumOfAllowedVariables)
      return;
   target->mkdir("CorrelationPlots", "", kTRUE)->cd();
   plots.WriteCorrelations();
}

void TransformationHandler::PrintStatistics(const EventTable &events, const Step *last) const
{
   const std::vector<Column> columns = ColumnsOf(fInfo);
   std::vector<Statistics> statistics(columns.size());
   std::vector<Float_t> values(columns.size());
   for (std::size_t row = 0; row < events.GetNRows(); ++row) {
      std::copy_n(events.GetRow(row), values.size(), values.begin());
      if (last)
         last->fTransformation->Transform(values.data(), last->fClass);
      AddTo(statistics, values.data(), events.GetWeight(row));
   }
   const std::size_t nPrinted = events.GetNVariables() + events.GetNTargets();
   Int_t width = 8;
   for (std::size_t i = 0; i < nPrinted; ++i)
      width = std::max(width, columns[i].fInfo->GetInternalName().Length());
   const TString line('-', width + 51);
   Log() << kHEADER << TString::Format("%*s%12s%11s   [%11s%11s ]", width, "Variable", "Mean", "RMS", "Min", "Max") << Endl;
   Log() << kINFO << line << Endl;
   for (std::size_t i = 0; i < nPrinted; ++i) {
      const Statistics &all = statistics[i];
      Log() << kINFO
            << TString::Format("%*s:%#11.5g%#11.5g   [%#11.5g%#11.5g ]", width, columns[i].fInfo->GetInternalName().Data(),
                               all.GetMean(), all.GetRMS(), all.GetMin(), all.GetMax())
            << Endl;
   }
   Log() << kINFO << line << Endl;
}

} // namespace TMVA
