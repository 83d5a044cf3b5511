// The letters of one version of a case as records: content, text and PDF, and where each goes.
#pragma once

#include <vector>

#include "base/result.hpp"
#include "gateway/app/services.hpp"
#include "gateway/letters/templates.hpp"
#include "gateway/store/records.hpp"

namespace gateway {

struct MadeLetters {
  std::vector<LetterRecord> letters;
  std::vector<CaseEvent> events;  // what a case's history says of them
};

/// What a new version of a case owes (precert::letters_owed), filled in and printed. Ids follow from case,
/// version, kind and addressee: making them again replaces them. The provider's goes by fax when the request
/// or the directory has a number, else by mail; without any way it stays `made` and `error` says so (SC-59).
/// None for cases that another payer decides. What cannot be printed is a record in state `failed` that says
/// why. Errors: store_unavailable; data_invalid when the store holds what this version cannot read.
[[nodiscard]] base::Result<MadeLetters> letters_for(const CaseRecord& version,
                                                    const LetterTemplates& templates, Services& services);

/// An entry in the history of the letter's case.
[[nodiscard]] CaseEvent letter_event(const LetterRecord& letter, std::string_view kind, base::Instant at,
                                     std::string_view words = {});

}  // namespace gateway
