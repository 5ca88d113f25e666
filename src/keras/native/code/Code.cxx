// The code of each operation: a call of a snippet.
#include "code/Code.h"

#include "Graph.h"
#include "code/Writer.h"
#include "layers/Windows.h"

#include <cmath>
#include <numeric>

namespace pytmva_keras::native {

namespace {

/// What the code of one operation is made of.
struct Context {
   Writer &fWriter;
   Arguments &fArguments;
   const Graph &fGraph;
   const Node &fNode;

   std::string Input(std::size_t i = 0) const { return "v" + std::to_string(fNode.fInputs[i]); }
   const Shape &ShapeOf(std::size_t i = 0) const { return fGraph.fNodes[fNode.fInputs[i]].fShape; }
   std::size_t Integer(const char *key) const { return fArguments.Integer(key, 0, Budget::kMaxElements); }
   bool Flag(const char *key) const { return fArguments.Has(key) && fArguments.Integer(key, 0, 1); }
   std::string Array(const char *key, std::size_t size) const { return fWriter.Array(fArguments, key, size); }
   std::string Function(const char *key) const { return fWriter.Function(fArguments.Function(key)); }

   /// "name(v1, ...)": arguments are literals, or text that is code.
   template <class... T>
   std::string Call(const char *name, const std::string &first, const T &...arguments) const
   {
      std::string call = fWriter.Call(name) + first;
      ((call += ", " + Text(arguments)), ...);
      return call + ")";
   }

private:
   static std::string Text(const std::string &code) { return code; }
   template <class T>
   static std::string Text(const T &value)
   {
      return Literal(value);
   }
};

std::string Dense(const Context &context)
{
   const std::size_t n = context.ShapeOf().back(), units = context.Integer("units");
   return context.Call("dense", context.Input(), n, units, context.Array("kernel", n * units),
                       context.Array("bias", units));
}

std::string Affine(const Context &context, std::size_t n, const std::vector<float> &scale, const std::vector<float> &offset)
{
   const std::string scaleName = context.fWriter.NewArray("float", "scale", scale);
   return context.Call("affine", context.Input(), n, context.Integer("repeat"), scaleName,
                       context.fWriter.NewArray("float", "offset", offset));
}

/// An array argument, or `n` times `value` where there is none.
std::vector<float> ArrayOr(const Context &context, const char *key, std::size_t n, float value)
{
   return context.fArguments.Has(key) ? context.fArguments.Array(key, n) : std::vector<float>(n, value);
}

std::string PlainAffine(const Context &context)
{
   const std::size_t n = context.Integer("size");
   return Affine(context, n, ArrayOr(context, "scale", n, 1), ArrayOr(context, "offset", n, 0));
}

std::string BatchNormalization(const Context &context)
{
   const std::size_t n = context.Integer("size");
   const double epsilon = context.fArguments.Number("epsilon", 0, 1e6);
   const std::vector<float> mean = context.fArguments.Array("mean", n), variance = context.fArguments.Array("variance", n);
   std::vector<float> scale = ArrayOr(context, "gamma", n, 1), offset = ArrayOr(context, "beta", n, 0);
   for (std::size_t i = 0; i < n; ++i) {
      const double width = std::sqrt(variance[i] + epsilon);
      offset[i] = static_cast<float>(offset[i] - mean[i] / width * scale[i]);
      scale[i] = static_cast<float>(scale[i] / width);
   }
   return Affine(context, n, scale, offset);
}

std::string Activate(const Context &context)
{
   return context.Call("each", context.Input(), context.Function("function"));
}

std::string Softmax(const Context &context)
{
   return context.Call("softmax", context.Input(), context.Integer("size"), context.Flag("log"));
}

std::string PRelu(const Context &context)
{
   const std::size_t n = context.Integer("size");
   return context.Call("prelu", context.Input(), n, context.Integer("repeat"), context.Array("alpha", n));
}

std::string Standardize(const Context &context)
{
   const double epsilon = context.fArguments.Number("epsilon", 0, 1e6);
   return context.Call("standardize", context.Input(), context.Integer("size"), epsilon, context.Flag("center"));
}

std::string UnitNorm(const Context &context)
{
   const double epsilon = context.fArguments.Number("epsilon", 0, 1e6);
   return context.Call("unit_norm", context.Input(), context.Integer("size"), epsilon);
}

std::string Merge(const Context &context, const std::string &expression)
{
   std::string merged = context.Input();
   for (std::size_t i = 1; i < context.fNode.fInputs.size(); ++i)
      merged = context.Call("combine", merged, context.Input(i), "[](float x, float y) { return " + expression + "; }");
   return merged;
}

std::string Add(const Context &context)
{
   return Merge(context, "x + y");
}

std::string Subtract(const Context &context)
{
   return Merge(context, "x - y");
}

std::string Multiply(const Context &context)
{
   return Merge(context, "x * y");
}

std::string Average(const Context &context)
{
   const std::string factor = Literal(1.f / static_cast<float>(context.fNode.fInputs.size()));
   return context.Call("each", Add(context), "[](float x) { return x * " + factor + "; }");
}

std::string Maximum(const Context &context)
{
   return Merge(context, "x < y ? y : x");
}

std::string Minimum(const Context &context)
{
   return Merge(context, "x > y ? y : x");
}

/// Permute and take: where each number comes from is what the layer makes of 1, 2, ...
std::string Gather(const Context &context)
{
   std::vector<float> numbers(SizeOf(context.ShapeOf())), moved(SizeOf(context.fNode.fShape));
   std::iota(numbers.begin(), numbers.end(), 1.f);
   const float *input = numbers.data();
   context.fNode.fLayer->Apply(&input, moved.data(), 1, nullptr);
   std::vector<int> places;
   for (float number : moved)
      places.push_back(static_cast<int>(number) - 1);
   return context.Call("gather", context.Input(), context.fWriter.NewArray("int", "places", places));
}

std::string Concatenate(const Context &context)
{
   const std::size_t axis = context.Integer("axis");
   std::string values, sizes;
   for (std::size_t i = 0; i < context.fNode.fInputs.size(); ++i) {
      const Shape &shape = context.ShapeOf(i);
      const std::size_t size = SizeOf(Shape(shape.begin() + static_cast<std::ptrdiff_t>(axis), shape.end()));
      values += (i ? ", &" : "&") + context.Input(i);
      sizes += (i ? ", " : "") + Literal(size);
   }
   return context.Call("concatenate", "{" + values + "}", "{" + sizes + "}");
}

std::string MatMul(const Context &context)
{
   const Shape &left = context.ShapeOf();
   return context.Call("matmul", context.Input(), context.Input(1), left[left.size() - 2], left.back(),
                       context.fNode.fShape.back(), context.Flag("transposed"));
}

std::string Embedding(const Context &context)
{
   const std::size_t rows = context.Integer("rows"), units = context.Integer("units");
   return context.Call("embedding", context.Input(), rows, units, context.Array("kernel", rows * units));
}

std::string Places(const Context &context, const Windows &windows)
{
   return context.fWriter.NewArray("int", "places", windows.fPlaces);
}

std::string Convolution(const Context &context)
{
   const std::size_t channels = context.ShapeOf().back(), groups = context.Integer("groups");
   const std::size_t filters = context.Integer("filters");
   const Windows windows = ReadWindows(context.fArguments, context.ShapeOf());
   const std::size_t size = windows.fTaps * (channels / groups) * filters;
   const std::string kernel =
      context.Flag("transposed")
         ? context.fWriter.NewArray(
              "float", "kernel", Transposed(context.fArguments.Array("kernel", size), windows.fTaps, channels, filters))
         : context.Array("kernel", size);
   return context.Call("convolution", context.Input(), Places(context, windows), windows.fTaps, channels, groups, filters,
                       kernel, context.Array("bias", filters));
}

std::string Pool(const Context &context, bool average)
{
   const Windows windows = ReadWindows(context.fArguments, context.ShapeOf());
   return context.Call("pool", context.Input(), Places(context, windows), windows.fTaps, context.ShapeOf().back(), average);
}

std::string MaxPool(const Context &context)
{
   return Pool(context, false);
}

std::string AveragePool(const Context &context)
{
   return Pool(context, true);
}

/// gates: blocks of units in the weights; biases: 2 where the state's product has one of its own; the rest: functions.
template <class... T>
std::string Recurrent(const Context &context, const char *name, std::size_t gates, std::size_t biases,
                      const T &...functions)
{
   const std::size_t n = context.ShapeOf().back(), units = context.Integer("units"), width = gates * units;
   return context.Call(name, context.Input(), n, units, context.Array("kernel", n * width),
                       context.Array("recurrent", units * width), context.Array("bias", biases * width),
                       context.Flag("backwards"), context.Flag("sequences"), context.Function("activation"), functions...);
}

std::string SimpleRnn(const Context &context)
{
   return Recurrent(context, "simple_rnn", 1, 1);
}

std::string Lstm(const Context &context)
{
   return Recurrent(context, "lstm", 4, 1, context.Function("recurrent_activation"));
}

std::string Gru(const Context &context)
{
   const bool after = context.Flag("reset_after");
   return Recurrent(context, after ? "gru_reset_after" : "gru", 3, after ? 2 : 1, context.Function("recurrent_activation"));
}

struct Generator {
   std::string_view fOperation;
   std::string (*fWrite)(const Context &);
};

constexpr Generator kGenerators[] = {{"dense", Dense},
                                     {"affine", PlainAffine},
                                     {"batch_normalization", BatchNormalization},
                                     {"activation", Activate},
                                     {"softmax", Softmax},
                                     {"prelu", PRelu},
                                     {"standardize", Standardize},
                                     {"unit_norm", UnitNorm},
                                     {"add", Add},
                                     {"subtract", Subtract},
                                     {"multiply", Multiply},
                                     {"average", Average},
                                     {"maximum", Maximum},
                                     {"minimum", Minimum},
                                     {"permute", Gather},
                                     {"take", Gather},
                                     {"concatenate", Concatenate},
                                     {"matmul", MatMul},
                                     {"embedding", Embedding},
                                     {"convolution", Convolution},
                                     {"max_pool", MaxPool},
                                     {"average_pool", AveragePool},
                                     {"simple_rnn", SimpleRnn},
                                     {"lstm", Lstm},
                                     {"gru", Gru}};

std::string WriteOperation(std::string_view operation, const Context &context)
{
   for (const Generator &generator : kGenerators)
      if (generator.fOperation == operation)
         return generator.fWrite(context);
   throw NoCode("the operation " + std::string(operation) + " has no code");
}

/// "(64, 3)"
std::string Text(const Shape &shape)
{
   std::string text;
   for (std::size_t extent : shape)
      text += (text.empty() ? "" : ", ") + std::to_string(extent);
   return "(" + text + ")";
}

} // namespace

std::string WriteCode(std::string_view text, const std::vector<ArrayView> &arrays, std::size_t mostBytes)
{
   const Graph graph = ReadGraph(text, arrays);
   const std::vector<Statement> statements = ParseDescription(text);
   const std::vector<bool> needed = FindNeeded(graph);
   Budget budget(arrays);
   std::vector<Shape> shapes;
   for (const Node &node : graph.fNodes)
      shapes.push_back(node.fShape);
   Writer writer(arrays, mostBytes);
   for (std::size_t i = 1; i < graph.fNodes.size(); ++i) {
      const Node &node = graph.fNodes[i];
      if (!needed[i])
         continue;
      Arguments arguments(statements[i], shapes, arrays, budget);
      const Context context{writer, arguments, graph, node};
      writer.Begin(i);
      const bool moved = node.fLayer != nullptr;
      writer.AddLine(std::string(moved ? "const Values v" : "const Values &v") + std::to_string(i) + " = " +
                     (moved ? WriteOperation(statements[i].fOperation, context) : context.Input()) + "; // " +
                     Text(node.fShape));
   }
   writer.AddLine("return v" + std::to_string(graph.fOutput) + ";");
   return writer.GetCode("/// " + Text(graph.fNodes[graph.fOutput].fShape) + " of " + Text(shapes.front()) +
                         ". Values are numbered as in the weight file.\n");
}

} // namespace pytmva_keras::native
