// For every processor.
#define PYTMVA_VECTOR_BYTES 16
#define PYTMVA_PANEL_VECTORS 2
#include "Elementwise.h"
#include "Kernels.h"
#include "Products.h"

using namespace pytmva_keras::native;

const Kernels pytmva_keras::native::kBaselineKernels{"baseline", kLanes, kPanel, Multiply, Activate, Softmax};
