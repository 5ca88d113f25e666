#include "TMVA/MsgLogger.h"

#include "TApplication.h"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <unistd.h>

// root.exe catches no exception of a macro that it was started with: it would abort with a stack dump and exit code 134. An
// error that the user can mend ends the process with its message and exit code 1 instead. Programs that have a handler of
// their own keep it, and what is no error of ours goes the usual way there.
namespace {

/// Ends at once: destructors and exit handlers do not expect to run while an exception is in the air.
[[noreturn]] void EndProcess()
{
   std::cout.flush();
   std::cerr.flush();
   std::fflush(nullptr);
   _exit(1);
}

bool IsRootExe()
{
   return gApplication && gApplication->InheritsFrom("TRint");
}

[[noreturn]] void EndWithMessage()
{
   try {
      if (std::current_exception())
         throw;
   } catch (const TMVA::FatalError &) { // its message is on the screen
      EndProcess();
   } catch (const std::exception &error) {
      if (IsRootExe()) {
         std::cerr << "Error: " << error.what() << std::endl;
         EndProcess();
      }
   } catch (...) { // for the usual handler
   }
   __gnu_cxx::__verbose_terminate_handler();
   std::abort();
}

[[maybe_unused]] const bool gInstalled = [] {
   const bool isFree = std::get_terminate() == __gnu_cxx::__verbose_terminate_handler;
   if (isFree)
      std::set_terminate(EndWithMessage);
   return isFree;
}();

} // namespace
