#include "TMVA/CrossValidation.h"

#include "TMVA/Config.h"
#include "TMVA/CvSplit.h"
#include "TMVA/DataLoader.h"
#include "TMVA/DataSet.h"
#include "TMVA/MethodBase.h"
#include "TMVA/Tools.h"

#include "TFile.h"
#include "TGraph.h"

#include <algorithm>

namespace TMVA {
namespace {

TString Flag(const char *name, Bool_t on)
{
   return TString(on ? ":" : ":!") + name;
}

/// A model file that the user named gets the fold into its name, as those have that the method names: one for each fold.
TString OwnModelFile(const TString &options, UInt_t fold)
{
   TString result;
   for (TString option : gTools().SplitString(options, ':')) {
      if (option.BeginsWith("FilenameTrainedModel=", TString::kIgnoreCase)) {
         const Ssiz_t dot = option.Last('.');
         const Bool_t hasExtension = dot > option.Last('/');
         option.Insert(hasExtension ? dot : option.Length(), TString::Format("_fold%u", fold + 1));
      }
      result += (result == "" ? "" : ":") + option;
   }
   return result;
}

} // namespace

CrossValidation::CrossValidation(std::string_view jobName, DataLoader *loader, TFile *outputFile,
                                 std::string_view theOption)
   : Configurable(TString(theOption)), fJobName(jobName), fLoader(*loader), fOutputFile(outputFile)
{
   SetConfigName(GetName());
   DeclareOptions();
   ParseOptions();
   CheckForUnusedOptions();
   CheckOptions();
   const TString options = GetFactoryOptions(fTransformations) + Flag("ModelPersistence", fModelPersistence);
   fFactory = std::make_unique<Factory>(jobName, fOutputFile, options.Data());
}

CrossValidation::CrossValidation(std::string_view jobName, DataLoader *loader, std::string_view theOption)
   : CrossValidation(jobName, loader, nullptr, theOption)
{
}

CrossValidation::~CrossValidation() = default;

void CrossValidation::DeclareOptions()
{
   DeclareOptionRef(fVerbose, "V", "Print more");
   DeclareOptionRef(fVerboseLevel, "VerboseLevel", "Least severe messages to print with V");
   for (const char *level : {"Debug", "Verbose", "Info"})
      AddPreDefVal(TString(level));
   DeclareOptionRef(fSilent, "Silent", "Print nothing");
   DeclareOptionRef(fTransformations, "Transformations", "Chains, parted by ';', of which to plot the input variables");
   DeclareOptionRef(fDrawProgressBar, "DrawProgressBar", "Draw a progress bar");
   DeclareOptionRef(fCorrelations, "Correlations", "Print the correlations of the responses");
   DeclareOptionRef(fROC, "ROC", "Print the tables of areas and efficiencies");
   DeclareOptionRef(fModelPersistence, "ModelPersistence", "Write a weight file of the methods of all folds together");
   DeclareOptionRef(fAnalysisType, "AnalysisType", "Kind of analysis; Auto: from the classes");
   for (const char *type : {"Classification", "Regression", "Multiclass", "Auto"})
      AddPreDefVal(TString(type));
   DeclareOptionRef(fNumFolds, "NumFolds", "Number of folds");
   DeclareOptionRef(fSplitType, "SplitType", "How events are divided into folds");
   for (const char *type : {"Deterministic", "Random", "RandomStratified"})
      AddPreDefVal(TString(type));
   DeclareOptionRef(fSplitExpr, "SplitExpr", "Formula of spectators that is the fold of an event");
   DeclareOptionRef(fOutputEnsembling, "OutputEnsembling", "How the methods of the folds respond together");
   AddPreDefVal(TString("None"));
   AddPreDefVal(TString("Avg"));
   DeclareOptionRef(fFoldFileOutput, "FoldFileOutput", "Write an output file for each fold");
   DeclareOptionRef(fNumWorkerProcs, "NumWorkerProcs", "Number of processes; folds are processed one after another here");
}

void CrossValidation::CheckOptions() const
{
   if (fSplitExpr != "" && fSplitType != "Deterministic")
      Log() << kFATAL << "SplitExpr=" << fSplitExpr << " needs SplitType=Deterministic, got SplitType=" << fSplitType
            << Endl;
   if (fFoldFileOutput && !fOutputFile)
      Log() << kFATAL << "FoldFileOutput needs an output file, beside which those of the folds are written. Give one to "
            << "the constructor" << Endl;
   if (fNumWorkerProcs != 1)
      Log() << kWARNING << "NumWorkerProcs=" << fNumWorkerProcs << ": folds are processed one after another in this version"
            << Endl;
}

TString CrossValidation::GetFactoryOptions(const TString &transformations) const
{
   return "AnalysisType=" + fAnalysisType + ":VerboseLevel=" + fVerboseLevel + ":Transformations=" + transformations +
          Flag("V", fVerbose) + Flag("Silent", fSilent) + Flag("DrawProgressBar", fDrawProgressBar) +
          Flag("Correlations", fCorrelations) + Flag("ROC", fROC) + Flag("Color", gConfig().UseColor());
}

void CrossValidation::BookMethod(const MethodName &method, const TString &title, const TString &options)
{
   const auto sameTitle = [&](const BookedMethod &other) { return other.fTitle == title; };
   if (std::any_of(fMethods.begin(), fMethods.end(), sameTitle))
      Log() << kFATAL << "A method \"" << title << "\" is booked already. Give each method a title of its own" << Endl;
   fMethods.push_back({method, title, options});
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
   std::vector<CrossValidationResult> results;
   for (const BookedMethod &method : fMethods)
      results.push_back(ProcessFolds(method, split));

   fLoader.RecombineKFoldDataSet(split);
   for (const BookedMethod &method : fMethods)
      BookCombined(method);
   Log() << kINFO << "Folds processed for all methods, evaluating." << Endl;
   fFactory->TrainAllMethods();
   fFactory->TestAllMethods();
   fFactory->EvaluateAllMethods();
   fResults = std::move(results);
   Log() << kINFO << "Evaluation done." << Endl;
}

CrossValidationResult CrossValidation::ProcessFolds(const BookedMethod &method, CvSplitKFolds &split)
{
   Log() << kINFO << "Processing folds for method " << method.fTitle << Endl;
   CrossValidationResult result;
   for (UInt_t fold = 0; fold < fNumFolds; ++fold) {
      fLoader.PrepareFoldDataSet(split, fold);
      RequireEvents(fold);
      result.Add(ProcessFold(method, fold));
   }
   return result;
}

void CrossValidation::RequireEvents(UInt_t fold) const
{
   const DataSetInfo &info = const_cast<DataLoader &>(fLoader).GetDataSetInfo();
   for (UInt_t cls = 0; cls < info.GetNClasses(); ++cls)
      if (info.GetDataSet()->GetNClassEvents(Types::kTesting, cls) == 0)
         Log() << kFATAL << "Fold " << fold + 1 << " of " << fNumFolds << " of data set \"" << info.GetName()
               << "\" has no events of class " << info.GetClassInfo(cls)->GetName()
               << ". Use fewer folds, SplitType=RandomStratified, or another SplitExpr" << Endl;
}

CrossValidationFoldResult CrossValidation::ProcessFold(const BookedMethod &booked, UInt_t fold)
{
   const TString title = TString::Format("%s_fold%u", booked.fTitle.Data(), fold + 1);
   std::unique_ptr<TFile> file;
   if (fFoldFileOutput)
      file.reset(TFile::Open(title + ".root", "RECREATE"));
   Factory factory(fJobName.Data(), file.get(), GetFactoryOptions("").Data());
   factory.BookMethod(&fLoader, booked.fType, title.Data(), OwnModelFile(booked.fOptions, fold).Data());
   factory.TrainAllMethods();
   factory.TestAllMethods();
   factory.EvaluateAllMethods();

   auto &method = dynamic_cast<MethodBase &>(*factory.GetMethod(fLoader.GetName(), title));
   CrossValidationFoldResult result;
   if (method.DoRegression())
      return result;
   result.fROCIntegral = factory.GetROCIntegral(&fLoader, title.Data());
   result.fROC.reset(factory.GetROCCurve(&fLoader, title.Data()));
   if (method.DoMulticlass())
      return result;
   Double_t error = 0;
   result.fSig = method.GetSignificance();
   result.fSep = method.GetSeparation();
   result.fEffArea = method.GetEfficiency("", Types::kTesting, error);
   result.fEff01 = method.GetEfficiency("Efficiency:0.01", Types::kTesting, error);
   result.fEff10 = method.GetEfficiency("Efficiency:0.1", Types::kTesting, error);
   result.fEff30 = method.GetEfficiency("Efficiency:0.3", Types::kTesting, error);
   result.fTrainEff01 = method.GetTrainingEfficiency("Efficiency:0.01");
   result.fTrainEff10 = method.GetTrainingEfficiency("Efficiency:0.1");
   result.fTrainEff30 = method.GetTrainingEfficiency("Efficiency:0.3");
   return result;
}

void CrossValidation::BookCombined(const BookedMethod &method)
{
   fFactory->BookMethod(&fLoader, Types::kCrossValidation, method.fTitle.Data(),
                        TString::Format("EncapsulatedMethodName=%s:EncapsulatedMethodTypeName=%s:NumFolds=%u:"
                                        "OutputEnsembling=%s:SplitExpr=%s",
                                        method.fTitle.Data(), method.fType.Data(), fNumFolds, fOutputEnsembling.Data(),
                                        fSplitExpr.Data())
                           .Data());
}

const std::vector<CrossValidationResult> &CrossValidation::GetResults() const
{
   if (fResults.empty())
      Log() << kFATAL << "There are no results yet. Call Evaluate first" << Endl;
   return fResults;
}

} // namespace TMVA
