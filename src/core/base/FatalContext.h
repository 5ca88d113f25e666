#ifndef PYTMVA_base_FatalContext
#define PYTMVA_base_FatalContext

#include <string>

namespace TMVA {

/// While it lives, fatal messages that do not name `what` (a file) end with "(reading <what>)". The last one counts.
class FatalContext {
public:
   explicit FatalContext(const std::string &what);
   ~FatalContext();
   FatalContext(const FatalContext &) = delete;
   FatalContext &operator=(const FatalContext &) = delete;

private:
   std::string fBefore;
};

} // namespace TMVA

#endif
