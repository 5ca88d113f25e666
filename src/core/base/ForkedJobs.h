#ifndef PYTMVA_base_ForkedJobs
#define PYTMVA_base_ForkedJobs

#include "base/ForkedProcess.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace TMVA {

/// Jobs that run in processes of their own, each forked when its turn comes.
///
/// What they print appears as if they had run one after another: that of the first unfinished one as it comes, that of
/// others later. (ROOT's TProcessExecutor goes on without the result of a worker that was killed.)
class ForkedJobs {
public:
   using Job = std::function<std::string(std::size_t)>;

   /// `names` of the jobs, for messages; `job` does one of them in its process; `fork` as in ForkedProcess.
   ForkedJobs(std::vector<std::string> names, Job job, std::function<pid_t()> fork);

   /// The results in the order of the jobs, of which `nProcesses` run at a time. Throws FatalError with the message of a
   /// job that did, if a process ended otherwise than with a result, or on Ctrl-C: then no process is left.
   std::vector<std::string> Run(std::size_t nProcesses);

private:
   void Start();
   void ReadSome(int interrupt);
   void CollectResults();
   void ForwardOutput();
   [[noreturn]] void Fail(const std::string &message);

   std::vector<std::string> fNames;
   Job fJob;
   std::function<pid_t()> fFork;
   std::vector<std::unique_ptr<ForkedProcess>> fProcesses; ///< of the jobs that have begun; those forwarded are nullptr
   std::vector<std::size_t> fRunning;
   std::vector<std::string> fResults;
   std::size_t fForwarded = 0; ///< how many jobs' output is complete
};

} // namespace TMVA

#endif
