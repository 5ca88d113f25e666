#include "TMVA/ClassInfo.h"
#include "TMVA/DataLoader.h"
#include "TMVA/DataSet.h"
#include "TMVA/DataSetInfo.h"
#include "TMVA/Factory.h"
#include "TMVA/MethodBase.h"
#include "TMVA/Ranking.h"
#include "TMVA/Tools.h"
#include "TMVA/TransformationHandler.h"
#include "base/OpenFiles.h"
#include "data/Correlations.h"
#include "evaluate/Efficiency.h"

#include "TFile.h"
#include "TH2.h"

#include <cmath>

namespace TMVA {

namespace {

const char *NameOf(Types::EAnalysisType type)
{
   switch (type) {
   case Types::kRegression: return "Regression";
   case Types::kMulticlass: return "Multiclass classification";
   default: return "Classification";
   }
}

/// A class of which the cuts leave nothing cannot be learnt.
void RequireEvents(const DataSetInfo &info, MsgLogger &log)
{
   for (UInt_t i = 0; i < info.GetNClasses(); ++i) {
      const ClassInfo &cls = *info.GetClassInfo(i);
      if (info.GetDataSet()->GetNClassEvents(Types::kTraining, i) == 0)
         log << kFATAL << "Class \"" << cls.GetName() << "\" of data set \"" << info.GetName()
             << "\" has no training events. Check its trees, its cut \"" << cls.GetCut().GetTitle() << "\" and nTrain_"
             << cls.GetName() << "." << Endl;
   }
}

} // namespace

void Factory::RequireMethods(const char *step) const
{
   for (const auto &[name, dataSet] : fDataSets) {
      if (!dataSet.fMethods.empty())
         return;
   }
   Log() << kFATAL << step << ": no method is booked. Call BookMethod first." << Endl;
}

void Factory::RequireOutputFile(const char *step) const
{
   if (!fTargetFile)
      return;
   if (!IsOpenFile(fTargetFile))
      Log() << kFATAL << step << " of Factory \"" << fJobName << "\": the output file is not open (any more). Open it with "
            << "TFile::Open(name, \"RECREATE\"), and close it after EvaluateAllMethods." << Endl;
   if (!fTargetFile->IsWritable())
      Log() << kFATAL << step << " of Factory \"" << fJobName << "\": the output file " << fTargetFile->GetName()
            << " is not writable. Open it with TFile::Open(name, \"RECREATE\")." << Endl;
}

TDirectory *Factory::GetDirectory(const TString &datasetName) const
{
   return fTargetFile->mkdir(datasetName, datasetName, kTRUE);
}

void Factory::WriteCorrelations(const DataSetInfo &info, Types::EAnalysisType analysisType)
{
   for (UInt_t i = 0; i < info.GetNClasses(); ++i) {
      const TString className = info.GetClassInfo(i)->GetName();
      TString name = "CorrelationMatrix" + className;
      TString title = "Correlation Matrix (" + className + ")";
      if (analysisType == Types::kRegression) {
         name = "CorrelationMatrix";
         title = "Correlation Matrix";
      } else if (analysisType == Types::kClassification) {
         const Bool_t isSignal = i == info.GetSignalClassIndex();
         name = isSignal ? "CorrelationMatrixS" : "CorrelationMatrixB";
         title = isSignal ? "Correlation Matrix (signal)" : "Correlation Matrix (background)";
      }
      const std::unique_ptr<TH2> histogram(
         info.CreateCorrelationMatrixHist(info.CorrelationMatrix(className), name, title));
      if (histogram)
         gDirectory->WriteTObject(histogram.get(), name);
   }
}

void Factory::PlotInputs(DataSetInfo &info)
{
   for (const TString &chain : gTools().SplitString(fSettings.fTransformations, ';')) {
      TransformationHandler handler(info, "Factory");
      handler.AddTransformations(chain);
      handler.CalcTransformations(*info.GetDataSet());
      handler.PlotVariables(*info.GetDataSet(), Types::kTraining);
   }
}

void Factory::RankInputs(const DataSetInfo &info)
{
   const UInt_t signal = info.GetSignalClassIndex();
   Ranking ranking("IdTransformation", "Separation");
   for (const VariableInfo &variable : info.GetVariableInfos()) {
      const auto histogram = [&](UInt_t cls) {
         const TString className = info.GetClassInfo(cls)->GetName();
         return std::unique_ptr<TH1>(
            gDirectory->Get<TH1>("InputVariables_Id/" + variable.GetInternalName() + "__" + className + "_Id"));
      };
      const std::unique_ptr<TH1> histogramS = histogram(signal);
      const std::unique_ptr<TH1> histogramB = histogram(1 - signal);
      if (!histogramS || !histogramB || histogramS->GetSumOfWeights() <= 0 || histogramB->GetSumOfWeights() <= 0)
         return;
      ranking.AddRank(Rank(variable.GetTitle(), GetSeparation(*histogramS, *histogramB)));
   }
   Log() << kINFO << "Ranking input variables (method unspecific)..." << Endl;
   ranking.Print();
}

void Factory::RankInputsByTarget(const DataSetInfo &info)
{
   const EventTable &training = info.GetDataSet()->GetTable(Types::kTraining);
   Ranking ranking("IdTransformation", "|Correlation with target|");
   for (UInt_t i = 0; i < info.GetNVariables(); ++i)
      ranking.AddRank(Rank(info.GetVariableInfo(i).GetInternalName(), std::abs(CorrelateWithTarget(training, i, 0))));
   Log() << kINFO << "Ranking input variables (method unspecific)..." << Endl;
   ranking.Print();
}

void Factory::WriteInputs(BookedDataSet &dataSet)
{
   if (!fTargetFile || dataSet.fInputsWritten || dataSet.fMethods.empty())
      return;
   DataSetInfo &info = dataSet.fLoader->GetDataSetInfo();
   TDirectory::TContext inside(GetDirectory(info.GetName()));
   const Types::EAnalysisType analysisType = dataSet.fMethods.front().fMethod->GetAnalysisType();
   WriteCorrelations(info, analysisType);
   PlotInputs(info);
   if (analysisType == Types::kClassification)
      RankInputs(info);
   else if (analysisType == Types::kRegression && info.GetNTargets() == 1)
      RankInputsByTarget(info);
   dataSet.fInputsWritten = kTRUE;
}

void Factory::Train(MethodBase &method)
{
   Log() << kHEADER << "Train method: " << method.GetMethodName() << " for " << NameOf(method.GetAnalysisType()) << Endl
         << Endl;
   method.TrainMethod();
   method.WriteMonitoringHistosToFile();
   Log() << kHEADER << "Training finished" << Endl << Endl;
}

void Factory::PrintRankings(const std::vector<BookedMethod *> &trained)
{
   std::vector<const Ranking *> rankings;
   for (const BookedMethod *booked : trained) {
      const Ranking *ranking = booked->fMethod->DoRegression() ? nullptr : booked->fMethod->CreateRanking();
      if (ranking)
         rankings.push_back(ranking);
   }
   if (!rankings.empty())
      Log() << kINFO << "Ranking input variables (method specific)..." << Endl;
   for (const Ranking *ranking : rankings)
      ranking->Print();
}

void Factory::Recreate(BookedMethod &booked)
{
   const MethodBase &trained = *booked.fMethod;
   std::unique_ptr<MethodBase> method =
      Create(trained.GetMethodTypeName(), "", trained.DataInfo(), trained.GetWeightFileName());
   SetUp(*method, trained.GetAnalysisType(), trained.DataInfo().GetName());
   method->ReadStateFromFile();
   booked.fMethod = std::move(method);
}

void Factory::TrainAllMethods()
{
   RequireMethods("TrainAllMethods");
   RequireOutputFile("TrainAllMethods");
   Log() << kHEADER << "Train all methods" << Endl;
   std::vector<BookedMethod *> trained;
   for (auto &[name, dataSet] : fDataSets) {
      RequireEvents(dataSet.fLoader->GetDataSetInfo(), Log());
      WriteInputs(dataSet);
      for (BookedMethod &booked : dataSet.fMethods) {
         if (booked.fTrained)
            continue;
         Train(*booked.fMethod);
         booked.fTrained = kTRUE;
         trained.push_back(&booked);
      }
   }
   if (trained.empty())
      return;
   PrintRankings(trained);
   if (!fSettings.fModelPersistence)
      return;
   Log() << kHEADER << "=== Destroy and recreate all methods via weight files for testing ===" << Endl << Endl;
   for (BookedMethod *booked : trained)
      Recreate(*booked);
}

void Factory::TestAllMethods()
{
   RequireMethods("TestAllMethods");
   Log() << kHEADER << "Test all methods" << Endl;
   Bool_t anyTrained = kFALSE;
   for (auto &[name, dataSet] : fDataSets) {
      for (BookedMethod &booked : dataSet.fMethods) {
         if (!booked.fTrained)
            continue;
         anyTrained = kTRUE;
         MethodBase &method = *booked.fMethod;
         const Types::EAnalysisType analysisType = method.GetAnalysisType();
         Log() << kHEADER << "Test method: " << method.GetMethodName() << " for " << NameOf(analysisType)
               << " performance" << Endl << Endl;
         method.AddOutput(Types::kTesting, analysisType);
         booked.fTested = kTRUE;
      }
   }
   if (!anyTrained)
      Log() << kFATAL << "TestAllMethods: no method is trained. Call TrainAllMethods first." << Endl;
}

} // namespace TMVA
