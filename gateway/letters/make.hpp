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
  std::vector<LetterRecord> superseded;  // known before: what a later version made of them
  std::vector<CaseEvent> events;         // what a case's history says of all of them
};

/// What a new version of a case owes (precert::letters_owed), filled in and printed. Ids follow from case,
/// version, kind and addressee: making them again replaces them. The provider's goes by fax when the request
/// or the directory has a number, else by mail; without any way it stays `made` and `error` says so (SC-59).
/// None for cases that another payer decides. What cannot be printed is a record in state `failed` that says
/// why.
/// `known`: the letters of the case's earlier versions. Those that nobody has taken yet, and that this version
/// stands in for (precert::supersedes), become `superseded`; a new letter then tells all that has changed since
/// the last letter about the same that is out, so that nobody misses what the superseded one said.
/// Errors: store_unavailable; data_invalid when the store holds what this version cannot read.
[[nodiscard]] base::Result<MadeLetters> letters_for(const CaseRecord& version,
                                                    std::vector<LetterRecord> known,
                                                    const LetterTemplates& templates, Services& services);

/// An entry in the history of the letter's case.
[[nodiscard]] CaseEvent letter_event(const LetterRecord& letter, std::string_view kind, base::Instant at,
                                     std::string_view words = {});

}  // namespace gateway
