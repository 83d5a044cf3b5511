// Rulebooks of before: a form that was issued once can be asked for, and answered, after its rules have
// changed.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "gateway/store/store.hpp"
#include "precert/rulebook/rulebook.hpp"

namespace gateway {

/// The kept rulebooks that were wanted last, compiled: at most compiled_max, one cache for all bases. Safe to
/// share between threads.
class KeptEditions {
 public:
  /// How far back a form is looked for.
  static constexpr std::size_t versions_max = 32;

  /// The rulebook of that version; nullptr when it was never kept, or cannot be read any more. Errors:
  /// store_unavailable.
  [[nodiscard]] base::Result<std::shared_ptr<const precert::Rulebook>> rulebook(std::string_view version,
                                                                                Store& store);

  /// The same, but nullptr too when no file of that rulebook has this word: then it is not compiled.
  [[nodiscard]] base::Result<std::shared_ptr<const precert::Rulebook>> rulebook_with(std::string_view version,
                                                                                     std::string_view word,
                                                                                     Store& store);

  /// How many are compiled at present.
  [[nodiscard]] std::size_t size() const;

 private:
  using Compiled = std::shared_ptr<const precert::Rulebook>;
  static constexpr std::size_t compiled_max = versions_max;

  /// The one that is found becomes the one wanted last.
  [[nodiscard]] std::optional<Compiled> known(std::string_view version);

  mutable std::mutex mutex_;
  std::vector<std::pair<std::string, Compiled>> compiled_;  // the one wanted last is the last
};

}  // namespace gateway
