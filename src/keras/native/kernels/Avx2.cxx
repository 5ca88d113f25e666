// For processors with AVX2 and FMA; compiled with the flags of CMakeLists.txt.
#define PYTMVA_VECTOR_BYTES 32
#define PYTMVA_PANEL_VECTORS 2
#include "Elementwise.h"
#include "Kernels.h"
#include "Products.h"

using namespace pytmva_keras::native;

const Kernels pytmva_keras::native::kAvx2Kernels{"avx2", kLanes, kPanel, Multiply, Activate, Softmax};
