#ifndef PYTMVA_KERAS_WriteWhole
#define PYTMVA_KERAS_WriteWhole

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

namespace pytmva_keras {

/// Writes the file `path` by `write(stream)`: whole, or not at all; an older one stays until the new one is complete. Throws
/// std::runtime_error: "`what` `path` cannot be written".
template <class F>
void WriteWhole(const std::filesystem::path &path, const std::string &what, F write)
{
   const std::filesystem::path temporary = path.string() + ".writing";
   std::ofstream file(temporary, std::ios::binary);
   write(file);
   file.close();
   std::error_code error;
   if (file)
      std::filesystem::rename(temporary, path, error);
   if (!file || error) {
      std::filesystem::remove(temporary, error);
      throw std::runtime_error(what + " " + path.string() + " cannot be written. Make room, or check who may write there.");
   }
}

} // namespace pytmva_keras

#endif
