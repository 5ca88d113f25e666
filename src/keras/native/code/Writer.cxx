#include "code/Writer.h"

#include "code/Code.h"
#include "code/Snippets.h"

#include <cmath>

namespace pytmva_keras::native {

const char *const kCodeIncludes = R"(#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>
)";

const char *const kCodeNames = R"(using Size = std::size_t;
using Values = std::vector<float>;
)";

std::string Writer::Call(const std::string &name)
{
   for (const Snippet *snippet = kSnippets; snippet->fName; ++snippet)
      if (name == snippet->fName && fSnippets.insert(name).second && *snippet->fNeeds)
         Call(snippet->fNeeds);
   return name + "(";
}

std::string Writer::Array(Arguments &arguments, const char *key, std::size_t size)
{
   if (!arguments.Has(key))
      return "nullptr";
   const std::vector<float> values = arguments.Array(key, size);
   const long number = arguments.Integer(key, 0, static_cast<long>(fArrays.size()) - 1);
   const std::string name = "array" + std::to_string(number);
   if (fWritten.insert(number).second) {
      AddData(DefineArray("float", name, values, std::string(fArrays[number].fName.substr(0, 200))));
   }
   return name;
}

void Writer::AddData(const std::string &code)
{
   fData += code + "\n";
   if (fData.size() > fMostBytes)
      throw NoCode("its weights would fill more than " + std::to_string(fMostBytes >> 20) + " MB of source code");
}

std::string Writer::GetCode(const std::string &comment) const
{
   std::string code;
   for (const Snippet *snippet = kSnippets; snippet->fName; ++snippet)
      if (fSnippets.count(snippet->fName))
         code += snippet->fCode + 1 + std::string("\n");
   return code + fData + comment + "inline Values network(const Values &v0)\n{\n" + fLines + "}\n";
}

namespace {

std::string Relu(const std::string &a, const std::string &b, const std::string &c, bool limited)
{
   return "x < " + c + " ? " + (a == "0.0f" ? "0" : a + " * (x - " + c + ")") + " : " +
          (limited ? "(x > " + b + " ? " + b + " : x)" : "x");
}

} // namespace

std::string Writer::Function(const Activation &activation)
{
   const std::string a = Literal(activation.fA), b = Literal(activation.fB), c = Literal(activation.fC);
   const auto expression = [&]() -> std::string {
      using F = pytmva_keras::native::Function;
      switch (activation.fFunction) {
      case F::kLinear: return "x";
      case F::kRelu: return Relu(a, b, c, std::isfinite(activation.fB));
      case F::kClip: return Call("clip") + a + " * x + " + b + ", 0, " + c + ")";
      case F::kHardTanh: return Call("clip") + "x, -1, 1)";
      case F::kHardSilu: return "x * " + Call("clip") + "x / 6 + 0.5f, 0, 1)";
      case F::kElu: return "x > 0 ? x : " + a + " * std::expm1(x)";
      case F::kSelu: return "1.05070099f * (x > 0 ? x : 1.67326324f * std::expm1(x))";
      case F::kCelu: return "x > 0 ? x : " + a + " * std::expm1(x / " + a + ")";
      case F::kGelu: return "0.5f * x * (1 + std::erf(x * 0.707106781f))";
      case F::kGeluTanh: return "0.5f * x * (1 + std::tanh(0.797884561f * (x + 0.044715f * x * x * x)))";
      case F::kSilu: return "x * " + Call("sigmoid") + "x)";
      case F::kSigmoid: return Call("sigmoid") + "x)";
      case F::kLogSigmoid: return "-" + Call("softplus") + "-x)";
      case F::kTanh: return "std::tanh(x)";
      case F::kTanhShrink: return "x - std::tanh(x)";
      case F::kSoftShrink: return "x > " + a + " ? x - " + a + " : (x < -" + a + " ? x + " + a + " : 0)";
      case F::kHardShrink: return "std::abs(x) <= " + a + " ? 0 : x";
      case F::kThreshold: return "x <= " + a + " ? " + b + " : x";
      case F::kSoftplus: return Call("softplus") + "x)";
      case F::kSoftsign: return "x / (1 + std::abs(x))";
      case F::kExponential: return "std::exp(x)";
      case F::kMish: return "x * std::tanh(" + Call("softplus") + "x))";
      case F::kSquarePlus: return "0.5f * (x + std::sqrt(x * x + " + a + "))";
      case F::kSparsePlus: return "x <= -1 ? 0 : (x < 1 ? 0.25f * (x + 1) * (x + 1) : x)";
      }
      throw NoCode("it has an activation without code");
   };
   return "[](float x) { return " + expression() + "; }";
}

} // namespace pytmva_keras::native
