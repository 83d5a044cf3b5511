// Rulebooks by version, compiled from the files that the store keeps.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>

#include "base/result.hpp"
#include "gateway/store/store.hpp"
#include "precert/rulebook/rulebook.hpp"

namespace gateway {

/// Keeps the files of a rulebook before it decides anything. Errors: store_unavailable.
[[nodiscard]] base::Result<void> keep_rulebook(Store& store, const precert::Rulebook& rulebook,
                                               std::span<const precert::RulebookFile> files,
                                               base::Instant at);

/// Compiles each version once. Not for several threads.
class KeptRulebooks {
 public:
  explicit KeptRulebooks(Store& store) : store_(store) {}

  /// nullptr when that version was never kept. Errors: store_unavailable; rule_invalid when this program
  /// cannot read the files any more.
  [[nodiscard]] base::Result<std::shared_ptr<const precert::Rulebook>> of(const std::string& version);

 private:
  Store& store_;
  std::map<std::string, std::shared_ptr<const precert::Rulebook>, std::less<>> compiled_;
};

}  // namespace gateway
