#ifndef PYTMVA_KERAS_native_Literals
#define PYTMVA_KERAS_native_Literals

#include <cstddef>
#include <string>
#include <vector>

namespace pytmva_keras::native {

/// A C++ expression of exactly this value.
std::string Literal(float x);
std::string Literal(double x);
inline std::string Literal(int x) { return std::to_string(x); }
inline std::string Literal(std::size_t x) { return std::to_string(x); }
inline std::string Literal(bool x) { return x ? "true" : "false"; }

/// For a comment: what could end it becomes "_".
std::string ForComment(std::string text);

/// "inline const float name[] = {...};" with a comment before it. type: of the elements.
template <class T>
std::string DefineArray(const std::string &type, const std::string &name, const std::vector<T> &values,
                        const std::string &comment = "")
{
   constexpr std::size_t kWidth = 110;
   std::string code = comment.empty() ? "" : "// " + ForComment(comment) + "\n";
   code += "inline const " + type + " " + name + "[] = {";
   std::string line = "\n  ";
   for (const T value : values) {
      line += " " + Literal(value) + ",";
      if (line.size() > kWidth) {
         code += line;
         line = "\n  ";
      }
   }
   return code + (line.size() > 3 ? line : "") + "\n};\n";
}

} // namespace pytmva_keras::native

#endif
