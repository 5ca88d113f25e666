/// Trains the network of model.yml on the UCI HIGGS sample that ROOT ships, tests and compares it.
///
///     python model.py                              writes model.yml
///     root -l -b -q HiggsClassification.C          writes TMVA.root, dataset/weights/ and two plots

#include "TMVA/DataLoader.h"
#include "TMVA/Factory.h"
#include "TMVA/Types.h"

#include "TCanvas.h"
#include "TFile.h"
#include "TH1.h"
#include "TLegend.h"
#include "TROOT.h"
#include "TTree.h"

#include <iostream>
#include <memory>

/// Signal and background responses of the test events, as the output file has them.
void PlotResponse(TFile &output)
{
   auto signal = output.Get<TH1>("dataset/Method_PyKeras/PyKeras/MVA_PyKeras_S");
   auto background = output.Get<TH1>("dataset/Method_PyKeras/PyKeras/MVA_PyKeras_B");
   TCanvas canvas("response", "Response", 700, 500);
   signal->SetStats(false);
   signal->SetTitle("PyKeras on test events;response;(1/N) dN/dx");
   signal->SetLineColor(kBlue);
   signal->SetLineWidth(2);
   background->SetLineColor(kRed);
   background->SetLineWidth(2);
   signal->SetMaximum(1.2 * std::max(signal->GetMaximum(), background->GetMaximum()));
   signal->Draw("hist");
   background->Draw("hist same");
   TLegend legend(0.62, 0.75, 0.88, 0.88);
   legend.AddEntry(signal, "Signal", "l");
   legend.AddEntry(background, "Background", "l");
   legend.Draw();
   canvas.SaveAs("response.png");
}

void HiggsClassification()
{
   std::unique_ptr<TFile> input(TFile::Open(gROOT->GetTutorialDir() + "/machine_learning/data/Higgs_data.root"));
   if (!input)
      throw std::runtime_error("Higgs_data.root is not in this ROOT's tutorials");
   std::unique_ptr<TFile> output(TFile::Open("TMVA.root", "RECREATE"));

   TMVA::Factory factory("HiggsClassification", output.get(), "!V:!Silent:Color:AnalysisType=Classification");
   TMVA::DataLoader loader("dataset");
   for (auto variable : {"m_jj", "m_jjj", "m_lv", "m_jlv", "m_bb", "m_wbb", "m_wwbb"})
      loader.AddVariable(variable, 'F');
   loader.AddSignalTree(input->Get<TTree>("sig_tree"), 1.0);
   loader.AddBackgroundTree(input->Get<TTree>("bkg_tree"), 1.0);
   loader.PrepareTrainingAndTestTree("", "SplitMode=Random:NormMode=NumEvents:!V");

   factory.BookMethod(&loader, TMVA::Types::kPyKeras, "PyKeras",
                      "H:!V:VarTransform=D,N:FilenameModel=model.yml:Optimizer=SGD:NumEpochs=20:BatchSize=32:"
                      "LearnRate=0.01");
   factory.TrainAllMethods();
   factory.TestAllMethods();
   factory.EvaluateAllMethods();

   std::unique_ptr<TCanvas> roc(factory.GetROCCurve(&loader));
   roc->SaveAs("roc.png");
   PlotResponse(*output);
   std::cout << "demo: ROC integral (test) = " << factory.GetROCIntegral(&loader, "PyKeras") << std::endl;
}
