#include "TMVA/EventStream.h"

#include "data/EventSampler.h"
#include "data/OpenTree.h"

#include "TMVA/DataSetInfo.h"
#include "TMVA/MsgLogger.h"

#include "TChain.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace TMVA {

/// The events of one tree, in its order.
class EventStream::Source {
public:
   Source(const DataSetInfo &info, StreamedTree tree, bool isShared)
      : fInfo(info), fTree(std::move(tree)), fOwnTree(OpenAgain(*fTree.fInput.fTree)),
        fChunk(info.GetNVariables(), info.GetNTargets(), info.GetNSpectators())
   {
      if (!fOwnTree && isShared)
         MsgLogger("DataSetFactory") << kFATAL << Where() << " is given more than once, and cannot be opened again to be "
                                     << "streamed. Open its file for reading only, without friends, or give it once" << Endl;
      fReader = std::make_unique<TreeReader>(info, *info.GetClassInfo(fTree.fClass), fTree.fInput, Tree());
   }

   /// Those that are not in memory.
   Long64_t GetNEvents() const { return fTree.GetNStreamed(); }
   Long64_t GetNTaken() const { return fNTaken; }

   void Rewind()
   {
      fNTaken = fNRead = fEntry = 0;
      fNext = fChunk.GetNRows();
      fInMemory = fTree.fInMemory.begin();
   }

   /// Copies the next `n` events to row number `row` on.
   void Take(EventTable &table, std::size_t row, std::size_t n)
   {
      fNTaken += n;
      while (n > 0) {
         if (fNext == fChunk.GetNRows())
            ReadChunk();
         const std::size_t some = std::min(n, fChunk.GetNRows() - fNext);
         fWeights.resize(some);
         for (std::size_t i = 0; i < some; ++i)
            fWeights[i] = fChunk.GetWeight(fNext + i) * fTree.fWeightFactor;
         table.SetRows(row, fChunk.GetRow(fNext), fTree.fClass, fWeights.data(), some);
         fNext += some;
         row += some;
         n -= some;
      }
   }

private:
   TTree &Tree() const { return fOwnTree ? *fOwnTree : *fTree.fInput.fTree; }
   TString Where() const
   {
      return TString::Format("Dataset \"%s\": tree \"%s\" of class %s", fInfo.GetName(), fTree.fInput.fName.Data(),
                             fTree.fInput.fClassName.Data());
   }

   void ReadChunk()
   {
      if (fEntry >= Tree().GetEntries())
         MsgLogger("DataSetFactory") << kFATAL << Where() << " had " << fTree.fNEvents
                                     << " events when it was first read, and has " << fNRead
                                     << " now. Do not change it before the training has ended" << Endl;
      const Long64_t end = fReader->EndOfChunk(fEntry);
      fChunk.Resize(fReader->Read(fEntry, end, fChunk, 0));
      fReader->TakePreselection();
      fEntry = end;
      std::size_t kept = 0;
      for (std::size_t row = 0; row < fChunk.GetNRows(); ++row, ++fNRead) {
         if (fInMemory != fTree.fInMemory.end() && Long64_t(*fInMemory) == fNRead)
            ++fInMemory;
         else
            fChunk.MoveRows(row, kept++, 1);
      }
      fChunk.Resize(kept);
      fNext = 0;
   }

   const DataSetInfo &fInfo;
   StreamedTree fTree;
   std::unique_ptr<TChain> fOwnTree;
   std::unique_ptr<TreeReader> fReader;
   EventTable fChunk;                 ///< what was read last, without what is in memory
   std::vector<Float_t> fWeights;
   std::size_t fNext = 0;             ///< row of fChunk
   Long64_t fEntry = 0;
   Long64_t fNRead = 0;               ///< events, those in memory included
   Long64_t fNTaken = 0;
   EventTable::Rows::const_iterator fInMemory = fTree.fInMemory.begin(); ///< the next of them
};

EventStream::EventStream(const DataSetInfo &info, std::vector<StreamedTree> trees)
{
   std::map<const TTree *, int> uses;
   for (const StreamedTree &tree : trees)
      ++uses[tree.fInput.fTree];
   for (StreamedTree &tree : trees) {
      const bool isShared = uses[tree.fInput.fTree] > 1;
      fSources.push_back(std::make_unique<Source>(info, std::move(tree), isShared));
      fNEvents += fSources.back()->GetNEvents();
   }
}

EventStream::~EventStream() = default;

void EventStream::Rewind()
{
   fPosition = 0;
   for (auto &source : fSources)
      source->Rewind();
}

/// How many of the next `n` events each source gives. None is ever more than an event ahead of its part, or behind.
std::vector<std::size_t> EventStream::Share(std::size_t n) const
{
   const Long64_t position = fPosition + n;
   std::vector<std::size_t> shares;
   std::vector<Double_t> behind; ///< what a source has still to give for its part
   Long64_t left = n;
   for (const auto &source : fSources) {
      const Double_t part = Double_t(source->GetNEvents()) * position / fNEvents - source->GetNTaken();
      shares.push_back(std::max(0., std::floor(part)));
      behind.push_back(part - shares.back());
      left -= shares.back();
   }
   for (; left != 0; left += left > 0 ? -1 : 1) {
      const auto least = std::min_element(behind.begin(), behind.end());
      const auto most = std::max_element(behind.begin(), behind.end());
      const std::size_t i = (left > 0 ? most : least) - behind.begin();
      shares[i] += left > 0 ? 1 : -1;
      behind[i] -= left > 0 ? 1 : -1;
   }
   return shares;
}

void EventStream::Read(EventTable &table, std::size_t n)
{
   table.Resize(n);
   const std::vector<std::size_t> shares = Share(n);
   std::size_t row = 0;
   for (std::size_t i = 0; i < fSources.size(); ++i) {
      fSources[i]->Take(table, row, shares[i]);
      row += shares[i];
   }
   fPosition += n;
   if (fPosition == fNEvents)
      Rewind();
}

} // namespace TMVA
