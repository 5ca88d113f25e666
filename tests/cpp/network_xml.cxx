#include "Base64.h"
#include "Check.h"
#include "NetworkXml.h"

#include "TMVA/Tools.h"

#include "TXMLEngine.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <tuple>

namespace fs = std::filesystem;
using namespace pytmva_keras;

static void TestBase64()
{
   // the test vectors of RFC 4648
   const char *pairs[][2] = {{"", ""},           {"f", "Zg=="},         {"fo", "Zm8="},        {"foo", "Zm9v"},
                             {"foob", "Zm9vYg=="}, {"fooba", "Zm9vYmE="}, {"foobar", "Zm9vYmFy"}};
   for (const auto &pair : pairs) {
      CHECK(EncodeBase64(pair[0]) == pair[1]);
      CHECK(DecodeBase64(pair[1]) == pair[0]);
   }
   std::string all;
   for (int i = 0; i < 1000; ++i)
      all += static_cast<char>(i * 7);
   CHECK(DecodeBase64(EncodeBase64(all).c_str()) == all);
   CHECK(DecodeBase64("\n Zm9v\r\n\tYmFy ") == "foobar");
   CHECK(DecodeBase64(nullptr).empty());
   for (const char *bad : {"Zg=", "Z", "Zm9!", "Zg==Zg==", "=Zg=", "Zm9v\xff"})
      CHECK_THROWS(std::invalid_argument, DecodeBase64(bad));
}

static Network MakeNetwork()
{
   Network network;
   network.fArchitecture = "{\"class_name\": \"<Sequential> & \xc3\xa4\"}";
   network.fBackend = "jax";
   network.fKerasVersion = "3.15.1";
   network.fNOutputs = 2;
   network.fSignalOutput = 1;
   network.fArrays = {{"dense/kernel", "float32", {2, 3}, std::string(24, '\0')},
                      {"scalar", "int64", {}, "12345678"},
                      {"mask", "bool", {3}, std::string("\1\0\1", 3)},
                      {"empty", "float32", {0, 4}, ""}};
   network.fNative = "network 1\ninput shape=2\noutput from=0\n";
   network.fConstants = {{"constant 0", "float32", {1}, "abcd"}};
   network.fSamples = {{"inputs", "float32", {1, 2}, "01234567"}, {"outputs", "float32", {1, 2}, "76543210"}};
   return network;
}

/// The text of a weight file with the network.
static TString Write(const Network &network, const fs::path &beside, std::size_t mostBytes = kMostBytesInXml)
{
   void *written = TMVA::gTools().AddChild(nullptr, "MethodSetup");
   WriteNetwork(network, written, beside, mostBytes);
   TString text;
   TMVA::gTools().xmlengine().SaveSingleNode(static_cast<XMLNodePointer_t>(written), &text);
   return text;
}

static Network Read(const TString &text, const fs::path &path)
{
   return ReadNetwork(TMVA::gTools().GetChild(TMVA::gTools().xmlengine().ReadSingleNode(text), "Weights"), path);
}

static Network WriteAndRead(const Network &network)
{
   return Read(Write(network, "nn.bin"), "job.xml");
}

static bool AreSame(const std::vector<WeightArray> &left, const std::vector<WeightArray> &right)
{
   const auto all = [](const WeightArray &array) { return std::tie(array.fName, array.fDType, array.fShape, array.fBytes); };
   return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                     [&](const WeightArray &a, const WeightArray &b) { return all(a) == all(b); });
}

static void CheckSame(const Network &read, const Network &written)
{
   CHECK(read.fArchitecture == written.fArchitecture);
   CHECK(read.fBackend == written.fBackend && read.fKerasVersion == written.fKerasVersion);
   CHECK(read.fNOutputs == written.fNOutputs && read.fSignalOutput == written.fSignalOutput);
   CHECK(read.fNative == written.fNative && read.fWhyNotNative == written.fWhyNotNative);
   CHECK(AreSame(read.fArrays, written.fArrays));
   CHECK(AreSame(read.fConstants, written.fConstants));
   CHECK(AreSame(read.fSamples, written.fSamples));
}

static void TestRoundTrips()
{
   CheckSame(WriteAndRead(MakeNetwork()), MakeNetwork());
   Network network = MakeNetwork();
   network.fNative.clear();
   network.fConstants.clear();
   network.fWhyNotNative = "the layer \"a\" (Lambda): has <no> native form & more";
   CheckSame(WriteAndRead(network), network);
}

