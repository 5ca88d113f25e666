#ifndef PYTMVA_KERAS_NetworkXml
#define PYTMVA_KERAS_NetworkXml

#include "Network.h"

/// \file
/// The <Weights> node of a weight file, which is all that is needed to apply the network:
///
///     <Weights Format="1" Backend="tensorflow" KerasVersion="3.15.1" NOutputs="2" SignalOutput="0">
///       <Architecture>base64 of Keras's JSON configuration</Architecture>
///       <Native>base64 of the text for native::Network</Native>     or <Native Missing="why there is none"/>
///       <Array Name="dense/kernel" DType="float32" Shape="7,64">base64 of the values, little-endian</Array>
///       ...
///       <Constant .../> ...                                         arrays that the text counts behind the others
///       <Sample Name="inputs" .../> <Sample Name="outputs" .../>    what Keras responds
///     </Weights>
///
/// More than a megabyte of base64 is spread over nodes <Part>. Arrays of more than 64 megabytes together lie one after the
/// other in a file beside the weight file, which <Weights File="job_nn.weights.nn.bin"> names: its arrays have no content.
namespace pytmva_keras {

constexpr std::size_t kMostBytesInXml = 64 << 20;

/// Adds the node to `parent`, the node of the method in a weight file. Arrays of more than `mostBytes` go to the file
/// `beside`, in the weight file's directory. Throws std::runtime_error where that cannot be written.
void WriteNetwork(const Network &network, void *parent, const std::string &beside, std::size_t mostBytes = kMostBytesInXml);
/// Reads it back from the weight file `path`. Throws std::runtime_error that says what is wrong with which part.
Network ReadNetwork(void *weightsNode, const std::string &path);

} // namespace pytmva_keras

#endif
