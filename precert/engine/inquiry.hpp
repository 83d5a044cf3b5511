// Answering an inquiry: which reviews fit, and may the asker see them. Pure: the gateway gathers the
// candidates.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "precert/engine/facts.hpp"
#include "precert/model/inquiry.hpp"
#include "precert/rulebook/rulebook.hpp"

namespace precert {

/// What to look up in the store before inquiry_answer() is asked.
struct InquiryKeys {
  std::vector<std::string> numbers;  // each as certification number and as reference number, old ones too:
                                     // senders mix the two qualifiers up
  std::vector<MemberId> members;     // whose cases are candidates; empty when numbers alone decide
};

/// `member` is the record of example.subscriber.member_id(), nullptr when there is none: a dependent may have
/// cases under a number of their own.
[[nodiscard]] InquiryKeys keys_of(const Inquiry& inquiry, const MemberRecord* member);

/// A case that may be the answer: its newest version, and under which of the inquiry's numbers the store
/// knows it, numbers that an update has superseded included.
struct InquiryCandidate {
  PriorCase found;
  std::vector<std::string> numbers;
  std::vector<Party> earlier_requesters;  // of its earlier versions: an update puts its own in their place
  /// Who carries the inquiry has no line of it and did not ask for it, whatever the asker may be: what is
  /// sensitive is sensitive to them.
  bool carrier_is_only_named = false;
};

/// Adds a case that was found, by `number` ("" = by member): each case stands once, with all its numbers.
void add_candidate(std::vector<InquiryCandidate>& candidates, PriorCase found, std::string_view number = {});

struct InquiryFacts {
  base::Instant now{};
  const MemberRecord* member = nullptr;  // nullptr = no such member id
  std::vector<InquiryCandidate> candidates;
  std::vector<std::string> sensitive_service_types;  // X12 1365; empty = none is
};

/// One review that answers.
struct InquiryMatch {
  std::size_t candidate = 0;               // position in InquiryFacts::candidates
  std::vector<std::pair<int, int>> lines;  // sequence in the case, sequence of the inquiry's line that fits
  friend bool operator==(const InquiryMatch&, const InquiryMatch&) = default;
};

/// Either refusals or matches, never both, never neither.
struct InquiryAnswer {
  std::vector<Refusal> refusals;
  std::vector<InquiryMatch> matches;  // the case decided last first
  std::size_t withheld = 0;  // sensitive: shown to this asker only when asked for by number (PAS spec-49)
  Contact umo_contact;       // where to ask

  [[nodiscard]] bool found() const { return !matches.empty(); }
};

/// Finds the reviews that fit, for those who may see them.
///
/// Who: whoever requested the review, performs it or is named in it (event, line, or the place it is
/// certified for), by NPI, for the same patient by member number; and the payer that was asked, by its payer
/// id. A requester without NPI is known by the identifier it sent the request with. Nobody else: not even
/// whether there is one. What: a number that is quoted decides alone, whatever else is said at its level;
/// without one every key that is said has to fit, a line of the inquiry is one alternative, several diagnoses
/// are alternatives. A superseded number finds the case as it is now. Requests that were refused are no
/// reviews. Refusals: T4, 79, 43, 73, 75, 58, 71, 77 as for a request; 15 (event) when neither patient nor
/// number is said; 72 when the patient has no member number; AA (event) when nothing is found, and the same
/// to whoever has no part in what there is: an answer of its own (41) would tell that it exists. Rule:
/// 005010X215; PAS $inquire, spec-43, 46 to 53.
[[nodiscard]] InquiryAnswer inquiry_answer(const Inquiry& inquiry, const Rulebook& rulebook,
                                           const InquiryFacts& facts);

/// True when this asker may see that case: see inquiry_answer().
[[nodiscard]] bool may_see(const Party& asker, const InquiryCandidate& candidate);

/// Takes out of the case what is not for this asker: who only does one of its lines, or is its place, sees that line,
/// what is missing for it and the diagnoses it points to. Requester, payer, and who is named for the whole event see
/// everything. Nothing changes for who may not see it at all. Rule: minimum necessary, 45 CFR 164.502(b).
void keep_visible_lines(const Party& asker, InquiryCandidate& candidate);

}  // namespace precert
