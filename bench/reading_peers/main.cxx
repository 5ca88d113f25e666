/// \file
/// reading_peers write|events|matrix FILE ENTRIES COLUMNS: writes a tree of random numbers, or reads it as a program with
/// TTreeFormulas does, and divides it into training and test events as TMVA does. Prints the seconds by the clock and of CPU
/// time that reading takes, and the range, mean and RMS of each column of the training events.
#include "TFile.h"
#include "TRandom3.h"
#include "TTree.h"
#include "TTreeFormula.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <limits>
#include <memory>
#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

/// As a toolkit has it that knows targets and spectators.
struct Event {
   std::vector<float> fValues;
   std::vector<float> fTargets = {};
   std::vector<float> fSpectators = {};
   unsigned fClass = 0;
   double fWeight = 1;
};

struct RandomBits {
   using result_type = unsigned;
   static constexpr unsigned min() { return 0; }
   static constexpr unsigned max() { return std::numeric_limits<unsigned>::max(); }
   unsigned operator()() { return fRandom.Integer(max()); }
   TRandom3 fRandom{100};
};

std::string NameOf(int column)
{
   return "x" + std::to_string(column);
}

void Write(const char *fileName, long long nEntries, int nColumns)
{
   TFile file(fileName, "RECREATE", "", 501); // zstd
   TTree tree("events", "");
   std::vector<float> row(nColumns);
   for (int i = 0; i < nColumns; ++i)
      tree.Branch(NameOf(i).c_str(), &row[i]);
   unsigned long long random = 1;
   for (long long entry = 0; entry < nEntries; ++entry) {
      for (float &value : row) { // from -2 to 2, the nearer to 0 the more often
         random = random * 6364136223846793005ull + 1442695040888963407ull;
         value = ((random >> 48) + (random >> 32 & 0xffff)) * (1.f / 32768) - 2;
      }
      tree.Fill();
   }
   tree.Write();
}

/// Calls use(formulas) for each entry.
template <class Use>
void ForEachEntry(const char *fileName, int nColumns, Use use)
{
   const std::unique_ptr<TFile> file(TFile::Open(fileName));
   auto *tree = file->Get<TTree>("events");
   std::vector<std::unique_ptr<TTreeFormula>> formulas;
   for (int i = 0; i < nColumns; ++i)
      formulas.push_back(std::make_unique<TTreeFormula>("variable", NameOf(i).c_str(), tree));
   for (long long entry = 0; entry < tree->GetEntries(); ++entry) {
      tree->LoadTree(entry);
      use(formulas);
   }
}

float Evaluate(TTreeFormula &formula)
{
   formula.GetNdata();
   const float value = formula.EvalInstance();
   if (!std::isfinite(value))
      throw std::runtime_error("not a finite number");
   return value;
}

/// Halves for training and testing, each in an order of its own.
template <class T>
std::pair<std::vector<T>, std::vector<T>> Split(std::vector<T> events)
{
   RandomBits random;
   std::shuffle(events.begin(), events.end(), random);
   const auto middle = events.begin() + events.size() / 2;
   std::vector<T> training(std::make_move_iterator(events.begin()), std::make_move_iterator(middle));
   std::vector<T> testing(std::make_move_iterator(middle), std::make_move_iterator(events.end()));
   std::shuffle(training.begin(), training.end(), random);
   std::shuffle(testing.begin(), testing.end(), random);
   return {std::move(training), std::move(testing)};
}

class Ranges {
public:
   explicit Ranges(int nColumns) : fRanges(nColumns) {}

   void Add(const float *values, double weight)
   {
      fWeights += weight;
      for (Range &range : fRanges) {
         const double value = *values++;
         range.fMin = std::min(range.fMin, value);
         range.fMax = std::max(range.fMax, value);
         range.fSum += weight * value;
         range.fSquares += weight * value * value;
      }
   }

   void Print() const
   {
      for (const Range &range : fRanges) {
         const double mean = range.fSum / fWeights;
         std::printf("%.12g %.12g %.12g %.12g\n", range.fMin, range.fMax, mean,
                     std::sqrt(range.fSquares / fWeights - mean * mean));
      }
   }

private:
   struct Range {
      double fMin = std::numeric_limits<double>::infinity();
      double fMax = -std::numeric_limits<double>::infinity();
      double fSum = 0;
      double fSquares = 0;
   };
   std::vector<Range> fRanges;
   double fWeights = 0;
};

/// An object for each entry.
Ranges ReadEvents(const char *fileName, int nColumns)
{
   std::vector<std::unique_ptr<Event>> events;
   ForEachEntry(fileName, nColumns, [&](auto &formulas) {
      auto event = std::make_unique<Event>();
      event->fValues.reserve(formulas.size());
      for (const auto &formula : formulas)
         event->fValues.push_back(Evaluate(*formula));
      events.push_back(std::move(event));
   });
   const auto [training, testing] = Split(std::move(events));
   Ranges ranges(nColumns);
   for (const auto &event : training)
      ranges.Add(event->fValues.data(), event->fWeight);
   return ranges;
}

/// The values row after row in one matrix, and in two when they are divided.
Ranges ReadMatrix(const char *fileName, int nColumns)
{
   std::vector<float> matrix;
   ForEachEntry(fileName, nColumns, [&](auto &formulas) {
      for (const auto &formula : formulas)
         matrix.push_back(Evaluate(*formula));
   });
   std::vector<unsigned> rows(matrix.size() / nColumns);
   std::iota(rows.begin(), rows.end(), 0);
   const auto [training, testing] = Split(std::move(rows));
   std::vector<float> parts[2];
   for (int part : {0, 1})
      for (const unsigned row : part ? testing : training) {
         const float *values = matrix.data() + std::size_t(row) * nColumns;
         parts[part].insert(parts[part].end(), values, values + nColumns);
      }
   Ranges ranges(nColumns);
   for (std::size_t i = 0; i < parts[0].size(); i += nColumns)
      ranges.Add(&parts[0][i], 1);
   return ranges;
}

} // namespace

int main(int argc, char **argv)
{
   const std::string step = argc == 5 ? argv[1] : "";
   if (step == "write") {
      Write(argv[2], std::stoll(argv[3]), std::stoi(argv[4]));
      return 0;
   }
   if (step != "events" && step != "matrix")
      throw std::invalid_argument("reading_peers write|events|matrix FILE ENTRIES COLUMNS");
   const std::clock_t cpuStart = std::clock();
   const auto start = std::chrono::steady_clock::now();
   const Ranges ranges = (step == "events" ? ReadEvents : ReadMatrix)(argv[2], std::stoi(argv[4]));
   const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
   std::printf("%g %g\n", seconds.count(), double(std::clock() - cpuStart) / CLOCKS_PER_SEC);
   ranges.Print();
}
