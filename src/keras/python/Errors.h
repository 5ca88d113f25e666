#ifndef PYTMVA_KERAS_Errors
#define PYTMVA_KERAS_Errors

#include "python/Bridge.h"
#include "python/Guards.h"

namespace pytmva_keras {

/// Turns the pending Python exception into a C++ one and clears it. The GIL must be held.
[[noreturn]] void ThrowPending();

/// The new reference that a call of the C API returned; throws the pending exception where it is nullptr.
inline Ref Checked(PyObject *owned)
{
   if (!owned)
      ThrowPending();
   return Ref(owned);
}

/// Text of a str; throws for anything else.
std::string TextOf(PyObject *object);

} // namespace pytmva_keras

#endif
