/// \file
/// event_loop STEP FILE: prints the seconds of CPU time that a step takes, and numbers that come of it.
#include "EventLoop.h"

#include "TFile.h"
#include "TTree.h"

#include <cstdio>
#include <ctime>
#include <stdexcept>

using namespace event_loop;

namespace {

const std::vector<std::string> kClasses{"class0", "class1", "class2"};
const std::vector<std::string> kColumns{"x0", "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9"};

class Clock {
public:
   void Print() const { std::printf("%g\n", double(std::clock() - fStart) / CLOCKS_PER_SEC); }

private:
   std::clock_t fStart = std::clock();
};

void Print(const std::vector<Range> &ranges)
{
   for (const Range &range : ranges)
      std::printf("%.12g %.12g %.12g %.12g\n", range.fMin, range.fMax, range.fMean, range.fRMS);
}

void Prepare(const char *file)
{
   std::vector<std::string> expressions{kColumns.begin(), kColumns.begin() + 7};
   expressions.insert(expressions.end(), {"x7*x8", "abs(x9)", "x7-x9"});
   const Clock clock;
   const Prepared prepared = PrepareEvents(file, kClasses, expressions, "x0>-2.5", "w");
   clock.Print();
   Print(prepared.fRanges);
   for (const TMatrixD &matrix : prepared.fCorrelations)
      for (int i = 0; i < matrix.GetNoElements(); ++i)
         std::printf("%.12g\n", matrix.GetMatrixArray()[i]);
}

void Transform(const char *file)
{
   Events events;
   for (const std::string &name : kClasses)
      for (auto &event : ReadEvents(file, name, kColumns, "1", "w", events.empty() ? 0 : events.back()->fClass + 1))
         events.push_back(std::move(event));
   const Clock clock;
   const Events transformed = ApplyTransformations(FitTransformations(events, kClasses.size()), events);
   clock.Print();
   Print(FindRanges(transformed, kColumns.size()));
}

/// The events of a tree that TMVA wrote, with the responses of method "net".
Events ReadResponses(TTree &tree)
{
   Event row{std::vector<float>(kColumns.size()), 0, 1, std::vector<float>(kClasses.size())};
   int cls;
   float weight;
   tree.SetBranchAddress("classID", &cls);
   tree.SetBranchAddress("weight", &weight);
   tree.SetBranchAddress("net", row.fResponses.data());
   for (std::size_t i = 0; i < kColumns.size(); ++i)
      tree.SetBranchAddress(kColumns[i].c_str(), &row.fValues[i]);
   Events events;
   for (Long64_t entry = 0; entry < tree.GetEntries(); ++entry) {
      tree.GetEntry(entry);
      events.push_back(std::make_unique<Event>(row));
      events.back()->fClass = cls;
      events.back()->fWeight = weight;
   }
   return events;
}

void Evaluate(const char *fileName)
{
   const std::unique_ptr<TFile> file(TFile::Open(fileName));
   const Sample sample{ReadResponses(*file->Get<TTree>("evaluated/TrainTree")),
                       ReadResponses(*file->Get<TTree>("evaluated/TestTree"))};
   const Clock clock;
   const std::vector<double> integrals = EvaluateEvents(sample, kClasses.size(), "event_loop.root");
   clock.Print();
   for (double integral : integrals)
      std::printf("%.12g\n", integral);
}

} // namespace

int main(int argc, char **argv)
{
   const std::string step = argc == 3 ? argv[1] : "";
   if (step == "prepare")
      Prepare(argv[2]);
   else if (step == "transform")
      Transform(argv[2]);
   else if (step == "evaluate")
      Evaluate(argv[2]);
   else
      throw std::invalid_argument("event_loop prepare|transform|evaluate FILE");
}
