// See closed_words.hpp.
#include "precert/criteria/closed_words.hpp"

#include "precert/criteria/sight.hpp"
#include "precert/model/words.hpp"

namespace precert {
namespace {

template <class Enum>
std::vector<std::string_view> all_words() {
  std::vector<std::string_view> words;
  for (const auto& row : Words<Enum>::all) words.push_back(row.second);
  return words;
}

std::vector<std::string_view> words_of(FactOrigin::Kind kind) {
  switch (kind) {
    case FactOrigin::Kind::site: return site_words();
    case FactOrigin::Kind::sex: return {word(Gender::female), word(Gender::male)};
    case FactOrigin::Kind::level: return all_words<LevelOfService>();
    case FactOrigin::Kind::certification: return all_words<CertificationType>();
    default: return {};
  }
}

}  // namespace

std::vector<std::string_view> closed_words(const Fact& fact) {
  std::vector<std::string_view> all;
  if (fact.type != FactType::text) return all;
  for (const FactOrigin& origin : fact.origins) {
    const std::vector<std::string_view> words = words_of(origin.kind);
    if (words.empty()) return {};
    all.insert(all.end(), words.begin(), words.end());
  }
  return all;
}

}  // namespace precert
