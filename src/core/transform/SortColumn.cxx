#include "transform/SortColumn.h"

#include <array>
#include <cstring>

namespace TMVA {
namespace {

constexpr std::uint32_t kSign = 0x80000000u;

/// A number that compares as `value` does.
std::uint32_t KeyOf(Float_t value)
{
   value += 0.f; // -0 and 0 are equal
   std::uint32_t bits;
   std::memcpy(&bits, &value, sizeof bits);
   return bits & kSign ? ~bits : bits | kSign;
}

Float_t ValueOf(std::uint32_t key)
{
   const std::uint32_t bits = key & kSign ? key & ~kSign : ~key;
   Float_t value;
   std::memcpy(&value, &bits, sizeof value);
   return value;
}

struct Entry {
   std::uint32_t fKey;
   std::uint32_t fRow;
};

/// Sorts `from` into `to` by some bits of the keys; entries where these are the same keep their order.
void SortByDigit(const std::vector<Entry> &from, std::vector<Entry> &to, int shift)
{
   constexpr std::uint32_t mask = 0x7ff;
   std::array<std::size_t, mask + 1> places{};
   for (const Entry &entry : from)
      ++places[entry.fKey >> shift & mask];
   std::size_t sum = 0;
   for (std::size_t &place : places) {
      const std::size_t count = place;
      place = sum;
      sum += count;
   }
   for (const Entry &entry : from)
      to[places[entry.fKey >> shift & mask]++] = entry;
}

} // namespace

std::vector<RowValue> SortColumn(const EventTable &events, std::size_t column)
{
   std::vector<Entry> entries(events.GetNRows()), other(entries.size());
   for (std::size_t row = 0; row < entries.size(); ++row)
      entries[row] = {KeyOf(events.GetRow(row)[column]), std::uint32_t(row)};
   for (int shift : {0, 11, 22}) {
      SortByDigit(entries, other, shift);
      entries.swap(other);
   }
   std::vector<RowValue> sorted(entries.size());
   for (std::size_t i = 0; i < sorted.size(); ++i)
      sorted[i] = {ValueOf(entries[i].fKey), entries[i].fRow};
   return sorted;
}

} // namespace TMVA
