#ifndef PYTMVA_base_WarningsOnly
#define PYTMVA_base_WarningsOnly

#include <utility>

namespace TMVA {

/// While one lives, only warnings and errors of its thread are printed.
class WarningsOnly {
public:
   WarningsOnly() : fBefore(std::exchange(Active(), true)) {}
   ~WarningsOnly() { Active() = fBefore; }
   WarningsOnly(const WarningsOnly &) = delete;
   WarningsOnly &operator=(const WarningsOnly &) = delete;

   static bool &Active(); ///< of this thread; for MsgLogger

private:
   const bool fBefore;
};

} // namespace TMVA

#endif
