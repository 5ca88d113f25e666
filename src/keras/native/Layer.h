#ifndef PYTMVA_KERAS_native_Layer
#define PYTMVA_KERAS_native_Layer

#include <cstddef>
#include <memory>
#include <vector>

namespace pytmva_keras::native {

class Affine;

/// Of a value, without the batch.
using Shape = std::vector<std::size_t>;

std::size_t SizeOf(const Shape &shape);

/// One operation. Values are row-major: (rows, size), a row an event.
class Layer {
public:
   virtual ~Layer() = default;

   /// Makes `output` of `inputs`. scratch: GetScratch(rows) floats, aligned to 64 bytes.
   virtual void Apply(const float *const *inputs, float *output, std::size_t rows, float *scratch) const = 0;
   virtual std::size_t GetScratch(std::size_t /*rows*/) const { return 0; }
   /// Whether the output may lie where the first input lies.
   virtual bool WorksInPlace() const { return false; }

   /// Takes the affine map that follows (precedes) into the weights, if that is possible; called before Finish.
   virtual bool AbsorbNext(const Affine &) { return false; }
   virtual bool AbsorbPrevious(const Affine &) { return false; }
   /// Called once, when the weights are final.
   virtual void Finish() {}
};

/// What a line of the description makes.
struct Built {
   Shape fShape;
   std::unique_ptr<Layer> fLayer; ///< nullptr: the value of the only input, in another shape
};

} // namespace pytmva_keras::native

#endif
