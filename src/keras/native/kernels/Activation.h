#ifndef PYTMVA_KERAS_native_Activation
#define PYTMVA_KERAS_native_Activation

namespace pytmva_keras::native {

/// Functions of one number. a, b, c are the parameters.
enum class Function {
   kLinear,
   kRelu,       ///< x for x >= c, but at most b; else a (x - c)
   kClip,       ///< a x + b within 0 and c
   kHardTanh,   ///< x within -1 and 1
   kHardSilu,   ///< x times (x / 6 + 1/2 within 0 and 1)
   kElu,        ///< x, or a (exp(x) - 1) where negative
   kSelu,
   kCelu,       ///< x, or a (exp(x / a) - 1) where negative
   kGelu,       ///< with the error function
   kGeluTanh,   ///< with its approximation by tanh
   kSilu,
   kSigmoid,
   kLogSigmoid,
   kTanh,
   kTanhShrink,
   kSoftShrink, ///< nearer to 0 by a
   kHardShrink, ///< 0 within -a and a
   kThreshold,  ///< x where above a, else b
   kSoftplus,
   kSoftsign,
   kExponential,
   kMish,
   kSquarePlus, ///< (x + sqrt(x x + a)) / 2
   kSparsePlus
};

struct Activation {
   Function fFunction = Function::kLinear;
   float fA = 0, fB = 0, fC = 0;
};

} // namespace pytmva_keras::native

#endif
