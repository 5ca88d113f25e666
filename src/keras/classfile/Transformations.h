#ifndef PYTMVA_KERAS_Transformations
#define PYTMVA_KERAS_Transformations

#include <map>
#include <string>
#include <vector>

namespace pytmva_keras {

/// A variable or target, as weight files describe it.
struct ClassColumn {
   std::string fType; ///< "Variable" or "Target"
   std::string fLabel;
   std::string fExpression;
};

/// C++ that transforms a row of columns in place, ending with "inline void transform(Values &row)", and if `backwards` with
/// "inline void transform_back(Values &row)" too. "" where there are no steps.
/// transformations: the node of a weight file; classes: their numbers by name, as many as the data set has.
/// Throws native::NoCode for what has no code, such as transformed spectators.
std::string WriteTransformations(void *transformations, const std::vector<ClassColumn> &columns,
                                 const std::map<std::string, std::size_t> &classes, bool backwards);

} // namespace pytmva_keras

#endif
