// Nothing is allocated per event, and a short text cannot ask for much memory.
#include "Check.h"
#include "Made.h"

#include <cstdlib>
#include <new>

using namespace pytmva_keras::native;

static std::size_t gAllocations = 0, gBytes = 0;

static void *Count(std::size_t size, std::size_t alignment)
{
   ++gAllocations;
   gBytes += size;
   void *memory = std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
   if (!memory)
      throw std::bad_alloc();
   return memory;
}

void *operator new(std::size_t size)
{
   return Count(size, 16);
}
void *operator new(std::size_t size, std::align_val_t alignment)
{
   return Count(size, static_cast<std::size_t>(alignment));
}
void operator delete(void *memory) noexcept
{
   std::free(memory);
}
void operator delete(void *memory, std::size_t) noexcept
{
   std::free(memory);
}
void operator delete(void *memory, std::align_val_t) noexcept
{
   std::free(memory);
}
void operator delete(void *memory, std::size_t, std::align_val_t) noexcept
{
   std::free(memory);
}

static void TestEvents(const Made &made, std::size_t events)
{
   const Network network = made.Load();
   Workspace workspace;
   std::vector<float> x(300 * network.GetNInputs(), 0.3f), y(300 * network.GetNOutputs());
   network.Apply(x.data(), 300, y.data(), workspace);
   network.Apply(x.data(), y.data(), workspace);
   const std::size_t before = gAllocations;
   for (std::size_t i = 0; i < events; ++i)
      network.Apply(x.data(), y.data(), workspace);
   for (std::size_t i = 0; i < events / 300; ++i)
      network.Apply(x.data(), 300, y.data(), workspace);
   CHECK(gAllocations == before);
}

/// Bytes that are asked for in vain, or for a network that does next to nothing.
static std::size_t BytesFor(const std::string &lines, const std::vector<std::size_t> &sizes = {})
{
   const Made made("network 1\n" + lines, sizes);
   const std::size_t before = gBytes;
   try {
      made.Load();
   } catch (const NetworkError &) {
   }
   return gBytes - before;
}

static void TestHostileTexts()
{
   constexpr std::size_t kSmall = 1 << 16, kBounded = std::size_t(1) << 27;
   CHECK(BytesFor("input shape=1000000000\noutput from=0\n") < kSmall);
   CHECK(BytesFor("input shape=4000,4000,4000\noutput from=0\n") < kSmall);
   CHECK(BytesFor("input shape=1\ndense from=0 units=16000000 kernel=0\noutput from=1\n", {1}) < kSmall);
   CHECK(BytesFor("input shape=1,1\nlstm from=0 units=1000000 activation=tanh recurrent_activation=tanh backwards=0 "
                  "sequences=0 kernel=0 recurrent=0\noutput from=1\n", {1}) < kSmall);
   CHECK(BytesFor("input shape=1000,1000,1\nmax_pool from=0 size=900,900 strides=1,1 before=900,900 after=900,900\n"
                  "output from=1\n") < kSmall);
   // The same array again and again: its copies are counted.
   std::string repeated = "input shape=100\n";
   for (int i = 0; i < 20000; ++i)
      repeated += "dense from=" + std::to_string(i) + " units=100 kernel=0\n";
   CHECK(BytesFor(repeated + "output from=20000\n", {10000}) < kBounded);
}

int main(int, char **)
{
   TestEvents(MakeDense(), 10000000);
   TestEvents(MakeMixed(), 100000);
   TestHostileTexts();
}
