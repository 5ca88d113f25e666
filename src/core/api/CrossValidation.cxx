#include "TMVA/CrossValidation.h"

#include "TMVA/Config.h"
#include "TMVA/CvSplit.h"
#include "TMVA/DataLoader.h"

#include <algorithm>

namespace TMVA {
namespace {

DataLoader &Require(DataLoader *loader)
{
   if (!loader)
      MsgLogger("CrossValidation") << kFATAL << "There is no DataLoader: a null pointer was given" << Endl;
   return *loader;
}

} // namespace

CrossValidation::CrossValidation(std::string_view jobName, DataLoader *loader, TFile *outputFile,
                                 std::string_view theOption)
   : Configurable(TString(theOption)), fJobName(jobName), fLoader(Require(loader)), fOutputFile(outputFile)
{
   SetUp();
   fFactory = std::make_unique<Factory>(jobName, fOutputFile, fSettings.ToString().Data());
}

CrossValidation::CrossValidation(std::string_view jobName, DataLoader *loader, std::string_view theOption)
   : Configurable(TString(theOption)), fJobName(jobName), fLoader(Require(loader)), fOutputFile(nullptr)
{
   SetUp();
   fFactory = std::make_unique<Factory>(jobName, fSettings.ToString().Data());
}

CrossValidation::~CrossValidation() = default;

void CrossValidation::SetUp()
{
   SetConfigName(GetName());
   fSettings.fColor = gConfig().UseColor();
   fSettings.fDrawProgressBar = kFALSE;
   DeclareOptions();
   ParseOptions();
   CheckForUnusedOptions();
   CheckOptions();
}

void CrossValidation::DeclareOptions()
{
   fSettings.Declare(*this);
   DeclareOptionRef(fNumFolds, "NumFolds", "Number of folds");
   DeclareOptionRef(fSplitType, "SplitType", "How events are divided into folds");
   for (const char *type : {"Deterministic", "Random", "RandomStratified"})
      AddPreDefVal(TString(type));
   DeclareOptionRef(fSplitExpr, "SplitExpr", "Formula of spectators that is the fold of an event");
   DeclareOptionRef(fOutputEnsembling, "OutputEnsembling", "How the methods of the folds respond together");
   AddPreDefVal(TString("None"));
   AddPreDefVal(TString("Avg"));
   DeclareOptionRef(fFoldFileOutput, "FoldFileOutput", "Write an output file for each fold");
   DeclareOptionRef(fNumWorkerProcs, "NumWorkerProcs", "How many folds are processed at a time; 0: one for each core");
}

void CrossValidation::CheckOptions() const
{
   if (fSplitExpr != "" && fSplitType != "Deterministic")
      Log() << kFATAL << "SplitExpr=" << fSplitExpr << " needs SplitType=Deterministic, got SplitType=" << fSplitType
            << Endl;
   if (fSplitExpr.Contains(":"))
      Log() << kFATAL << "SplitExpr=" << fSplitExpr << " has a ':', where an option ends. Write it without" << Endl;
   if (fFoldFileOutput && !fOutputFile)
      Log() << kFATAL << "FoldFileOutput needs an output file, beside which those of the folds are written. Give one to "
            << "the constructor" << Endl;
}

void CrossValidation::BookMethod(const MethodName &method, const TString &title, const TString &options)
{
   const auto sameTitle = [&](const OptionMap &other) { return other.GetValue<TString>("MethodTitle") == title; };
   if (std::any_of(fMethods.begin(), fMethods.end(), sameTitle))
      Log() << kFATAL << "A method \"" << title << "\" is booked already. Give each method a title of its own" << Endl;
   OptionMap booked{title};
   booked["MethodName"] = method;
   booked["MethodTitle"] = title;
   booked["MethodOptions"] = options;
   fMethods.push_back(booked);
}

void CrossValidation::Evaluate()
{
   if (fMethods.empty())
      Log() << kFATAL << "Evaluate: no method is booked. Call BookMethod first" << Endl;
   CheckOptions();
   if (!fResults.empty())
      Log() << kFATAL << "Evaluate was called already: make another CrossValidation" << Endl;
   fSplitExpr.ReplaceAll(" ", ""); // the option of MethodCrossValidation would end there
   CvSplitKFolds split(fNumFolds, fSplitExpr, fSplitType != "Random");
   fLoader.MakeKFoldDataSet(split);
   RequireEvents(split);
   std::vector<CrossValidationResult> results;
   for (const OptionMap &method : fMethods)
      results.push_back(ProcessFolds(method, split));

   fLoader.RecombineKFoldDataSet(split);
   for (const OptionMap &method : fMethods)
      BookCombined(method);
   Log() << kINFO << "Folds processed for all methods, evaluating." << Endl;
   fFactory->TrainAllMethods();
   fFactory->TestAllMethods();
   fFactory->EvaluateAllMethods();
   fResults = std::move(results);
   Log() << kINFO << "Evaluation done." << Endl;
}

void CrossValidation::BookCombined(const OptionMap &method)
{
   const TString title = method.GetValue<TString>("MethodTitle");
   const TString options = "EncapsulatedMethodName=" + title +
                           ":EncapsulatedMethodTypeName=" + method.GetValue<TString>("MethodName") +
                           TString::Format(":NumFolds=%u", fNumFolds) + ":OutputEnsembling=" + fOutputEnsembling +
                           ":SplitExpr=" + fSplitExpr;
   fFactory->BookMethod(&fLoader, Types::kCrossValidation, title.Data(), options.Data());
}

const std::vector<CrossValidationResult> &CrossValidation::GetResults() const
{
   if (fResults.empty())
      Log() << kFATAL << "There are no results yet. Call Evaluate first" << Endl;
   return fResults;
}

} // namespace TMVA
