#include "Arguments.h"

#include "Error.h"
#include "Functions.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>

namespace pytmva_keras::native {

std::size_t SizeOf(const Shape &shape)
{
   std::size_t size = 1;
   for (std::size_t extent : shape)
      size *= extent;
   return size;
}

Budget::Budget(const std::vector<ArrayView> &arrays)
{
   for (const ArrayView &array : arrays)
      fLeft += array.fBytes.size() / sizeof(float);
}

void Budget::Take(std::size_t elements)
{
   if (elements > fLeft)
      throw NetworkError("the network holds more than its arrays and " + std::to_string(kMaxElements) + " numbers an event");
   fLeft -= elements;
}

void Budget::TakeWork(std::size_t multiplications)
{
   if (multiplications > fWorkLeft)
      throw NetworkError("the network needs more than 2^32 multiplications an event");
   fWorkLeft -= multiplications;
}

namespace {

/// At commas; nothing of an empty text.
std::vector<std::string_view> Split(std::string_view text)
{
   std::vector<std::string_view> parts;
   for (std::size_t begin = 0; !text.empty() && begin <= text.size();) {
      const std::size_t end = std::min(text.find(',', begin), text.size());
      parts.push_back(text.substr(begin, end - begin));
      begin = end + 1;
   }
   return parts;
}

template <class T>
bool Read(std::string_view text, T &value)
{
   const char *end = text.data() + text.size();
   const auto result = std::from_chars(text.data(), end, value);
   return result.ec == std::errc() && result.ptr == end;
}

} // namespace

Arguments::Arguments(const Statement &statement, const std::vector<Shape> &values, const std::vector<ArrayView> &arrays,
                     Budget &budget)
   : fStatement(statement), fValues(values), fArrays(arrays), fBudget(budget)
{
   if (!Has("from"))
      return;
   Require(!values.empty(), "there is no value before it");
   for (long input : Integers("from", 0, static_cast<long>(values.size()) - 1))
      fInputs.push_back(input);
}

const Shape &Arguments::Input(std::size_t i, std::size_t of) const
{
   if (fInputs.size() != of)
      Fail("expected " + std::to_string(of) + " values in \"from\", got " + std::to_string(fInputs.size()));
   return fValues[fInputs[i]];
}

std::size_t Arguments::Find(const char *key) const
{
   std::size_t i = 0;
   while (i < fStatement.fAttributes.size() && fStatement.fAttributes[i].first != key)
      ++i;
   return i;
}

bool Arguments::Has(const char *key) const
{
   return Find(key) < fStatement.fAttributes.size();
}

std::string_view Arguments::Text(const char *key)
{
   const std::size_t i = Find(key);
   if (i == fStatement.fAttributes.size())
      Fail(std::string("it has no \"") + key + "\"");
   fUsed |= std::uint32_t(1) << i;
   return fStatement.fAttributes[i].second;
}

std::vector<long> Arguments::Integers(const char *key, long low, long high, std::size_t n)
{
   std::vector<long> numbers;
   for (std::string_view part : Split(Text(key))) {
      long number = 0;
      if (!Read(part, number) || number < low || number > high)
         Fail(std::string("expected integers from ") + std::to_string(low) + " to " + std::to_string(high) + " in \"" + key +
              "\", got \"" + std::string(part.substr(0, 40)) + "\"");
      numbers.push_back(number);
   }
   if (n && numbers.size() != n)
      Fail(std::string("expected ") + std::to_string(n) + " numbers in \"" + key + "\", got " +
           std::to_string(numbers.size()));
   return numbers;
}

long Arguments::Integer(const char *key, long low, long high)
{
   return Integers(key, low, high, 1).front();
}

float Arguments::Number(const char *key, float low, float high)
{
   const std::string_view text = Text(key);
   float number = 0;
   if (!Read(text, number) || !(number >= low && number <= high))
      Fail(std::string("expected a number from ") + std::to_string(low) + " to " + std::to_string(high) + " in \"" + key +
           "\", got \"" + std::string(text.substr(0, 40)) + "\"");
   return number;
}

Activation Arguments::Function(const char *key)
{
   const std::vector<std::string_view> parts = Split(Text(key));
   if (parts.empty())
      Fail(std::string("it has no name in \"") + key + "\"");
   std::vector<float> parameters;
   for (std::size_t i = 1; i < parts.size(); ++i) {
      float number = 0;
      if (!Read(parts[i], number) || std::isnan(number))
         Fail(std::string("expected numbers behind the name in \"") + key + "\", got \"" +
              std::string(parts[i].substr(0, 40)) + "\"");
      parameters.push_back(number);
   }
   Activation activation;
   if (!FindFunction(parts.front(), parameters, activation))
      Fail("unknown function \"" + std::string(parts.front().substr(0, 40)) + "\" of " + std::to_string(parameters.size()) +
           " parameters");
   return activation;
}

std::vector<float> Arguments::Array(const char *key, std::size_t size)
{
   Require(!fArrays.empty(), "there are no arrays");
   const ArrayView &array = fArrays[Integer(key, 0, static_cast<long>(fArrays.size()) - 1)];
   const std::string who = std::string("the array \"") + std::string(array.fName.substr(0, 200)) + "\" (" + key + ") ";
   if (array.fDType != "float32")
      Fail(who + "is " + std::string(array.fDType.substr(0, 20)) + ", expected float32");
   if (array.fBytes.size() / sizeof(float) != size || array.fBytes.size() % sizeof(float))
      Fail(who + "has " + std::to_string(array.fBytes.size()) + " bytes, expected " + std::to_string(size) + " floats");
   fBudget.Take(size);
   std::vector<float> values(size);
   if (size)
      std::memcpy(values.data(), array.fBytes.data(), array.fBytes.size());
   for (float value : values)
      if (!std::isfinite(value))
         Fail(who + "has a value that is not finite");
   return values;
}

Shape Arguments::Checked(Shape shape)
{
   Require(shape.size() <= 8, "its value has more than 8 axes");
   std::size_t size = 1;
   for (std::size_t extent : shape) {
      Require(extent > 0 && extent <= Budget::kMaxElements, "an extent of its value is 0 or too large");
      size *= extent;
      Require(size <= Budget::kMaxElements, "its value is too large");
   }
   fBudget.Take(size);
   return shape;
}

void Arguments::CheckAllUsed() const
{
   for (std::size_t i = 0; i < fStatement.fAttributes.size(); ++i)
      if (!(fUsed >> i & 1))
         Fail("unknown attribute \"" + std::string(fStatement.fAttributes[i].first.substr(0, 40)) + "\"");
}

void Arguments::Fail(const std::string &message) const
{
   throw NetworkError("line " + std::to_string(fStatement.fLine) + " of the network (" +
                      std::string(fStatement.fOperation.substr(0, 40)) + "): " + message);
}

void Arguments::Require(bool condition, const char *message) const
{
   if (!condition)
      Fail(message);
}

} // namespace pytmva_keras::native
