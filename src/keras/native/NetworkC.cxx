#include "NetworkC.h"

#include "Network.h"

#include <cstdio>
#include <exception>

using namespace pytmva_keras::native;

struct pytmva_network {
   Network fNetwork;
};

namespace {

/// Whether `function` threw nothing.
template <class F>
bool Guarded(char *error, std::size_t size, F function)
{
   try {
      function();
      return true;
   } catch (const std::exception &exception) {
      std::snprintf(error, size, "%s", exception.what());
   } catch (...) {
      std::snprintf(error, size, "unknown exception");
   }
   return false;
}

ArrayView ViewOf(const pytmva_array &array)
{
   return {array.name, array.dtype, {array.bytes, array.n_bytes}};
}

} // namespace

#define PYTMVA_EXPORT __attribute__((visibility("default")))

PYTMVA_EXPORT pytmva_network *pytmva_network_load(const char *text, size_t length, const pytmva_array *arrays,
                                                  size_t n_arrays, char *error, size_t size)
{
   pytmva_network *network = nullptr;
   Guarded(error, size, [&] {
      std::vector<ArrayView> views;
      for (size_t i = 0; i < n_arrays; ++i)
         views.push_back(ViewOf(arrays[i]));
      network = new pytmva_network{Network({text, length}, views)};
   });
   return network;
}

PYTMVA_EXPORT void pytmva_network_free(pytmva_network *network)
{
   delete network;
}

PYTMVA_EXPORT size_t pytmva_network_inputs(const pytmva_network *network)
{
   return network->fNetwork.GetNInputs();
}

PYTMVA_EXPORT size_t pytmva_network_outputs(const pytmva_network *network)
{
   return network->fNetwork.GetNOutputs();
}

PYTMVA_EXPORT int pytmva_network_apply(const pytmva_network *network, const float *x, size_t n, float *y, char *error,
                                       size_t size)
{
   return !Guarded(error, size, [&] { network->fNetwork.Apply(x, n, y); });
}

PYTMVA_EXPORT int pytmva_network_apply_each(const pytmva_network *network, const float *x, size_t n, float *y, char *error,
                                            size_t size)
{
   return !Guarded(error, size, [&] {
      Workspace workspace;
      for (size_t i = 0; i < n; ++i)
         network->fNetwork.Apply(x + i * network->fNetwork.GetNInputs(), y + i * network->fNetwork.GetNOutputs(), workspace);
   });
}

PYTMVA_EXPORT const char *pytmva_network_kernels(void)
{
   return GetKernelsName();
}
