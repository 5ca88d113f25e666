#include "NetworkXml.h"

#include "Base64.h"
#include "WriteWhole.h"

#include "TMVA/Tools.h"

#include "TString.h"

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace fs = std::filesystem;
using pytmva_keras::WeightArray;
using TMVA::gTools;

namespace {

// Written into weight files: never give a number a second meaning.
constexpr int kFormat = 1;

constexpr std::size_t kMostBytesInNode = 3 << 18; // a megabyte of base64

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

/// Bytes that the array has by its shape. Throws std::invalid_argument where these are more than any network has.
std::size_t SizeOf(const WeightArray &array)
{
   std::size_t size = ElementSize(array.fDType);
   for (long long n : array.fShape)
      if (__builtin_mul_overflow(size, static_cast<std::size_t>(n), &size))
         throw std::invalid_argument("its Shape=\"" + JoinShape(array.fShape) + "\" is too large");
   return size;
}

void CheckSize(const WeightArray &array)
{
   const std::size_t expected = SizeOf(array);
   if (array.fBytes.size() != expected)
      throw std::invalid_argument("its Shape=\"" + JoinShape(array.fShape) + "\" of " + array.fDType + " needs " +
                                  std::to_string(expected) + " bytes, there are " +
                                  std::to_string(array.fBytes.size()));
}

void AddEncoded(void *node, const std::string &bytes)
{
   if (bytes.size() <= kMostBytesInNode) {
      gTools().AddRawLine(node, pytmva_keras::EncodeBase64(bytes).c_str());
      return;
   }
   for (std::size_t first = 0; first < bytes.size(); first += kMostBytesInNode)
      gTools().AddRawLine(gTools().AddChild(node, "Part"),
                          pytmva_keras::EncodeBase64(bytes.substr(first, kMostBytesInNode)).c_str());
}

/// Throws std::invalid_argument.
std::string ReadEncoded(void *node)
{
   void *part = gTools().GetChild(node, "Part");
   if (!part)
      return pytmva_keras::DecodeBase64(gTools().GetContent(node));
   std::string bytes;
   for (; part; part = gTools().GetNextChild(part, "Part"))
      bytes += pytmva_keras::DecodeBase64(gTools().GetContent(part));
   return bytes;
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

/// The arrays of a large network: one after the other in a file beside the weight file.
class ArrayFile {
public:
   explicit ArrayFile(const fs::path &path) : fPath(fs::absolute(path)) {}

   void Write(const std::vector<const WeightArray *> &arrays) const
   {
      pytmva_keras::WriteWhole(fPath, "the file for arrays too large for the weight file,", [&](std::ostream &file) {
         for (const WeightArray *array : arrays)
            file.write(array->fBytes.data(), array->fBytes.size());
      });
   }

   /// Gives each array the bytes that its shape asks for.
   void Read(const std::vector<WeightArray *> &arrays) const
   {
      std::error_code error;
      std::size_t left = fs::is_regular_file(fPath, error) ? fs::file_size(fPath, error) : 0;
      std::ifstream file(fPath, std::ios::binary);
      if (!file || error)
         throw std::runtime_error("the arrays of the network are in " + fPath.string() +
                                  ", which cannot be read. Put it beside the weight file");
      for (WeightArray *array : arrays) {
         const std::size_t size = SizeOf(*array);
         if (size > left)
            throw std::runtime_error(fPath.string() + " ends before the weights \"" + array->fName +
                                     "\": it is truncated, or of another weight file");
         left -= size;
         array->fBytes.resize(size);
         file.read(array->fBytes.data(), size);
      }
      if (left || !file)
         throw std::runtime_error(fPath.string() + " has " + std::to_string(left) +
                                  " bytes more than the arrays of the network: it is of another weight file");
   }

private:
   fs::path fPath;
};

WeightArray ReadArray(void *node, bool hasContent)
{
   WeightArray array;
   array.fName = ReadText(node, "Name");
   try {
      array.fDType = ReadText(node, "DType");
      array.fShape = SplitShape(ReadText(node, "Shape"));
      SizeOf(array);
      if (hasContent) {
         array.fBytes = ReadEncoded(node);
         CheckSize(array);
      }
   } catch (const std::invalid_argument &error) {
      throw std::runtime_error("the weights \"" + array.fName + "\" cannot be read: " + error.what());
   }
   return array;
}

std::vector<WeightArray> ReadArrays(void *weightsNode, const char *name, bool haveContent)
{
   std::vector<WeightArray> arrays;
   for (void *node = gTools().GetChild(weightsNode, name); node; node = gTools().GetNextChild(node, name))
      arrays.push_back(ReadArray(node, haveContent));
   return arrays;
}

void WriteArrays(void *weightsNode, const char *name, const std::vector<WeightArray> &arrays, bool haveContent)
{
   for (const WeightArray &array : arrays) {
      void *node = gTools().AddChild(weightsNode, name);
      gTools().AddAttr(node, "Name", TString(array.fName));
      gTools().AddAttr(node, "DType", TString(array.fDType));
      gTools().AddAttr(node, "Shape", TString(JoinShape(array.fShape)));
      if (haveContent)
         AddEncoded(node, array.fBytes);
   }
}

/// Those that may lie in a file of their own.
template <class Array, class Network>
std::vector<Array *> LargeArrays(Network &network)
{
   std::vector<Array *> all;
   for (auto *arrays : {&network.fArrays, &network.fConstants})
      for (auto &array : *arrays)
         all.push_back(&array);
   return all;
}

/// No training leaves a NaN, and Keras may hide it: TensorFlow's relu makes it 0.
void RefuseNaN(const WeightArray &array)
{
   if (array.fDType != "float32")
      return;
   for (std::size_t first = 0; first < array.fBytes.size(); first += sizeof(float)) {
      float value = 0;
      std::memcpy(&value, array.fBytes.data() + first, sizeof(float));
      if (std::isnan(value))
         throw std::runtime_error("the weights \"" + array.fName +
                                  "\" have a NaN: they were changed since the training. Restore the file, or train again");
   }
}

std::string ReadTextNode(void *weightsNode, const char *name)
{
   void *node = gTools().GetChild(weightsNode, name);
   if (!node)
      throw std::runtime_error(std::string("its <Weights> have no <") + name + ">");
   try {
      return ReadEncoded(node);
   } catch (const std::invalid_argument &error) {
      throw std::runtime_error(std::string("the <") + name + "> cannot be read: " + error.what());
   }
}

/// Older weight files have no native form.
void ReadNative(void *weightsNode, pytmva_keras::Network &network)
{
   void *node = gTools().GetChild(weightsNode, "Native");
   if (node && gTools().HasAttr(node, "Missing"))
      network.fWhyNotNative = ReadText(node, "Missing");
   else if (node)
      network.fNative = ReadTextNode(weightsNode, "Native");
}

} // namespace

void pytmva_keras::WriteNetwork(const Network &network, void *parent, const std::string &beside, std::size_t mostBytes)
{
   const auto large = LargeArrays<const WeightArray>(network);
   std::size_t bytes = 0;
   for (const WeightArray *array : large)
      bytes += array->fBytes.size();
   void *weights = gTools().AddChild(parent, "Weights");
   gTools().AddAttr(weights, "Format", kFormat);
   gTools().AddAttr(weights, "Backend", TString(network.fBackend));
   gTools().AddAttr(weights, "KerasVersion", TString(network.fKerasVersion));
   gTools().AddAttr(weights, "NOutputs", network.fNOutputs);
   gTools().AddAttr(weights, "SignalOutput", network.fSignalOutput);
   if (bytes > mostBytes) {
      ArrayFile(beside).Write(large);
      gTools().AddAttr(weights, "File", TString(fs::path(beside).filename().string()));
   }
   AddEncoded(gTools().AddChild(weights, "Architecture"), network.fArchitecture);
   void *native = gTools().AddChild(weights, "Native");
   if (network.fNative.empty())
      gTools().AddAttr(native, "Missing", TString(network.fWhyNotNative));
   else
      AddEncoded(native, network.fNative);
   WriteArrays(weights, "Array", network.fArrays, bytes <= mostBytes);
   WriteArrays(weights, "Constant", network.fConstants, bytes <= mostBytes);
   WriteArrays(weights, "Sample", network.fSamples, true);
}

pytmva_keras::Network pytmva_keras::ReadNetwork(void *weightsNode, const std::string &path)
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
   network.fArchitecture = ReadTextNode(weightsNode, "Architecture");
   ReadNative(weightsNode, network);
   const bool inXml = !gTools().HasAttr(weightsNode, "File");
   network.fArrays = ReadArrays(weightsNode, "Array", inXml);
   network.fConstants = ReadArrays(weightsNode, "Constant", inXml);
   network.fSamples = ReadArrays(weightsNode, "Sample", true);
   if (!inXml) { // of a path in it, the directories are not believed
      const fs::path name = fs::path(ReadText(weightsNode, "File")).filename();
      ArrayFile(fs::path(path).parent_path() / name).Read(LargeArrays<WeightArray>(network));
   }
   for (const WeightArray *array : LargeArrays<const WeightArray>(network))
      RefuseNaN(*array);
   return network;
}
