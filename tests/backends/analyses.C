// A job for each analysis in root.exe: analyses("data.root", "models", "options of the method"). Prints "<analysis> ROC
// <integral>" for the classifications. Events are weighted.
void analysis(TFile *input, TString models, TString options, TString name, TString type, std::vector<TString> classes)
{
   auto output = TFile::Open(name + ".root", "RECREATE");
   TMVA::Factory factory("job", output, "!V:!DrawProgressBar:!Color:AnalysisType=" + type);
   TMVA::DataLoader loader(name);
   for (auto variable : {"x", "y", "z"})
      loader.AddVariable(variable);
   if (type == "Regression") {
      loader.AddTarget("t");
      loader.AddTarget("u");
   }
   for (const auto &each : classes)
      loader.AddTree(input->Get<TTree>(each), each);
   loader.SetWeightExpression("w");
   loader.PrepareTrainingAndTestTree("", "SplitMode=Random:NormMode=NumEvents:!V");
   factory.BookMethod(&loader, TMVA::Types::kPyKeras, "nn",
                      "H:!V:VarTransform=D,N:FilenameModel=" + models + "/" + name + ".yml:" + options);
   factory.TrainAllMethods();
   factory.TestAllMethods();
   factory.EvaluateAllMethods();
   if (type != "Regression")
      std::cout << name << " ROC " << factory.GetROCIntegral(&loader, "nn") << std::endl;
   output->Close();
}

void analyses(const char *data, const char *models, const char *options)
{
   auto input = TFile::Open(data);
   analysis(input, models, options, "binary", "Classification", {"Signal", "Background"});
   analysis(input, models, options, "multiclass", "Multiclass", {"A", "B", "C"});
   analysis(input, models, options, "regression", "Regression", {"Regression"});
   input->Close();
}
