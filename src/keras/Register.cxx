#include "TMVA/MethodPyKeras.h"

#include "Compat.h"
#include "PythonLibrary.h"

#include "TMVA/ClassifierFactory.h"
#include "TMVA/Types.h"

#include "TSystem.h"

#include <algorithm>
#include <memory>

// When this library is loaded, the name "PyKeras" becomes ours.
namespace {

const std::string kName = "PyKeras";

TMVA::IMethod *Create(const TString &job, const TString &title, TMVA::DataSetInfo &dsi, const TString &option)
{
   if (job == "" && title == "")
      return new pytmva_keras::MethodPyKeras(dsi, option);
   return new pytmva_keras::MethodPyKeras(job, title, dsi, option);
}

/// ROOT's PyMVA publishes the name when it is loaded, and to publish it twice is fatal: so it is loaded first.
void LoadPyMVA()
{
   std::unique_ptr<char[]> path(gSystem->DynamicPathName("libPyMVA", true));
   if (path)
      gSystem->Load(path.get());
}

bool Register()
{
   LoadPyMVA();
   auto &factory = TMVA::ClassifierFactory::Instance();
   const auto names = factory.List();
   if (std::find(names.begin(), names.end(), kName) != names.end())
      factory.Unregister(kName);
   else
      TMVA::Types::Instance().AddTypeMapping(TMVA::Types::kPyKeras, kName.c_str());
   pytmva_keras::SetFork(kName, pytmva_keras::Fork);
   return factory.Register(kName, Create);
}

const bool kRegistered = Register();

} // namespace
