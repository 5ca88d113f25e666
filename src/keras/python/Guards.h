#ifndef PYTMVA_KERAS_Guards
#define PYTMVA_KERAS_Guards

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <utility>

namespace pytmva_keras {

/// Holds the GIL; may be nested, on any thread.
class Gil {
public:
   Gil() : fState(PyGILState_Ensure()) {}
   ~Gil() { PyGILState_Release(fState); }
   Gil(const Gil &) = delete;
   Gil &operator=(const Gil &) = delete;

private:
   PyGILState_STATE fState;
};

/// Owns one reference, which may be nullptr. The GIL must be held when that changes.
class Ref {
public:
   Ref() = default;
   explicit Ref(PyObject *owned) : fObject(owned) {}
   static Ref Borrowed(PyObject *object)
   {
      Py_XINCREF(object);
      return Ref(object);
   }
   Ref(Ref &&other) noexcept : fObject(std::exchange(other.fObject, nullptr)) {}
   Ref &operator=(Ref &&other) noexcept
   {
      std::swap(fObject, other.fObject);
      return *this;
   }
   ~Ref() { Py_XDECREF(fObject); }

   PyObject *Get() const { return fObject; }
   explicit operator bool() const { return fObject; }
   /// Gives the reference away.
   PyObject *Release() { return std::exchange(fObject, nullptr); }

private:
   PyObject *fObject = nullptr;
};

/// Destroys `object`, which owns references, under the GIL. At the end of a PyROOT process the interpreter may be gone
/// before the methods are: then its memory is gone too, and the references are only forgotten.
template <class T>
void DestroyUnderGil(T &object)
{
   if (Py_IsInitialized()) {
      Gil gil;
      T dropped = std::move(object);
   } else {
      new T(std::move(object)); // leaked on purpose: its destructor must not run
   }
}

} // namespace pytmva_keras

#endif
