#include "Plan.h"

#include "Aligned.h"
#include "Arguments.h"

#include <algorithm>

namespace pytmva_keras::native {

namespace {

/// Hands out parts of the workspace, and takes back those that nothing will read again.
class Parts {
public:
   /// The number of a part of at least `size` floats: the smallest free one, else the largest is made larger.
   std::size_t Take(std::size_t size)
   {
      std::size_t best = fSizes.size();
      for (std::size_t i = 0; i < fSizes.size(); ++i) {
         if (!fFree[i])
            continue;
         const bool fits = best < fSizes.size() && fSizes[best] >= size;
         if (best == fSizes.size() || (fits ? fSizes[i] >= size && fSizes[i] < fSizes[best] : fSizes[i] > fSizes[best]))
            best = i;
      }
      if (best == fSizes.size()) {
         fSizes.push_back(0);
         fFree.push_back(false);
      }
      fFree[best] = false;
      fSizes[best] = std::max(fSizes[best], AlignedSize(size));
      return best;
   }

   void Return(std::size_t part) { fFree[part] = true; }

   /// Of each part; the last number is the end of all.
   std::vector<std::size_t> GetOffsets() const
   {
      std::vector<std::size_t> offsets{0};
      for (std::size_t size : fSizes)
         offsets.push_back(offsets.back() + size);
      return offsets;
   }

private:
   std::vector<std::size_t> fSizes;
   std::vector<bool> fFree;
};

/// For each node the node whose memory it shares.
std::vector<std::size_t> FindOwners(const Graph &graph, const std::vector<bool> &needed)
{
   const std::size_t n = graph.fNodes.size();
   std::vector<std::size_t> owners(n), lastUse(n);
   lastUse[0] = n; // the caller's memory is never written
   for (std::size_t i = 0; i < n; ++i) {
      const Node &node = graph.fNodes[i];
      owners[i] = node.fLayer || node.fInputs.empty() ? i : owners[node.fInputs.front()];
      if (needed[i])
         for (std::size_t input : node.fInputs)
            lastUse[owners[input]] = std::max(lastUse[owners[input]], i);
   }
   for (std::size_t i = 0; i < n; ++i) {
      const Node &node = graph.fNodes[i];
      if (!needed[i] || node.fInputs.empty())
         continue;
      const std::size_t before = owners[node.fInputs.front()];
      if (!node.fLayer)
         owners[i] = before;
      else if (node.fLayer->WorksInPlace() && lastUse[before] == i) {
         owners[i] = before;
         lastUse[before] = lastUse[i];
      }
   }
   return owners;
}

} // namespace

Plan::Plan(Graph graph) : fGraph(std::move(graph))
{
   Fold(fGraph);
   PlaceValues();
   constexpr std::size_t kCached = std::size_t(1) << 17; // floats that stay in a second-level cache
   fBlock = std::clamp<std::size_t>(kCached / std::max<std::size_t>(fFloats, 1), 1, kMaxBlock);
   while (fBlock > 1 && FindScratch(fBlock) > Budget::kMaxElements)
      fBlock /= 2;
   fPointers = AlignedSize(fMaxInputs * sizeof(float *) / sizeof(float));
   fWorkspace[0] = fPointers + fFloats + FindScratch(1);
   fWorkspace[1] = fPointers + fFloats * fBlock + FindScratch(fBlock);
}

void Plan::PlaceValues()
{
   const std::vector<Node> &nodes = fGraph.fNodes;
   const std::vector<bool> needed = FindNeeded(fGraph);
   const std::vector<std::size_t> owners = FindOwners(fGraph, needed);
   std::vector<std::size_t> lastUse(nodes.size());
   for (std::size_t i = 0; i < nodes.size(); ++i)
      if (needed[i])
         for (std::size_t input : nodes[i].fInputs)
            lastUse[owners[input]] = std::max(lastUse[owners[input]], i);
   Parts parts;
   std::vector<std::size_t> part(nodes.size()); // by owner
   const auto placeOf = [&](std::size_t i) {
      const std::size_t owner = owners[i];
      return owner == 0                          ? Place{Place::In::kInput, 0}
             : owner == owners[fGraph.fOutput] ? Place{Place::In::kOutput, 0}
                                                 : Place{Place::In::kWorkspace, part[owner]};
   };
   for (std::size_t i = 1; i < nodes.size(); ++i) {
      if (!needed[i] || !nodes[i].fLayer)
         continue;
      if (owners[i] == i && owners[fGraph.fOutput] != i)
         part[i] = parts.Take(SizeOf(nodes[i].fShape));
      Step step{nodes[i].fLayer.get(), {}, placeOf(i)};
      for (std::size_t input : nodes[i].fInputs)
         step.fInputs.push_back(placeOf(input));
      fMaxInputs = std::max(fMaxInputs, step.fInputs.size());
      fSteps.push_back(std::move(step));
      for (std::size_t j = 0; j < nodes[i].fInputs.size(); ++j) {
         const std::size_t owner = owners[nodes[i].fInputs[j]];
         if (lastUse[owner] == i && fSteps.back().fInputs[j].fIn == Place::In::kWorkspace && owner != owners[i])
            parts.Return(part[owner]);
      }
   }
   const std::vector<std::size_t> offsets = parts.GetOffsets();
   for (Step &step : fSteps) {
      step.fOutput.fOffset = offsets[step.fOutput.fOffset];
      for (Place &place : step.fInputs)
         place.fOffset = offsets[place.fOffset];
   }
   fFloats = offsets.back();
}

std::size_t Plan::FindScratch(std::size_t rows) const
{
   std::size_t scratch = 0;
   for (const Step &step : fSteps)
      scratch = std::max(scratch, step.fLayer->GetScratch(rows));
   return scratch;
}

} // namespace pytmva_keras::native
