#ifndef PYTMVA_base_Singleton
#define PYTMVA_base_Singleton

#include <atomic>
#include <mutex>

namespace TMVA {

/// Holds the one instance of a class, which is made when it is first asked for, by whichever thread that is. Usable before
/// static objects are initialised; what it holds is left alone when the process ends.
template <class T>
class Singleton {
public:
   template <class Make>
   T &Get(Make make)
   {
      if (T *instance = fInstance.load(std::memory_order_acquire))
         return *instance;
      const std::lock_guard<std::mutex> lock(fMutex);
      if (!fInstance.load(std::memory_order_relaxed))
         fInstance.store(make(), std::memory_order_release);
      return *fInstance.load(std::memory_order_relaxed);
   }
   /// Gives the instance, or nullptr, away: the next Get makes another one. Nobody else may be using it.
   T *Release() { return fInstance.exchange(nullptr); }

private:
   std::atomic<T *> fInstance{nullptr};
   std::mutex fMutex;
};

} // namespace TMVA

#endif
