// Threads share one network, each with its workspace; compiled with -fsanitize=thread.
#include "Check.h"
#include "Made.h"

#include <stdexcept>
#include <thread>

using namespace pytmva_keras::native;

static void TestThreads(const Made &made)
{
   const Network network = made.Load();
   constexpr std::size_t kThreads = 4, kEvents = 250;
   const std::size_t in = network.GetNInputs(), out = network.GetNOutputs();
   std::vector<float> x(kEvents * in), expected(kEvents * out);
   for (std::size_t i = 0; i < x.size(); ++i)
      x[i] = static_cast<float>(i * 7 % 23) / 11 - 1;
   network.Apply(x.data(), kEvents, expected.data());
   std::vector<std::vector<float>> found(kThreads, std::vector<float>(kEvents * out));
   std::vector<std::thread> threads;
   for (std::vector<float> &y : found)
      threads.emplace_back([&] {
         Workspace workspace;
         network.Apply(x.data(), kEvents, y.data(), workspace);
         for (std::size_t i = 0; i < kEvents; ++i)
            network.Apply(x.data() + i * in, y.data() + i * out, workspace);
      });
   for (std::thread &thread : threads)
      thread.join();
   for (const std::vector<float> &y : found)
      for (std::size_t i = 0; i < y.size(); ++i)
         CHECK(std::abs(y[i] - expected[i]) < 1e-5);
}

/// A whole sample: the same bits by any number of threads.
static void TestSample(const Made &made)
{
   const Network network = made.Load();
   constexpr std::size_t kEvents = 20001;
   const std::size_t in = network.GetNInputs(), out = network.GetNOutputs();
   std::vector<float> x(kEvents * in), expected(kEvents * out);
   for (std::size_t i = 0; i < x.size(); ++i)
      x[i] = static_cast<float>(i * 7 % 23) / 11 - 1;
   Workspace workspace;
   network.Apply(x.data(), kEvents, expected.data(), workspace);
   for (const std::size_t threads : {1, 2, 3, 7, 100}) {
      std::vector<float> found(kEvents * out);
      network.Apply(x.data(), kEvents, found.data(), threads);
      CHECK(found == expected);
   }
}

/// What one of several threads throws comes to the caller.
static void TestRefusedEvent()
{
   const Made made("network 1\ninput shape=1\nembedding from=0 rows=6 units=1 kernel=0\nreshape from=1 shape=1\n"
                   "output from=2\n",
                   {6});
   const Network network = made.Load();
   constexpr std::size_t kEvents = 9000;
   for (const std::size_t bad : {kEvents - 1, std::size_t{0}}) {
      std::vector<float> x(kEvents, 5), y(kEvents);
      x[bad] = 6;
      bool thrown = false;
      try {
         network.Apply(x.data(), kEvents, y.data(), 4);
      } catch (const std::out_of_range &) {
         thrown = true;
      }
      CHECK(thrown);
   }
}

int main(int, char **)
{
   TestSample(MakeDense());
   TestSample(MakeMixed());
   TestRefusedEvent();
   TestThreads(MakeDense());
   TestThreads(MakeMixed());
   std::thread other([] { MakeDense().Load(); }); // loading chooses the kernels once
   MakeMixed().Load();
   other.join();
}
