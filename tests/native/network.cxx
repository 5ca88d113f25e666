// The network from texts written by hand: numbers, damaged and hostile texts.
#include "Check.h"
#include "Made.h"

#include <algorithm>
#include <limits>

using namespace pytmva_keras::native;

static void TestNumbers()
{
   Made made("network 1\ninput shape=2\ndense from=0 units=3 kernel=0 bias=1\nactivation from=1 function=relu,0.5,4,0\n"
             "output from=2\n",
             {6, 3});
   made.fArrays = {{1, 2, 3, 4, 5, 6}, {0.5f, 0, -1}};
   const Network network = made.Load();
   CHECK(network.GetNInputs() == 2 && network.GetNOutputs() == 3);
   const float x[] = {1, -1, 0, 1, 0, 0, 0, 0};
   float y[12];
   network.Apply(x, 4, y);
   const float expected[] = {-1.25f, -1.5f, -2, 4, 4, 4, 0.5f, 0, -0.5f, 0.5f, 0, -0.5f};
   CHECK(std::equal(y, y + 12, expected));
   Workspace workspace;
   for (int i = 0; i < 4; ++i) {
      network.Apply(x + 2 * i, y, workspace);
      CHECK(std::equal(y, y + 3, expected + 3 * i));
   }
   network.Apply(x, 0, y);
}

/// What is one event is a row of a batch, whatever the place in its block.
static void TestBatches(const Made &made)
{
   const Network network = made.Load();
   const std::size_t n = 401, in = network.GetNInputs(), out = network.GetNOutputs();
   std::vector<float> x(n * in), batch(n * out), single(out);
   for (std::size_t i = 0; i < x.size(); ++i)
      x[i] = static_cast<float>(i * 7 % 23) / 11 - 1;
   Workspace workspace;
   network.Apply(x.data(), n, batch.data(), workspace);
   for (std::size_t i = 0; i < n; ++i) {
      network.Apply(x.data() + i * in, single.data(), workspace);
      for (std::size_t j = 0; j < out; ++j)
         CHECK(std::abs(single[j] - batch[i * out + j]) < 1e-5 * (1 + std::abs(single[j])));
   }
}

/// Loads a text of one line between "input" and "output", with an array of 12 numbers and one of 4.
static std::string ErrorOf(const std::string &line, const std::string &input = "4")
{
   try {
      Made("network 1\ninput shape=" + input + "\n" + line + "\noutput from=1\n", {12, 4}).Load();
   } catch (const NetworkError &error) {
      return error.what();
   }
   return "";
}

