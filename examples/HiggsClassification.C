/// Trains the network of model.yml on the UCI HIGGS sample that ROOT ships, tests and compares it.
///
///     python model.py                              writes model.yml
///     root -l -b -q HiggsClassification.C          writes TMVA.root, dataset/weights/ and plots

#include "TMVA/DataLoader.h"
#include "TMVA/Factory.h"
#include "TMVA/TMVAGui.h"
#include "TMVA/Types.h"

#include "TCanvas.h"
#include "TFile.h"
#include "TROOT.h"
#include "TTree.h"

#include <iostream>
#include <memory>
#include <stdexcept>

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
   output->Close();
   TMVA::TMVAGui("TMVA.root", "dataset"); // a window, or with root -b all plots in dataset/plots
   std::cout << "demo: ROC integral (test) = " << factory.GetROCIntegral(&loader, "PyKeras") << std::endl;
}
