#ifndef PYTMVA_KERAS_NetworkXml
#define PYTMVA_KERAS_NetworkXml

#include "Network.h"

/// \file
/// The <Weights> node of a weight file, which is all that is needed to apply the network:
///
///     <Weights Format="1" Backend="tensorflow" KerasVersion="3.15.1" NOutputs="2" SignalOutput="0">
///       <Architecture>base64 of Keras's JSON configuration</Architecture>
///       <Array Name="dense/kernel" DType="float32" Shape="7,64">base64 of the values, little-endian</Array>
///       ...
///     </Weights>
namespace pytmva_keras {

/// Adds the node to `parent`, the node of the method.
void WriteNetwork(const Network &network, void *parent);
/// Reads it back. Throws std::runtime_error that says what is wrong with which part.
Network ReadNetwork(void *weightsNode);

} // namespace pytmva_keras

#endif
