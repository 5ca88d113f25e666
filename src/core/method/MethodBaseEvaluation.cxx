#include "TMVA/MethodBase.h"

#include "TMVA/Results.h"
#include "evaluate/Efficiency.h"
#include "evaluate/MulticlassHistograms.h"
#include "evaluate/MulticlassPerformance.h"
#include "evaluate/RegressionHistograms.h"
#include "evaluate/RegressionPerformance.h"
#include "evaluate/ResponseHistograms.h"
#include "method/MvaPdfs.h"

#include "TDirectory.h"
#include "TH1.h"

#include <cmath>
#include <tuple>

namespace TMVA {

namespace {

Results &GetResultsOf(const MethodBase &method, Types::ETreeType type)
{
   return *method.Data()->GetResults(method.GetMethodName(), type, method.GetAnalysisType());
}

SignalAndBackground GetResponsesOf(const MethodBase &method, Types::ETreeType type)
{
   return SplitResponses(method.Data()->GetTable(type), GetResultsOf(method, type),
                         method.DataInfo().GetSignalClassIndex());
}

/// The background efficiency that "Efficiency:0.1" names; -1 if `spec` is empty or malformed.
Double_t ParseBackgroundEfficiency(const TString &spec)
{
   const Ssiz_t colon = spec.Index(":");
   const TString number = spec(colon + 1, spec.Length());
   return spec.BeginsWith("Efficiency:") && number.IsFloat() ? number.Atof() : -1;
}

} // namespace

void MethodBase::TestClassification()
{
   Results &test = GetResultsOf(*this, Types::kTesting);
   Results &training = GetResultsOf(*this, Types::kTraining);
   const SignalAndBackground testResponses = GetResponsesOf(*this, Types::kTesting);
   const SignalAndBackground trainingResponses = GetResponsesOf(*this, Types::kTraining);
   Log() << kHEADER << "[" << DataInfo().GetName()
         << "] : Loop over test events and fill histograms with classifier response..." << Endl << Endl;
   test.Delete();
   training.Delete();
   StoreTestHistograms(GetTestvarName(), testResponses, test);
   if (MVAPdfS())
      StorePdfHistograms(test);
   StoreTrainingHistograms(GetTestvarName(), trainingResponses, test, training);
   const Double_t equalEfficiency = FindEqualEfficiency(*test.GetHist(GetTestvarName() + "_effBvsS"));
   SetSignalReferenceCut(FindCut(*test.GetHist(GetTestvarName() + "_effS"), equalEfficiency));
}

void MethodBase::TestMulticlass()
{
   Log() << kINFO << "Creating multiclass response and performance histograms..." << Endl;
   for (Types::ETreeType type : {Types::kTesting, Types::kTraining}) {
      const TString prefix = GetTestvarName() + (type == Types::kTraining ? "_Train" : "_Test");
      StoreMulticlassHistograms(prefix, DataInfo(), Data()->GetTable(type), GetResultsOf(*this, type));
   }
}

void MethodBase::TestRegression()
{
   Log() << kINFO << "Creating regression target and deviation histograms..." << Endl;
   for (Types::ETreeType type : {Types::kTesting, Types::kTraining}) {
      const TString prefix = GetTestvarName() + (type == Types::kTraining ? "train" : "test");
      StoreRegressionHistograms(prefix, DataInfo(), Data()->GetTable(type), GetResultsOf(*this, type));
   }
}

void MethodBase::TestRegression(Double_t &bias, Double_t &biasT, Double_t &dev, Double_t &devT, Double_t &rms,
                                Double_t &rmsT, Double_t &mInf, Double_t &mInfT, Double_t &corr, Types::ETreeType type)
{
   const RegressionPerformance performance = MeasureRegression(Data()->GetTable(type), GetResultsOf(*this, type));
   std::tie(bias, biasT) = std::tie(performance.fBias[0], performance.fBias[1]);
   std::tie(dev, devT) = std::tie(performance.fDeviation[0], performance.fDeviation[1]);
   std::tie(rms, rmsT) = std::tie(performance.fRMS[0], performance.fRMS[1]);
   std::tie(mInf, mInfT) = std::tie(performance.fMutualInformation[0], performance.fMutualInformation[1]);
   corr = performance.fCorrelation;
}

TMatrixD MethodBase::GetMulticlassConfusionMatrix(Double_t effB, Types::ETreeType type)
{
   if (!DoMulticlass())
      Log() << kFATAL << "Method \"" << GetMethodName()
            << "\": only a multiclass analysis has a confusion matrix. Is AnalysisType=Multiclass?" << Endl;
   if (!(effB >= 0 && effB <= 1))
      Log() << kFATAL << "Method \"" << GetMethodName() << "\": confusion matrix at background efficiency " << effB
            << ", expected a number between 0 and 1" << Endl;
   RequireResponses(Data()->GetTable(type), GetResultsOf(*this, type));
   return ComputeConfusion(Data()->GetTable(type), GetResultsOf(*this, type), effB);
}

void MethodBase::WriteEvaluationHistosToFile(Types::ETreeType type)
{
   if (IsSilentFile())
      return;
   for (const auto &object : GetResultsOf(*this, type).GetStorage())
      BaseDir()->WriteTObject(object.get(), object->GetName());
   if (type == Types::kTesting)
      GetTransformationHandler().PlotVariables(*Data(), type, BaseDir());
}

void MethodBase::WriteMonitoringHistosToFile() const {}

Double_t MethodBase::GetEfficiency(const TString &spec, Types::ETreeType type, Double_t &error)
{
   const TString curve = GetTestvarName() + (type == Types::kTraining ? "_trainingEffBvsS" : "_effBvsS");
   const TH1 *effBvsS = GetResultsOf(*this, type).GetHist(curve);
   if (!effBvsS)
      Log() << kFATAL << "Method \"" << GetMethodName() << "\": there are no efficiencies of the "
            << (type == Types::kTraining ? "training" : "test")
            << " sample yet. Call Factory::EvaluateAllMethods() (or TestClassification()) first." << Endl;
   error = -1;
   if (spec == "")
      return GetArea(*effBvsS);
   const Double_t effB = ParseBackgroundEfficiency(spec);
   if (effB < 0 || effB > 1)
      Log() << kFATAL << "Method \"" << GetMethodName() << "\": cannot evaluate \"" << spec
            << "\", expected \"\" (area) or \"Efficiency:<background efficiency between 0 and 1>\"" << Endl;
   const Double_t effS = FindSignalEfficiency(*effBvsS, effB);
   const Double_t sumOfWeights = GetResponsesOf(*this, type).fSignal.GetSumOfWeights();
   if (sumOfWeights > 0)
      error = std::sqrt(effS * (1 - effS) / sumOfWeights);
   return effS;
}

Double_t MethodBase::GetTrainingEfficiency(const TString &spec)
{
   Double_t error = 0;
   return GetEfficiency(spec, Types::kTraining, error);
}

Double_t MethodBase::GetSignificance() const
{
   const auto [signal, background] = GetResponsesOf(*this, Types::kTesting);
   const Double_t width = std::hypot(signal.GetRMS(), background.GetRMS());
   return width > 0 ? std::abs(signal.GetMean() - background.GetMean()) / width : 0;
}

Double_t MethodBase::GetMaximumSignificance(Double_t signalEvents, Double_t backgroundEvents, Double_t &significance) const
{
   const Results &test = GetResultsOf(*this, Types::kTesting);
   const TH1 *effS = test.GetHist(GetTestvarName() + "_effS");
   const TH1 *effB = test.GetHist(GetTestvarName() + "_effB");
   if (!effS || !effB)
      Log() << kFATAL << "Method \"" << GetMethodName() << "\": there are no efficiencies of the test sample yet. Call "
            << "Factory::EvaluateAllMethods() (or TestClassification()) first." << Endl;
   if (!(signalEvents > 0) || !(backgroundEvents >= 0))
      Log() << kFATAL << "Method \"" << GetMethodName() << "\": GetMaximumSignificance of " << signalEvents << " signal and "
            << backgroundEvents << " background events, expected a positive number of signal events" << Endl;
   const BestCut best = FindMaximumSignificance(*effS, *effB, signalEvents, backgroundEvents);
   const TString dataset = TString("Dataset[") + DataInfo().GetName() + "] : ";
   Log() << kINFO << dataset << "Using ratio SignalEvents/BackgroundEvents = " << signalEvents / backgroundEvents << Endl;
   Log() << kINFO << dataset << "Optimal cut at      : " << best.fCut << Endl;
   Log() << kINFO << dataset << "Maximum significance: " << best.fSignificance << Endl;
   significance = best.fSignificance;
   return best.fCut;
}

std::vector<Float_t> MethodBase::AssignClasses(Types::ETreeType type, std::vector<std::vector<Float_t>> &purity) const
{
   if (!DoMulticlass())
      Log() << kFATAL << "Method \"" << GetMethodName()
            << "\": only a multiclass analysis has efficiencies of classes. Is AnalysisType=Multiclass?" << Endl;
   RequireResponses(Data()->GetTable(type), GetResultsOf(*this, type));
   ClassAssignment assignment = AssignToLargestOutput(Data()->GetTable(type), GetResultsOf(*this, type));
   purity = {std::move(assignment.fPurities)};
   return std::move(assignment.fEfficiencies);
}

std::vector<Float_t> MethodBase::GetMulticlassEfficiency(std::vector<std::vector<Float_t>> &purity)
{
   return AssignClasses(Types::kTesting, purity);
}

std::vector<Float_t> MethodBase::GetMulticlassTrainingEfficiency(std::vector<std::vector<Float_t>> &purity)
{
   return AssignClasses(Types::kTraining, purity);
}

} // namespace TMVA
