#include "data/EventSampler.h"

#include "TMVA/ClassInfo.h"

#include "TTree.h"

#include <algorithm>

namespace TMVA {

EventSampler::EventSampler(const DataSetInfo &info, const ClassInfo &cls, std::size_t nInMemory, UInt_t seed)
   : fInfo(info), fClass(cls), fNInMemory(nInMemory), fRandom(seed == 0 ? std::random_device()() : seed)
{
}

// Vitter's algorithm R: of the events seen so far, each is in memory with the same probability.
void EventSampler::Read(const TreeInput &input, EventTable &table, Preselection &preselection)
{
   if (fInputs.empty())
      fFirstRow = table.GetNRows();
   const std::size_t tree = fInputs.size();
   fInputs.push_back(input);
   TreeReader reader(fInfo, fClass, input, *input.fTree);
   EventTable chunk(table.GetNVariables(), table.GetNTargets(), table.GetNSpectators());
   UInt_t number = 0;
   Preselection found;
   const Long64_t nEntries = input.fTree->GetEntries();
   for (Long64_t entry = 0, end; entry < nEntries; entry = end) {
      end = reader.EndOfChunk(entry);
      chunk.Resize(reader.Read(entry, end, chunk, 0));
      found.Add(reader.TakePreselection());
      for (std::size_t row = 0; row < chunk.GetNRows(); ++row, ++number, ++fNSeen) {
         std::size_t place = fTreeOfRow.size();
         if (place == fNInMemory)
            place = std::uniform_int_distribution<Long64_t>(0, fNSeen)(fRandom);
         if (place >= fNInMemory)
            continue;
         if (place == fTreeOfRow.size()) {
            table.Resize(fFirstRow + place + 1);
            fTreeOfRow.push_back(tree);
            fNumberOfRow.push_back(number);
         }
         const Float_t weight = chunk.GetWeight(row);
         table.SetRows(fFirstRow + place, chunk.GetRow(row), fClass.GetNumber(), &weight, 1);
         fTreeOfRow[place] = tree;
         fNumberOfRow[place] = number;
      }
   }
   reader.Report();
   preselection.Add(found);
   fNEvents.push_back(number);
   fWeights.push_back(found.fWeightPassed);
}

std::vector<StreamedTree> EventSampler::GetStreamed() const
{
   std::vector<StreamedTree> streamed;
   for (std::size_t tree = 0; tree < fInputs.size(); ++tree) {
      StreamedTree one{fInputs[tree], fClass.GetNumber(), fNEvents[tree], {}, 1};
      for (std::size_t place = 0; place < fTreeOfRow.size(); ++place)
         if (fTreeOfRow[place] == tree)
            one.fInMemory.push_back(fNumberOfRow[place]);
      std::sort(one.fInMemory.begin(), one.fInMemory.end());
      if (one.fInput.fType != Types::kTesting && one.fNEvents > Long64_t(one.fInMemory.size()))
         streamed.push_back(std::move(one));
   }
   return streamed;
}

Double_t EventSampler::GetStreamedWeight(const EventTable &table) const
{
   Double_t sum = 0;
   for (std::size_t tree = 0; tree < fInputs.size(); ++tree)
      sum += fInputs[tree].fType == Types::kTesting ? 0 : fWeights[tree];
   for (std::size_t place = 0; place < fTreeOfRow.size(); ++place)
      sum -= fInputs[fTreeOfRow[place]].fType == Types::kTesting ? 0 : table.GetWeight(fFirstRow + place);
   return sum;
}

} // namespace TMVA
