#include "TMVA/EventTable.h"

#include "TMVA/Event.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <new>
#include <stdexcept>
#include <sys/mman.h>

namespace TMVA {
namespace {

/// Grows by realloc, which moves the pages of large blocks without copying them; what is added is not even touched. Pages
/// are to be large ones: rows are set, and put into another order, more than twice as fast.
template <class T>
class Growing {
public:
   Growing() = default;
   ~Growing() { std::free(fData); }
   Growing(const Growing &) = delete;
   Growing &operator=(const Growing &) = delete;

   T *Resize(std::size_t n)
   {
      void *data = std::realloc(fData, std::max<std::size_t>(n, 1) * sizeof(T));
      if (!data)
         throw std::bad_alloc();
      fData = static_cast<T *>(data);
      AdviseLargePages(n * sizeof(T));
      return fData;
   }

private:
   void AdviseLargePages(std::size_t bytes) const
   {
      constexpr std::uintptr_t page = 1 << 21;
      const auto begin = reinterpret_cast<std::uintptr_t>(fData), end = begin + bytes;
      const std::uintptr_t first = (begin + page - 1) / page * page;
      if (first + page <= end)
         madvise(reinterpret_cast<void *>(first), end / page * page - first, MADV_HUGEPAGE); // advice only: may fail
   }

