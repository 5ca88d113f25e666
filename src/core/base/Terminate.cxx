#include "TMVA/MsgLogger.h"

#include "TApplication.h"

#include <cstdlib>
#include <exception>
#include <iostream>
#include <unistd.h>

// root.exe catches no exception of a macro: the default handler would abort with a stack dump (exit code 134). An error that
// a user can mend has said what is wrong; it ends the process with exit code 1 instead.
namespace {

std::terminate_handler gPrevious = nullptr;

[[noreturn]] void EndWithMessage()
{
   try {
      if (std::current_exception())
         std::rethrow_exception(std::current_exception());
   } catch (const TMVA::FatalError &) { // its message is on the screen
      std::cout.flush();
      std::cerr.flush();
      _exit(1);
   } catch (...) {
   }
   gPrevious();
   std::abort();
}

struct Installer {
   Installer()
   {
      gPrevious = std::set_terminate(EndWithMessage);
   }
} gInstaller;

} // namespace
