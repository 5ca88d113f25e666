#ifndef PYTMVA_data_Splitter
#define PYTMVA_data_Splitter

#include "TMVA/EventTable.h"

#include <vector>

namespace TMVA {

/// The events of one class as rows of an EventTable: what the user put into one sample, and what is to be divided.
struct ClassRows {
   EventTable::Rows fTraining;
   EventTable::Rows fTesting;
   EventTable::Rows fUndecided;
   Long64_t fRequestedTraining = 0; ///< 0: no request
   Long64_t fRequestedTesting = 0;
};

/// Rows in the order in which the events are to stand.
struct SplitRows {
   EventTable::Rows fTraining;
   EventTable::Rows fTesting;
};

enum class EOrder { kRandom, kAlternate, kBlock };

/// Divides the events of each class into training and test events (`split`), and then mixes the classes (`mix`).
/// Random orders follow from `seed` alone (0: another one each time) and equal those of TMVA on libstdc++.
/// A request must not be larger than what the class has. Classes stand in the order of their numbers.
SplitRows SplitEvents(std::vector<ClassRows> classes, EOrder split, EOrder mix, UInt_t seed);

} // namespace TMVA

#endif
