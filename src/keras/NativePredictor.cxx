#include "NativePredictor.h"

#include <cmath>
#include <cstdint>
#include <cstring>

namespace {

using pytmva_keras::MatrixView;
using pytmva_keras::NotNative;
using pytmva_keras::WeightArray;

/// Relative to outputs above 1. Sums in another order differ by 1e-7 a step, a network that was misunderstood by far more.
constexpr float kTolerance = 1e-4f;

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

/// Applies the network to the samples, in one go and event by event.
void Check(NativePredictor &predictor, const pytmva_keras::Network &network)
{
   if (network.fSamples.size() != 2)
      throw NotNative("it has no samples to be checked with");
   const std::vector<float> inputs = Floats(network.fSamples[0]), expected = Floats(network.fSamples[1]);
   const std::size_t columns = predictor.Inputs(1).fColumns, outputs = predictor.Evaluate().fColumns;
   const std::size_t rows = inputs.size() / columns;
   if (rows == 0 || inputs.size() != rows * columns || expected.size() != rows * outputs)
      throw NotNative("its samples are of another network");
   for (const std::size_t block : {rows, std::size_t{1}})
      for (std::size_t first = 0; first < rows; first += block) {
         std::memcpy(predictor.Inputs(block).fData, &inputs[first * columns], block * columns * sizeof(float));
         const MatrixView found = predictor.Evaluate();
         for (std::size_t i = 0; i < block * outputs; ++i) {
            const float wanted = expected[first * outputs + i];
            if (!(std::abs(found.fData[i] - wanted) <= kTolerance * (1 + std::abs(wanted))))
               throw NotNative("it responds " + std::to_string(found.fData[i]) + " where Keras responds " +
                               std::to_string(wanted));
         }
      }
}

} // namespace

std::vector<pytmva_keras::native::ArrayView> pytmva_keras::ViewsOf(const Network &network)
{
   std::vector<native::ArrayView> views;
   for (const auto *arrays : {&network.fArrays, &network.fConstants})
      for (const WeightArray &array : *arrays)
         views.push_back({array.fName, array.fDType, array.fShape, array.fBytes});
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
