#include "TMVA/Config.h"

#include <unistd.h>

namespace {

TMVA::Config *gInstance = nullptr;

} // namespace

TMVA::Config::Config() : fUseColoredConsole(isatty(STDOUT_FILENO)) {}

TMVA::Config &TMVA::Config::Instance()
{
   if (!gInstance)
      gInstance = new Config;
   return *gInstance;
}

void TMVA::Config::DestroyInstance()
{
   delete gInstance;
   gInstance = nullptr;
}

TMVA::Config &TMVA::gConfig()
{
   return Config::Instance();
}
