#include "PythonLibrary.h"

#include <dlfcn.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <sstream>

namespace fs = std::filesystem;

namespace {

using pytmva_keras::Bridge;
using pytmva_keras::PythonError;

const std::string kVersion = PYTMVA_PYTHON_VERSION; // "3.11": that of the headers the bridge module was compiled with
const std::string kLibPython = "libpython" + kVersion + ".so.1.0";

bool IsProgram(const fs::path &path)
{
   std::error_code ignored;
   return fs::is_regular_file(path, ignored) && access(path.c_str(), X_OK) == 0;
}

fs::path OwnDirectory()
{
   Dl_info info;
   if (!dladdr(reinterpret_cast<void *>(&pytmva_keras::GetBridge), &info) || !info.dli_fname)
      throw PythonError("libPyTMVAKeras cannot find out where it lies.");
   return fs::canonical(info.dli_fname).parent_path();
}

fs::path OnPath(const std::string &name)
{
   std::istringstream path(std::getenv("PATH") ? std::getenv("PATH") : "");
   for (std::string directory; std::getline(path, directory, ':');)
      if (IsProgram(fs::path(directory) / name))
         return fs::path(directory) / name;
   return {};
}

/// The python of the environment whose site-packages hold this library:
/// <prefix>/lib/python3.x/site-packages/ROOT/lib/libPyTMVAKeras.so
fs::path OfOwnEnvironment()
{
   const fs::path versioned = OwnDirectory().parent_path().parent_path().parent_path();
   if (versioned.filename() != "python" + kVersion)
      return {};
   const fs::path bin = versioned.parent_path().parent_path() / "bin";
   for (const auto &name : {std::string("python"), "python" + kVersion, std::string("python3")})
      if (IsProgram(bin / name))
         return bin / name;
   return {};
}

fs::path FindExecutable()
{
   if (const char *chosen = std::getenv("PYTMVA_PYTHON"); chosen && *chosen) {
      const fs::path path = std::string(chosen).find('/') == std::string::npos ? OnPath(chosen) : fs::path(chosen);
      if (!IsProgram(path))
         throw PythonError(std::string("PYTMVA_PYTHON=") + chosen + " is no program. Set it to the python to be used.");
      return path;
   }
   for (const fs::path &path : {OfOwnEnvironment(), OnPath("python" + kVersion)})
      if (!path.empty())
         return path;
   throw PythonError("no python" + kVersion + " was found beside " + OwnDirectory().string() +
                     " or on PATH. Set PYTMVA_PYTHON to the python that has pytmva_keras.");
}

/// A name like python3.13 at the end of the symbolic links tells of another version before it is started in vain.
void CheckVersion(const fs::path &executable)
{
   const std::string name = fs::canonical(executable).filename();
   const std::string prefix = "python3.";
   if (name.compare(0, prefix.size(), prefix) == 0 && name != "python" + kVersion)
      throw PythonError(executable.string() + " is " + name + ", but this library was built for python" + kVersion +
                        ". Set PYTMVA_PYTHON to a python" + kVersion + ", or install pytmva-keras with that python.");
}

void OpenLibPython(const fs::path &executable)
{
   const fs::path prefix = fs::canonical(executable).parent_path().parent_path();
   for (const fs::path &path : {prefix / "lib" / kLibPython, prefix / "lib64" / kLibPython, fs::path(kLibPython)})
      if (dlopen(path.c_str(), RTLD_NOW | RTLD_GLOBAL))
         return;
   throw PythonError("no " + kLibPython + " was found for " + executable.string() + " (Debian: apt install libpython" +
                     kVersion + "). A Python without one can run the macro itself: " + executable.string() +
                     " -m pytmva_keras macro.C");
}

/// Where Python runs already, it must be the version that the bridge module was compiled for.
void CheckRunning()
{
   auto version = reinterpret_cast<const char *(*)()>(dlsym(RTLD_DEFAULT, "Py_GetVersion"));
   const std::string running = version ? version() : "";
   if (running.compare(0, kVersion.size() + 1, kVersion + ".") != 0)
      throw PythonError("this process runs Python " + running.substr(0, running.find(' ')) +
                        ", but libPyTMVAKeras was built for Python " + kVersion +
                        ". Install pytmva-keras with this Python.");
}

Bridge &Open()
{
   std::string executable;
   if (!pytmva_keras::IsPythonRunning()) {
      const fs::path path = FindExecutable();
      CheckVersion(path);
      OpenLibPython(path);
      executable = path.string();
   }
   CheckRunning();
   const std::string module = OwnDirectory() / "libPyTMVAPython.so";
   void *library = dlopen(module.c_str(), RTLD_NOW | RTLD_LOCAL);
   if (!library)
      throw PythonError("the bridge to Python does not load: " + std::string(dlerror()));
   auto open = reinterpret_cast<pytmva_keras::OpenBridge>(dlsym(library, pytmva_keras::kOpenBridge));
   if (!open)
      throw PythonError(module + " is of another version: " + dlerror());
   return open(executable);
}

} // namespace

bool pytmva_keras::IsPythonRunning()
{
   auto initialized = reinterpret_cast<int (*)()>(dlsym(RTLD_DEFAULT, "Py_IsInitialized")); // may be there before it runs
   return initialized && initialized();
}

std::string pytmva_keras::FindPython()
{
   return FindExecutable();
}

pytmva_keras::Bridge &pytmva_keras::GetBridge()
{
   static std::mutex mutex;
   static Bridge *bridge = nullptr;
   std::lock_guard<std::mutex> lock(mutex);
   if (!bridge)
      bridge = &Open();
   return *bridge;
}

pid_t pytmva_keras::Fork()
{
   return IsPythonRunning() ? GetBridge().Fork() : fork();
}
