#ifndef PYTMVA_KERAS_Matrix
#define PYTMVA_KERAS_Matrix

#include "python/Bridge.h"
#include "python/Guards.h"

namespace pytmva_keras {

/// A float32 numpy array (rows, columns) whose memory C++ reads or fills. Python owns the memory, so that Python may keep
/// the array; it is locked against resizing while this object lives. The GIL must be held for all but View().
class Matrix {
public:
   Matrix() = default;
   /// Throws PythonError where `array` is not a C-contiguous two-dimensional float32 array; `what` names it.
   Matrix(Ref array, const char *what, bool writable);
   Matrix(Matrix &&other) noexcept;
   Matrix &operator=(Matrix &&other) noexcept;
   ~Matrix();

   MatrixView View() const;
   PyObject *Array() const { return fArray.Get(); }
   explicit operator bool() const { return bool(fArray); }

private:
   Ref fArray;
   Py_buffer fBuffer{};
};

} // namespace pytmva_keras

#endif
