// Words of letters; used by letter.cpp only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "precert/engine/letter.hpp"

namespace precert {

/// "January 5, 2026", "January 5, 2026 to April 4, 2026", "from January 5, 2026".
[[nodiscard]] std::string period_in_words(const base::Period& period);
/// "12 visits"; "" when nothing was said.
[[nodiscard]] std::string amount_in_words(const std::optional<Quantity>& quantity);
/// "CPT 72148-26"; "" without a code.
[[nodiscard]] std::string code_in_words(const Procedure& procedure);
/// "M54.16" of "M5416", as people know it.
[[nodiscard]] std::string diagnosis_in_words(std::string_view code);
/// "yes", "6", "January 5, 2026".
[[nodiscard]] std::string answer_in_words(const AnswerValue& value);
/// As on an envelope.
[[nodiscard]] std::vector<std::string> address_lines(const Address& address);
/// The first of that kind, "" when there is none.
[[nodiscard]] std::string point_of(const Contact& contact, ContactKind kind);

}  // namespace precert
