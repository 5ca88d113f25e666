#include "Kernels.h"

#include <cstdlib>
#include <cstring>

namespace pytmva_keras::native {

static const Kernels &Choose()
{
#ifdef __x86_64__
   const char *asked = std::getenv("PYTMVA_KERNELS");
   const auto may = [asked](const char *name) { return !asked || !*asked || !std::strcmp(asked, name); };
   const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
   const bool avx512 = avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
                       __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw");
   if (avx512 && may("avx512"))
      return kAvx512Kernels;
   if (avx2 && may("avx2"))
      return kAvx2Kernels;
#endif
   return kBaselineKernels;
}

const Kernels &ChooseKernels()
{
   static const Kernels &chosen = Choose();
   return chosen;
}

} // namespace pytmva_keras::native
