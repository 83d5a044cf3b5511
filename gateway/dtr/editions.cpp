#include "gateway/dtr/editions.hpp"

#include <algorithm>

namespace gateway {

const KeptEditions::Compiled* KeptEditions::known(std::string_view version) const {
  const auto found =
      std::find_if(compiled_.begin(), compiled_.end(), [&](const auto& one) { return one.first == version; });
  return found == compiled_.end() ? nullptr : &found->second;
}

base::Result<std::shared_ptr<const precert::Rulebook>> KeptEditions::rulebook(std::string_view version,
                                                                              Store& store) {
  {
    const std::scoped_lock lock(mutex_);
    if (const Compiled* const one = known(version)) return *one;
  }
  const base::Result<std::vector<RulebookText>> texts = store.rulebook_of(version);
  if (!texts) return texts.error();
  Compiled compiled;
  if (!texts->empty()) {
    std::vector<precert::RulebookFile> files;
    files.reserve(texts->size());
    for (const RulebookText& one : *texts) files.push_back({one.name, one.text});
    const base::Result<Compiled> made = precert::rulebook_from(files);
    if (made) compiled = *made;  // a format of before that is read no more: as if it had not been kept
  }
  const std::scoped_lock lock(mutex_);
  if (known(version) == nullptr) {
    if (compiled_.size() == compiled_max) compiled_.erase(compiled_.begin());
    compiled_.emplace_back(version, compiled);
  }
  return compiled;
}

}  // namespace gateway
