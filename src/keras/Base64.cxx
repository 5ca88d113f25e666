#include "Base64.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <stdexcept>

namespace {

const char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::array<int, 256> MakeValues()
{
   std::array<int, 256> values;
   values.fill(-1);
   for (int i = 0; i < 64; ++i)
      values[static_cast<unsigned char>(kAlphabet[i])] = i;
   return values;
}

bool IsBlank(char c)
{
   return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

} // namespace

std::string pytmva_keras::EncodeBase64(const std::string &bytes)
{
   std::string text;
   text.reserve((bytes.size() + 2) / 3 * 4);
   for (std::size_t i = 0; i < bytes.size(); i += 3) {
      const std::size_t n = std::min<std::size_t>(3, bytes.size() - i);
      std::uint32_t group = 0;
      for (std::size_t k = 0; k < 3; ++k)
         group = group << 8 | (k < n ? static_cast<unsigned char>(bytes[i + k]) : 0u);
      for (std::size_t k = 0; k < 4; ++k)
         text += k <= n ? kAlphabet[group >> (18 - 6 * k) & 63] : '=';
   }
   return text;
}

std::string pytmva_keras::DecodeBase64(const char *text)
{
   static const std::array<int, 256> values = MakeValues();
   std::string bytes;
   std::uint32_t group = 0;
   int symbols = 0, padding = 0;
   for (const char *p = text ? text : ""; *p; ++p) {
      if (IsBlank(*p))
         continue;
      const int value = values[static_cast<unsigned char>(*p)];
      const bool pads = *p == '=';
      padding += pads;
      if ((value < 0 && !pads) || (padding > 0 && !pads) || padding > 2)
         throw std::invalid_argument("no base64 at character " + std::to_string(p - text));
      group = group << 6 | (value < 0 ? 0 : value);
      if (++symbols % 4)
         continue;
      for (int k = 0; k < 3 - padding; ++k)
         bytes += static_cast<char>(group >> (16 - 8 * k) & 255);
      group = 0;
   }
   if (symbols % 4)
      throw std::invalid_argument("the base64 text ends early, after " + std::to_string(symbols) + " characters");
   return bytes;
}
