// Inside of mappers/fhir: the items of a Questionnaire, as they are written.
#pragma once

#include <string_view>

#include "mappers/fhir/questionnaire.hpp"
#include "parsers/json/writer.hpp"

namespace mappers {

/// A form while it is written.
struct FormSheet {
  const precert::Rulebook& rulebook;
  const precert::Form& form;
  const FormPlace& place;
  bool conditions = true;  // adaptive forms have none

  [[nodiscard]] const precert::Criterion& criterion() const { return rulebook.criteria[form.criterion]; }
};

/// One question: by itself, as an attachment, or as a group of a paper and the word that it is on file.
void write_form_item(json::Writer& out, const FormSheet& sheet, const precert::FormItem& item);

/// {url, KEY: value}
void write_form_extension(json::Writer& out, std::string_view url, std::string_view key,
                          std::string_view value);

}  // namespace mappers
