#ifndef PYTMVA_data_DataSetFactory
#define PYTMVA_data_DataSetFactory

#include "data/DataInput.h"
#include "data/EventFormula.h"
#include "data/EventSampler.h"
#include "data/SplitOptions.h"
#include "data/TreeReader.h"

#include "TMVA/EventTable.h"
#include "TMVA/MsgLogger.h"

#include <map>
#include <memory>
#include <vector>

namespace TMVA {

class DataSet;
class DataSetInfo;
class VariableInfo;

/// Builds the data set of a DataLoader: reads the events, splits them, normalises the training weights, and writes what it
/// finds (ranges, sums of weights, correlations) into the DataSetInfo.
class DataSetFactory {
public:
   DataSetFactory(DataSetInfo &info, const DataInput &input);
   std::unique_ptr<DataSet> Build();
   /// The last step, for events that were read and split elsewhere.
   std::unique_ptr<DataSet> Assemble(EventTable training, EventTable testing);

private:
   void Reserve();
   void ReadTrees(const ClassInfo &cls);
   void SampleTrees(const ClassInfo &cls);
   void AddEvents(const ClassInfo &cls);
   void CheckEventTypes(const ClassInfo &cls) const;
   void AddRow(std::vector<Double_t> values, const ClassInfo &cls, Double_t weight);
   void InsertCuts(std::vector<Float_t> &row);
   EventFormula MakeCut(const VariableInfo &spectator) const;
   EventTable::Rows &RowsOf(UInt_t cls, Types::ETreeType type);
   void Normalise(EventTable &training);
   void SetRanges(const EventTable &training);
   void SetSums(const EventTable &training, const EventTable &testing);
   void SetCorrelations(const EventTable &training);
   TString Where() const;
   void PrintPreselection() const;
   void PrintSizes(const DataSet &data) const;
   MsgLogger &Log() const { return fLogger; }

   DataSetInfo &fInfo;
   const DataInput &fInput;
   SplitOptions fOptions;
   EventTable fTable; ///< all events that pass the cuts, class by class
   std::vector<ClassRows> fRows;
   std::vector<Preselection> fPreselections;
   std::vector<StreamedTree> fStreamedTrees; ///< with training events beyond those of fTable
   std::vector<Double_t> fStreamedWeights;   ///< of these events, by class
   std::map<std::size_t, EventFormula> fCuts; ///< of the spectators that are cuts, for single events
   mutable MsgLogger fLogger;
};

} // namespace TMVA

#endif
