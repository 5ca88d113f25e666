#include "python/Interrupts.h"

namespace pytmva_keras {

namespace {

/// What signal.getsignal calls SIG_IGN, an int, as nobody would compare a function with it.
bool IsIgnored(PyObject *handler)
{
   return PyLong_Check(handler) && PyLong_AsLong(handler) == reinterpret_cast<long>(SIG_IGN);
}

} // namespace

Interrupts::Interrupts() : fSignalModule(PyImport_ImportModule("signal"))
{
   sigaction(SIGINT, nullptr, &fOld);
   if (fSignalModule)
      fOldHandler = Ref(PyObject_CallMethod(fSignalModule.Get(), "getsignal", "i", SIGINT));
   if (fOldHandler && !IsIgnored(fOldHandler.Get())) {
      // Set even where Python has one already: ROOT may have put its own in front, behind Python's back.
      Ref handler = PyCallable_Check(fOldHandler.Get())
                       ? Ref::Borrowed(fOldHandler.Get())
                       : Ref(PyObject_GetAttrString(fSignalModule.Get(), "default_int_handler"));
      Ref done(handler ? PyObject_CallMethod(fSignalModule.Get(), "signal", "iO", SIGINT, handler.Get()) : nullptr);
      fActive = bool(done);
   }
   PyErr_Clear(); // off the main thread: ValueError
}

Interrupts::~Interrupts()
{
   if (!fActive)
      return;
   if (PyErr_CheckSignals()) // one that came after the last line of Python must not surface in a later call
      PyErr_Clear();
   if (fOldHandler.Get() != Py_None) {
      Ref done(PyObject_CallMethod(fSignalModule.Get(), "signal", "iO", SIGINT, fOldHandler.Get()));
      PyErr_Clear();
   }
   sigaction(SIGINT, &fOld, nullptr);
}

} // namespace pytmva_keras
