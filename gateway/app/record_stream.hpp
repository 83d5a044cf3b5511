// Records of a file one after the other, however many there are: members and facilities are loaded through
// it.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <istream>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "gateway/store/store.hpp"

namespace gateway {

/// The objects of a JSON array, or objects one after the other (NDJSON). Holds one of them and one block of
/// the file. `in` has to outlive it.
class RecordStream {
 public:
  static constexpr std::size_t record_bytes_max = std::size_t{1} << 20U;

  explicit RecordStream(std::istream& in) : in_(in) {}

  /// The text of the next object, valid until the next call; nullopt after the last. Whether it is JSON, its
  /// reader says. Errors (data_invalid): something else stands there, the array has no end, a record is
  /// longer than record_bytes_max.
  [[nodiscard]] base::Result<std::optional<std::string_view>> next();
  /// How many next() has given.
  [[nodiscard]] std::size_t count() const { return count_; }

 private:
  static constexpr int end_of_file = -1;

  [[nodiscard]] int peek();
  void skip() { ++at_; }
  void skip_blanks();
  /// True when a record stands here; false at the end.
  [[nodiscard]] base::Result<bool> begin_record();
  [[nodiscard]] base::Issues fault(std::string remedy) const;

  std::istream& in_;
  std::string block_, record_;
  std::size_t at_ = 0, count_ = 0;
  bool in_array_ = false, begun_ = false;
};

/// Loads a file of members (facilities) into the store, a thousand at a time, and gives how many they were.
/// The file is read twice: nothing is loaded unless every record can be read. Errors: data_invalid, the first
/// hundred with their places ("$[17].birth_date"); config_invalid when there is no such file;
/// store_unavailable.
[[nodiscard]] base::Result<std::size_t> load_members_file(const std::filesystem::path& file, Store& store);
[[nodiscard]] base::Result<std::size_t> load_facilities_file(const std::filesystem::path& file, Store& store);

}  // namespace gateway
