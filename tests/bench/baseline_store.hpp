// The least that a durable request can cost with SQLite: WAL, synchronous=FULL, one row a request, one
// transaction for whatever waits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace bench {

inline constexpr std::size_t group_max = 64;

/// A queue in front of a thread that writes. Throws std::runtime_error when SQLite fails: a baseline has no
/// other plan.
class BaselineStore {
 public:
  /// Makes the database; an old one of that name goes.
  explicit BaselineStore(const std::string& path);
  ~BaselineStore();
  BaselineStore(const BaselineStore&) = delete;
  BaselineStore& operator=(const BaselineStore&) = delete;

  /// Stores a request with its answer under a new key; `done` is called on the writer's thread after the
  /// commit.
  void commit(std::string request, std::string_view answer, std::function<void()> done);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Inserts rows of that size in groups of group_max, without any server. Returns rows a second.
[[nodiscard]] double inserts_per_second(const std::string& path, std::size_t row_bytes, double seconds);

}  // namespace bench
