#ifndef PYTMVA_KERAS_Network
#define PYTMVA_KERAS_Network

#include <string>
#include <vector>

namespace pytmva_keras {

/// The values of one weight of a network.
struct WeightArray {
   std::string fName;
   std::string fDType;            ///< as numpy names it: "float32"
   std::vector<long long> fShape; ///< empty: a scalar
   std::string fBytes;            ///< row-major, little-endian
};

inline bool operator==(const WeightArray &a, const WeightArray &b)
{
   return a.fName == b.fName && a.fDType == b.fDType && a.fShape == b.fShape && a.fBytes == b.fBytes;
}

/// A trained network with all that is needed to make it anew. A plain value.
struct Network {
   std::string fArchitecture; ///< Keras's JSON configuration
   std::string fBackend;      ///< with which it was trained: "tensorflow", "jax", "torch", "theano"
   std::string fKerasVersion;
   int fNOutputs = 0;
   int fSignalOutput = 0; ///< which output is the response; 0 where there is one output
   std::vector<WeightArray> fArrays;

   std::string fNative;       ///< text for native::Network; empty where it has no native form
   std::string fWhyNotNative; ///< then why
   std::vector<WeightArray> fConstants; ///< arrays that the text counts behind fArrays
   std::vector<WeightArray> fSamples;   ///< "inputs" (n, variables) and "outputs" (n, outputs): what Keras responds
};

inline bool operator==(const Network &a, const Network &b)
{
   return a.fArchitecture == b.fArchitecture && a.fBackend == b.fBackend && a.fKerasVersion == b.fKerasVersion &&
          a.fNOutputs == b.fNOutputs && a.fSignalOutput == b.fSignalOutput && a.fArrays == b.fArrays &&
          a.fNative == b.fNative && a.fWhyNotNative == b.fWhyNotNative && a.fConstants == b.fConstants &&
          a.fSamples == b.fSamples;
}

} // namespace pytmva_keras

#endif
