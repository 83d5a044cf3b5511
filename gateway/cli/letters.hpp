// `precert letters check [DIR]` and `precert letters show CASE`: for those who write the texts of letters.
#pragma once

#include <string>

namespace gateway::cli {

struct LettersOptions {
  std::string folder;  // of templates; "" = those of the program
  std::string id, pdf, data = "data", store, rulebook;
};
/// Every fault with file and line.
[[nodiscard]] int letters_check(const LettersOptions& options);
/// The letters that the newest version of a case owes, as text, or the first one of them as PDF. Nothing is
/// stored or sent.
[[nodiscard]] int letters_show(const LettersOptions& options);

}  // namespace gateway::cli
