// Which control numbers an envelope has used: eight bytes or so for each, nothing of the input is kept.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace x12 {

/// A set of 64-bit hashes under open addressing. Two different numbers that share a hash would be taken for a
/// repeat; with a million sets in a group the odds are one in 37 million, and the sender is merely asked to
/// renumber.
class SeenSet {
 public:
  /// True when `text` was not added since the last clear().
  bool add(std::string_view text) {
    if ((used_ + 1) * 2 > cells_.size()) grow();
    std::uint64_t& cell = cell_of(cells_, hash_of(text));
    if (cell != 0) return false;
    cell = hash_of(text);
    ++used_;
    return true;
  }

  /// Keeps the memory of an ordinary group, gives back that of a huge one.
  void clear() {
    used_ = 0;
    cells_.assign(cells_.size() <= kept_max ? cells_.size() : cells_first, 0);
    cells_.shrink_to_fit();
  }

 private:
  static constexpr std::size_t cells_first = 16;
  static constexpr std::size_t kept_max = 4096;

  /// FNV-1a with its high bits folded in; never 0, which means free.
  static std::uint64_t hash_of(std::string_view text) {
    std::uint64_t hash = 1469598103934665603ULL;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    hash ^= hash >> 29U;
    return hash == 0 ? 1 : hash;
  }

  static std::uint64_t& cell_of(std::vector<std::uint64_t>& cells, std::uint64_t hash) {
    const std::size_t mask = cells.size() - 1;
    std::size_t slot = hash & mask;
    while (cells[slot] != 0 && cells[slot] != hash) slot = (slot + 1) & mask;
    return cells[slot];
  }

  void grow() {
    std::vector<std::uint64_t> wider(cells_.empty() ? cells_first : cells_.size() * 2, 0);
    for (const std::uint64_t hash : cells_) {
      if (hash != 0) cell_of(wider, hash) = hash;
    }
    cells_ = std::move(wider);
  }

  std::vector<std::uint64_t> cells_;
  std::size_t used_ = 0;
};

}  // namespace x12
