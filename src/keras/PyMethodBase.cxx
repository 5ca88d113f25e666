#include "TMVA/PyMethodBase.h"

#include "PythonLibrary.h"

#include "TMVA/MsgLogger.h"

namespace {

/// A PythonError becomes a fatal message, as for methods.
template <class Function>
void Guarded(const char *call, Function function)
{
   std::string message;
   try {
      return function();
   } catch (const pytmva_keras::PythonError &error) {
      message = error.what();
   }
   TMVA::MsgLogger(std::string("PyMethodBase")) << TMVA::kFATAL << call << ": " << message << TMVA::Endl;
}

} // namespace

void TMVA::PyMethodBase::PyInitialize()
{
   Guarded("PyInitialize", [] { pytmva_keras::GetBridge(); });
}

int TMVA::PyMethodBase::PyIsInitialized()
{
   return pytmva_keras::IsPythonRunning();
}

void TMVA::PyMethodBase::PyFinalize() {}

TString TMVA::Python_Executable()
{
   TString path;
   Guarded("Python_Executable", [&] { path = pytmva_keras::FindPython(); });
   return path;
}
