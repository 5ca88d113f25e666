#include "TMVA/DataLoader.h"

#include "base/OpenFiles.h"
#include "data/DataInput.h"
#include "data/DataSetFactory.h"

#include "TMVA/CvSplit.h"
#include "TMVA/DataSet.h"

#include "TFile.h"
#include "TTree.h"

#include <algorithm>

namespace TMVA {
namespace {

const char *const kSignalName = "Signal";
const char *const kBackgroundName = "Background";
const char *const kRegressionName = "Regression";

/// "Training", "Test", or both, in any case of letters.
Types::ETreeType TreeTypeOf(TString text, MsgLogger &log)
{
   const TString given = text;
   text.ToLower();
   const bool training = text.Contains("train"), testing = text.Contains("test");
   if (!training && !testing)
      log << kFATAL << "\"" << given << "\" is no type of a tree. Known are Training, Test, and Training and Testing"
          << Endl;
   return training && testing ? Types::kMaxTreeType : training ? Types::kTraining : Types::kTesting;
}

} // namespace

DataLoader::DataLoader(TString name) : fInput(std::make_unique<DataInput>()), fInfo(name)
{
   SetName(name);
   SetTitle(name);
   SetConfigName("DataLoader");
   if (name == "")
      Log() << kFATAL << "A DataLoader needs a name, got \"\": folders of the output file and of the weight files have it"
            << Endl;
   fInfo.SetBuilder([this](DataSetInfo &info) { return DataSetFactory(info, *fInput).Build(); });
}

DataLoader::~DataLoader() = default;

// --- what an event consists of

void DataLoader::AddVariable(const TString &expression, const TString &title, const TString &unit, char type, Double_t min,
                             Double_t max)
{
   fInfo.AddVariable(expression, title, unit, min, max, type);
}

void DataLoader::AddVariable(const TString &expression, char type, Double_t min, Double_t max)
{
   AddVariable(expression, "", "", type, min, max);
}

void DataLoader::AddVariablesArray(const TString &expression, int size, char type, Double_t min, Double_t max)
{
   fInfo.AddVariablesArray(expression, size, "", "", min, max, type);
}

void DataLoader::AddTarget(const TString &expression, const TString &title, const TString &unit, Double_t min, Double_t max)
{
   fInfo.AddTarget(expression, title, unit, min, max);
}

void DataLoader::AddRegressionTarget(const TString &expression, const TString &title, const TString &unit, Double_t min,
                                     Double_t max)
{
   AddTarget(expression, title, unit, min, max);
}

void DataLoader::AddSpectator(const TString &expression, const TString &title, const TString &unit, Double_t min,
                              Double_t max)
{
   fInfo.AddSpectator(expression, title, unit, min, max);
}

// --- trees

void DataLoader::AddTypedTree(TTree *tree, const TString &className, Double_t weight, const TCut &cut, Types::ETreeType type)
{
   if (!tree)
      Log() << kFATAL << "Dataset \"" << GetName() << "\": the tree for class " << className
            << " is a null pointer. Check its name and that its file could be opened" << Endl;
   if (tree->GetEntries() == 0)
      Log() << kFATAL << "Dataset \"" << GetName() << "\": the tree \"" << tree->GetName() << "\" for class " << className
            << " is empty" << Endl;
   const auto first = std::find_if(fInput->fTrees.begin(), fInput->fTrees.end(),
                                   [&](const TreeInput &other) { return other.fClassName == className; });
   if (first != fInput->fTrees.end() && first->fType != Types::kMaxTreeType && type == Types::kMaxTreeType)
      Log() << kFATAL << "Dataset \"" << GetName() << "\": the tree \"" << tree->GetName() << "\" for class " << className
            << " has no type, but the first one of that class, \"" << first->fTree->GetName()
            << "\", is for one sample only. Give all trees of the class a type, or none" << Endl;
   fInfo.AddClass(className);
   fInfo.ClearDataSet();
   const TObject *file = tree->GetDirectory() ? tree->GetDirectory()->GetFile() : nullptr;
   fInput->fTrees.push_back(
      {tree, className, weight, cut, type, tree->GetName(), file && IsOpenFile(file) ? file : nullptr});
   Log() << kINFO << "Add Tree " << tree->GetName() << " of type " << className << " with " << tree->GetEntries()
         << " events" << Endl;
}

void DataLoader::AddTree(TTree *tree, std::string_view className, Double_t weight, const TCut &cut, Types::ETreeType type)
{
   AddTypedTree(tree, TString(className), weight, cut, type);
}

void DataLoader::AddTree(TTree *tree, std::string_view className, Double_t weight, const TCut &cut, std::string_view type)
{
   AddTypedTree(tree, TString(className), weight, cut, TreeTypeOf(TString(type), Log()));
}

void DataLoader::AddSignalTree(TTree *signal, Double_t weight, Types::ETreeType type)
{
   AddTree(signal, kSignalName, weight, "", type);
}

void DataLoader::AddSignalTree(TTree *signal, Double_t weight, std::string_view type)
{
   AddTree(signal, kSignalName, weight, "", type);
}

void DataLoader::AddSignalTree(std::string_view textFile, Double_t weight, Types::ETreeType type)
{
   AddTextFile(TString(textFile), kSignalName, weight, type);
}

void DataLoader::AddBackgroundTree(TTree *background, Double_t weight, Types::ETreeType type)
{
   AddTree(background, kBackgroundName, weight, "", type);
}

void DataLoader::AddBackgroundTree(TTree *background, Double_t weight, std::string_view type)
{
   AddTree(background, kBackgroundName, weight, "", type);
}

void DataLoader::AddBackgroundTree(std::string_view textFile, Double_t weight, Types::ETreeType type)
{
   AddTextFile(TString(textFile), kBackgroundName, weight, type);
}

void DataLoader::AddTextFile(const TString &file, const TString &className, Double_t weight, Types::ETreeType type)
{
   auto tree = std::make_unique<TTree>(className + "Tree", file);
   tree->SetDirectory(nullptr);
   if (tree->ReadFile(file) <= 0)
      Log() << kFATAL << "Dataset \"" << GetName() << "\": no events of class " << className
            << " could be read from the text file " << file << ". Its first line should name the branches: x/F:y/F:..." << Endl;
   fOwnTrees.push_back(std::move(tree));
   AddTypedTree(fOwnTrees.back().get(), className, weight, "", type);
}

void DataLoader::AddRegressionTree(TTree *tree, Double_t weight, Types::ETreeType type)
{
   AddTree(tree, kRegressionName, weight, "", type);
}

void DataLoader::DropTrees(const TString &className)
{
   auto &trees = fInput->fTrees;
   trees.erase(std::remove_if(trees.begin(), trees.end(),
                              [&](const TreeInput &input) { return input.fClassName == className; }),
               trees.end());
}

void DataLoader::SetTree(TTree *tree, const TString &className, Double_t weight)
{
   DropTrees(className);
   AddTypedTree(tree, className, weight, "", Types::kMaxTreeType);
}

void DataLoader::SetSignalTree(TTree *signal, Double_t weight)
{
   SetTree(signal, kSignalName, weight);
}

void DataLoader::SetBackgroundTree(TTree *background, Double_t weight)
{
   SetTree(background, kBackgroundName, weight);
}

void DataLoader::SetInputTrees(TTree *signal, TTree *background, Double_t signalWeight, Double_t backgroundWeight)
{
   SetSignalTree(signal, signalWeight);
   SetBackgroundTree(background, backgroundWeight);
}

void DataLoader::SetInputTrees(std::string_view signalTextFile, std::string_view backgroundTextFile, Double_t signalWeight,
                               Double_t backgroundWeight)
{
   DropTrees(kSignalName);
   DropTrees(kBackgroundName);
   AddSignalTree(signalTextFile, signalWeight);
   AddBackgroundTree(backgroundTextFile, backgroundWeight);
}

void DataLoader::SetInputTrees(TTree *input, const TCut &signalCut, const TCut &backgroundCut)
{
   DropTrees(kSignalName);
   DropTrees(kBackgroundName);
   AddTree(input, kSignalName, 1.0, signalCut);
   AddTree(input, kBackgroundName, 1.0, backgroundCut);
}

// --- single events

void DataLoader::AddSignalTrainingEvent(const std::vector<Double_t> &values, Double_t weight)
{
   AddEvent(kSignalName, Types::kTraining, values, weight);
}

void DataLoader::AddBackgroundTrainingEvent(const std::vector<Double_t> &values, Double_t weight)
{
   AddEvent(kBackgroundName, Types::kTraining, values, weight);
}

void DataLoader::AddSignalTestEvent(const std::vector<Double_t> &values, Double_t weight)
{
   AddEvent(kSignalName, Types::kTesting, values, weight);
}

void DataLoader::AddBackgroundTestEvent(const std::vector<Double_t> &values, Double_t weight)
{
   AddEvent(kBackgroundName, Types::kTesting, values, weight);
}

void DataLoader::AddTrainingEvent(const TString &className, const std::vector<Double_t> &values, Double_t weight)
{
   AddEvent(className, Types::kTraining, values, weight);
}

void DataLoader::AddTestEvent(const TString &className, const std::vector<Double_t> &values, Double_t weight)
{
   AddEvent(className, Types::kTesting, values, weight);
}

void DataLoader::AddEvent(const TString &className, Types::ETreeType type, const std::vector<Double_t> &values,
                          Double_t weight)
{
   if (type != Types::kTraining && type != Types::kTesting)
      Log() << kFATAL << "AddEvent: a single event of class " << className << " must be kTraining or kTesting" << Endl;
   fInfo.AddClass(className);
   fInfo.ClearDataSet();
   fInput->fEvents.push_back({className, type, values, weight});
}

// --- weights and cuts

void DataLoader::SetWeightExpression(const TString &expression, const TString &className)
{
   fInfo.SetWeightExpression(expression, className);
}

void DataLoader::SetSignalWeightExpression(const TString &expression)
{
   SetWeightExpression(expression, kSignalName);
}

void DataLoader::SetBackgroundWeightExpression(const TString &expression)
{
   SetWeightExpression(expression, kBackgroundName);
}

void DataLoader::SetCut(const char *cut, const TString &className)
{
   SetCut(TCut(cut), className);
}

void DataLoader::SetCut(const TCut &cut, const TString &className)
{
   fInfo.SetCut(cut, className);
}

void DataLoader::AddCut(const char *cut, const TString &className)
{
   AddCut(TCut(cut), className);
}

void DataLoader::AddCut(const TCut &cut, const TString &className)
{
   fInfo.AddCut(cut, className);
}

// --- splitting

void DataLoader::PrepareTrainingAndTestTree(const TCut &cut, const TString &options)
{
   AddCut(cut);
   fInfo.SetSplitOptions(options);
}

void DataLoader::PrepareTrainingAndTestTree(const TCut &signalCut, const TCut &backgroundCut, const TString &options)
{
   AddCut(signalCut, kSignalName);
   AddCut(backgroundCut, kBackgroundName);
   fInfo.SetSplitOptions(options);
}

void DataLoader::PrepareTrainingAndTestTree(const TCut &cut, Int_t nTrain, Int_t nTest)
{
   const Int_t allOthers = 0;
   nTest = nTest < 0 ? allOthers : nTest;
   PrepareTrainingAndTestTree(cut, nTrain, nTrain, nTest, nTest);
}

void DataLoader::PrepareTrainingAndTestTree(const TCut &cut, Int_t nTrainSignal, Int_t nTrainBackground, Int_t nTestSignal,
                                            Int_t nTestBackground, const TString &otherOptions)
{
   const TString training = TString::Format("nTrain_Signal=%d:nTrain_Background=%d:", nTrainSignal, nTrainBackground);
   const TString testing = TString::Format("nTest_Signal=%d:nTest_Background=%d:", nTestSignal, nTestBackground);
   PrepareTrainingAndTestTree(cut, training + testing + otherOptions);
}

// --- cross validation

void DataLoader::MakeKFoldDataSet(CvSplitKFolds &split)
{
   split.MakeKFoldDataSet(fInfo);
}

void DataLoader::PrepareFoldDataSet(CvSplitKFolds &split, UInt_t foldNumber, Types::ETreeType type)
{
   split.PrepareFoldDataSet(fInfo, foldNumber, type);
}

void DataLoader::RecombineKFoldDataSet(CvSplitKFolds &split, Types::ETreeType type)
{
   split.RecombineKFoldDataSet(fInfo, type);
}

TH2 *DataLoader::GetCorrelationMatrix(const TString &className)
{
   fInfo.GetDataSet();
   return fInfo.CreateCorrelationMatrixHist(fInfo.CorrelationMatrix(className), "CorrelationMatrix" + className,
                                            "Correlation Matrix (" + className + ")");
}

} // namespace TMVA
