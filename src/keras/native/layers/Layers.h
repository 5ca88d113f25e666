#ifndef PYTMVA_KERAS_native_Layers
#define PYTMVA_KERAS_native_Layers

#include "Arguments.h"

/// \file
/// The operations of a description, each a function that checks its arguments. All have `from`; arrays have as many numbers
/// as said in parentheses; ? may be left out. Written into weight files: never give a name a second meaning.
namespace pytmva_keras::native {

Built BuildDense(Arguments &arguments);              ///< units; kernel (in, units), bias (units)?
Built BuildAffine(Arguments &arguments);             ///< size, repeat; scale (size)?, offset (size)?
Built BuildBatchNormalization(Arguments &arguments); ///< size, repeat, epsilon; mean, variance, gamma?, beta? (size)

Built BuildActivation(Arguments &arguments); ///< function=name,parameters
Built BuildSoftmax(Arguments &arguments);    ///< size: of a group of neighbours; log=1 for its logarithm
Built BuildPRelu(Arguments &arguments);      ///< size, repeat; alpha (size)
Built BuildStandardize(Arguments &arguments); ///< size, epsilon, center: mean 0 (where center=1) and spread 1 in each group
Built BuildUnitNorm(Arguments &arguments);   ///< size, epsilon: sum of squares 1 in each group
/// Of two or more values of one shape.
Built BuildAdd(Arguments &arguments);
Built BuildSubtract(Arguments &arguments);
Built BuildMultiply(Arguments &arguments);
Built BuildAverage(Arguments &arguments);
Built BuildMaximum(Arguments &arguments);
Built BuildMinimum(Arguments &arguments);

Built BuildReshape(Arguments &arguments);     ///< shape
Built BuildPermute(Arguments &arguments);     ///< order: which axis of the input is axis 0, 1, ...
Built BuildTake(Arguments &arguments);        ///< axis; index: its places in the input, -1 for zeros
Built BuildConcatenate(Arguments &arguments); ///< axis

Built BuildMatMul(Arguments &arguments);    ///< (..., m, k) and (..., k, n), or (..., n, k) with transposed=1
Built BuildEmbedding(Arguments &arguments); ///< rows, units; kernel (rows, units)

/// Channels are the last axis. size, strides, dilation, before, after: a number for each axis before it; before and after:
/// padding. groups, filters; kernel (size..., channels / groups, filters), bias (filters)?; transposed=1: the kernel is
/// (size..., filters, channels), each axis of size backwards.
Built BuildConvolution(Arguments &arguments);
/// size, strides, before, after as above. The padding is no part of a maximum or average.
Built BuildMaxPool(Arguments &arguments);
Built BuildAveragePool(Arguments &arguments);

/// (time, channels). units, activation, backwards, sequences; kernel (channels, n units), recurrent (units, n units),
/// bias (n units)?, with n = 1; 4: i f c o; 3: z r h.
Built BuildSimpleRnn(Arguments &arguments);
Built BuildLstm(Arguments &arguments); ///< and recurrent_activation
Built BuildGru(Arguments &arguments);  ///< and recurrent_activation, reset_after; then the bias is (2, 3 units)

} // namespace pytmva_keras::native

#endif
