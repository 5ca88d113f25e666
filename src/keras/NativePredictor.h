#ifndef PYTMVA_KERAS_NativePredictor
#define PYTMVA_KERAS_NativePredictor

#include "Network.h"
#include "native/Network.h"
#include "python/Bridge.h"

#include <memory>
#include <stdexcept>

namespace pytmva_keras {

/// The network cannot be applied without Python; what() says why.
class NotNative : public std::runtime_error {
public:
   using std::runtime_error::runtime_error;
};

/// The arrays that the native text numbers. Views into `network`.
std::vector<native::ArrayView> ViewsOf(const Network &network);

/// The network in plain C++, after it has given Keras's responses to the samples. Throws NotNative.
std::unique_ptr<Predictor> MakeNativePredictor(const Network &network);

/// For a network that has a native form: throws std::runtime_error where Keras, too, does not give the samples' responses.
void CheckNotDamaged(Predictor &keras, const Network &network);

} // namespace pytmva_keras

#endif
