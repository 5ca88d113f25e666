// For processors with AVX-512 (F, VL, DQ, BW); compiled with the flags of CMakeLists.txt.
#define PYTMVA_VECTOR_BYTES 64
#define PYTMVA_PANEL_VECTORS 4
#include "Elementwise.h"
#include "Kernels.h"
#include "Products.h"

using namespace pytmva_keras::native;

const Kernels pytmva_keras::native::kAvx512Kernels{"avx512", kLanes, kPanel, Multiply, Activate, Softmax};
