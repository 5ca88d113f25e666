#ifndef PYTMVA_BENCH_EigenProducts
#define PYTMVA_BENCH_EigenProducts

#include <cstddef>
#include <memory>
#include <vector>

/// The matrix products of dense layers of these sizes, and nothing else; compiled for this machine (EigenProducts.cxx).
class EigenProducts {
public:
   explicit EigenProducts(const std::vector<std::size_t> &sizes);
   ~EigenProducts();
   void Apply(const float *x, float *y) const;
   void Apply(const float *x, std::size_t n, float *y) const;

private:
   struct Matrices;
   std::unique_ptr<Matrices> fMatrices;
};

#endif
