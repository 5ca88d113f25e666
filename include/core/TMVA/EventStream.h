#ifndef PYTMVA_EventStream
#define PYTMVA_EventStream

#include "RtypesCore.h"

#include <cstddef>
#include <memory>
#include <vector>

namespace TMVA {

class DataSetInfo;
class EventTable;
struct StreamedTree;

/// The training events of a data set that are not in memory (option EventsInMemory of PrepareTrainingAndTestTree). They are
/// read from their trees again and again, some at a time, from all trees in proportion to their numbers of events: so all
/// classes are among any of them. Owned by the DataSet. Not thread-safe.
class EventStream {
public:
   /// `trees` must have events, and be there as long as this object is read.
   EventStream(const DataSetInfo &info, std::vector<StreamedTree> trees);
   ~EventStream();
   EventStream(const EventStream &) = delete;
   EventStream &operator=(const EventStream &) = delete;

   /// All of them together, once.
   Long64_t GetNEvents() const { return fNEvents; }
   /// Begins anew.
   void Rewind();
   /// Makes `table`, which has the columns of the data set, one of the next `n` events, which must not be more than what is
   /// left of GetNEvents(); after the last one it begins anew. Fatal if a tree has fewer events than when it was first read.
   void Read(EventTable &table, std::size_t n);

private:
   class Source;
   std::vector<std::size_t> Share(std::size_t n) const;

   std::vector<std::unique_ptr<Source>> fSources;
   Long64_t fNEvents = 0;
   Long64_t fPosition = 0;
};

} // namespace TMVA

#endif
