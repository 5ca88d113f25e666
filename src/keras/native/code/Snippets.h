#ifndef PYTMVA_KERAS_native_Snippets
#define PYTMVA_KERAS_native_Snippets

#include <string>

namespace pytmva_keras::native {

/// A C++ function that code uses, if it uses any of that name.
struct Snippet {
   const char *fName;
   const char *fNeeds; ///< the name of another one, which comes before it; "" for none
   const char *fCode;
};

/// All of them end with one whose name is nullptr. Each comes behind what it needs.
extern const Snippet kSnippets[];

} // namespace pytmva_keras::native

#endif
