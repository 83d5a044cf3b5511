// The texts that payers edit: one a kind of letter, in the language of docs/letters.md (Mustache fields and
// sections, a few marks for headings and lists). They travel inside the program; a folder of the same names
// stands in for them, file by file.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "gateway/letters/document.hpp"
#include "precert/engine/letter.hpp"

namespace gateway {

class LetterTemplates {
 public:
  /// Those of the program, and in their place those of `folder` ("" = none). Errors (config_invalid), all at
  /// once with file and line: a field or section that no letter has, a section that is not closed, a text of
  /// a name that nothing uses, a letter that lacks what it has to say (the number to call always: SC-62).
  [[nodiscard]] static base::Result<LetterTemplates> load(const std::filesystem::path& folder);
  /// The same from texts by name ("denial.txt"); those left out are the program's.
  [[nodiscard]] static base::Result<LetterTemplates> from(std::map<std::string, std::string> texts);

  /// The letter as it will be printed. Errors: data_invalid when there is no number to call.
  [[nodiscard]] base::Result<LetterDocument> filled(const precert::LetterContent& letter) const;

 private:
  std::map<std::string, std::string> texts_;  // by file name, each whole with what it includes
};

}  // namespace gateway
