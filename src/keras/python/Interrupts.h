#ifndef PYTMVA_KERAS_Interrupts
#define PYTMVA_KERAS_Interrupts

#include "python/Guards.h"

#include <csignal>

namespace pytmva_keras {

/// While it lives, Ctrl-C raises KeyboardInterrupt in the Python code that runs, instead of going to ROOT's handler.
/// A handler that the user's Python has installed stays, and so does an ignored SIGINT. Does nothing off Python's main
/// thread. The GIL must be held.
class Interrupts {
public:
   Interrupts();
   ~Interrupts();
   Interrupts(const Interrupts &) = delete;
   Interrupts &operator=(const Interrupts &) = delete;

private:
   struct sigaction fOld {};
   Ref fSignalModule;
   Ref fOldHandler;
   bool fActive = false;
};

} // namespace pytmva_keras

#endif
