// Rulebooks of before: a form that was issued once can be asked for, and answered, after its rules have
// changed.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
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

  using Compiled = std::shared_ptr<const precert::Rulebook>;
  /// One that is compiled; nullptr inside when it cannot be. The one that is found becomes the one wanted last.
  [[nodiscard]] std::optional<Compiled> known(std::string_view version);

  /// Whether that rulebook was looked through for this word before, in vain.
  [[nodiscard]] bool is_without(std::string_view version, std::string_view word) const;

  /// A place in the line of those who wait for the compiling thread, held as long as it lives; nullptr = it is full.
  [[nodiscard]] std::shared_ptr<void> place() const;
  static constexpr int waiting_max = 16;

  /// How many are compiled at present.
  [[nodiscard]] std::size_t size() const;

 private:
  static constexpr std::size_t compiled_max = versions_max;
  static constexpr std::size_t without_max = 4096;  // editions that were issued, times versions_max

  mutable std::mutex mutex_;
  std::vector<std::pair<std::string, Compiled>> compiled_;  // the one wanted last is the last
  std::set<std::pair<std::string, std::string>> without_;   // version and word
  std::shared_ptr<std::atomic<int>> waiting_ = std::make_shared<std::atomic<int>>(0);
};

/// The kept rulebooks as one answer may use them: on an event loop only those that are compiled already.
class EditionLookup {
 public:
  enum class Compile : std::uint8_t { never, when_wanted };
  EditionLookup(KeptEditions& kept, Compile compile) : kept_(kept), compile_(compile) {}

  /// As KeptEditions::rulebook. Errors: store_unavailable, also when it would have to be compiled and must not be:
  /// left_out() is true from then on, and the answer has to be made again where it may.
  [[nodiscard]] base::Result<KeptEditions::Compiled> rulebook(std::string_view version, Store& store) {
    return rulebook_with(version, {}, store);
  }
  /// As KeptEditions::rulebook_with. Errors: as rulebook().
  [[nodiscard]] base::Result<KeptEditions::Compiled> rulebook_with(std::string_view version, std::string_view word,
                                                                   Store& store);
  [[nodiscard]] bool left_out() const { return left_out_; }

 private:
  KeptEditions& kept_;
  Compile compile_;
  bool left_out_ = false;
};

}  // namespace gateway
