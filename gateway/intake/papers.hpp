// Papers (fax, mail, paste, upload): which case they belong to, and what they become there: the same kind of
// attachment as those of a 275 or of $submit-attachment (SC-33). Nothing here touches a wire or a folder.
#pragma once

#include <optional>
#include <string>

#include "base/date.hpp"
#include "base/result.hpp"
#include "gateway/edi/message_turn.hpp"
#include "gateway/store/records.hpp"

namespace gateway {

/// One paper with what its cover sheet, or the person who hands it in, says of it.
struct Paper {
  std::string channel = "fax";  // "fax", "mail", "upload", "paste"
  std::string control_number;   // PWK06, or the number that was asked for under
  std::string request_number;   // reference or authorization number of the request, or the id of the case
  std::string member;           // what is said besides has to agree with the case
  std::optional<base::Date> born;
  std::string npi;
  std::string report_type, loinc;  // what it is (X12 755, LOINC); "" = not said
  std::string from;                // the number it was faxed from
  std::string content_type, content;
};

/// What has become of a paper.
struct PaperOutcome {
  std::string document;     // AttachmentRecord::id
  precert::CaseId case_id;  // "" = it waits
  std::string work;         // the piece of work that shows it to people; "" = nothing is left to do
  std::string why;          // of that work: see why_* below
};

/// Why somebody has to look at a paper.
inline constexpr const char* why_no_number = "no_number";
inline constexpr const char* why_unknown_number = "unknown_number";    // no case has it (yet)
inline constexpr const char* why_several_cases = "several_cases";      // more than one case has it
inline constexpr const char* why_elsewhere = "another_payer";          // its case is decided elsewhere
inline constexpr const char* why_unreadable_case = "case_unreadable";  // its case is stored damaged
inline constexpr const char* why_unclear_answer = "answers_unclear";   // attached; several things are awaited

/// Attaches the paper when exactly one case fits what it says: the case is decided anew, its clock goes on
/// from here. Otherwise the paper waits, visible as work of kind indexing in the queue "intake", for its
/// request (by control number) or for people: for them, too, when what is stored of its case cannot be read.
/// The turn is this paper's alone. `actor` = who brought it, for the events. Errors: store_unavailable.
[[nodiscard]] base::Result<PaperOutcome> take_paper(const Paper& paper, const std::string& actor,
                                                    MessageTurn& turn);
/// The same for a case that somebody names. Errors: conflict (another payer decides it).
[[nodiscard]] base::Result<PaperOutcome> take_paper_for(const CaseRecord& record, const Paper& paper,
                                                        const std::string& actor, MessageTurn& turn);

/// What people say of a kept paper when they put it to its case.
struct Indexing {
  std::string control_number, report_type, loinc, actor;
};
/// Puts a kept paper to a case: one that waits, or one of that case that is to answer something else, too.
/// Errors: conflict (it is another case's, or another payer decides the case), store_unavailable,
/// data_invalid.
[[nodiscard]] base::Result<PaperOutcome> index_paper(const AttachmentRecord& document, const Indexing& said,
                                                     const CaseRecord& record, MessageTurn& turn);

}  // namespace gateway
