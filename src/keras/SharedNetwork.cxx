#include "SharedNetwork.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <mutex>
#include <stdexcept>
#include <vector>

namespace {

using pytmva_keras::WeightArray;
namespace native = pytmva_keras::native;

/// Relative to outputs above 1. Sums in another order differ by 1e-7 a step, a network that was misunderstood by far more.
constexpr float kTolerance = 1e-4f;

/// The network cannot be applied without Python; what() says why.
class NotNative : public std::runtime_error {
public:
   using std::runtime_error::runtime_error;
};

std::vector<native::ArrayView> Views(const pytmva_keras::Network &network)
{
   std::vector<native::ArrayView> views;
   for (const auto *arrays : {&network.fArrays, &network.fConstants})
      for (const WeightArray &array : *arrays)
         views.push_back({array.fName, array.fDType, array.fShape, array.fBytes});
   return views;
}

std::vector<float> Floats(const WeightArray &array)
{
   std::vector<float> values(array.fBytes.size() / sizeof(float));
   std::memcpy(values.data(), array.fBytes.data(), values.size() * sizeof(float));
   return values;
}

/// Applies the network to the samples, in one go and event by event.
void Check(const native::Network &network, const std::vector<WeightArray> &samples)
{
   if (samples.size() != 2)
      throw NotNative("it has no samples to be checked with");
   const std::vector<float> inputs = Floats(samples[0]), expected = Floats(samples[1]);
   const std::size_t columns = network.GetNInputs(), outputs = network.GetNOutputs();
   const std::size_t rows = inputs.size() / columns;
   if (rows == 0 || inputs.size() != rows * columns || expected.size() != rows * outputs)
      throw NotNative("its samples are of another network");
   std::vector<float> atOnce(expected.size()), oneByOne(expected.size());
   native::Workspace workspace;
   network.Apply(inputs.data(), rows, atOnce.data(), workspace);
   for (std::size_t row = 0; row < rows; ++row)
      network.Apply(&inputs[row * columns], &oneByOne[row * outputs], workspace);
   for (const auto *found : {&atOnce, &oneByOne})
      for (std::size_t i = 0; i < expected.size(); ++i)
         if (!(std::abs((*found)[i] - expected[i]) <= kTolerance * (1 + std::abs(expected[i]))))
            throw NotNative("it responds " + std::to_string((*found)[i]) + " where Keras responds " +
                            std::to_string(expected[i]));
}

native::Network MakeNative(const pytmva_keras::Network &network)
{
   if (network.fNative.empty())
      throw NotNative(network.fWhyNotNative.empty() ? "its file is of an older version" : network.fWhyNotNative);
   native::Network made(network.fNative, Views(network));
   Check(made, network.fSamples);
   return made;
}

} // namespace

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
