#ifndef PYTMVA_KERAS_Base64
#define PYTMVA_KERAS_Base64

#include <string>

namespace pytmva_keras {

/// RFC 4648, with padding, in one line.
std::string EncodeBase64(const std::string &bytes);
/// Blanks and line breaks in `text` are skipped. Throws std::invalid_argument, naming the position, for anything else that
/// is not base64, or where the end is missing. `text` may be nullptr (empty).
std::string DecodeBase64(const char *text);

} // namespace pytmva_keras

#endif
