#ifndef PYTMVA_KERAS_Interpreter
#define PYTMVA_KERAS_Interpreter

#include <string>

namespace pytmva_keras {

/// Starts an interpreter that takes `executable` for its own (so that sys.prefix and site-packages are that venv's), unless
/// one runs already. It is never finalised: Python's extension modules do not survive that, and ROOT may still hold them.
/// Throws PythonError.
void StartInterpreter(const std::string &executable);

/// Whether StartInterpreter started it: then no thread keeps the GIL outside of our calls.
bool IsInterpreterOurs();

/// Writes out what Python has buffered, so that its lines and those of C++ keep their order. The GIL must be held.
void FlushPython();

} // namespace pytmva_keras

#endif
