#include "TMVA/DataLoader.h"
#include "TMVA/DataSet.h"
#include "TMVA/DataSetInfo.h"
#include "TMVA/Factory.h"
#include "TMVA/MethodBase.h"
#include "TMVA/ROCCurve.h"
#include "evaluate/ResponseSample.h"

#include "TAxis.h"
#include "TCanvas.h"
#include "TFile.h"
#include "TGraph.h"
#include "TMultiGraph.h"
#include "TTree.h"

namespace TMVA {

void Factory::Evaluate(MethodBase &method)
{
   switch (method.GetAnalysisType()) {
   case Types::kRegression:
      Log() << kINFO << "Evaluate regression method: " << method.GetMethodName() << Endl;
      method.TestRegression();
      break;
   case Types::kMulticlass:
      Log() << kINFO << "Evaluate multiclass classification method: " << method.GetMethodName() << Endl;
      method.TestMulticlass();
      break;
   default:
      Log() << kHEADER << "Evaluate classifier: " << method.GetMethodName() << Endl << Endl;
      method.TestClassification();
   }
   method.WriteEvaluationHistosToFile(Types::kTesting);
   method.WriteEvaluationHistosToFile(Types::kTraining);
}

void Factory::WriteTrees()
{
   for (const auto &[name, dataSet] : fDataSets) {
      if (dataSet.fMethods.empty())
         continue;
      TDirectory::TContext inside(GetDirectory(name));
      for (Types::ETreeType type : {Types::kTesting, Types::kTraining}) {
         const std::unique_ptr<TTree> tree(dataSet.fLoader->GetDataSetInfo().GetDataSet()->GetTree(type));
         tree->Write("", TObject::kOverwrite);
      }
   }
}

void Factory::EvaluateAllMethods()
{
   RequireMethods("EvaluateAllMethods");
   RequireOutputFile("EvaluateAllMethods");
   Log() << kHEADER << "Evaluate all methods" << Endl;
   Bool_t anyTested = kFALSE;
   for (const auto &[name, dataSet] : fDataSets) {
      for (const BookedMethod &booked : dataSet.fMethods) {
         if (!booked.fTested)
            continue;
         anyTested = kTRUE;
         Evaluate(*booked.fMethod);
      }
   }
   if (!anyTested)
      Log() << kFATAL << "EvaluateAllMethods: no method is tested. Call TrainAllMethods and TestAllMethods first." << Endl;
   if (fSettings.fCorrelations)
      PrintCorrelations();
   if (fSettings.fROC)
      PrintTables();
   if (fTargetFile)
      WriteTrees();
}

// --- receiver operating characteristic

std::unique_ptr<ROCCurve>
Factory::MakeROCCurve(const TString &datasetName, const TString &title, UInt_t iClass, Types::ETreeType type) const
{
   const MethodBase &method = *GetMethods(datasetName, title).front();
   const Types::EAnalysisType analysisType = method.GetAnalysisType();
   const DataSetInfo &info = method.DataInfo();
   if (analysisType == Types::kRegression)
      Log() << kFATAL << "Method \"" << title << "\": a regression has no ROC curve" << Endl;
   if (iClass >= info.GetNClasses())
      Log() << kFATAL << "Method \"" << title << "\": no class " << iClass << " in data set \"" << datasetName
            << "\", which has " << info.GetNClasses() << " classes" << Endl;
   const Results &results = *method.Data()->GetResults(title, type, analysisType);
   const Bool_t isBinary = analysisType == Types::kClassification;
   return std::make_unique<ROCCurve>(ListResponses(method.Data()->GetTable(type), results,
                                                   isBinary ? info.GetSignalClassIndex() : iClass,
                                                   isBinary ? 0 : iClass));
}

Double_t Factory::GetROCIntegral(std::string_view datasetName, std::string_view title, UInt_t iClass, Types::ETreeType type)
{
   return MakeROCCurve(TString(datasetName), TString(title), iClass, type)->GetROCIntegral();
}

TGraph *Factory::GetROCCurve(std::string_view datasetName, std::string_view title, Bool_t setTitles, UInt_t iClass,
                             Types::ETreeType type)
{
   const std::unique_ptr<ROCCurve> curve = MakeROCCurve(TString(datasetName), TString(title), iClass, type);
   auto graph = std::make_unique<TGraph>(*curve->GetROCCurve());
   if (setTitles) {
      graph->SetTitle("Signal efficiency vs. Background rejection (" + TString(title) + ")");
      graph->GetXaxis()->SetTitle("Signal efficiency (Sensitivity)");
      graph->GetYaxis()->SetTitle("Background rejection (Specificity)");
   }
   return graph.release();
}

TMultiGraph *Factory::GetROCCurveAsMultiGraph(std::string_view datasetName, UInt_t iClass, Types::ETreeType type)
{
   auto curves = std::make_unique<TMultiGraph>();
   Color_t colour = 0;
   for (const MethodBase *method : GetMethods(TString(datasetName), "")) {
      TGraph *curve = GetROCCurve(datasetName, method->GetName(), kFALSE, iClass, type);
      curve->SetName(method->GetMethodName());
      curve->SetTitle(method->GetMethodName());
      curve->SetLineWidth(2);
      curve->SetLineColor(1 + colour++ % 9); // 0 and 10 are white
      curve->SetFillColor(kWhite);
      curves->Add(curve, "L");
   }
   const TString className = GetDataSet(TString(datasetName)).fLoader->GetDataSetInfo().GetClassInfo(iClass)->GetName();
   curves->SetTitle("ROC curves, class " + className +
                    ";Signal efficiency (Sensitivity);Background rejection (Specificity)");
   return curves.release();
}

TCanvas *Factory::GetROCCurve(std::string_view datasetName, UInt_t iClass, Types::ETreeType type)
{
   std::unique_ptr<TMultiGraph> curves(GetROCCurveAsMultiGraph(datasetName, iClass, type));
   TVirtualPad::TContext keepPad;
   const TString name(datasetName);
   auto canvas = std::make_unique<TCanvas>("ROCCurves_" + name, "ROC curves of " + name, 800, 600);
   curves->Draw("A");
   curves.release()->SetBit(kCanDelete); // the canvas deletes what was drawn on it
   canvas->BuildLegend(0.15, 0.15, 0.45, 0.35, "", "L");
   return canvas.release();
}

Double_t Factory::GetROCIntegral(DataLoader *loader, std::string_view title, UInt_t iClass, Types::ETreeType type)
{
   return GetROCIntegral(loader->GetName(), title, iClass, type);
}

TGraph *
Factory::GetROCCurve(DataLoader *loader, std::string_view title, Bool_t setTitles, UInt_t iClass, Types::ETreeType type)
{
   return GetROCCurve(loader->GetName(), title, setTitles, iClass, type);
}

TMultiGraph *Factory::GetROCCurveAsMultiGraph(DataLoader *loader, UInt_t iClass, Types::ETreeType type)
{
   return GetROCCurveAsMultiGraph(loader->GetName(), iClass, type);
}

TCanvas *Factory::GetROCCurve(DataLoader *loader, UInt_t iClass, Types::ETreeType type)
{
   return GetROCCurve(loader->GetName(), iClass, type);
}

} // namespace TMVA
