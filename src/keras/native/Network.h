#ifndef PYTMVA_KERAS_native_Network
#define PYTMVA_KERAS_native_Network

#include "Aligned.h"
#include "Error.h"

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

namespace pytmva_keras::native {

class Plan;

/// One array that comes with the description of a network. Views: the owner keeps them while the network is loaded.
struct ArrayView {
   std::string_view fName;  ///< for messages
   std::string_view fDType; ///< as numpy names it; only float32 can be used
   std::string_view fBytes; ///< row-major, little-endian; of which shape, the description says
};

/// Memory for the values within a network. One a thread; grows at its first use with a network, then is used again.
class Workspace {
private:
   friend class Network;
   float *Reserve(std::size_t floats);

   AlignedFloats fMemory;
   std::size_t fFloats = 0;
};

/// A trained network, ready to be applied. Immutable: any number of threads may apply it, each with a Workspace of its own.
class Network {
public:
   /// text: see Description.h; arrays: those that it numbers. Both are needed only during the call.
   /// Throws NetworkError where anything in them does not fit; never takes memory that they do not justify.
   Network(std::string_view text, const std::vector<ArrayView> &arrays);
   ~Network();
   Network(Network &&) noexcept;
   Network &operator=(Network &&) noexcept;

   std::size_t GetNInputs() const;  ///< floats an event
   std::size_t GetNOutputs() const; ///< floats an event

   /// y[GetNOutputs()] of x[GetNInputs()], for one event. Allocates nothing but at the first use of the workspace.
   /// Throws std::out_of_range where an Embedding has no row for its input.
   void Apply(const float *x, float *y, Workspace &workspace) const;
   /// The same for n events, row-major, in blocks that stay in cache.
   void Apply(const float *x, std::size_t n, float *y, Workspace &workspace) const;
   /// The same, shared by up to so many threads, with workspaces of their own. The result does not depend on how many.
   void Apply(const float *x, std::size_t n, float *y, std::size_t threads = 1) const;

private:
   void ApplyBlock(const float *x, std::size_t rows, float *y, float *memory) const;

   std::unique_ptr<const Plan> fPlan;
};

/// Which kernels this processor uses: "avx512", "avx2" or "baseline".
const char *GetKernelsName();

} // namespace pytmva_keras::native

#endif
