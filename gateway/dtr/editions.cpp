#include "gateway/dtr/editions.hpp"

#include <algorithm>

namespace gateway {

std::optional<KeptEditions::Compiled> KeptEditions::known(std::string_view version) {
  const std::scoped_lock lock(mutex_);
  const auto found =
      std::find_if(compiled_.begin(), compiled_.end(), [&](const auto& one) { return one.first == version; });
  if (found == compiled_.end()) return std::nullopt;
  std::rotate(found, found + 1, compiled_.end());
  return compiled_.back().second;
}

bool KeptEditions::is_without(std::string_view version, std::string_view word) const {
  const std::scoped_lock lock(mutex_);
  return without_.contains({std::string(version), std::string(word)});
}

std::shared_ptr<void> KeptEditions::place() const {
  if (++*waiting_ > waiting_max) {
    --*waiting_;
    return nullptr;
  }
  return {waiting_.get(), [held = waiting_](std::atomic<int>* waiting) { --*waiting; }};
}

std::size_t KeptEditions::size() const {
  const std::scoped_lock lock(mutex_);
  return compiled_.size();
}

base::Result<std::shared_ptr<const precert::Rulebook>> KeptEditions::rulebook(std::string_view version,
                                                                              Store& store) {
  return rulebook_with(version, {}, store);
}

base::Result<std::shared_ptr<const precert::Rulebook>> KeptEditions::rulebook_with(std::string_view version,
                                                                                   std::string_view word,
                                                                                   Store& store) {
  if (std::optional<Compiled> one = known(version)) return *std::move(one);
  if (is_without(version, word)) return Compiled();
  const base::Result<std::vector<RulebookText>> texts = store.rulebook_of(version);
  if (!texts) return texts.error();
  Compiled compiled;
  const auto has_word = [&](const RulebookText& one) { return one.text.find(word) != std::string::npos; };
  if (!texts->empty()) {
    if (std::ranges::none_of(*texts, has_word)) {
      const std::scoped_lock lock(mutex_);
      if (without_.size() >= without_max) without_.clear();
      without_.emplace(version, word);
      return compiled;
    }
    std::vector<precert::RulebookFile> files;
    files.reserve(texts->size());
    for (const RulebookText& one : *texts) files.push_back({one.name, one.text});
    const base::Result<Compiled> made = precert::rulebook_from(files);
    if (made) compiled = *made;  // a format of before that is read no more: as if it had not been kept
  }
  const std::scoped_lock lock(mutex_);
  const auto same = [&](const auto& one) { return one.first == version; };
  if (std::ranges::any_of(compiled_, same)) return compiled;  // another thread was as fast
  if (compiled_.size() == compiled_max) compiled_.erase(compiled_.begin());
  compiled_.emplace_back(version, compiled);
  return compiled;
}

base::Result<KeptEditions::Compiled> EditionLookup::rulebook_with(std::string_view version, std::string_view word,
                                                                  Store& store) {
  if (compile_ == Compile::when_wanted) return kept_.rulebook_with(version, word, store);
  if (std::optional<KeptEditions::Compiled> one = kept_.known(version)) return *std::move(one);
  if (kept_.is_without(version, word)) return KeptEditions::Compiled();
  left_out_ = true;
  return base::Issue{base::IssueCode::store_unavailable, "rulebook",
                     "A kept rulebook has to be compiled first: ask again."};
}

}  // namespace gateway
