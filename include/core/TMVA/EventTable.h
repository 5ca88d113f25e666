#ifndef PYTMVA_EventTable
#define PYTMVA_EventTable

#include "RtypesCore.h"

#include <cstddef>
#include <vector>

namespace TMVA {

class Event;

/// Events as one contiguous row-major float matrix, one row an event, columns variables | targets | spectators, with the
/// class and the weight of each row beside it. What DataSet holds, transformations work on and methods are fed with.
/// A plain value; concurrent const calls are safe.
class EventTable {
public:
   EventTable(std::size_t nVariables = 0, std::size_t nTargets = 0, std::size_t nSpectators = 0);

   std::size_t GetNVariables() const { return fNVariables; }
   std::size_t GetNTargets() const { return fNTargets; }
   std::size_t GetNSpectators() const { return fNSpectators; }
   std::size_t GetNColumns() const { return fNVariables + fNTargets + fNSpectators; }
   std::size_t GetNRows() const { return fClasses.size(); }

   void Reserve(std::size_t rows);
   /// Appends a row; `values` has GetNColumns() entries.
   void AddRow(const Float_t *values, UInt_t cls, Double_t weight);
   /// The rows `order[0], order[1], ...` of this table as a new one; an index may be left out.
   EventTable Select(const std::vector<std::size_t> &order) const;

   Float_t *GetRow(std::size_t row) { return fValues.data() + row * GetNColumns(); }
   const Float_t *GetRow(std::size_t row) const { return fValues.data() + row * GetNColumns(); }
   const Float_t *GetSpectators(std::size_t row) const { return GetRow(row) + fNVariables + fNTargets; }
   UInt_t GetClass(std::size_t row) const { return fClasses[row]; }
   Double_t GetWeight(std::size_t row) const { return fWeights[row]; }
   void SetWeight(std::size_t row, Double_t weight) { fWeights[row] = weight; }

   /// Copies a row into `event` (whose vectors are reused) and back.
   void ToEvent(std::size_t row, Event &event) const;
   static void ToRow(const Event &event, Float_t *row);

private:
   std::size_t fNVariables;
   std::size_t fNTargets;
   std::size_t fNSpectators;
   std::vector<Float_t> fValues;
   std::vector<UInt_t> fClasses;
   std::vector<Double_t> fWeights;
};

} // namespace TMVA

#endif
