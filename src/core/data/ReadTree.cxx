#include "data/ReadTree.h"

#include "base/Progress.h"
#include "data/OpenTree.h"

#include "TChain.h"
#include "TROOT.h"

#include <algorithm>
#include <future>

namespace TMVA {
namespace {

constexpr Long64_t kMinEntriesForThreads = 100000; // fewer are read before threads have opened their files

/// A reader with a tree of its own.
struct Worker {
   std::unique_ptr<TChain> fTree;
   std::unique_ptr<TreeReader> fReader;
};

std::vector<Worker> MakeWorkers(const DataSetInfo &info, const ClassInfo &cls, const TreeInput &input, std::size_t n)
{
   std::vector<Worker> workers(n);
   for (Worker &worker : workers) {
      worker.fTree = OpenAgain(*input.fTree);
      if (!worker.fTree)
         return {};
      worker.fReader = std::make_unique<TreeReader>(info, cls, input, *worker.fTree);
   }
   return workers;
}

struct Part {
   std::size_t fBegin;
   std::future<std::size_t> fEnd;
};

/// Reads chunks from entry `first` on, one a worker, and returns the entry behind them. Each worker writes to where its events
/// are if none is cut away; what has been is closed up.
Long64_t ReadChunks(TreeReader &reader, const std::vector<Worker> &workers, Long64_t first, Long64_t nEntries,
                    EventTable &table)
{
   std::size_t row = table.GetNRows();
   std::vector<Long64_t> ends;
   for (Long64_t end = first; ends.size() < workers.size() && end < nEntries;)
      ends.push_back(end = reader.EndOfChunk(end));
   table.Resize(row + (ends.back() - first));
   std::vector<Part> parts;
   std::size_t begin = row;
   for (std::size_t i = 0; i < ends.size(); ++i) {
      const auto read = [&part = *workers[i].fReader, first, end = ends[i], &table, begin] {
         return part.Read(first, end, table, begin);
      };
      parts.push_back({begin, std::async(std::launch::async, read)});
      begin += ends[i] - first;
      first = ends[i];
   }
   for (Part &part : parts)
      part.fEnd.wait();
   for (Part &part : parts) {
      const std::size_t nRows = part.fEnd.get() - part.fBegin;
      table.MoveRows(part.fBegin, row, nRows);
      row += nRows;
   }
   table.Resize(row);
   return first;
}

} // namespace

// Sums are made chunk by chunk, so that they do not depend on the number of threads.
void ReadTree(const DataSetInfo &info, const ClassInfo &cls, const TreeInput &input, EventTable &table,
              Preselection &preselection)
{
   TreeReader reader(info, cls, input, *input.fTree);
   const Long64_t nEntries = input.fTree->GetEntries();
   std::vector<Worker> workers;
   if (nEntries >= kMinEntriesForThreads && ROOT::IsImplicitMTEnabled() && reader.AllowsThreads())
      workers = MakeWorkers(info, cls, input, ROOT::GetThreadPoolSize());
   Progress progress(TString::Format("Reading tree \"%s\"", input.fTree->GetName()), nEntries);
   for (Long64_t entry = 0; entry < nEntries; progress.Update(entry)) {
      if (workers.empty()) {
         const Long64_t end = reader.EndOfChunk(entry);
         reader.Read(entry, end, table, table.GetNRows());
         preselection.Add(reader.TakePreselection());
         entry = end;
      } else {
         entry = ReadChunks(reader, workers, entry, nEntries, table);
         for (const Worker &worker : workers)
            preselection.Add(worker.fReader->TakePreselection());
      }
   }
   for (const Worker &worker : workers)
      reader.AddFindings(*worker.fReader);
   reader.Report();
}

} // namespace TMVA
