#include "base/ForkedProcess.h"

#include "TMVA/MsgLogger.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <iostream>
#include <poll.h>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace TMVA {
namespace {

void WriteAll(int descriptor, const std::string &text)
{
   for (std::size_t done = 0; done < text.size();) {
      const ssize_t written = write(descriptor, text.data() + done, text.size() - done);
      if (written < 0 && errno != EINTR)
         return;
      done += written < 0 ? 0 : written;
   }
}

void FlushStreams()
{
   std::cout.flush();
   std::cerr.flush();
   std::fflush(stdout);
   std::fflush(stderr);
}

[[noreturn]] void EndProcess(int status)
{
   FlushStreams();
   _exit(status);
}

void Close(int &descriptor)
{
   if (descriptor >= 0)
      close(descriptor);
   descriptor = -1;
}

} // namespace

Channel::Channel()
{
   int ends[2];
   if (pipe2(ends, O_CLOEXEC) != 0)
      throw std::runtime_error(std::string("a pipe cannot be made: ") + std::strerror(errno));
   fReadEnd = ends[0];
   fWriteEnd = ends[1];
}

Channel::~Channel()
{
   Close(fReadEnd);
   Close(fWriteEnd);
}

void Channel::CloseWriteEnd()
{
   Close(fWriteEnd);
}

void Channel::Read()
{
   char buffer[65536];
   const ssize_t n = read(fReadEnd, buffer, sizeof(buffer));
   if (n > 0)
      fText.append(buffer, n);
   else if (n == 0 || errno != EINTR)
      Close(fReadEnd);
}

void Channel::ReadLeftovers()
{
   pollfd readable{fReadEnd, POLLIN, 0};
   while (IsOpen() && poll(&readable, 1, 0) > 0)
      Read();
}

std::string Channel::Take()
{
   return std::exchange(fText, {});
}

ForkedProcess::ForkedProcess(const std::function<pid_t()> &fork, const std::function<std::string()> &job)
{
   FlushStreams(); // else both processes would write what is buffered
   const pid_t parent = getpid();
   fPid = fork();
   if (fPid < 0)
      throw std::runtime_error(std::string("fork() failed: ") + std::strerror(errno));
   if (fPid == 0)
      Work(job, parent);
   for (Channel &channel : fChannels)
      channel.CloseWriteEnd();
}

ForkedProcess::~ForkedProcess()
{
   if (fPid > 0)
      kill(fPid, SIGKILL);
   Wait();
}

/// In the new process.
void ForkedProcess::Work(const std::function<std::string()> &job, pid_t parent)
{
   prctl(PR_SET_PDEATHSIG, SIGKILL);
   if (getppid() != parent)
      _exit(1);
   std::signal(SIGINT, SIG_IGN); // the parent sees to it
   std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
   on_exit([](int status, void *) { EndProcess(status); }, nullptr); // ROOT's clean-up would write the parent's files
   dup2(open("/dev/null", O_RDONLY), 0);
   dup2(fChannels[0].GetWriteEnd(), 1);
   dup2(fChannels[1].GetWriteEnd(), 2);
   std::string message;
   try {
      message = char(Outcome::kResult) + job();
   } catch (const FatalError &error) {
      message = char(Outcome::kFatal) + std::string(error.what());
   } catch (const std::exception &error) {
      message = char(Outcome::kDied) + std::string("the exception \"") + error.what() + "\"";
   } catch (...) { // nothing may get into what the parent was doing
      message = char(Outcome::kDied) + std::string("an exception");
   }
   FlushStreams();
   WriteAll(fChannels[2].GetWriteEnd(), message);
   _exit(0);
}

void ForkedProcess::ForwardOutput()
{
   for (int stream : {0, 1})
      WriteAll(stream + 1, fChannels[stream].Take());
}

ForkedProcess::Outcome ForkedProcess::End()
{
   const int status = Wait();
   for (Channel &channel : fChannels) // a grandchild may hold them open
      channel.ReadLeftovers();
   const std::string message = fChannels[2].Take();
   if (!message.empty())
      return {Outcome::EKind(message[0]), message.substr(1)};
   if (WIFSIGNALED(status))
      return {Outcome::kDied, "signal " + std::to_string(WTERMSIG(status)) + " (" + strsignal(WTERMSIG(status)) + ")"};
   return {Outcome::kDied, "exit code " + std::to_string(WEXITSTATUS(status))};
}

int ForkedProcess::Wait()
{
   int status = 0;
   while (fPid > 0 && waitpid(fPid, &status, 0) < 0 && errno == EINTR)
      ;
   fPid = -1;
   return status;
}

} // namespace TMVA
