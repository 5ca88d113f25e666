/// \file
/// Factory: the importance of variables.
#include "TMVA/Config.h"
#include "TMVA/DataLoader.h"
#include "TMVA/DataSet.h"
#include "TMVA/DataSetInfo.h"
#include "TMVA/Factory.h"
#include "TMVA/MethodBase.h"
#include "TMVA/Ranking.h"
#include "data/DataSubset.h"
#include "evaluate/ResponseSample.h"
#include "evaluate/VariableImportance.h"

#include "TAxis.h"
#include "TH1F.h"
#include "TSystem.h"

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <numeric>

namespace TMVA {
namespace {

constexpr Double_t kAreaOfNoVariables = 0.5;

/// A directory for files that nobody needs, which goes with this object.
class ScratchDirectory {
public:
   ScratchDirectory() : fPath(std::string(gSystem->TempDirectory()) + "/tmva_importance_XXXXXX")
   {
      if (!mkdtemp(fPath.data()))
         throw FatalError("no directory can be made in " + std::string(gSystem->TempDirectory()));
   }
   ~ScratchDirectory()
   {
      std::error_code ignored;
      std::filesystem::remove_all(fPath, ignored);
   }
   ScratchDirectory(const ScratchDirectory &) = delete;
   ScratchDirectory &operator=(const ScratchDirectory &) = delete;
   TString GetPath() const { return fPath; }

private:
   std::string fPath;
};

/// Nothing but errors is printed for as long as it lives.
class Silence {
public:
   Silence() : fBefore(gConfig().IsSilent()) { gConfig().SetSilent(kTRUE); }
   ~Silence() { gConfig().SetSilent(fBefore); }
   Silence(const Silence &) = delete;
   Silence &operator=(const Silence &) = delete;

private:
   Bool_t fBefore;
};

/// The area under the ROC curve of the test sample; multiclass: the mean of each class against all others.
Double_t GetTestArea(MethodBase &method)
{
   const Results &results =
      *method.Data()->GetResults(method.GetMethodName(), Types::kTesting, method.GetAnalysisType());
   const EventTable &events = method.Data()->GetTable(Types::kTesting);
   const auto areaOf = [&](UInt_t cls, UInt_t output) {
      return ROCCurve(ListResponses(events, results, cls, output)).GetROCIntegral();
   };
   if (!method.DoMulticlass())
      return areaOf(method.DataInfo().GetSignalClassIndex(), 0);
   Double_t sum = 0;
   for (UInt_t cls = 0; cls < method.DataInfo().GetNClasses(); ++cls)
      sum += areaOf(cls, cls);
   return sum / method.DataInfo().GetNClasses();
}

TString ListVariables(const DataSetInfo &info, const std::vector<Bool_t> &variables)
{
   TString list;
   for (std::size_t i = 0; i < variables.size(); ++i)
      if (variables[i])
         list += (list == "" ? "" : ", ") + info.GetVariableInfo(i).GetInternalName();
   return list;
}

std::vector<VariableImportance::Set> ListSets(VIType type, std::size_t nVariables, MsgLogger &log)
{
   constexpr std::size_t kMax = 20;
   switch (type) {
   case kShort: return {VariableImportance::Set(nVariables, kTRUE)};
   case kRandom: return VariableImportance::DrawRandom(nVariables, nVariables * nVariables);
   default:
      if (nVariables > kMax)
         log << kFATAL << "EvaluateImportance: kAll of " << nVariables << " variables takes 2^" << nVariables << " - 1 = "
             << TString::Format("%.3g", std::pow(2., nVariables)) << " trainings, " << kMax
             << " variables at most are possible. Use kShort or kRandom" << Endl;
      return VariableImportance::ListAll(nVariables);
   }
}

TH1F *DrawImportance(const std::vector<Double_t> &percent, const DataSetInfo &info, const TString &title)
{
   auto *histogram = new TH1F("VariableImportance_" + title, "Variable importance (" + title + ")", percent.size(), 0,
                              percent.size());
   histogram->SetDirectory(nullptr);
   for (std::size_t i = 0; i < percent.size(); ++i) {
      histogram->GetXaxis()->SetBinLabel(i + 1, info.GetVariableInfo(i).GetTitle());
      histogram->SetBinContent(i + 1, percent[i]);
   }
   histogram->GetXaxis()->SetLabelSize(0.05);
   histogram->GetXaxis()->SetTitle("Variable names");
   histogram->GetYaxis()->SetTitle("Importance (%)");
   histogram->SetStats(kFALSE);
   histogram->SetFillColor(kGreen + 3);
   histogram->SetBarWidth(0.97);
   return histogram;
}

} // namespace

/// The area for a method that is trained with some of the variables and forgotten.
Double_t Factory::TrainOnPart(DataSetInfo &info, const std::vector<Bool_t> &variables, const TString &methodName,
                              const TString &title, const TString &options)
{
   std::vector<DataSubset::Column> columns;
   for (std::size_t i = 0; i < variables.size(); ++i)
      if (variables[i])
         columns.push_back({false, i});
   const Silence silence;
   const ScratchDirectory scratch;
   DataSubset part(info, info.GetName(), columns);
   part.SetSelection(SelectAll, false);
   const std::unique_ptr<MethodBase> method = Create(methodName, title, part.GetInfo(), options);
   const Types::EAnalysisType analysisType = ChooseAnalysisType(info);
   if (!method->HasAnalysisType(analysisType, info.GetNClasses(), info.GetNTargets()))
      throw FatalError(("method " + methodName + " cannot do this kind of analysis").Data());
   method->SetWeightFileDir(scratch.GetPath());
   method->SetModelPersistence(kFALSE);
   method->SetSilentFile(kTRUE);
   method->SetAnalysisType(analysisType);
   method->SetupMethod();
   method->ParseOptions();
   method->ProcessSetup();
   method->CheckSetup();
   method->TrainMethod();
   method->AddOutput(Types::kTesting, analysisType);
   return GetTestArea(*method);
}

TH1F *Factory::EvaluateImportance(DataLoader *loader, VIType type, const MethodName &method, std::string_view titleText,
                                  std::string_view options)
{
   if (!loader)
      Log() << kFATAL << "EvaluateImportance: expected a DataLoader, got nullptr" << Endl;
   DataSetInfo &info = loader->GetDataSetInfo();
   const TString title(titleText);
   const TString &name = method;
   if (ChooseAnalysisType(info) == Types::kRegression)
      Log() << kFATAL << "EvaluateImportance measures the area under ROC curves, which a regression does not have" << Endl;
   const auto measure = [&](const VariableImportance::Set &variables) {
      TString problem;
      try {
         const Double_t area = TrainOnPart(info, variables, name, title, TString(options));
         Log() << kINFO << "ROC integral " << TString::Format("%.4f", area) << " with " << ListVariables(info, variables)
               << Endl;
         return area;
      } catch (const std::exception &error) {
         problem = error.what();
      }
      Log() << kFATAL << "EvaluateImportance: method " << name << " fails with the variables "
            << ListVariables(info, variables) << ": " << problem << Endl;
      throw FatalError("unreachable");
   };
   const auto sets = ListSets(type, info.GetNVariables(), Log());
   Log() << kHEADER << "Importance of the variables of data set \"" << info.GetName() << "\" for method " << title << Endl;
   std::vector<Double_t> importance = VariableImportance(measure, kAreaOfNoVariables).Evaluate(sets);
   const Double_t sum = std::accumulate(importance.begin(), importance.end(), 0.);
   if (!(sum > 0))
      Log() << kFATAL << "EvaluateImportance: method " << title << " is not better with variables than without, the areas "
            << "add up to " << sum << ": there are no percentages of that. Check that it learns" << Endl;
   Ranking ranking(GetName(), "Importance (%)");
   for (std::size_t i = 0; i < importance.size(); ++i) {
      importance[i] *= 100 / sum;
      ranking.AddRank(Rank(info.GetVariableInfo(i).GetTitle(), importance[i]));
   }
   ranking.Print();
   return DrawImportance(importance, info, title);
}

void Factory::EvaluateAllVariables(DataLoader *, std::string_view)
{
   Log() << kFATAL << "EvaluateAllVariables: there is no method Variable, which it would book, in TMVA. Train with an "
         << "output file to see a ranking of the input variables, or call EvaluateImportance" << Endl;
}

void Factory::OptimizeAllMethods(std::string_view, std::string_view)
{
   Log() << kFATAL << "OptimizeAllMethods: the options of methods are not tuned in this version. Set them when you book a "
         << "method, or tune the network with Keras" << Endl;
}

} // namespace TMVA
