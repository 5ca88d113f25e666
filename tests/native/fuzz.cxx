// Hostile networks. With clang and -fsanitize=fuzzer this is a target of libFuzzer; with PYTMVA_FUZZ_MAIN, for any compiler,
// a program: fuzz SECONDS [FILE...] runs the files, then changes them and two networks of ours at random.
//
// An input is the text, a zero, then arrays: their length in two bytes, low one first, then so many floats.
#include "Made.h"

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>

using namespace pytmva_keras::native;

namespace {

std::vector<ArrayView> ReadArrays(std::string_view bytes)
{
   std::vector<ArrayView> arrays;
   while (bytes.size() >= 2) {
      const std::size_t n = static_cast<unsigned char>(bytes[0]) + 256 * static_cast<unsigned char>(bytes[1]);
      const std::string_view data = bytes.substr(2, 4 * n);
      arrays.push_back({"array", "float32", data});
      bytes.remove_prefix(2 + data.size());
   }
   return arrays;
}

std::string Serialised(const Made &made)
{
   std::string bytes = made.fText + '\0';
   for (const std::vector<float> &array : made.fArrays) {
      bytes += static_cast<char>(array.size() & 255);
      bytes += static_cast<char>(array.size() >> 8);
      bytes.append(reinterpret_cast<const char *>(array.data()), 4 * array.size());
   }
   return bytes;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
   const std::string_view bytes(reinterpret_cast<const char *>(data), size);
   const std::size_t end = std::min(bytes.find('\0'), bytes.size());
   try {
      const Network network(bytes.substr(0, end), ReadArrays(bytes.substr(std::min(end + 1, size))));
      if (network.GetNInputs() > 4096 || network.GetNOutputs() > 4096)
         return 0;
      std::vector<float> x(3 * network.GetNInputs(), 0.5f), y(3 * network.GetNOutputs());
      x[0] = std::numeric_limits<float>::quiet_NaN();
      Workspace workspace;
      network.Apply(x.data(), y.data(), workspace);
      network.Apply(x.data(), 3, y.data(), workspace);
   } catch (const NetworkError &) {
   } catch (const std::out_of_range &) { // a row of an Embedding that is not there
   }
   return 0;
}

#ifdef PYTMVA_FUZZ_MAIN
namespace {

/// One random change: a byte, a piece left out, doubled or taken from another input, or a number made extreme.
std::string Changed(std::string bytes, const std::string &other, std::mt19937 &random)
{
   static const char *const kNumbers[] = {"0", "-1", "1", "2", "7", "65536", "16777216", "4294967295",
                                          "9223372036854775807"};
   const auto below = [&random](std::size_t n) { return n ? random() % n : 0; };
   const std::size_t place = below(bytes.size()), length = below(std::min<std::size_t>(bytes.size() - place, 64)) + 1;
   switch (random() % 6) {
   case 0: bytes[place] = static_cast<char>(random()); break;
   case 1: bytes.erase(place, length); break;
   case 2: bytes.insert(place, bytes.substr(place, length)); break;
   case 3: bytes.insert(place, other.substr(below(other.size()), length)); break;
   case 4: bytes[place] = static_cast<char>('0' + random() % 10); break;
   default: {
      const std::size_t digit = bytes.find_first_of("0123456789", place);
      if (digit < bytes.size()) {
         std::size_t stop = bytes.find_first_not_of("0123456789", digit);
         bytes.replace(digit, std::min(stop, bytes.size()) - digit, kNumbers[below(std::size(kNumbers))]);
      }
   }
   }
   return bytes.empty() ? other : bytes;
}

void Run(const std::string &bytes)
{
   std::ofstream("fuzz.last", std::ios::binary) << bytes; // what a crash leaves behind
   LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t *>(bytes.data()), bytes.size());
}

} // namespace

int main(int argc, char **argv)
{
   std::vector<std::string> inputs{Serialised(MakeDense()), Serialised(MakeMixed())};
   for (int i = 2; i < argc; ++i) {
      std::ifstream file(argv[i], std::ios::binary);
      inputs.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
   }
   for (const std::string &input : inputs)
      Run(input);
   std::mt19937 random(argc > 1 ? std::atoi(argv[1]) : 1);
   const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(argc > 1 ? std::atoi(argv[1]) : 1);
   std::size_t runs = 0;
   for (; std::chrono::steady_clock::now() < end; ++runs) {
      std::string bytes = inputs[random() % inputs.size()];
      for (std::size_t changes = random() % 4 + 1; changes; --changes)
         bytes = Changed(std::move(bytes), inputs[random() % inputs.size()], random);
      Run(bytes);
   }
   std::cout << runs << " changed networks\n";
}
#endif
