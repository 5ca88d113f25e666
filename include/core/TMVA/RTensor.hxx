#ifndef TMVA_RTENSOR
#define TMVA_RTENSOR

#include <cstddef>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace TMVA {
namespace Experimental {

/// How the elements lie in memory: with the last index running fastest (as in C and NumPy), or the first (as in Fortran).
enum class MemoryLayout : std::uint8_t { RowMajor = 1, ColumnMajor = 2 };

/// An array of any number of dimensions, which owns its elements or shows those of somebody else: the part of TMVA's class
/// that RReader needs. A copy shows the same elements.
template <typename V, typename C = std::vector<V>>
class RTensor {
public:
   using Value_t = V;
   using Shape_t = std::vector<std::size_t>;
   using Index_t = Shape_t;
   using Container_t = C;

   /// Owns its elements, which are zero.
   explicit RTensor(const Shape_t &shape, MemoryLayout layout = MemoryLayout::RowMajor)
      : RTensor(std::make_shared<C>(CountElements(shape)), shape, layout)
   {
   }
   /// Shares `container` with its other owners. Throws std::invalid_argument where it has another number of elements.
   RTensor(std::shared_ptr<C> container, const Shape_t &shape, MemoryLayout layout = MemoryLayout::RowMajor)
      : RTensor(container->data(), shape, layout)
   {
      if (container->size() != GetSize())
         throw std::invalid_argument("RTensor: the container has " + std::to_string(container->size()) +
                                     " elements, the shape needs " + std::to_string(GetSize()));
      fContainer = std::move(container);
   }
   /// Shows elements that must live as long as it is used.
   RTensor(V *data, const Shape_t &shape, MemoryLayout layout = MemoryLayout::RowMajor)
      : RTensor(data, shape, FindStrides(shape, layout), layout)
   {
   }
   /// The same with the distances, in elements, between neighbours along each dimension.
   RTensor(V *data, const Shape_t &shape, const Shape_t &strides, MemoryLayout layout = MemoryLayout::RowMajor)
      : fShape(shape), fStrides(strides), fLayout(layout), fData(data)
   {
      if (fStrides.size() != fShape.size())
         throw std::invalid_argument("RTensor: there are " + std::to_string(fStrides.size()) + " strides for " +
                                     std::to_string(fShape.size()) + " dimensions");
   }

   std::size_t GetSize() const { return CountElements(fShape); }
   const Shape_t &GetShape() const { return fShape; }
   const Shape_t &GetStrides() const { return fStrides; }
   MemoryLayout GetMemoryLayout() const { return fLayout; }
   V *GetData() { return fData; }
   const V *GetData() const { return fData; }
   std::shared_ptr<C> GetContainer() const { return fContainer; } ///< nullptr where the elements are somebody else's
   bool IsOwner() const { return fContainer != nullptr; }
   bool IsView() const { return !fContainer; }

   /// Not checked.
   V &operator()(const Index_t &index) { return fData[FindOffset(index)]; }
   const V &operator()(const Index_t &index) const { return fData[FindOffset(index)]; }
   template <typename... Idx>
   V &operator()(Idx... index)
   {
      return (*this)(Index_t{static_cast<std::size_t>(index)...});
   }
   template <typename... Idx>
   const V &operator()(Idx... index) const
   {
      return (*this)(Index_t{static_cast<std::size_t>(index)...});
   }

private:
   static std::size_t CountElements(const Shape_t &shape)
   {
      std::size_t count = 1;
      for (std::size_t n : shape)
         count *= n;
      return count;
   }

   static Shape_t FindStrides(const Shape_t &shape, MemoryLayout layout)
   {
      Shape_t strides(shape.size());
      std::size_t next = 1;
      for (std::size_t i = 0; i < shape.size(); ++i) {
         const std::size_t dimension = layout == MemoryLayout::RowMajor ? shape.size() - 1 - i : i;
         strides[dimension] = next;
         next *= shape[dimension];
      }
      return strides;
   }

   std::size_t FindOffset(const Index_t &index) const
   {
      std::size_t offset = 0;
      for (std::size_t i = 0; i < index.size(); ++i)
         offset += index[i] * fStrides[i];
      return offset;
   }

   Shape_t fShape;
   Shape_t fStrides;
   MemoryLayout fLayout;
   V *fData;
   std::shared_ptr<C> fContainer;
};

} // namespace Experimental
} // namespace TMVA

#endif
