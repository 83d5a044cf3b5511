#include "precert/rulebook/search_index.hpp"

#include <algorithm>
#include <bit>
#include <map>

#include "precert/rulebook/entry.hpp"

namespace precert {
namespace {

constexpr std::size_t longest = 64;  // words above share one row of the table of lengths
constexpr std::uint8_t not_found = 255;

std::uint64_t letters_of(std::string_view word) {
  std::uint64_t letters = 0;
  for (const char c : word) {
    const int bit = c >= 'a' ? c - 'a' : 26 + (c - '0');
    letters |= std::uint64_t{1} << static_cast<unsigned>(bit);
  }
  return letters;
}

/// Everything a service can be found by, besides its category's words.
std::vector<std::string> own_words(const ServiceCode& service) {
  std::vector<std::string> words = search_words_of(service.code);
  const auto add = [&](std::string_view text) {
    for (std::string& one : search_words_of(text)) words.push_back(std::move(one));
  };
  add(service.title);
  for (const std::string& synonym : service.synonyms) add(synonym);
  if (service.unlisted) words.emplace_back("unlisted");
  return words;
}

std::vector<std::string> words_of(const Category& category) {
  std::vector<std::string> words = search_words_of(category.id);
  const auto add = [&](std::string_view text) {
    for (std::string& one : search_words_of(text)) words.push_back(std::move(one));
  };
  add(category.title);
  for (const std::string& synonym : category.synonyms) add(synonym);
  return words;
}

/// A code, or a part of one: another code is no misspelling of it.
bool has_digit(std::string_view word) {
  return word.find_first_of("0123456789") != std::string_view::npos;
}

}  // namespace

std::vector<std::string> search_words_of(std::string_view text) {
  std::vector<std::string> words;
  bool inside = false;
  for (const char c : text) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool kept = upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (kept && !inside) words.emplace_back();
    if (kept) words.back() += upper ? static_cast<char>(c - 'A' + 'a') : c;
    inside = kept;
  }
  return words;
}

SearchIndex::SearchIndex(const Rulebook& book) : services_(book.services.size()) {
  std::map<std::string, std::vector<Index>, std::less<>> postings;
  std::vector<std::vector<std::string>> of_category;
  of_category.reserve(book.categories.size());
  for (const Category& category : book.categories) of_category.push_back(words_of(category));
  for (std::size_t i = 0; i < book.services.size(); ++i) {
    const auto index = static_cast<Index>(i);
    const auto post = [&](const std::string& word) {
      std::vector<Index>& services = postings[word];
      if (services.empty() || services.back() != index) services.push_back(index);
    };
    std::ranges::for_each(own_words(book.services[i]), post);
    std::ranges::for_each(of_category[book.services[i].category], post);
  }
  words_.reserve(postings.size());
  for (auto& [text, services] : postings) {
    services.shrink_to_fit();
    words_.push_back(Word{text, letters_of(text), std::move(services)});
  }
  by_length_.resize(words_.size());
  for (std::uint32_t i = 0; i < by_length_.size(); ++i) by_length_[i] = i;
  const auto length = [&](std::uint32_t i) { return std::min(words_[i].text.size(), longest); };
  std::ranges::stable_sort(by_length_, {}, length);
  for (std::size_t size = 0; size < length_begins_.size(); ++size) {
    const auto begin = std::ranges::lower_bound(by_length_, size, {}, length);
    length_begins_[size] = static_cast<std::uint32_t>(begin - by_length_.begin());
  }
}

void SearchIndex::add_misspelt(const std::string& wanted, std::vector<Match>& matches) const {
  const std::size_t allowed = wanted.size() < 6 ? 1 : 2;
  const std::uint64_t letters = letters_of(wanted);
  const std::size_t shortest_wanted = std::min(wanted.size() - allowed, longest);
  const std::size_t longest_wanted = std::min(wanted.size() + allowed, longest);
  const std::uint32_t end = length_begins_[longest_wanted + 1];
  for (std::uint32_t i = length_begins_[shortest_wanted]; i < end; ++i) {
    const Word& word = words_[by_length_[i]];
    // A typing error takes at most one letter out and puts one in.
    if (static_cast<std::size_t>(std::popcount(word.letters ^ letters)) > 2 * allowed) continue;
    const std::size_t distance = edit_distance(wanted, word.text);
    if (distance == 0 || distance > allowed) continue;
    matches.push_back(Match{static_cast<std::uint8_t>(distance + 1), by_length_[i]});
  }
}

std::vector<SearchIndex::Match> SearchIndex::matches(const std::string& wanted, bool forgiving) const {
  std::vector<Match> matches;
  const auto first = std::ranges::lower_bound(words_, wanted, {}, &Word::text);
  for (auto at = first; at != words_.end() && at->text.starts_with(wanted); ++at) {
    const bool same = at->text.size() == wanted.size();
    if (!same && wanted.size() < 3) break;
    matches.push_back(
        Match{static_cast<std::uint8_t>(same ? 0 : 1), static_cast<std::uint32_t>(at - words_.begin())});
  }
  if (forgiving && wanted.size() >= 4 && !has_digit(wanted)) add_misspelt(wanted, matches);
  return matches;
}

std::vector<Index> SearchIndex::found(std::string_view query) const {
  const std::vector<std::string> wanted = search_words_of(query);
  if (wanted.empty()) return {};
  std::vector<Index> as_written = found_with(wanted, false);
  return as_written.empty() ? found_with(wanted, true) : as_written;
}

std::vector<Index> SearchIndex::found_with(const std::vector<std::string>& wanted, bool forgiving) const {
  std::vector<std::uint32_t> total(services_, 0);
  std::vector<std::uint8_t> best(services_);
  std::vector<Index> left;  // services that every word so far has found
  for (std::size_t w = 0; w < wanted.size(); ++w) {
    std::ranges::fill(best, not_found);
    for (const Match& match : matches(wanted[w], forgiving)) {
      for (const Index service : words_[match.word].services) {
        if (w == 0 && best[service] == not_found) left.push_back(service);
        best[service] = std::min(best[service], match.cost);
      }
    }
    std::erase_if(left, [&](Index service) { return best[service] == not_found; });
    for (const Index service : left) total[service] += best[service];
    if (left.empty()) return left;
  }
  std::ranges::sort(
      left, {}, [&](Index service) { return (static_cast<std::uint64_t>(total[service]) << 32U) | service; });
  return left;
}

std::shared_ptr<const SearchIndex> search_index_of(const Rulebook& book) {
  return std::make_shared<const SearchIndex>(book);
}

}  // namespace precert
