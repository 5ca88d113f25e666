#ifndef PYTMVA_data_DataSubset
#define PYTMVA_data_DataSubset

#include "TMVA/DataSetInfo.h"
#include "TMVA/Event.h"
#include "TMVA/EventTable.h"

#include <functional>
#include <memory>
#include <vector>

namespace TMVA {

/// Part of a data set, with the interface of a whole one: some of its variables (and perhaps spectators, as variables) and
/// some of its events. Its classes, targets and spectators are those of the whole one, but for the cuts of categories.
/// An event is in the training sample here if it is there. The whole one must outlive it.
class DataSubset {
public:
   /// A column of the whole data set.
   struct Column {
      bool fIsSpectator;
      std::size_t fIndex; ///< among the variables, or among the spectators
   };
   /// Which events are part of it: numbers of rows.
   using Selection = std::function<EventTable::Rows(const EventTable &)>;

   DataSubset(DataSetInfo &whole, const TString &name, std::vector<Column> variables);

   /// All columns of that name (label, expression or internal name), more than one if it is an array; none if there is none.
   static std::vector<Column> Find(const TString &name, const DataSetInfo &whole);

   DataSetInfo &GetInfo() { return fInfo; }
   /// The data set is built of these events when it is first asked for: with ranges, sums and weights of its own if
   /// `assemble`, else only to be evaluated.
   void SetSelection(Selection selection, bool assemble);
   /// Takes over what was declared and cut since it was made, but for the variables.
   void Update();
   /// Of an event given from outside; what that has too few of is 0.
   Event MakeEvent(const Event &whole) const;

private:
   EventTable Select(const EventTable &whole, const Selection &selection) const;

   DataSetInfo &fWhole;
   DataSetInfo fInfo;
   std::vector<Column> fVariables;
   std::vector<std::size_t> fSpectators; ///< numbers of those that are no cuts
};

/// All rows.
EventTable::Rows SelectAll(const EventTable &events);

} // namespace TMVA

#endif
