// A job on one backend in root.exe, in batches: train("data.root", "binary.yml", "jax"). Prints "ROC <integral>".
void train(const char *data, const char *model, const char *backend)
{
   auto input = TFile::Open(data);
   auto output = TFile::Open("binary.root", "RECREATE");
   TMVA::Factory factory("job", output, "!V:!DrawProgressBar:!Color:AnalysisType=Classification");
   TMVA::DataLoader loader("binary");
   for (auto variable : {"x", "y", "z"})
      loader.AddVariable(variable);
   loader.AddSignalTree(input->Get<TTree>("Signal"));
   loader.AddBackgroundTree(input->Get<TTree>("Background"));
   loader.PrepareTrainingAndTestTree("", "SplitMode=Random:NormMode=NumEvents:!V");
   factory.BookMethod(&loader, TMVA::Types::kPyKeras, "nn",
                      TString::Format("VarTransform=N:FilenameModel=%s:Optimizer=Adam:LearnRate=0.05:NumEpochs=20:"
                                      "BatchSize=50:Backend=%s", model, backend));
   factory.TrainAllMethods();
   factory.TestAllMethods();
   factory.EvaluateAllMethods();
   std::cout << "ROC " << factory.GetROCIntegral(&loader, "nn") << std::endl;
   output->Close();
   input->Close();
}
