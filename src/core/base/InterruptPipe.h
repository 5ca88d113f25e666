#ifndef PYTMVA_base_InterruptPipe
#define PYTMVA_base_InterruptPipe

#include <csignal>

namespace TMVA {

/// While it lives, Ctrl-C does nothing but make a file descriptor readable, so that poll() can wait for it. One at a time.
/// An ignored SIGINT stays ignored.
class InterruptPipe {
public:
   InterruptPipe();
   ~InterruptPipe();
   InterruptPipe(const InterruptPipe &) = delete;
   InterruptPipe &operator=(const InterruptPipe &) = delete;

   int GetDescriptor() const { return fEnds[0]; }

private:
   int fEnds[2];
   struct sigaction fOld {};
};

} // namespace TMVA

#endif
