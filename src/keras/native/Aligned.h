#ifndef PYTMVA_KERAS_native_Aligned
#define PYTMVA_KERAS_native_Aligned

#include <cstddef>
#include <memory>
#include <new>

namespace pytmva_keras::native {

constexpr std::size_t kAlignment = 64; // of the widest vectors, in bytes

struct ReleaseAligned {
   void operator()(float *memory) const { ::operator delete(memory, std::align_val_t(kAlignment)); }
};

/// Floats that begin at a multiple of kAlignment.
using AlignedFloats = std::unique_ptr<float[], ReleaseAligned>;

inline AlignedFloats AllocateAligned(std::size_t n)
{
   return AlignedFloats(static_cast<float *>(::operator new(n * sizeof(float), std::align_val_t(kAlignment))));
}

/// The next multiple of kAlignment, in floats.
constexpr std::size_t AlignedSize(std::size_t n)
{
   constexpr std::size_t kFloats = kAlignment / sizeof(float);
   return (n + kFloats - 1) / kFloats * kFloats;
}

} // namespace pytmva_keras::native

#endif