static void TestRefusals()
{
   const char *lines[][2] = {
      {"dense from=0 units=3 kernel=0", ""},
      {"dense from=0 units=4 kernel=0", "the array \"weights\" (kernel) has 48 bytes, expected 16 floats"},
      {"dense from=0 units=3 kernel=2", "expected integers from 0 to 1 in \"kernel\", got \"2\""},
      {"dense from=0 units=3 kernel=-1", "expected integers from 0 to 1"},
      {"dense from=0 units=3", "it has no \"kernel\""},
      {"dense from=1 units=3 kernel=0", "expected integers from 0 to 0 in \"from\", got \"1\""}, // a cycle
      {"dense units=3 kernel=0", "expected 1 values in \"from\", got 0"},
      {"dense from=0,0 units=3 kernel=0", "expected 1 values in \"from\", got 2"},
      {"dense from=0 units=3 kernel=0 colour=1", "unknown attribute \"colour\""},
      {"dense from=0 units=3 kernel=0 kernel=0", "expected attributes as in \"units=64\", each once, got \"kernel\""},
      {"dense from=0 units= kernel=0", "expected 1 numbers in \"units\", got 0"},
      {"dense from=0 units=3.5 kernel=0", "got \"3.5\""},
      {"dense from=0 units=99999999999999999999 kernel=0", "in \"units\", got"},
      {"dense from=0 units=16777216 kernel=0", "the array \"weights\" (kernel)"},
      {"denes from=0 units=3 kernel=0", "line 3 of the network (denes): unknown operation"},
      {"activation from=0 function=cosine", "unknown function \"cosine\" of 0 parameters"},
      {"activation from=0 function=elu", "unknown function \"elu\" of 0 parameters"},
      {"activation from=0 function=elu,nan", "expected numbers behind the name in \"function\""},
      {"activation from=0 function=", "it has no name"},
      {"reshape from=0 shape=3", "its shape has not as many numbers as its input"},
      {"reshape from=0 shape=2,2,1,1,1,1,1,1,1", "more than 8 axes"},
      {"take from=0 axis=1 index=0", "in \"axis\""},
      {"take from=0 axis=0 index=4", "in \"index\""},
      {"take from=0 axis=0 index=", "an extent of its value is 0"},
      {"permute from=0 order=0,0", "expected 1 numbers in \"order\", got 2"},
      {"concatenate from= axis=0", "expected values in \"from\""},
      {"add from=0", "expected two or more values"},
      {"softmax from=0 size=3", "its size does not fit"},
      {"batch_normalization from=0 size=4 repeat=1 epsilon=0.1 mean=1 variance=0", "has 48 bytes, expected 4 floats"},
      {"batch_normalization from=0 size=4 repeat=2 epsilon=9 mean=1 variance=1", "do not fit the shape"},
      {"batch_normalization from=0 size=4 repeat=1 epsilon=-1 mean=1 variance=1", "expected a number from 0"},
      {"matmul from=0,0", "no matrices"},
      {"lstm from=0 units=1 kernel=0 recurrent=1", "is not (time, channels)"},
      {"max_pool from=0 size=1 strides=1 before=0 after=0", "fewer than two axes"},
      {"embedding from=0 rows=6 units=2 kernel=0", ""},
      {"embedding from=0 rows=6 units=3 kernel=0", "expected 18 floats"}};
   for (const auto &line : lines) {
      const std::string error = ErrorOf(line[0]);
      if (*line[1] ? error.find(line[1]) == std::string::npos : !error.empty()) {
         std::cerr << line[0] << ": " << error << "\n";
         CHECK(false);
      }
   }
   CHECK(ErrorOf("permute from=0 order=0,0", "2,2").find("an axis twice") != std::string::npos);
   CHECK(ErrorOf("matmul from=0,0", "2048,2048").find("more than 2^32 multiplications") != std::string::npos);
   const std::string error = ErrorOf("max_pool from=0 size=3 strides=1 before=0 after=0", "2,2");
   CHECK(error.find("larger than its input") != std::string::npos);
}

static void TestDamagedTexts()
{
   const Made made = MakeMixed();
   for (std::size_t end = 0; end + 1 < made.fText.size(); ++end) { // without its last line break it is still whole
      Made cut = made;
      cut.fText.resize(end);
      if (made.fText.substr(end) != "0\n") // output from=20 becomes 2, an earlier value
         CHECK_THROWS(NetworkError, cut.Load());
   }
   for (const char *text : {"", "network 2\n", "network 1", "network 1\noutput from=0\n", "network 1\ninput shape=4\n",
                            "network 1\ninput shape=4\noutput from=0\nx",
                            "network 1\ninput shape=4\ninput shape=4\noutput from=1",
                            "network 1\ninput shape=0\noutput from=0\n", "network 1\ndense from=0\noutput from=0\n"})
      CHECK_THROWS(NetworkError, Made(text, {}).Load());
   for (float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
      Made damaged = made;
      damaged.fArrays[3].back() = bad;
      CHECK_THROWS(NetworkError, damaged.Load());
   }
   const ArrayView wrong{"weights", "float64", std::string_view("12345678")};
   CHECK_THROWS(NetworkError, Network("network 1\ninput shape=1\ndense from=0 units=1 kernel=0\noutput from=1", {wrong}));
}

int main(int, char **)
{
   TestNumbers();
   TestBatches(MakeDense());
   TestBatches(MakeMixed());
   TestRefusals();
   TestDamagedTexts();
}
