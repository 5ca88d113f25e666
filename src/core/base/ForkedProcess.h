#ifndef PYTMVA_base_ForkedProcess
#define PYTMVA_base_ForkedProcess

#include "RtypesCore.h"

#include <array>
#include <functional>
#include <string>
#include <sys/types.h>

namespace TMVA {

/// A pipe from a process to this one, and what has come out of it. Throws std::runtime_error if it cannot be made.
class Channel {
public:
   Channel();
   ~Channel();
   Channel(const Channel &) = delete;
   Channel &operator=(const Channel &) = delete;

   int GetReadEnd() const { return fReadEnd; } ///< -1, which poll() leaves out, once the other end is closed
   int GetWriteEnd() const { return fWriteEnd; }
   Bool_t IsOpen() const { return fReadEnd >= 0; }
   void CloseWriteEnd();
   void Read();          ///< what is there; waits for something
   void ReadLeftovers(); ///< what is there without waiting
   std::string Take();   ///< all that was read since the last Take

private:
   int fReadEnd = -1;
   int fWriteEnd = -1;
   std::string fText;
};

/// A job in a forked process. Destroying it kills the process, if it still runs, and leaves no zombie.
class ForkedProcess {
public:
   /// What `job` returns there is the result here. `fork` does what fork() does; if it fails or throws, this throws a
   /// std::exception.
   ForkedProcess(const std::function<pid_t()> &fork, const std::function<std::string()> &job);
   ~ForkedProcess();

   /// How it ended: with a result; with a fatal message, which it has printed; or otherwise, and the text says how.
   struct Outcome {
      enum EKind { kResult = 'R', kFatal = 'F', kDied = 'D' } fKind;
      std::string fText;
   };

   /// Standard output, standard error and result, to be read while it runs.
   std::array<Channel, 3> &GetChannels() { return fChannels; }
   Bool_t IsRunning() const { return fChannels[2].IsOpen(); }
   void ForwardOutput(); ///< that was read so far, to this process' own streams
   Outcome End();        ///< once it is no longer running

private:
   [[noreturn]] void Work(const std::function<std::string()> &job, pid_t parent);
   int Wait();

   pid_t fPid = -1;
   std::array<Channel, 3> fChannels;
};

} // namespace TMVA

#endif
