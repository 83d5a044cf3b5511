#include "gateway/rules/kept_rulebooks.hpp"

#include <utility>
#include <vector>

namespace gateway {

base::Result<void> keep_rulebook(Store& store, const precert::Rulebook& rulebook,
                                 std::span<const precert::RulebookFile> files, base::Instant at) {
  std::vector<RulebookText> texts;
  texts.reserve(files.size());
  for (const precert::RulebookFile& file : files) texts.push_back({file.name, file.text});
  return store.keep_rulebook(precert::version_of(rulebook), texts, at);
}

base::Result<std::shared_ptr<const precert::Rulebook>> KeptRulebooks::of(const std::string& version) {
  const auto known = compiled_.find(version);
  if (known != compiled_.end()) return known->second;
  base::Result<std::vector<RulebookText>> texts = store_.rulebook_of(version);
  if (!texts) return texts.error();
  std::shared_ptr<const precert::Rulebook> made;
  if (!texts->empty()) {
    std::vector<precert::RulebookFile> files;
    for (RulebookText& one : *texts) files.push_back({std::move(one.name), std::move(one.text)});
    base::Result<std::shared_ptr<const precert::Rulebook>> compiled = precert::rulebook_from(files);
    if (!compiled) return compiled.error();
    made = std::move(*compiled);
  }
  compiled_.emplace(version, made);
  return made;
}

}  // namespace gateway
