#ifndef PYTMVA_KERAS_NativePredictor
#define PYTMVA_KERAS_NativePredictor

#include "native/Network.h"
#include "python/Bridge.h"

#include <vector>

namespace pytmva_keras {

/// A network in plain C++, which must outlive it.
class NativePredictor : public Predictor {
public:
   /// threads: that Evaluate() may take for many events.
   explicit NativePredictor(const native::Network &network, std::size_t threads = 1) : fNetwork(network), fThreads(threads) {}

   MatrixView Inputs(std::size_t rows) override;
   MatrixView Evaluate() override;
   void Apply(const float *inputs, std::size_t rows, float *outputs) const override;

private:
   const native::Network &fNetwork;
   std::size_t fThreads;
   native::Workspace fWorkspace;
   std::vector<float> fInputs, fOutputs;
   std::size_t fRows = 0;
};

} // namespace pytmva_keras

#endif
