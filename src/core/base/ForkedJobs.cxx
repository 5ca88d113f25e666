#include "base/ForkedJobs.h"

#include "base/InterruptPipe.h"

#include "TMVA/MsgLogger.h"

#include <algorithm>
#include <poll.h>
#include <utility>

namespace TMVA {

ForkedJobs::ForkedJobs(std::vector<std::string> names, Job job, std::function<pid_t()> fork)
   : fNames(std::move(names)), fJob(std::move(job)), fFork(std::move(fork)), fResults(fNames.size())
{
}

std::vector<std::string> ForkedJobs::Run(std::size_t nProcesses)
{
   const InterruptPipe interrupt;
   while (fForwarded < fNames.size()) {
      while (fProcesses.size() < fNames.size() && fRunning.size() < nProcesses)
         Start();
      ReadSome(interrupt.GetDescriptor());
      CollectResults();
      ForwardOutput();
   }
   return fResults;
}

void ForkedJobs::Start()
{
   const std::size_t job = fProcesses.size();
   try {
      fProcesses.push_back(std::make_unique<ForkedProcess>(fFork, [this, job] { return fJob(job); }));
   } catch (const std::exception &error) {
      Fail(fNames[job] + ": no process can be started for it: " + error.what());
   }
   fRunning.push_back(job);
}

void ForkedJobs::ReadSome(int interrupt)
{
   std::vector<pollfd> descriptors{{interrupt, POLLIN, 0}};
   std::vector<Channel *> channels{nullptr};
   for (const std::size_t job : fRunning)
      for (Channel &channel : fProcesses[job]->GetChannels()) {
         descriptors.push_back({channel.GetReadEnd(), POLLIN, 0});
         channels.push_back(&channel);
      }
   if (poll(descriptors.data(), descriptors.size(), -1) < 0)
      return; // a signal came
   if (descriptors[0].revents)
      Fail("Ctrl-C: " + fNames[fRunning.front()] + " and what comes after it were not finished");
   for (std::size_t i = 1; i < channels.size(); ++i)
      if (descriptors[i].revents)
         channels[i]->Read();
}

void ForkedJobs::CollectResults()
{
   const std::vector<std::size_t> running = std::exchange(fRunning, {});
   for (const std::size_t job : running) {
      if (fProcesses[job]->IsRunning()) {
         fRunning.push_back(job);
         continue;
      }
      const auto [kind, text] = fProcesses[job]->End();
      if (kind != ForkedProcess::Outcome::kResult)
         fProcesses[job]->ForwardOutput();
      if (kind == ForkedProcess::Outcome::kFatal)
         throw FatalError(text);
      if (kind == ForkedProcess::Outcome::kDied)
         Fail(fNames[job] + ": its process ended with " + text + " before it had a result. What it printed is above; "
              "NumWorkerProcs=1 does without processes");
      fResults[job] = text;
   }
}

void ForkedJobs::ForwardOutput()
{
   for (; fForwarded < fProcesses.size(); ++fForwarded) {
      fProcesses[fForwarded]->ForwardOutput();
      if (std::count(fRunning.begin(), fRunning.end(), fForwarded))
         return;
      fProcesses[fForwarded].reset();
   }
}

void ForkedJobs::Fail(const std::string &message)
{
   fProcesses.clear();
   MsgLogger log("CrossValidation");
   log << kFATAL << message << Endl;
   throw FatalError(message); // never: the line above has
}

} // namespace TMVA
