// Threads share one network, each with its workspace; compiled with -fsanitize=thread.
#include "Check.h"
#include "Made.h"

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

int main(int, char **)
{
   TestThreads(MakeDense());
   TestThreads(MakeMixed());
   std::thread other([] { MakeDense().Load(); }); // loading chooses the kernels once
   MakeMixed().Load();
   other.join();
}
