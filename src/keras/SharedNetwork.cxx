#include "SharedNetwork.h"

#include "NativePredictor.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <mutex>
#include <stdexcept>
#include <vector>

namespace {

using pytmva_keras::WeightArray;
namespace native = pytmva_keras::native;

// Relative to outputs above 1. Sums in another order differ by 1e-7 a step, a network that was misunderstood by far more;
// a GPU that rounds to 10 bits by less than a damaged network.
constexpr float kTolerance = 1e-4f, kDamage = 1e-2f;

/// The network cannot be applied without Python; what() says why.
class NotNative : public std::runtime_error {
public:
   using std::runtime_error::runtime_error;
};

std::vector<float> Floats(const WeightArray &array)
{
   std::vector<float> values(array.fBytes.size() / sizeof(float));
   std::memcpy(values.data(), array.fBytes.data(), values.size() * sizeof(float));
   return values;
}

/// Whether there are samples, of `inputs` and the network's outputs.
bool HasSamples(const pytmva_keras::Network &network, std::size_t inputs)
{
   if (network.fSamples.size() != 2)
      return false;
   const std::size_t event = inputs * sizeof(float), response = network.fNOutputs * sizeof(float);
   const std::size_t events = network.fSamples[0].fBytes.size() / event;
   return events && network.fSamples[0].fBytes.size() == events * event &&
          network.fSamples[1].fBytes.size() == events * response;
}

/// Applies the network to the samples, `block` at a time. Says which response is not Keras's; "" where all are.
std::string FindMismatch(pytmva_keras::Predictor &predictor, const pytmva_keras::Network &network, std::size_t block,
                         float tolerance)
{
   const std::vector<float> inputs = Floats(network.fSamples[0]), expected = Floats(network.fSamples[1]);
   const std::size_t outputs = network.fNOutputs, events = expected.size() / outputs, columns = inputs.size() / events;
   for (std::size_t first = 0; first < events; first += block) {
      const std::size_t rows = std::min(block, events - first);
      std::copy_n(&inputs[first * columns], rows * columns, predictor.Inputs(rows).fData);
      const pytmva_keras::MatrixView found = predictor.Evaluate();
      for (std::size_t i = 0; i < rows * outputs; ++i) {
         const float wanted = expected[first * outputs + i];
         if (!(std::abs(found.fData[i] - wanted) <= tolerance * (1 + std::abs(wanted))))
            return "responds " + std::to_string(found.fData[i]) + " where Keras responded " + std::to_string(wanted);
      }
   }
   return "";
}

native::Network MakeNative(const pytmva_keras::Network &network)
{
   if (network.fNative.empty())
      throw NotNative(network.fWhyNotNative.empty() ? "its file is of an older version" : network.fWhyNotNative);
   native::Network made(network.fNative, pytmva_keras::ViewsOf(network));
   if (!HasSamples(network, made.GetNInputs()) || made.GetNOutputs() != std::size_t(network.fNOutputs))
      throw NotNative("it has no samples to be checked with, or those of another network");
   pytmva_keras::NativePredictor predictor(made);
   for (const std::size_t block : {network.fSamples[0].fBytes.size(), std::size_t{1}}) // all, and event by event
      if (const std::string mismatch = FindMismatch(predictor, network, block, kTolerance); !mismatch.empty())
         throw NotNative("its native form " + mismatch);
   return made;
}

} // namespace

std::vector<native::ArrayView> pytmva_keras::ViewsOf(const Network &network)
{
   std::vector<native::ArrayView> views;
   for (const auto *arrays : {&network.fArrays, &network.fConstants})
      for (const WeightArray &array : *arrays)
         views.push_back({array.fName, array.fDType, array.fBytes});
   return views;
}

void pytmva_keras::SharedNetwork::CheckNotDamaged(Predictor &keras) const
{
   if (fStored.fNative.empty() || !HasSamples(fStored, keras.Inputs(1).fColumns))
      return;
   const std::string mismatch = FindMismatch(keras, fStored, fStored.fSamples[0].fBytes.size(), kDamage);
   if (!mismatch.empty())
      throw std::runtime_error("the network " + mismatch +
                               " when it was trained: the weights were changed since. Restore the file, or train again");
}

pytmva_keras::SharedNetwork::SharedNetwork(Network network) : fStored(std::move(network))
{
   try {
      fNative = MakeNative(fStored);
   } catch (const NotNative &reason) {
      fWhyNotNative = reason.what();
   } catch (const native::NetworkError &error) {
      fWhyNotNative = error.what();
   } catch (const std::out_of_range &error) { // a sample that the network refuses
      fWhyNotNative = error.what();
   }
}

std::shared_ptr<const pytmva_keras::SharedNetwork> pytmva_keras::SharedNetwork::Get(Network network)
{
   static std::mutex mutex;
   static std::vector<std::weak_ptr<const SharedNetwork>> known;
   const std::lock_guard<std::mutex> lock(mutex); // while one is made, too: another thread may read the same file
   known.erase(std::remove_if(known.begin(), known.end(), [](const auto &entry) { return entry.expired(); }), known.end());
   for (const auto &entry : known)
      if (auto shared = entry.lock(); shared && shared->GetStored() == network)
         return shared;
   std::shared_ptr<const SharedNetwork> made(new SharedNetwork(std::move(network)));
   known.push_back(made);
   return made;
}
