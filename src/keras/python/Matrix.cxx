#include "python/Matrix.h"

#include "python/Errors.h"

#include <cstring>

namespace pytmva_keras {

Matrix::Matrix(Ref array, const char *what, bool writable)
{
   const int flags = PyBUF_C_CONTIGUOUS | PyBUF_FORMAT | (writable ? PyBUF_WRITABLE : 0);
   if (PyObject_GetBuffer(array.Get(), &fBuffer, flags))
      ThrowPending();
   if (fBuffer.ndim != 2 || !fBuffer.format || std::strcmp(fBuffer.format, "f")) {
      const std::string format = fBuffer.format ? fBuffer.format : "B";
      const int dimensions = fBuffer.ndim;
      PyBuffer_Release(&fBuffer);
      throw PythonError(std::string(what) + ": expected a two-dimensional float32 array from Python, got " +
                        std::to_string(dimensions) + " dimensions of type \"" + format + "\".");
   }
   fArray = std::move(array);
}

Matrix::Matrix(Matrix &&other) noexcept : fArray(std::move(other.fArray)), fBuffer(std::exchange(other.fBuffer, {})) {}

Matrix &Matrix::operator=(Matrix &&other) noexcept
{
   std::swap(fArray, other.fArray);
   std::swap(fBuffer, other.fBuffer);
   return *this;
}

Matrix::~Matrix()
{
   if (fArray)
      PyBuffer_Release(&fBuffer);
}

MatrixView Matrix::View() const
{
   if (!fArray)
      return {};
   return {static_cast<float *>(fBuffer.buf), static_cast<std::size_t>(fBuffer.shape[0]),
           static_cast<std::size_t>(fBuffer.shape[1])};
}

} // namespace pytmva_keras
