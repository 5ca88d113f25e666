#ifndef PYTMVA_KERAS_native_Error
#define PYTMVA_KERAS_native_Error

#include <stdexcept>

namespace pytmva_keras::native {

/// A network that cannot be loaded: damaged, hostile, or of a newer version. The message says which line, what was expected
/// and what came.
class NetworkError : public std::runtime_error {
public:
   using std::runtime_error::runtime_error;
};

} // namespace pytmva_keras::native

#endif
