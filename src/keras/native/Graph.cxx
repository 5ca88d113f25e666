#include "Graph.h"

#include "layers/Dense.h"
#include "layers/Layers.h"

namespace pytmva_keras::native {

namespace {

struct Operation {
   std::string_view fName;
   Built (*fBuild)(Arguments &);
};

constexpr Operation kOperations[] = {{"dense", BuildDense},
                                     {"affine", BuildAffine},
                                     {"batch_normalization", BuildBatchNormalization},
                                     {"activation", BuildActivation},
                                     {"softmax", BuildSoftmax},
                                     {"prelu", BuildPRelu},
                                     {"standardize", BuildStandardize},
                                     {"unit_norm", BuildUnitNorm},
                                     {"add", BuildAdd},
                                     {"subtract", BuildSubtract},
                                     {"multiply", BuildMultiply},
                                     {"average", BuildAverage},
                                     {"maximum", BuildMaximum},
                                     {"minimum", BuildMinimum},
                                     {"reshape", BuildReshape},
                                     {"permute", BuildPermute},
                                     {"take", BuildTake},
                                     {"concatenate", BuildConcatenate},
                                     {"matmul", BuildMatMul},
                                     {"embedding", BuildEmbedding},
                                     {"convolution", BuildConvolution},
                                     {"max_pool", BuildMaxPool},
                                     {"average_pool", BuildAveragePool},
                                     {"simple_rnn", BuildSimpleRnn},
                                     {"lstm", BuildLstm},
                                     {"gru", BuildGru}};

Built BuildInput(Arguments &arguments)
{
   Shape shape;
   for (long extent : arguments.Integers("shape", 1, Budget::kMaxElements))
      shape.push_back(extent);
   return {arguments.Checked(shape), nullptr};
}

Built Build(std::string_view name, Arguments &arguments)
{
   for (const Operation &operation : kOperations)
      if (operation.fName == name)
         return operation.fBuild(arguments);
   arguments.Fail("unknown operation; a newer version of pytmva_keras may have written it");
}

} // namespace

Graph ReadGraph(std::string_view text, const std::vector<ArrayView> &arrays)
{
   const std::vector<Statement> statements = ParseDescription(text);
   Budget budget(arrays);
   Graph graph;
   std::vector<Shape> shapes;
   for (const Statement &statement : statements) {
      Arguments arguments(statement, shapes, arrays, budget);
      if (statement.fOperation == "output") {
         arguments.Input();
         graph.fOutput = arguments.GetInputs().front();
      } else {
         Built built = graph.fNodes.empty() ? BuildInput(arguments) : Build(statement.fOperation, arguments);
         shapes.push_back(built.fShape);
         graph.fNodes.push_back({arguments.GetInputs(), std::move(built.fShape), std::move(built.fLayer)});
      }
      arguments.CheckAllUsed();
   }
   return graph;
}

std::vector<bool> FindNeeded(const Graph &graph)
{
   std::vector<bool> needed(graph.fNodes.size());
   needed[graph.fOutput] = true;
   for (std::size_t i = graph.fOutput + 1; i-- > 0;)
      if (needed[i])
         for (std::size_t input : graph.fNodes[i].fInputs)
            needed[input] = true;
   return needed;
}

namespace {

/// How often each node is used by nodes that are needed.
std::vector<std::size_t> CountUses(const Graph &graph)
{
   const std::vector<bool> needed = FindNeeded(graph);
   std::vector<std::size_t> uses(graph.fNodes.size());
   ++uses[graph.fOutput];
   for (std::size_t i = 0; i < graph.fNodes.size(); ++i)
      if (needed[i])
         for (std::size_t input : graph.fNodes[i].fInputs)
            ++uses[input];
   return uses;
}

/// The node whose layer makes the only input of node i for it alone, or node 0. Its shape may be another.
std::size_t FindMaker(const Graph &graph, const std::vector<std::size_t> &uses, std::size_t i)
{
   do {
      const std::vector<std::size_t> &inputs = graph.fNodes[i].fInputs;
      if (inputs.size() != 1 || uses[inputs.front()] != 1)
         return 0;
      i = inputs.front();
   } while (i && !graph.fNodes[i].fLayer);
   return i;
}

} // namespace

void Fold(Graph &graph)
{
   const std::vector<std::size_t> uses = CountUses(graph);
   for (std::size_t i = 1; i < graph.fNodes.size(); ++i) {
      std::unique_ptr<Layer> &layer = graph.fNodes[i].fLayer;
      const std::size_t maker = uses[i] && layer ? FindMaker(graph, uses, i) : 0;
      if (!maker)
         continue;
      std::unique_ptr<Layer> &before = graph.fNodes[maker].fLayer;
      const auto *affine = dynamic_cast<const Affine *>(layer.get()), *previous = dynamic_cast<const Affine *>(before.get());
      if (affine && before->AbsorbNext(*affine))
         layer.reset();
      else if (previous && layer->AbsorbPrevious(*previous))
         before.reset();
   }
   for (Node &node : graph.fNodes)
      if (node.fLayer)
         node.fLayer->Finish();
}

} // namespace pytmva_keras::native
