#include "TMVA/CrossValidation.h"

#include "base/ForkedJobs.h"

#include "TMVA/ClassifierFactory.h"
#include "TMVA/CvSplit.h"
#include "TMVA/DataLoader.h"
#include "TMVA/DataSet.h"
#include "TMVA/MethodBase.h"
#include "TMVA/Tools.h"

#include "TBufferFile.h"
#include "TFile.h"
#include "TGraph.h"

#include <algorithm>
#include <thread>

// What is done with each fold, here or in a process of its own.
namespace TMVA {
namespace {

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

using FoldResult = CrossValidationFoldResult;

constexpr Double_t FoldResult::*kNumbers[] = {
   &FoldResult::fSig,       &FoldResult::fSep,        &FoldResult::fEff01,      &FoldResult::fEff10,     &FoldResult::fEff30,
   &FoldResult::fEffArea, &FoldResult::fTrainEff01, &FoldResult::fTrainEff10, &FoldResult::fTrainEff30};

std::string ToBytes(const FoldResult &result)
{
   TBufferFile buffer(TBuffer::kWrite);
   buffer << result.fROCIntegral;
   for (const auto number : kNumbers)
      buffer << result.*number;
   buffer.WriteObject(result.fROC.get());
   return {buffer.Buffer(), static_cast<std::size_t>(buffer.Length())};
}

FoldResult FromBytes(std::string bytes)
{
   TBufferFile buffer(TBuffer::kRead, bytes.size(), bytes.data(), kFALSE);
   FoldResult result;
   buffer >> result.fROCIntegral;
   for (const auto number : kNumbers)
      buffer >> result.*number;
   result.fROC.reset(static_cast<TGraph *>(buffer.ReadObject(TGraph::Class())));
   return result;
}

} // namespace

void CrossValidation::RequireEvents(CvSplitKFolds &split)
{
   const DataSetInfo &info = fLoader.GetDataSetInfo();
   for (UInt_t fold = 0; fold < fNumFolds; ++fold) {
      fLoader.PrepareFoldDataSet(split, fold);
      for (UInt_t cls = 0; cls < info.GetNClasses(); ++cls)
         if (info.GetDataSet()->GetNClassEvents(Types::kTesting, cls) == 0)
            Log() << kFATAL << "Fold " << fold + 1 << " of " << fNumFolds << " of data set \"" << info.GetName()
                  << "\" has no events of class " << info.GetClassInfo(cls)->GetName()
                  << ". Use fewer folds, SplitType=RandomStratified, or another SplitExpr" << Endl;
   }
}

TString CrossValidation::DescribeFold(const OptionMap &method, UInt_t fold) const
{
   return TString::Format("Fold %u of %u of method ", fold + 1, fNumFolds) + method.GetValue<TString>("MethodTitle");
}

CrossValidationResult CrossValidation::ProcessFolds(const OptionMap &method, CvSplitKFolds &split)
{
   Log() << kINFO << "Processing folds for method " << method.GetValue<TString>("MethodTitle") << Endl;
   return fNumWorkerProcs == 1 ? ProcessFoldsHere(method, split) : ProcessFoldsInProcesses(method, split);
}

CrossValidationResult CrossValidation::ProcessFoldsHere(const OptionMap &method, CvSplitKFolds &split)
{
   CrossValidationResult result;
   for (UInt_t fold = 0; fold < fNumFolds; ++fold)
      result.Add(ProcessFold(method, split, fold));
   return result;
}

CrossValidationResult CrossValidation::ProcessFoldsInProcesses(const OptionMap &method, CvSplitKFolds &split)
{
   std::vector<std::string> names;
   for (UInt_t fold = 0; fold < fNumFolds; ++fold)
      names.push_back(DescribeFold(method, fold).Data());
   const auto job = [&](std::size_t fold) { return ToBytes(ProcessFold(method, split, fold)); };
   ForkedJobs jobs(names, job, ClassifierFactory::Instance().GetFork(method.GetValue<std::string>("MethodName")));
   const UInt_t nProcesses = fNumWorkerProcs > 0 ? fNumWorkerProcs : std::max(std::thread::hardware_concurrency(), 1u);
   CrossValidationResult result;
   for (const std::string &bytes : jobs.Run(nProcesses))
      result.Add(FromBytes(bytes));
   return result;
}

CrossValidationFoldResult CrossValidation::ProcessFold(const OptionMap &booked, CvSplitKFolds &split, UInt_t fold)
{
   Log() << kHEADER << DescribeFold(booked, fold) << Endl;
   fLoader.PrepareFoldDataSet(split, fold);
   const TString title = booked.GetValue<TString>("MethodTitle") + TString::Format("_fold%u", fold + 1);
   const std::unique_ptr<TFile> file(fFoldFileOutput ? TFile::Open(title + ".root", "RECREATE") : nullptr);
   if (fFoldFileOutput && !file)
      Log() << kFATAL << "FoldFileOutput: the file " << title << ".root cannot be written here" << Endl;
   FactoryOptions settings = fSettings;
   settings.fTransformations = "";
   settings.fModelPersistence = kTRUE; // the weight files are what the methods together are made of
   Factory factory = file ? Factory(fJobName.Data(), file.get(), settings.ToString().Data())
                          : Factory(fJobName.Data(), settings.ToString().Data());
   const TString type = booked.GetValue<TString>("MethodName");
   const TString options = OwnModelFile(booked.GetValue<TString>("MethodOptions"), fold);
   if (!factory.BookMethod(&fLoader, type, title.Data(), options.Data()))
      Log() << kFATAL << "Method " << type << " cannot do what is asked for: AnalysisType=" << fSettings.fAnalysisType
            << ", " << fLoader.GetDataSetInfo().GetNClasses() << " classes, " << fLoader.GetDataSetInfo().GetNTargets()
            << " targets. Book another method" << Endl;
   factory.TrainAllMethods();
   factory.TestAllMethods();
   factory.EvaluateAllMethods();
   return Collect(factory, title);
}

CrossValidationFoldResult CrossValidation::Collect(Factory &factory, const TString &title)
{
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

} // namespace TMVA
