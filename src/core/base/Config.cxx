#include "TMVA/Config.h"

#include "base/Singleton.h"

#include <unistd.h>

namespace {

TMVA::Singleton<TMVA::Config> gInstance;

} // namespace

TMVA::Config::Config() : fUseColoredConsole(isatty(STDOUT_FILENO)) {}

TMVA::Config &TMVA::Config::Instance()
{
   return gInstance.Get([] { return new Config; });
}

void TMVA::Config::DestroyInstance()
{
   delete gInstance.Release();
}

TMVA::Config &TMVA::gConfig()
{
   return Config::Instance();
}
