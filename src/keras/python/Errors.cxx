#include "python/Errors.h"

namespace {

using namespace pytmva_keras;

Ref TakePending()
{
#if PY_VERSION_HEX >= 0x030c0000
   return Ref(PyErr_GetRaisedException());
#else
   PyObject *type, *value, *traceback;
   PyErr_Fetch(&type, &value, &traceback);
   PyErr_NormalizeException(&type, &value, &traceback);
   if (value && traceback)
      PyException_SetTraceback(value, traceback);
   Py_XDECREF(type);
   Py_XDECREF(traceback);
   return Ref(value);
#endif
}

std::string StringOf(PyObject *object)
{
   Ref text(object ? PyObject_Str(object) : nullptr);
   const char *bytes = text ? PyUnicode_AsUTF8(text.Get()) : nullptr;
   if (!bytes)
      PyErr_Clear();
   return bytes ? bytes : "an error without a message";
}

std::string AttributeOf(PyObject *object, const char *name)
{
   Ref value(PyObject_GetAttrString(object, name));
   if (!value)
      PyErr_Clear();
   return value && PyUnicode_Check(value.Get()) ? StringOf(value.Get()) : "";
}

bool IsOurs(PyObject *exception)
{
   Ref module(PyImport_ImportModule("pytmva_keras.errors"));
   Ref base(module ? PyObject_GetAttrString(module.Get(), "PyTMVAKerasError") : nullptr);
   if (!base) {
      PyErr_Clear();
      return false;
   }
   return PyObject_IsInstance(exception, base.Get()) == 1;
}

std::string Executable()
{
   PyObject *path = PySys_GetObject("executable"); // borrowed
   return path && PyUnicode_Check(path) ? StringOf(path) : "python3";
}

/// What to do where `exception`, a ModuleNotFoundError, misses the package itself or what its import needs; "" if it misses
/// something else. (A missing Keras is reported by the package.)
std::string InstallHint(PyObject *exception)
{
   const std::string missing = AttributeOf(exception, "name");
   if (missing != "pytmva_keras" && missing != "numpy")
      return "";
   return "the Python that was used, " + Executable() + ", has no module \"" + missing + "\". Install it: " + Executable() +
          " -m pip install pytmva-keras (or set PYTMVA_PYTHON to a python that has it).";
}

std::string TracebackOf(PyObject *exception)
{
   Ref module(PyImport_ImportModule("traceback"));
   Ref lines(module ? PyObject_CallMethod(module.Get(), "format_exception", "O", exception) : nullptr);
   Ref empty(lines ? PyUnicode_FromString("") : nullptr);
   Ref text(empty ? PyUnicode_Join(empty.Get(), lines.Get()) : nullptr);
   if (text)
      return StringOf(text.Get());
   PyErr_Clear();
   return StringOf(exception);
}

} // namespace

void pytmva_keras::ThrowPending()
{
   Ref exception = TakePending();
   if (!exception)
      throw PythonError("Python reported an error without an exception.");
   if (PyErr_GivenExceptionMatches(exception.Get(), PyExc_KeyboardInterrupt))
      throw PythonError("interrupted (Ctrl-C).");
   if (IsOurs(exception.Get()))
      throw PythonError(StringOf(exception.Get()));
   if (PyErr_GivenExceptionMatches(exception.Get(), PyExc_ModuleNotFoundError)) {
      const std::string hint = InstallHint(exception.Get());
      if (!hint.empty())
         throw PythonError(hint);
   }
   throw PythonError("an error in Python:\n" + TracebackOf(exception.Get()));
}

std::string pytmva_keras::TextOf(PyObject *object)
{
   const char *bytes = PyUnicode_AsUTF8(object);
   if (!bytes)
      ThrowPending();
   return bytes;
}
