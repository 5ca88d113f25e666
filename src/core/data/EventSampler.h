#ifndef PYTMVA_data_EventSampler
#define PYTMVA_data_EventSampler

#include "data/DataInput.h"
#include "data/TreeReader.h"

#include <random>
#include <vector>

namespace TMVA {

/// A tree with training events that are not in memory.
struct StreamedTree {
   TreeInput fInput;
   UInt_t fClass = 0;
   Long64_t fNEvents = 0;       ///< that pass the cut, those in memory included
   EventTable::Rows fInMemory;  ///< numbers of these among them, ascending
   Double_t fWeightFactor = 1;  ///< of the normalisation

   Long64_t GetNStreamed() const { return fNEvents - fInMemory.size(); }
};

/// Reads all trees of a class, and keeps a number of events chosen at random. The choice follows from `seed` alone (0: another
/// one each time).
class EventSampler {
public:
   EventSampler(const DataSetInfo &info, const ClassInfo &cls, std::size_t nInMemory, UInt_t seed);

   /// Adds to `table` or puts in place of earlier ones there.
   void Read(const TreeInput &input, EventTable &table, Preselection &preselection);
   /// The tree's number, in the order of Read(), for the rows that this class has in `table`.
   const std::vector<std::size_t> &GetTreeOfRow() const { return fTreeOfRow; }
   /// The trees of which training events are left, and the sum of the weights of these.
   std::vector<StreamedTree> GetStreamed() const;
   Double_t GetStreamedWeight(const EventTable &table) const;

private:
   const DataSetInfo &fInfo;
   const ClassInfo &fClass;
   std::size_t fNInMemory;
   std::mt19937_64 fRandom;
   std::size_t fFirstRow = 0;
   Long64_t fNSeen = 0;
   std::vector<TreeInput> fInputs;
   std::vector<Long64_t> fNEvents;        ///< of each tree
   std::vector<Double_t> fWeights;        ///< of all events of each tree
   std::vector<std::size_t> fTreeOfRow;   ///< of each row in memory
   std::vector<UInt_t> fNumberOfRow;      ///< which of the tree's events it is
};

} // namespace TMVA

#endif
