// A file seen as memory: of any size, with only what is being read held.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string_view>

#include "base/result.hpp"

namespace gateway {

class MappedFile {
 public:
  /// Errors: config_invalid when the file cannot be opened or read. An empty file is an empty view.
  [[nodiscard]] static base::Result<MappedFile> open(const std::filesystem::path& file);
  MappedFile() = default;
  ~MappedFile();
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  /// Valid as long as this lives. The file must not be shortened meanwhile.
  [[nodiscard]] std::string_view bytes() const { return {data_, size_}; }
  /// Gives back the memory of everything before `end`; it is read from the file again when it is wanted.
  void forget_before(std::size_t end);

 private:
  const char* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t forgotten_ = 0;
};

}  // namespace gateway