   T *fData = nullptr;
};

} // namespace

struct EventTable::Memory {
   Growing<Float_t> fValues;
   Growing<Double_t> fWeights;
   Growing<UShort_t> fClasses;
};

EventTable::EventTable(std::size_t nVariables, std::size_t nTargets, std::size_t nSpectators)
   : fNVariables(nVariables), fNTargets(nTargets), fNSpectators(nSpectators)
{
}

EventTable::EventTable(const EventTable &other) : EventTable(other.fNVariables, other.fNTargets, other.fNSpectators)
{
   if (other.fNRows == 0)
      return;
   Resize(other.fNRows);
   std::copy_n(other.fValues, fNRows * GetNColumns(), fValues);
   std::copy_n(other.fWeights, fNRows, fWeights);
   std::copy_n(other.fClasses, fNRows, fClasses);
}

EventTable::EventTable(EventTable &&other) noexcept : EventTable(other.fNVariables, other.fNTargets, other.fNSpectators)
{
   Swap(other);
}

EventTable &EventTable::operator=(EventTable other) noexcept
{
   Swap(other);
   return *this;
}

EventTable::~EventTable() = default;

void EventTable::Swap(EventTable &other) noexcept
{
   std::swap(fNVariables, other.fNVariables);
   std::swap(fNTargets, other.fNTargets);
   std::swap(fNSpectators, other.fNSpectators);
   std::swap(fMemory, other.fMemory);
   std::swap(fValues, other.fValues);
   std::swap(fWeights, other.fWeights);
   std::swap(fClasses, other.fClasses);
   std::swap(fNRows, other.fNRows);
   std::swap(fCapacity, other.fCapacity);
}

void EventTable::Reserve(std::size_t rows)
{
   if (rows <= fCapacity)
      return;
   if (rows > std::numeric_limits<Rows::value_type>::max())
      throw std::length_error("a table of events cannot have more than 4294967295 rows");
   if (fMemory.use_count() > 1) {
      EventTable own(*this);
      Swap(own);
   }
   SetCapacity(rows);
}

void EventTable::SetCapacity(std::size_t rows)
{
   if (!fMemory)
      fMemory = std::make_shared<Memory>();
   fValues = fMemory->fValues.Resize(rows * GetNColumns());
   fWeights = fMemory->fWeights.Resize(rows);
   fClasses = fMemory->fClasses.Resize(rows);
   fCapacity = rows;
}

void EventTable::Resize(std::size_t rows)
{
   if (rows > fCapacity)
      Reserve(fCapacity == 0 ? rows : std::max(rows, fCapacity + fCapacity / 2));
   fNRows = rows;
}

void EventTable::AddRow(const Float_t *values, UInt_t cls, Double_t weight)
{
   Resize(fNRows + 1);
   std::copy_n(values, GetNColumns(), GetRow(fNRows - 1));
   fWeights[fNRows - 1] = weight;
   fClasses[fNRows - 1] = cls;
}

void EventTable::SetRows(std::size_t first, const Float_t *values, UInt_t cls, const Float_t *weights, std::size_t n)
{
   std::copy_n(values, n * GetNColumns(), GetRow(first));
   std::copy_n(weights, n, fWeights + first);
   std::fill_n(fClasses + first, n, cls);
}

void EventTable::MoveRows(std::size_t from, std::size_t to, std::size_t n)
{
   if (from == to || n == 0)
      return;
   std::memmove(GetRow(to), GetRow(from), n * GetNColumns() * sizeof(Float_t));
   std::memmove(fWeights + to, fWeights + from, n * sizeof(Double_t));
   std::memmove(fClasses + to, fClasses + from, n * sizeof(UShort_t));
}

EventTable EventTable::Select(const Rows &order) const
{
   EventTable selected(fNVariables, fNTargets, fNSpectators);
   selected.Reserve(order.size());
   for (const UInt_t row : order)
      selected.AddRow(GetRow(row), fClasses[row], fWeights[row]);
   return selected;
}

std::pair<EventTable, EventTable> EventTable::Divide(Rows order, Rows second)
{
   const std::size_t nFirst = order.size(), nSecond = second.size();
   order.insert(order.end(), second.begin(), second.end());
   second = Rows();
   if (order.size() < fNRows) { // the rows of neither go to the end
      std::vector<bool> isUsed(fNRows);
      for (const UInt_t row : order)
         isUsed[row] = true;
      for (std::size_t row = 0; row < fNRows; ++row)
         if (!isUsed[row])
            order.push_back(row);
   }
   Permute(order);
   SetCapacity(nFirst + nSecond);
   std::pair<EventTable, EventTable> parts(Part(0, nFirst), Part(nFirst, nSecond));
   *this = EventTable(fNVariables, fNTargets, fNSpectators);
   return parts;
}

EventTable EventTable::Part(std::size_t first, std::size_t rows) const
{
   EventTable part(fNVariables, fNTargets, fNSpectators);
   part.fMemory = fMemory;
   part.fValues = fValues + first * GetNColumns();
   part.fWeights = fWeights + first;
   part.fClasses = fClasses + first;
   part.fNRows = part.fCapacity = rows;
   return part;
}

void EventTable::CopyRow(std::size_t from, EventTable &other, std::size_t to) const
{
   std::copy_n(GetRow(from), GetNColumns(), other.GetRow(to));
   other.fWeights[to] = fWeights[from];
   other.fClasses[to] = fClasses[from];
}

/// Puts row order[i] in place of row i, for all of them; then order[i]=i.
///
/// The cycles of the permutation are gone through, of which most rows are usually in one. It is cut at rows whose values are
/// kept elsewhere, and pieces are worked on in turns: while the processor waits for the memory of one, it has the others.
void EventTable::Permute(Rows &order)
{
   constexpr std::size_t nLanes = 32, rowsPerPiece = 8192;
   const std::size_t nPieces = (order.size() + rowsPerPiece - 1) / rowsPerPiece; // one begins with each 8192nd row
   EventTable kept(fNVariables, fNTargets, fNSpectators);
   kept.Resize(nPieces);
   for (std::size_t piece = 0; piece < nPieces; ++piece)
      CopyRow(piece * rowsPerPiece, kept, piece);
   std::vector<std::size_t> lanes; // the row that is set next in each piece
   std::size_t next = 0;
   while (next < nPieces || !lanes.empty()) {
      while (lanes.size() < nLanes && next < nPieces)
         lanes.push_back(next++ * rowsPerPiece);
      for (std::size_t i = 0; i < lanes.size(); ++i) {
         std::size_t &row = lanes[i];
         const std::size_t from = std::exchange(order[row], row);
         if (from % rowsPerPiece == 0) { // there the next piece begins
            kept.CopyRow(from / rowsPerPiece, *this, row);
            lanes.erase(lanes.begin() + i--);
            continue;
         }
         CopyRow(from, *this, row);
         row = from;
         Prefetch(order, order[row]);
      }
   }
   for (std::size_t start = 0; start < order.size(); ++start) { // the cycles that have no such row
      if (order[start] == start)
         continue;
      CopyRow(start, kept, 0);
      std::size_t row = start;
      while (order[row] != start) {
         CopyRow(order[row], *this, row);
         row = std::exchange(order[row], row);
      }
      kept.CopyRow(0, *this, row);
      order[row] = row;
   }
}

/// Asks for the memory of a row that will be copied soon.
void EventTable::Prefetch(const Rows &order, std::size_t row) const
{
   constexpr std::size_t cacheLine = 64 / sizeof(Float_t);
   for (std::size_t i = 0; i < GetNColumns(); i += cacheLine)
      __builtin_prefetch(GetRow(row) + i, 1);
   __builtin_prefetch(GetRow(row + 1) - 1, 1);
   __builtin_prefetch(fWeights + row, 1);
   __builtin_prefetch(fClasses + row, 1);
   __builtin_prefetch(&order[row], 1);
}

std::shared_ptr<const void> EventTable::ShareMemory() const
{
   return fMemory;
}

void EventTable::ToEvent(std::size_t row, Event &event) const
{
   const Float_t *values = GetRow(row);
   for (std::size_t i = 0; i < fNVariables; ++i)
      event.SetVal(i, *values++);
   for (std::size_t i = 0; i < fNTargets; ++i)
      event.SetTarget(i, *values++);
   for (std::size_t i = 0; i < fNSpectators; ++i)
      event.SetSpectator(i, *values++);
   event.SetClass(fClasses[row]);
   event.SetWeight(fWeights[row]);
   event.SetBoostWeight(1);
}

void EventTable::ToRow(const Event &event, Float_t *row)
{
   for (const auto *part : {&event.GetValues(), &event.GetTargets(), &event.GetSpectators()})
      row = std::copy(part->begin(), part->end(), row);
}

} // namespace TMVA
