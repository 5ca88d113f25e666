#ifndef PYTMVA_KERAS_native_Description
#define PYTMVA_KERAS_native_Description

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// \file
/// The text that describes a network; pytmva_keras/native writes it. One line an operation:
///
///     network 1
///     input shape=4
///     dense from=0 units=64 kernel=0 bias=1
///     activation from=1 function=relu,0,inf,0
///     dense from=2 units=2 kernel=2 bias=3
///     softmax from=3 size=2
///     output from=4
///
/// The first line has the version. Each line after it makes one value, numbered from 0, of a shape without the batch; "from"
/// are the values that it is made of, all of earlier lines: there are no cycles. "output" ends the text. Numbers of arrays
/// (kernel=0) count those that come with the text. Layers.h lists the operations.
namespace pytmva_keras::native {

/// One line. Views into the text.
struct Statement {
   std::size_t fLine = 0; ///< from 1
   std::string_view fOperation;
   std::vector<std::pair<std::string_view, std::string_view>> fAttributes;
};

/// Returns the lines after the first, "output" last. Throws NetworkError.
std::vector<Statement> ParseDescription(std::string_view text);

} // namespace pytmva_keras::native

#endif
