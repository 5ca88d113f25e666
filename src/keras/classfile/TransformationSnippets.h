#ifndef PYTMVA_KERAS_TransformationSnippets
#define PYTMVA_KERAS_TransformationSnippets

namespace pytmva_keras {

/// C++ of each kind of transformation, written into class files as it is.
extern const char *const kNormalizeCode, *const kLinearCode, *const kCumulativeCode, *const kQuantileCode;

} // namespace pytmva_keras

#endif
