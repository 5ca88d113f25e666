#include "NativePredictor.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace {

using pytmva_keras::MatrixView;
using pytmva_keras::NotNative;
using pytmva_keras::WeightArray;

// Relative to outputs above 1. Sums in another order differ by 1e-7 a step, a network that was misunderstood by far more;
// a GPU that rounds to 10 bits by less than a damaged network.
constexpr float kTolerance = 1e-4f, kDamage = 1e-2f;

class NativePredictor : public pytmva_keras::Predictor {
public:
   explicit NativePredictor(pytmva_keras::native::Network network) : fNetwork(std::move(network)) {}

   MatrixView Inputs(std::size_t rows) override
   {
      fRows = rows;
      fInputs.resize(rows * fNetwork.GetNInputs());
      fOutputs.resize(rows * fNetwork.GetNOutputs());
      return {fInputs.data(), rows, fNetwork.GetNInputs()};
   }

   MatrixView Evaluate() override
   {
      if (fRows == 1)
         fNetwork.Apply(fInputs.data(), fOutputs.data(), fWorkspace);
      else
         fNetwork.Apply(fInputs.data(), fRows, fOutputs.data(), fWorkspace);
      return {fOutputs.data(), fRows, fNetwork.GetNOutputs()};
   }

private:
   pytmva_keras::native::Network fNetwork;
   pytmva_keras::native::Workspace fWorkspace;
   std::vector<float> fInputs, fOutputs;
   std::size_t fRows = 0;
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
      const MatrixView found = predictor.Evaluate();
      for (std::size_t i = 0; i < rows * outputs; ++i) {
         const float wanted = expected[first * outputs + i];
         if (!(std::abs(found.fData[i] - wanted) <= tolerance * (1 + std::abs(wanted))))
            return "responds " + std::to_string(found.fData[i]) + " where Keras responded " + std::to_string(wanted);
      }
   }
   return "";
}

void Check(NativePredictor &predictor, const pytmva_keras::Network &network)
{
   const MatrixView inputs = predictor.Inputs(1);
   if (!HasSamples(network, inputs.fColumns) || predictor.Evaluate().fColumns != std::size_t(network.fNOutputs))
      throw NotNative("it has no samples to be checked with, or those of another network");
   for (const std::size_t block : {network.fSamples[0].fBytes.size(), std::size_t{1}}) // all, and event by event
      if (const std::string mismatch = FindMismatch(predictor, network, block, kTolerance); !mismatch.empty())
         throw NotNative("its native form " + mismatch);
}

} // namespace

std::vector<pytmva_keras::native::ArrayView> pytmva_keras::ViewsOf(const Network &network)
{
   std::vector<native::ArrayView> views;
   for (const auto *arrays : {&network.fArrays, &network.fConstants})
      for (const WeightArray &array : *arrays)
         views.push_back({array.fName, array.fDType, array.fBytes});
   return views;
}

std::unique_ptr<pytmva_keras::Predictor> pytmva_keras::MakeNativePredictor(const Network &network)
{
   if (network.fNative.empty())
      throw NotNative(network.fWhyNotNative.empty() ? "its file is of an older version" : network.fWhyNotNative);
   try {
      auto predictor = std::make_unique<NativePredictor>(native::Network(network.fNative, ViewsOf(network)));
      Check(*predictor, network);
      return predictor;
   } catch (const native::NetworkError &error) {
      throw NotNative(error.what());
   } catch (const std::out_of_range &error) {
      throw NotNative(error.what());
   }
}

void pytmva_keras::CheckNotDamaged(Predictor &keras, const Network &network)
{
   if (network.fNative.empty() || !HasSamples(network, keras.Inputs(1).fColumns))
      return;
   const std::string mismatch = FindMismatch(keras, network, network.fSamples[0].fBytes.size(), kDamage);
   if (!mismatch.empty())
      throw std::runtime_error("the network " + mismatch +
                               " when it was trained: the weights were changed since. Restore the file, or train again");
}
