// The words of the catalogue, inverted: finds services by code, keyword, synonym, category or misspelling
// without looking at each of them. Built once with the rulebook, then only read.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "precert/rulebook/tables.hpp"

namespace precert {

class SearchIndex {
 public:
  explicit SearchIndex(const Rulebook& book);

  /// Services of which every word of the query is found, best first, then in the order of the catalogue. A
  /// word costs 0 when it is there, 1 as a beginning (of at least three letters), 2 or 3 with one or two
  /// typing errors (words of four letters forgive one, of six two; numbers forgive none: "70551" is not
  /// "70552"). Nothing is taken for misspelt where something has the words as they are written: "head" finds no
  /// heat.
  [[nodiscard]] std::vector<Index> found(std::string_view query) const;
  /// How many different words there are.
  [[nodiscard]] std::size_t size() const { return words_.size(); }

 private:
  struct Word {
    std::string text;
    std::uint64_t letters = 0;    // a bit for each letter and digit in it
    std::vector<Index> services;  // that it finds, in the order of the catalogue
  };
  struct Match {
    std::uint8_t cost = 0;
    std::uint32_t word = 0;
  };
  /// With or without forgiving typing errors.
  [[nodiscard]] std::vector<Index> found_with(const std::vector<std::string>& wanted, bool forgiving) const;
  [[nodiscard]] std::vector<Match> matches(const std::string& wanted, bool forgiving) const;
  void add_misspelt(const std::string& wanted, std::vector<Match>& matches) const;

  std::vector<Word> words_;  // sorted by text
  std::vector<std::uint32_t> by_length_;
  /// Where the words of a length begin in by_length_; 64 = longer.
  std::array<std::uint32_t, 66> length_begins_{};
  std::size_t services_ = 0;
};

[[nodiscard]] std::shared_ptr<const SearchIndex> search_index_of(const Rulebook& book);

/// Lower-case words of letters and digits.
[[nodiscard]] std::vector<std::string> search_words_of(std::string_view text);

}  // namespace precert
