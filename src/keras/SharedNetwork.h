#ifndef PYTMVA_KERAS_SharedNetwork
#define PYTMVA_KERAS_SharedNetwork

#include "Network.h"
#include "native/Network.h"
#include "python/Bridge.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace pytmva_keras {

/// The arrays that the native text numbers. Views into `network`.
std::vector<native::ArrayView> ViewsOf(const Network &network);

/// A network of a weight file, also in the form in which it is applied natively, where it has one. Immutable: all methods of
/// the process that hold the same network share it, in any number of threads.
class SharedNetwork {
public:
   /// The one that equals `network`: that of another method, else a new one. By content and not by path: a file may be
   /// written again, or copied, while its network is in use.
   static std::shared_ptr<const SharedNetwork> Get(Network network);

   const Network &GetStored() const { return fStored; }
   /// nullptr where only Keras can apply it; after it has given Keras's responses to the samples.
   const native::Network *GetNative() const { return fNative ? &*fNative : nullptr; }
   const std::string &WhyNotNative() const { return fWhyNotNative; } ///< why there is none
   /// Throws std::runtime_error where Keras too, given a network that has a native form, responds to the samples as it never
   /// did.
   void CheckNotDamaged(Predictor &keras) const;

private:
   explicit SharedNetwork(Network network);

   const Network fStored;
   std::optional<native::Network> fNative;
   std::string fWhyNotNative;
};

} // namespace pytmva_keras

#endif