/// What is too long for one node of the XML.
static void TestParts()
{
   Network network = MakeNetwork();
   std::string bytes(3000001, '\0');
   for (std::size_t i = 0; i < bytes.size(); ++i)
      bytes[i] = static_cast<char>(i * 31 / 7);
   network.fArrays.push_back({"large", "bool", {3000001}, bytes});
   network.fArrays.push_back({"a whole number of parts", "bool", {2 * 786432}, bytes.substr(7, 2 * 786432)});
   network.fArchitecture = "{" + bytes.substr(0, 800000) + "}";
   const TString text = Write(network, "nn.bin");
   CHECK(text.CountChar('<') > 20);
   CHECK(text.Contains("<Part>"));
   CheckSame(Read(text, "job.xml"), network);
}

/// Files of networks from before there was a native form.
static void TestOlderFile()
{
   TString text = Write(MakeNetwork(), "nn.bin");
   for (const char *name : {"Native", "Constant", "Sample", "Sample"})
      text.Remove(text.Index(TString("<") + name), text.Index(TString("</") + name) + TString(name).Length() + 3 -
                                                     text.Index(TString("<") + name));
   const Network read = Read(text, "job.xml");
   CHECK(read.fNative.empty() && read.fWhyNotNative.empty() && read.fConstants.empty() && read.fSamples.empty());
   CHECK(AreSame(read.fArrays, MakeNetwork().fArrays));
}

static void Put(const fs::path &path, const std::string &bytes)
{
   std::ofstream(path, std::ios::binary) << bytes;
}

/// The arrays of a large network in a file beside the weight file.
static void TestFileBeside()
{
   const fs::path directory = fs::absolute("network_xml.work"), moved = directory / "moved";
   fs::remove_all(directory);
   fs::create_directories(moved);
   const Network network = MakeNetwork();
   const std::size_t bytes = 24 + 8 + 3 + 4; // its arrays and constants
   CHECK(!Write(network, directory / "job.nn.bin", bytes).Contains("File="));
   CHECK(fs::directory_iterator(directory)->path() == moved); // no other file
   const TString text = Write(network, directory / "job.nn.bin", bytes - 1);
   const fs::path beside = directory / "job.nn.bin";
   CHECK(text.Contains("File=\"job.nn.bin\"") && fs::file_size(beside) == bytes);
   CHECK(std::distance(fs::directory_iterator(directory), fs::directory_iterator()) == 2);
   CheckSame(Read(text, directory / "other.xml"), network);

   CHECK_THROWS(std::runtime_error, Read(text, moved / "job.xml")); // missing
   fs::rename(beside, moved / beside.filename());
   CheckSame(Read(text, moved / "job.xml"), network);
   TString elsewhere = text;
   for (const char *name : {"../moved/job.nn.bin", "/tmp/job.nn.bin", "..", "."}) {
      elsewhere = text;
      elsewhere.ReplaceAll("job.nn.bin", name);
      if (fs::path(name).filename() == beside.filename())
         CheckSame(Read(elsewhere, moved / "job.xml"), network); // of the path, the name alone is used
      CHECK_THROWS(std::runtime_error, Read(elsewhere, directory / "job.xml"));
   }
   for (const std::size_t size : {std::size_t{0}, bytes - 1, bytes + 1}) {
      Put(beside, std::string(size, 'x'));
      CHECK_THROWS(std::runtime_error, Read(text, directory / "job.xml"));
   }
   TString absurd = text; // no memory is taken for what is not in the file
   absurd.ReplaceAll("Shape=\"2,3\"", "Shape=\"1000000000,1000000000\"");
   CHECK_THROWS(std::runtime_error, Read(absurd, directory / "job.xml"));
   CHECK_THROWS(std::runtime_error, Write(network, directory / "nowhere/job.nn.bin", 1));
   fs::remove_all(directory);
}

int main(int, char **)
{
   TestBase64();
   TestRoundTrips();
   TestParts();
   TestOlderFile();
   TestFileBeside();
   Network network = MakeNetwork();
   network.fArrays[0].fBytes.pop_back();
   CHECK_THROWS(std::runtime_error, WriteAndRead(network));
   network = MakeNetwork();
   network.fSignalOutput = 2;
   CHECK_THROWS(std::runtime_error, WriteAndRead(network));
}
