#include "Network.h"

#include "Plan.h"
#include "kernels/Kernels.h"

#include <algorithm>
#include <future>

namespace pytmva_keras::native {

namespace {

constexpr std::size_t kEventsOfThread = 2048; // for fewer a thread is not worth being started

} // namespace

float *Workspace::Reserve(std::size_t floats)
{
   if (floats > fFloats) {
      fMemory = AllocateAligned(floats);
      fFloats = floats;
   }
   return fMemory.get();
}

Network::Network(std::string_view text, const std::vector<ArrayView> &arrays)
   : fPlan(std::make_unique<Plan>(ReadGraph(text, arrays)))
{
}

Network::~Network() = default;
Network::Network(Network &&) noexcept = default;
Network &Network::operator=(Network &&) noexcept = default;

std::size_t Network::GetNInputs() const
{
   return fPlan->GetNInputs();
}

std::size_t Network::GetNOutputs() const
{
   return fPlan->GetNOutputs();
}

void Network::ApplyBlock(const float *x, std::size_t rows, float *y, float *memory) const
{
   const auto **inputs = reinterpret_cast<const float **>(memory);
   float *values = memory + fPlan->GetPointers();
   float *scratch = values + fPlan->GetFloats() * rows;
   for (const Step &step : fPlan->GetSteps()) {
      std::size_t i = 0;
      for (const Place &place : step.fInputs)
         inputs[i++] = place.fIn == Place::In::kInput    ? x
                       : place.fIn == Place::In::kOutput ? y
                                                         : values + place.fOffset * rows;
      float *output = step.fOutput.fIn == Place::In::kOutput ? y : values + step.fOutput.fOffset * rows;
      step.fLayer->Apply(inputs, output, rows, scratch);
   }
   if (fPlan->GetSteps().empty())
      std::copy_n(x, rows * GetNInputs(), y);
}

void Network::Apply(const float *x, float *y, Workspace &workspace) const
{
   ApplyBlock(x, 1, y, workspace.Reserve(fPlan->GetWorkspace(false)));
}

void Network::Apply(const float *x, std::size_t n, float *y, Workspace &workspace) const
{
   const std::size_t block = fPlan->GetBlock();
   float *memory = workspace.Reserve(fPlan->GetWorkspace(n > 1));
   for (std::size_t first = 0; first < n; first += block)
      ApplyBlock(x + first * GetNInputs(), std::min(block, n - first), y + first * GetNOutputs(), memory);
}

void Network::Apply(const float *x, std::size_t n, float *y, std::size_t threads) const
{
   threads = std::clamp<std::size_t>(n / kEventsOfThread, 1, threads);
   const auto begin = [&](std::size_t thread) { // whole blocks, so that sums are the same by any number of threads
      return thread < threads ? n * thread / threads / fPlan->GetBlock() * fPlan->GetBlock() : n;
   };
   const auto apply = [&](std::size_t first, std::size_t last) {
      Workspace workspace;
      Apply(x + first * GetNInputs(), last - first, y + first * GetNOutputs(), workspace);
   };
   std::vector<std::future<void>> others;
   for (std::size_t i = 1; i < threads; ++i)
      others.push_back(std::async(std::launch::async, apply, begin(i), begin(i + 1)));
   apply(0, begin(1));
   for (std::future<void> &other : others)
      other.get(); // throws what it threw
}

const char *GetKernelsName()
{
   return ChooseKernels().fName;
}

} // namespace pytmva_keras::native
