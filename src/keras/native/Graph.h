#ifndef PYTMVA_KERAS_native_Graph
#define PYTMVA_KERAS_native_Graph

#include "Layer.h"
#include "Network.h"

namespace pytmva_keras::native {

/// One value and what makes it.
struct Node {
   std::vector<std::size_t> fInputs; ///< earlier nodes
   Shape fShape;
   std::unique_ptr<Layer> fLayer; ///< nullptr: the input of the network, or another node in another shape
};

/// A network as it was read: nodes in the order in which they can be computed, node 0 is the input.
struct Graph {
   std::vector<Node> fNodes;
   std::size_t fOutput = 0;
};

/// Throws NetworkError.
Graph ReadGraph(std::string_view text, const std::vector<ArrayView> &arrays);

/// Marks the nodes that the output needs.
std::vector<bool> FindNeeded(const Graph &graph);

/// Takes affine maps into the weights of the layers beside them, then makes all weights final.
void Fold(Graph &graph);

} // namespace pytmva_keras::native

#endif
