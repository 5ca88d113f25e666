#ifndef PYTMVA_EventTable
#define PYTMVA_EventTable

#include "RtypesCore.h"

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace TMVA {

class Event;

/// Events as one contiguous row-major float matrix, one row an event, columns variables | targets | spectators, with the
/// class and the weight of each row beside it. What DataSet holds, transformations work on and methods are fed with.
/// A plain value, a copy has its own rows; concurrent const calls are safe.
class EventTable {
public:
   /// Numbers of rows; four bytes each, as there are as many of them as events.
   using Rows = std::vector<UInt_t>;

   EventTable(std::size_t nVariables = 0, std::size_t nTargets = 0, std::size_t nSpectators = 0);
   EventTable(const EventTable &other);
   EventTable(EventTable &&other) noexcept;
   EventTable &operator=(EventTable other) noexcept;
   ~EventTable();

   std::size_t GetNVariables() const { return fNVariables; }
   std::size_t GetNTargets() const { return fNTargets; }
   std::size_t GetNSpectators() const { return fNSpectators; }
   std::size_t GetNColumns() const { return fNVariables + fNTargets + fNSpectators; }
   std::size_t GetNRows() const { return fNRows; }

   void Reserve(std::size_t rows);
   /// Takes rows away at the end, or adds such as are yet to be set: all of them with SetRows.
   void Resize(std::size_t rows);
   /// Appends a row; `values` has GetNColumns() entries.
   void AddRow(const Float_t *values, UInt_t cls, Double_t weight);
   /// Sets the rows from number `first` on, which must be there, to `n` rows of one class.
   void SetRows(std::size_t first, const Float_t *values, UInt_t cls, const Float_t *weights, std::size_t n);
   /// Copies `n` rows from number `from` on to number `to` on, which must not be greater.
   void MoveRows(std::size_t from, std::size_t to, std::size_t n);
   /// The rows `order[0], order[1], ...` of this table as a new one; an index may be left out.
   EventTable Select(const Rows &order) const;
   /// Two tables of the rows of this one, which is empty then, in these orders; no row may be in both. Rows are moved in
   /// place, and both tables keep the memory of this one, each its part.
   std::pair<EventTable, EventTable> Divide(Rows first, Rows second);

   Float_t *GetRow(std::size_t row) { return fValues + row * GetNColumns(); }
   const Float_t *GetRow(std::size_t row) const { return fValues + row * GetNColumns(); }
   const Float_t *GetSpectators(std::size_t row) const { return GetRow(row) + fNVariables + fNTargets; }
   UInt_t GetClass(std::size_t row) const { return fClasses[row]; }
   Double_t GetWeight(std::size_t row) const { return fWeights[row]; }
   void SetWeight(std::size_t row, Double_t weight) { fWeights[row] = weight; }

   /// Keeps the rows where they are for as long as somebody has it, whatever becomes of the table.
   std::shared_ptr<const void> ShareMemory() const;

   /// Copies a row into `event` (whose vectors are reused) and back.
   void ToEvent(std::size_t row, Event &event) const;
   static void ToRow(const Event &event, Float_t *row);

private:
   struct Memory;
   EventTable Part(std::size_t first, std::size_t rows) const;
   void SetCapacity(std::size_t rows);
   void Swap(EventTable &other) noexcept;
   void Permute(Rows &order);
   void CopyRow(std::size_t from, EventTable &other, std::size_t to) const;
   void Prefetch(const Rows &order, std::size_t row) const;

   std::size_t fNVariables;
   std::size_t fNTargets;
   std::size_t fNSpectators;
   std::shared_ptr<Memory> fMemory; ///< of this table alone, or of those that came of Divide()
   Float_t *fValues = nullptr;      ///< these three point into it
   Double_t *fWeights = nullptr;
   UShort_t *fClasses = nullptr;
   std::size_t fNRows = 0;
   std::size_t fCapacity = 0; ///< rows for which there is room; no more than there are where the memory is shared
};

} // namespace TMVA

#endif
