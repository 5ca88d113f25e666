#ifndef PYTMVA_KERAS_StreamReader
#define PYTMVA_KERAS_StreamReader

#include "python/Bridge.h"
#include "python/Guards.h"

#include <exception>

namespace pytmva_keras {

/// What Python calls to have arrays filled with the next events of a stream, as streaming.Stream in Python wants it. The GIL
/// must be held. Python may keep the function, but must not call it when this object is gone.
class StreamReader {
public:
   explicit StreamReader(const Stream &stream) : fStream(stream) {}

   /// (events, window, read).
   Ref MakeTuple();
   /// Throws again what a call has thrown.
   void Rethrow() const
   {
      if (fError)
         std::rethrow_exception(fError);
   }

private:
   static PyObject *Read(PyObject *capsule, PyObject *arrays);

   const Stream &fStream;
   std::exception_ptr fError;
};

} // namespace pytmva_keras

#endif
