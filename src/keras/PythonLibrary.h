#ifndef PYTMVA_KERAS_PythonLibrary
#define PYTMVA_KERAS_PythonLibrary

#include "python/Bridge.h"

#include <sys/types.h>

namespace pytmva_keras {

/// The door to Python, opened on first use: in the interpreter that runs already (PyROOT), else in one that is started
/// from libpython. Which one: $PYTMVA_PYTHON, else <prefix>/bin/python of the environment that holds this library, else
/// python3.x on $PATH. Throws PythonError that says what is missing. May be called from any thread.
Bridge &GetBridge();

/// Whether an interpreter runs in this process, whoever started it.
bool IsPythonRunning();

/// Path of the python that GetBridge would start. Throws PythonError.
std::string FindPython();

/// fork(), after which networks can be trained in the new process. Throws PythonError.
pid_t Fork();

} // namespace pytmva_keras

#endif
