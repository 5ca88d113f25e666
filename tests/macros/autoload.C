// The plugin is found by name, without an include or a gSystem->Load, and an error can be caught.
bool isLoaded(const char *library)
{
   return TString(gSystem->GetLibraries()).Contains(library);
}

void autoload()
{
   if (isLoaded("libPyTMVAKeras"))
      throw std::runtime_error("the plugin was loaded before anybody asked for it");

   TMVA::Factory factory("job", "Silent:!Color:AnalysisType=Classification");
   TMVA::DataLoader loader("dataset");
   loader.AddVariable("x");
   for (int i = 0; i < 100; ++i) {
      loader.AddSignalTrainingEvent({i + 0.5});
      loader.AddSignalTestEvent({i + 0.5});
      loader.AddBackgroundTrainingEvent({-i - 0.5});
      loader.AddBackgroundTestEvent({-i - 0.5});
   }
   loader.PrepareTrainingAndTestTree("", "!V");
   std::string message;
   try {
      factory.BookMethod(&loader, TMVA::Types::kPyKeras, "nn", "FilenameModel=nowhere.yml");
   } catch (const std::runtime_error &error) {
      message = error.what();
   }
   if (message.find("PyKeras \"nn\": the model file nowhere.yml cannot be read") == std::string::npos)
      throw std::runtime_error("another message: " + message);
   if (!isLoaded("libPyTMVAKeras"))
      throw std::runtime_error("the plugin was not loaded");
   for (const char *name : {"pytmva_keras::MethodPyKeras", "TMVA::MethodPyKeras"})
      if (!TClass::GetClass(name) || !TClass::GetClass(name)->InheritsFrom("TMVA::MethodBase"))
         throw std::runtime_error(std::string(name) + " is no class");
   std::cout << "OK autoload" << std::endl;
}
