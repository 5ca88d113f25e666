#include "Base64.h"
#include "Check.h"
#include "NetworkXml.h"

#include "TMVA/Tools.h"

#include "TXMLEngine.h"

#include <stdexcept>

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
   return network;
}

/// Through the text of a weight file.
static Network WriteAndRead(const Network &network)
{
   auto &engine = TMVA::gTools().xmlengine();
   void *written = TMVA::gTools().AddChild(nullptr, "MethodSetup");
   WriteNetwork(network, written);
   TString text;
   engine.SaveSingleNode(static_cast<XMLNodePointer_t>(written), &text);
   return ReadNetwork(TMVA::gTools().GetChild(engine.ReadSingleNode(text), "Weights"));
}

static void TestRoundTrip()
{
   const Network written = MakeNetwork();
   const Network read = WriteAndRead(written);
   CHECK(read.fArchitecture == written.fArchitecture);
   CHECK(read.fBackend == "jax" && read.fKerasVersion == "3.15.1");
   CHECK(read.fNOutputs == 2 && read.fSignalOutput == 1);
   CHECK(read.fArrays.size() == written.fArrays.size());
   for (std::size_t i = 0; i < read.fArrays.size(); ++i) {
      CHECK(read.fArrays[i].fName == written.fArrays[i].fName);
      CHECK(read.fArrays[i].fDType == written.fArrays[i].fDType);
      CHECK(read.fArrays[i].fShape == written.fArrays[i].fShape);
      CHECK(read.fArrays[i].fBytes == written.fArrays[i].fBytes);
   }
}

int main()
{
   TestBase64();
   TestRoundTrip();
   Network network = MakeNetwork();
   network.fArrays[0].fBytes.pop_back();
   CHECK_THROWS(std::runtime_error, WriteAndRead(network));
   network = MakeNetwork();
   network.fSignalOutput = 2;
   CHECK_THROWS(std::runtime_error, WriteAndRead(network));
}
