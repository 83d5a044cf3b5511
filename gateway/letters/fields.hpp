// What a letter template may name: the fields of a LetterContent as names and texts, and which there are.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "precert/engine/letter.hpp"

namespace gateway {

/// Names with their texts, and lists of the same. A name without text is one that is not said: its section is
/// left out.
struct LetterFields {
  std::vector<std::pair<std::string, std::string>> texts;
  std::vector<std::pair<std::string, std::vector<LetterFields>>> lists;
};

/// Every field of the letter; those without a value with "".
[[nodiscard]] LetterFields letter_fields(const precert::LetterContent& letter);

/// A letter that says something in every field, with each list once: what templates are tried with.
[[nodiscard]] precert::LetterContent sample_letter(precert::LetterKind kind, precert::Addressee addressee);

}  // namespace gateway
