#include "python/StreamReader.h"

#include "python/Errors.h"
#include "python/Matrix.h"

namespace pytmva_keras {

PyObject *StreamReader::Read(PyObject *capsule, PyObject *arrays)
{
   auto *reader = static_cast<StreamReader *>(PyCapsule_GetPointer(capsule, nullptr));
   PyObject *inputs = nullptr, *targets = nullptr, *weights = nullptr;
   if (!reader || !PyArg_ParseTuple(arrays, "OOO", &inputs, &targets, &weights))
      return nullptr;
   try {
      const auto matrix = [](PyObject *array) { return Matrix(Ref::Borrowed(array), "an array to be filled", true); };
      const Matrix x = matrix(inputs), y = matrix(targets), w = matrix(weights);
      reader->fStream.fRead({x.View(), y.View(), w.View()});
   } catch (const std::exception &error) {
      reader->fError = std::current_exception();
      PyErr_SetString(PyExc_RuntimeError, error.what());
      return nullptr;
   }
   Py_RETURN_NONE;
}

Ref StreamReader::MakeTuple()
{
   static PyMethodDef read = {"read", Read, METH_VARARGS, "Fill three arrays with the next events of the trees."};
   const Ref capsule = Checked(PyCapsule_New(this, nullptr, nullptr));
   const Ref function = Checked(PyCFunction_New(&read, capsule.Get()));
   return Checked(Py_BuildValue("LLO", fStream.fNEvents, fStream.fWindow, function.Get()));
}

} // namespace pytmva_keras
