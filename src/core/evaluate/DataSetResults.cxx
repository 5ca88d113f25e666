#include "TMVA/DataSet.h"

#include "TMVA/DataSetInfo.h"
#include "TMVA/MsgLogger.h"
#include "TMVA/Results.h"
#include "evaluate/OutputTree.h"

#include "TTree.h"

#include <utility>

namespace TMVA {

namespace {

int PartOf(Types::ETreeType type)
{
   return type == Types::kTraining ? 0 : 1;
}

} // namespace

// Here, where Results is complete, and not with the rest of DataSet, which knows nothing of responses.
DataSet::DataSet(const DataSetInfo &info, EventTable training, EventTable testing)
   : TNamed(info.GetName(), info.GetTitle()), fInfo(info), fTables{std::move(training), std::move(testing)}
{
}

DataSet::~DataSet() = default;

void DataSet::SetEvents(EventTable training, EventTable testing)
{
   fTables[0] = std::move(training);
   fTables[1] = std::move(testing);
   fFolds.clear();
   fCurrentEvent = 0;
   for (auto &results : fResults)
      results.clear();
}

Results *DataSet::GetResults(const TString &resultsName, Types::ETreeType type, Types::EAnalysisType analysisType)
{
   std::unique_ptr<Results> &results = fResults[PartOf(type)][resultsName];
   if (!results)
      results = std::make_unique<Results>(fInfo, resultsName, type, analysisType);
   return results.get();
}

const std::map<TString, std::unique_ptr<Results>> &DataSet::GetAllResults(Types::ETreeType type) const
{
   return fResults[PartOf(type)];
}

void DataSet::DeleteResults(const TString &resultsName, Types::ETreeType type, Types::EAnalysisType)
{
   fResults[PartOf(type)].erase(resultsName);
}

void DataSet::DeleteAllResults(Types::ETreeType type, Types::EAnalysisType)
{
   fResults[PartOf(type)].clear();
}

TTree *DataSet::GetTree(Types::ETreeType type)
{
   const TString name = type == Types::kTraining ? "TrainTree" : "TestTree";
   TTree *tree = MakeOutputTree(name, fInfo, GetTable(type), GetAllResults(type));
   MsgLogger log(std::string("Dataset:") + fInfo.GetName());
   log << kHEADER << "Created tree '" << name << "' with " << tree->GetEntries() << " events" << Endl << Endl;
   return tree;
}

} // namespace TMVA
