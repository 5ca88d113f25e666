#include "NetworkXml.h"

#include "Base64.h"

#include "TMVA/Tools.h"

#include "TString.h"

#include <cstdlib>
#include <sstream>
#include <stdexcept>

using TMVA::gTools;

namespace {

// Written into weight files: never give a number a second meaning.
constexpr int kFormat = 1;

std::string JoinShape(const std::vector<long long> &shape)
{
   std::string text;
   for (long long n : shape)
      text += (text.empty() ? "" : ",") + std::to_string(n);
   return text;
}

std::vector<long long> SplitShape(const std::string &text)
{
   std::vector<long long> shape;
   std::istringstream stream(text);
   for (std::string part; std::getline(stream, part, ',');) {
      char *end = nullptr;
      const long long n = std::strtoll(part.c_str(), &end, 10);
      if (part.empty() || *end || n < 0)
         throw std::invalid_argument("its Shape=\"" + text + "\" is no list of sizes");
      shape.push_back(n);
   }
   return shape;
}

/// Bytes of one element of a numpy type such as "float32": the number at its end, in bits ("bool" has none, and one byte).
std::size_t ElementSize(const std::string &dtype)
{
   const auto digits = dtype.find_first_of("0123456789");
   return digits == std::string::npos ? 1 : std::strtoul(dtype.c_str() + digits, nullptr, 10) / 8;
}

void CheckSize(const pytmva_keras::WeightArray &array)
{
   std::size_t expected = ElementSize(array.fDType);
   for (long long n : array.fShape)
      expected *= n;
   if (array.fBytes.size() != expected)
      throw std::invalid_argument("its Shape=\"" + JoinShape(array.fShape) + "\" of " + array.fDType + " needs " +
                                  std::to_string(expected) + " bytes, there are " +
                                  std::to_string(array.fBytes.size()));
}

void AddEncoded(void *node, const std::string &bytes)
{
   gTools().AddRawLine(node, pytmva_keras::EncodeBase64(bytes).c_str());
}

std::string ReadText(void *node, const char *name)
{
   if (!gTools().HasAttr(node, name))
      throw std::runtime_error(std::string("its node <") + gTools().GetName(node) + "> has no attribute \"" + name + "\"");
   TString value;
   gTools().ReadAttr(node, name, value);
   return value.Data();
}

int ReadNumber(void *node, const char *name)
{
   return std::atoi(ReadText(node, name).c_str());
}

pytmva_keras::WeightArray ReadArray(void *node)
{
   pytmva_keras::WeightArray array;
   array.fName = ReadText(node, "Name");
   try {
      array.fDType = ReadText(node, "DType");
      array.fShape = SplitShape(ReadText(node, "Shape"));
      array.fBytes = pytmva_keras::DecodeBase64(gTools().GetContent(node));
      CheckSize(array);
   } catch (const std::invalid_argument &error) {
      throw std::runtime_error("the weights \"" + array.fName + "\" cannot be read: " + error.what());
   }
   return array;
}

std::string ReadArchitecture(void *weightsNode)
{
   void *node = gTools().GetChild(weightsNode, "Architecture");
   if (!node)
      throw std::runtime_error("its <Weights> have no <Architecture>");
   try {
      return pytmva_keras::DecodeBase64(gTools().GetContent(node));
   } catch (const std::invalid_argument &error) {
      throw std::runtime_error(std::string("the <Architecture> cannot be read: ") + error.what());
   }
}

} // namespace

void pytmva_keras::WriteNetwork(const Network &network, void *parent)
{
   void *weights = gTools().AddChild(parent, "Weights");
   gTools().AddAttr(weights, "Format", kFormat);
   gTools().AddAttr(weights, "Backend", TString(network.fBackend));
   gTools().AddAttr(weights, "KerasVersion", TString(network.fKerasVersion));
   gTools().AddAttr(weights, "NOutputs", network.fNOutputs);
   gTools().AddAttr(weights, "SignalOutput", network.fSignalOutput);
   AddEncoded(gTools().AddChild(weights, "Architecture"), network.fArchitecture);
   for (const WeightArray &array : network.fArrays) {
      void *node = gTools().AddChild(weights, "Array");
      gTools().AddAttr(node, "Name", TString(array.fName));
      gTools().AddAttr(node, "DType", TString(array.fDType));
      gTools().AddAttr(node, "Shape", TString(JoinShape(array.fShape)));
      AddEncoded(node, array.fBytes);
   }
}

pytmva_keras::Network pytmva_keras::ReadNetwork(void *weightsNode)
{
   const int format = ReadNumber(weightsNode, "Format");
   if (format != kFormat)
      throw std::runtime_error("its <Weights> have Format=\"" + std::to_string(format) + "\", this version reads Format=\"" +
                               std::to_string(kFormat) + "\"");
   Network network;
   network.fBackend = ReadText(weightsNode, "Backend");
   network.fKerasVersion = ReadText(weightsNode, "KerasVersion");
   network.fNOutputs = ReadNumber(weightsNode, "NOutputs");
   network.fSignalOutput = ReadNumber(weightsNode, "SignalOutput");
   if (network.fNOutputs < 1 || network.fSignalOutput < 0 || network.fSignalOutput >= network.fNOutputs)
      throw std::runtime_error("its <Weights> have NOutputs=\"" + std::to_string(network.fNOutputs) +
                               "\" and SignalOutput=\"" + std::to_string(network.fSignalOutput) + "\"");
   network.fArchitecture = ReadArchitecture(weightsNode);
   for (void *node = gTools().GetChild(weightsNode, "Array"); node; node = gTools().GetNextChild(node, "Array"))
      network.fArrays.push_back(ReadArray(node));
   return network;
}
