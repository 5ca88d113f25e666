#include "code/Literals.h"

#include <charconv>
#include <cmath>
#include <limits>

namespace pytmva_keras::native {

namespace {

/// The shortest text that reads as this value, as a floating-point literal.
template <class T>
std::string Shortest(T x, const char *type)
{
   if (!std::isfinite(x)) {
      const std::string limits = std::string("std::numeric_limits<") + type + ">::";
      return std::isnan(x) ? limits + "quiet_NaN()" : (x < 0 ? "-" : "") + limits + "infinity()";
   }
   char digits[64];
   const std::string text(digits, std::to_chars(digits, digits + sizeof digits, x).ptr);
   return text.find_first_of(".e") == std::string::npos ? text + ".0" : text;
}

} // namespace

std::string Literal(float x)
{
   return Shortest(x, "float") + (std::isfinite(x) ? "f" : "");
}

std::string Literal(double x)
{
   return Shortest(x, "double");
}

std::string ForComment(std::string text)
{
   for (char &character : text)
      if (static_cast<unsigned char>(character) < ' ' || character == '\\' || character == '?') // "??/" is a backslash too
         character = '_';
   return text;
}

} // namespace pytmva_keras::native
