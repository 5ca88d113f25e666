#ifndef PYTMVA_KERAS_native_Code
#define PYTMVA_KERAS_native_Code

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace pytmva_keras::native {

struct ArrayView;

/// No code can be written for this network; what() says why.
class NoCode : public std::runtime_error {
public:
   using std::runtime_error::runtime_error;
};

/// Includes and names that the code of a network needs before it: a class file has them once.
extern const char *const kCodeIncludes;
extern const char *const kCodeNames;

/// The network as C++17 with no library but std: ends with "inline Values network(const Values &v0)". One line an
/// operation, weights as literals of exactly their values. Throws NetworkError as Network does, and NoCode where it has an
/// operation without code, or where the text would have more than `mostBytes`.
std::string WriteCode(std::string_view text, const std::vector<ArrayView> &arrays, std::size_t mostBytes);

} // namespace pytmva_keras::native

#endif
