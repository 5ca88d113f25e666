#ifndef PYTMVA_KERAS_ClassFile
#define PYTMVA_KERAS_ClassFile

#include "classfile/Transformations.h"

#include <string>
#include <vector>

namespace pytmva_keras {

/// What a stand-alone class is made of.
struct ClassSource {
   enum class Analysis { kClassification, kMulticlass, kRegression } fAnalysis = Analysis::kClassification;
   std::string fJob, fTitle, fWeightFile; ///< for names and comments
   std::vector<ClassColumn> fColumns;     ///< variables, then targets
   std::size_t fNVariables = 0;
   std::size_t fSignalOutput = 0;
   std::string fTransformations; ///< from WriteTransformations
   std::string fNetwork;         ///< from native::WriteCode
};

/// The text of a file with the class Read<title>: C++17 with no library, usable as those of other methods in TMVA. All is in
/// an inline namespace of job and title, so that a program may have several.
std::string WriteClass(const ClassSource &source);

} // namespace pytmva_keras

#endif
