#ifndef PYTMVA_KERAS_native_Plan
#define PYTMVA_KERAS_native_Plan

#include "Graph.h"

namespace pytmva_keras::native {

/// Where a value lies: in the caller's arrays, or so many floats an event from the beginning of the workspace.
struct Place {
   enum class In { kInput, kOutput, kWorkspace } fIn = In::kWorkspace;
   std::size_t fOffset = 0;
};

struct Step {
   const Layer *fLayer;
   std::vector<Place> fInputs;
   Place fOutput;
};

/// What is done for a block of events, and the memory for it.
class Plan {
public:
   static constexpr std::size_t kMaxBlock = 192;

   explicit Plan(Graph graph);

   const std::vector<Step> &GetSteps() const { return fSteps; }
   std::size_t GetNInputs() const { return SizeOf(fGraph.fNodes.front().fShape); }
   std::size_t GetNOutputs() const { return SizeOf(fGraph.fNodes[fGraph.fOutput].fShape); }
   std::size_t GetBlock() const { return fBlock; }         ///< events that are best applied together
   std::size_t GetFloats() const { return fFloats; }       ///< values of an event
   /// Floats that a workspace needs for one event (block: for up to GetBlock() events): pointers to the inputs of a step,
   /// values, scratch, in this order.
   std::size_t GetWorkspace(bool block) const { return fWorkspace[block]; }
   std::size_t GetPointers() const { return fPointers; }

private:
   void PlaceValues();
   std::size_t FindScratch(std::size_t rows) const;

   Graph fGraph;
   std::vector<Step> fSteps;
   std::size_t fMaxInputs = 1, fFloats = 0, fBlock = kMaxBlock;
   std::size_t fPointers = 0, fWorkspace[2] = {0, 0};
};

} // namespace pytmva_keras::native

#endif
