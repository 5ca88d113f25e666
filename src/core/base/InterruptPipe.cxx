#include "base/InterruptPipe.h"

#include "TMVA/MsgLogger.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace TMVA {
namespace {

int gWriteEnd = -1; // where the handler writes: all that a handler may do

void OnInterrupt(int)
{
   const int error = errno;
   [[maybe_unused]] const auto written = write(gWriteEnd, "", 1);
   errno = error;
}

} // namespace

InterruptPipe::InterruptPipe()
{
   if (pipe2(fEnds, O_CLOEXEC | O_NONBLOCK) != 0)
      throw FatalError(std::string("A pipe cannot be made: ") + std::strerror(errno));
   gWriteEnd = fEnds[1];
   sigaction(SIGINT, nullptr, &fOld);
   if (fOld.sa_handler == SIG_IGN)
      return;
   struct sigaction ours {};
   ours.sa_handler = OnInterrupt;
   sigaction(SIGINT, &ours, nullptr);
}

InterruptPipe::~InterruptPipe()
{
   sigaction(SIGINT, &fOld, nullptr);
   gWriteEnd = -1;
   close(fEnds[0]);
   close(fEnds[1]);
}

} // namespace TMVA
