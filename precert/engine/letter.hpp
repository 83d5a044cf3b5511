// What a letter about a case says, in plain words, before any template or paper: pure, so that both
// addressees read the same reason and the same way to appeal, and a letter can be made again from what is
// stored.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "precert/engine/facts.hpp"
#include "precert/model/determination.hpp"
#include "precert/model/review_request.hpp"
#include "precert/rulebook/tables.hpp"

namespace precert {

enum class LetterKind : std::uint8_t {
  approval,         // everything that was decided is approved
  modified,         // approved, but not as asked
  denial,           // at least one service is not approved
  not_required,     // a review found that no approval is needed
  information,      // something is missing (SC-52)
  extension,        // more time is taken, formally (OR-M3)
  closed,           // nothing came, nobody works on it any more, nothing is denied (OR-I3)
  peer_to_peer,     // a step of the talk with the medical director; to the provider only (SC-60)
  appeal_received,  // somebody else looks at it again, and by when
  cover_sheet,      // no letter: the page in front of what a provider faxes, with the number of the request
};
enum class Addressee : std::uint8_t { member, provider };

/// "approval", "member".
[[nodiscard]] std::string_view letter_word(LetterKind kind);
[[nodiscard]] std::string_view letter_word(Addressee addressee);
[[nodiscard]] std::optional<LetterKind> letter_kind_from(std::string_view word);

/// What a letter is about: of two letters about the same, the later one counts.
enum class LetterTopic : std::uint8_t { decision, question, extension, closing, talk, appeal };
[[nodiscard]] LetterTopic topic_of(LetterKind kind);

struct LetterReason {
  std::string words;      // the specific reason
  std::string code;       // X12 886; "" when there is none
  std::string criterion;  // "owner, title, edition", else what says so: "benefit rule p-cosmetic"
  std::string meaning{};  // what the code says, in words (OR-D4)

  friend bool operator==(const LetterReason&, const LetterReason&) = default;
};

/// One service that the letter speaks of.
struct LetterService {
  std::string name;      // "MRI of the lower spine"
  std::string code;      // "CPT 72148"; "" when none was sent
  std::string decision;  // "Approved", "Not approved" …
  std::string asked;     // "12 visits"; "" = not said
  std::string approved;  // the same of what is approved
  std::string dates;     // of service
  std::string valid;     // "January 5, 2026 to April 4, 2026"
  std::string place;     // facility or who performs it
  std::string number;    // to quote: of the authorization
  std::vector<LetterReason> reasons;

  friend bool operator==(const LetterService&, const LetterService&) = default;
};

/// One thing that is missing.
struct LetterQuestion {
  std::string words, service;
  std::string supplier;        // "ordering provider"
  std::string control_number;  // to quote on what is sent
  std::string due;             // date in words

  friend bool operator==(const LetterQuestion&, const LetterQuestion&) = default;
};

/// One letter to one addressee. Dates are in words, local to the plan.
struct LetterContent {
  LetterKind kind = LetterKind::approval;
  Addressee addressee = Addressee::member;
  // From whom, and how to reach them.
  std::string payer, phone, payer_fax;
  std::vector<std::string> payer_address;
  // To whom.
  std::string name;
  std::vector<std::string> address;
  std::string fax;  // digits; "" = none known
  // About what.
  std::string date;
  std::string reference;      // of the request, always
  std::string authorization;  // certification number; "" while nothing is approved
  std::string patient, member_id, plan;
  std::string requester;
  std::string received, due;  // due: by when the plan decides; "" when it has
  std::string urgency;        // "standard", "expedited"
  std::vector<LetterService> services;
  std::vector<LetterQuestion> missing;
  std::vector<std::string> evidence;  // what was looked at
  std::string extension_reason, extension_until;
  std::string reviewer;     // who decided, as role: "a physician reviewer"; "" = by rule
  std::string talk;         // the step of a talk, in words
  std::string appeal_kind;  // "expedited appeal"; "" = none is heard
  bool after_appeal = false;
  bool advisory = false;  // a predetermination: no authorization
  bool in_part = false;   // of a denial: not everything that was asked for is denied
  std::string stays_valid{};  // number of what was approved before and holds while this is looked at (SC-27)
  // Rights of an adverse answer; the same words for both addressees.
  std::string appeal, appeal_until, peer_to_peer;
  std::string intake, intake_fax, intake_phone;  // where documents go
  std::vector<std::string> intake_address;

  friend bool operator==(const LetterContent&, const LetterContent&) = default;
};

/// What a letter may know besides the case.
struct LetterFacts {
  const Rulebook& rulebook;
  const MemberRecord* member = nullptr;  // nullptr = not on file
  const Directory* directory = nullptr;  // for the fax of a provider who names none
  base::Instant received{};              // of the message that opened the case
};

/// The letters that a new version of a case owes, member and provider in turn; none when nothing changed that
/// anybody has to be told of; of a talk the provider only. `before` is the version before, nullptr for a new
/// case. Rules: SC-52, SC-58, OR-M3..M5, OR-I3. A refused request, a repeated one, a cancellation and "call
/// the plan" owe none.
[[nodiscard]] std::vector<LetterContent> letters_owed(const ReviewRequest& request,
                                                      const Determination* before, const Determination& after,
                                                      const LetterFacts& facts);

/// Whether a letter of `kind` that the version `then` owed need not leave any more, because the version `now`
/// tells it anew or it is not so any more: what it asked or announced is over, or every line that it decided
/// is decided (or withdrawn). A decision that is only being looked at again stays one that has to be told,
/// and a step of a talk does until the next step. `before`: the version against which that letter told,
/// nullptr when there was none.
[[nodiscard]] bool supersedes(const Determination& now, LetterKind kind, const Determination* before,
                              const Determination& then);

/// The cover sheet of a case: its number, what is missing under which numbers, where to send it. Names no
/// patient: what it needs is the number (SC-33).
[[nodiscard]] LetterContent cover_sheet_of(const ReviewRequest& request, const Determination& now,
                                           const LetterFacts& facts);

/// "January 5, 2026".
[[nodiscard]] std::string date_in_words(base::Date day);
/// "800-555-0100" for ten digits; anything else as it is.
[[nodiscard]] std::string phone_in_words(std::string_view digits);

}  // namespace precert
