#include "python/Interpreter.h"

#include "python/Bridge.h"
#include "python/Guards.h"

namespace {

bool gIsOurs = false;

/// Signals stay ROOT's (see Interrupts), arguments stay the program's.
PyStatus Initialize(const std::string &executable)
{
   PyConfig config;
   PyConfig_InitPythonConfig(&config);
   config.install_signal_handlers = 0;
   config.parse_argv = 0;
   char *arguments[] = {const_cast<char *>("")};
   PyStatus status = PyConfig_SetBytesString(&config, &config.program_name, executable.c_str());
   if (!PyStatus_Exception(status))
      status = PyConfig_SetBytesString(&config, &config.executable, executable.c_str());
   if (!PyStatus_Exception(status))
      status = PyConfig_SetBytesArgv(&config, 1, arguments);
   if (!PyStatus_Exception(status))
      status = Py_InitializeFromConfig(&config);
   PyConfig_Clear(&config);
   return status;
}

} // namespace

void pytmva_keras::StartInterpreter(const std::string &executable)
{
   if (Py_IsInitialized())
      return;
   const PyStatus status = Initialize(executable);
   if (PyStatus_Exception(status))
      throw PythonError("Python did not start as " + executable + ": " +
                        (status.err_msg ? status.err_msg : "no reason given") +
                        ". Does that python run on its own? Set PYTMVA_PYTHON to one that does.");
   PyEval_SaveThread(); // from here on, every call takes the GIL
   gIsOurs = true;
}

bool pytmva_keras::IsInterpreterOurs()
{
   return gIsOurs;
}

void pytmva_keras::FlushPython()
{
   for (const char *name : {"stdout", "stderr"}) {
      PyObject *stream = PySys_GetObject(name); // borrowed
      if (!stream || stream == Py_None)
         continue;
      Ref done(PyObject_CallMethod(stream, "flush", nullptr));
      if (!done)
         PyErr_Clear();
   }
}
