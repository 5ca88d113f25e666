#include "Description.h"

#include "Error.h"

#include <algorithm>

namespace pytmva_keras::native {

namespace {

constexpr std::string_view kFirstLine = "network 1";
constexpr std::size_t kMaxAttributes = 32; // of a line

std::string_view TakeUntil(std::string_view &text, char separator)
{
   const std::size_t end = std::min(text.find(separator), text.size());
   const std::string_view part = text.substr(0, end);
   text.remove_prefix(std::min(end + 1, text.size()));
   return part;
}

std::string Quoted(std::string_view text)
{
   return "\"" + std::string(text.substr(0, 40)) + (text.size() > 40 ? "...\"" : "\"");
}

Statement ParseLine(std::string_view line, std::size_t number)
{
   Statement statement;
   statement.fLine = number;
   statement.fOperation = TakeUntil(line, ' ');
   while (!line.empty()) {
      std::string_view value = TakeUntil(line, ' ');
      const bool complete = value.find('=') != std::string_view::npos;
      const std::string_view key = TakeUntil(value, '=');
      const auto same = [key](const auto &attribute) { return attribute.first == key; };
      const auto &attributes = statement.fAttributes;
      if (!complete || key.empty() || std::any_of(attributes.begin(), attributes.end(), same) ||
          attributes.size() == kMaxAttributes)
         throw NetworkError("line " + std::to_string(number) + " of the network: expected attributes as in \"units=64\", " +
                            "each once, got " + Quoted(key));
      statement.fAttributes.emplace_back(key, value);
   }
   return statement;
}

} // namespace

std::vector<Statement> ParseDescription(std::string_view text)
{
   const std::string_view first = TakeUntil(text, '\n');
   if (first != kFirstLine)
      throw NetworkError("the network begins with " + Quoted(first) + ", expected " + Quoted(kFirstLine));
   std::vector<Statement> statements;
   while (!text.empty() && (statements.empty() || statements.back().fOperation != "output"))
      statements.push_back(ParseLine(TakeUntil(text, '\n'), statements.size() + 2));
   if (statements.size() < 2 || statements.front().fOperation != "input")
      throw NetworkError("line 2 of the network: expected \"input\", and \"output\" at the end");
   if (statements.back().fOperation != "output")
      throw NetworkError("the network has no \"output\" at its end: it is cut off");
   if (!text.empty())
      throw NetworkError("the network goes on behind \"output\": " + Quoted(text));
   return statements;
}

} // namespace pytmva_keras::native
