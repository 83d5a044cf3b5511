// What the reviewer decided: per service line and facility, with everything an answer in either dialect has to say.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "precert/model/review_request.hpp"

namespace precert {

/// Why a line was decided so. `evidence` are the sources of the facts that mattered.
struct Reason {
  std::string code;      // X12 external list 886 (HCR03); "" when a certification needs none
  std::string words;     // one sentence for people
  std::string rule;      // id of the policy or criterion in the rulebook
  std::string criteria;  // "owner, title, edition"
  std::vector<Source> evidence;

  friend bool operator==(const Reason&, const Reason&) = default;
};

/// One thing that must arrive before a pended line can be decided; together they are exactly the unknown facts that
/// could still change the outcome.
struct MissingInformation {
  std::string fact;            // fact id in the rulebook, the link id of its question
  std::string question;        // what to answer or send, in words
  std::string loinc;           // LOINC of the document or question ("" when none fits)
  std::string report_type;     // PWK01 of the paper that would show it
  std::string supplier;        // "ordering provider", "facility" …
  std::string control_number;  // attachment control number the answer has to quote (PWK06)
  base::Instant due{};
  std::string loinc_modifier{};  // LOINC that narrows what is asked (a time window); "" = all of it

  friend bool operator==(const MissingInformation&, const MissingInformation&) = default;
};

/// By when the reviewer has to answer, and which promise says so (earliest wins).
struct Timeframe {
  std::string category;  // "routine", "urgent"
  base::Instant due{};
  std::string source;    // "plan promise: 2 business days"

  friend bool operator==(const Timeframe&, const Timeframe&) = default;
};

/// Rights that go with an adverse answer.
struct Rights {
  std::string appeal;        // how, in words
  base::Date appeal_until{};
  std::string peer_to_peer;  // how to talk to the medical director

  friend bool operator==(const Rights&, const Rights&) = default;
};

/// A facility of the directory that could do the same for less.
struct FacilityOffer {
  std::string npi, name, network_tier;
  int cost_tier = 0;  // 1 = lowest
  friend bool operator==(const FacilityOffer&, const FacilityOffer&) = default;
};

/// One rule that was applied, in order: what `precert explain` prints.
struct Step {
  std::string rule;     // rulebook id
  std::string outcome;  // "true", "false", "unknown", or what it set
  std::string detail;   // facts and their values' places
  friend bool operator==(const Step&, const Step&) = default;
};

struct LineDetermination {
  int sequence = 0;  // of the service line; 0 = the event itself when it has no services
  ReviewAction action = ReviewAction::pended;
  std::string certification_number;  // with certified, partially_certified, modified
  std::string reference_number;      // with everything else
  std::optional<base::Period> validity;
  std::optional<Quantity> quantity;      // certified
  std::optional<Delivery> delivery;      // certified
  std::optional<base::Period> dates;     // certified service dates, when they differ from what was asked
  std::optional<Party> provider;         // facility or provider the line is certified for
  std::vector<Reason> reasons;
  std::vector<MissingInformation> missing;
  std::optional<Timeframe> timeframe;    // while pended
  std::optional<Rights> rights;          // when adverse
  std::vector<FacilityOffer> lower_cost;
  std::string queue;                     // worklist it waits in: "clinician", "intake", "vendor"; "" = final
  std::vector<Step> steps;
  std::optional<bool> second_opinion{};  // a second surgical opinion is wanted (HCR04, secondSurgicalOpinionFlag)
  std::optional<ServiceLine> added{};    // the service of a line that the payer added; what was asked for is in the request

  friend bool operator==(const LineDetermination&, const LineDetermination&) = default;
};

/// A request (or part of it) that cannot be reviewed at all: an AAA, a ClaimResponse.error. Not a decision.
struct Refusal {
  Level level = Level::umo_level;
  int index = 0;           // which service line (sequence) or provider (1-based) of that level; 0 = the only one
  std::string code;        // X12 901
  FollowUp follow_up = FollowUp::correct_and_resubmit;
  std::string words;
  std::string element;     // "NM1-09" when one element is at fault
  Source source;           // where the offending fact stood

  friend bool operator==(const Refusal&, const Refusal&) = default;
};

/// Who looked at an adverse line.
struct Reviewer {
  std::string id, npi, specialty;
  bool human = false;
  friend bool operator==(const Reviewer&, const Reviewer&) = default;
};

/// Something that moves the due instants of a case; what it means to each promise the rulebook says
/// (Promise::when_asked, Promise::extension_days).
struct ClockEvent {
  ClockKind kind = ClockKind::received;
  base::Instant at{};
  int days = 0;        // extended: by how many calendar days
  std::string reason;  // extended: as it was told to provider and member

  friend bool operator==(const ClockEvent&, const ClockEvent&) = default;
};

struct Determination {
  ReviewAction action = ReviewAction::pended;  // the event's summary
  Numbers numbers;
  base::Instant decided{};
  std::vector<LineDetermination> lines;  // one per service line, in order; one with sequence 0 for an event alone
  std::vector<Refusal> refusals;         // any at umo, requester or patient level: no lines
  std::vector<Note> notes;
  Contact umo_contact;      // where to ask
  Party intake;             // where missing information goes (L5)
  std::optional<Reviewer> reviewer;
  std::string rulebook;     // version hash that decided
  std::vector<ClockEvent> clock{};  // since the case was opened (again) for review, oldest first
  bool closed_out = false;  // what was missing did not come in time: nobody works on it, nothing is denied (OR-I3)
  std::string time_zone{};  // of the plan, by name: people are told the plan's days and hours (SC-24); "" = UTC

  friend bool operator==(const Determination&, const Determination&) = default;

  [[nodiscard]] bool refused() const { return !refusals.empty() && lines.empty(); }
  /// True when nothing is pended: no more updates follow (BHT06 18, outcome complete).
  [[nodiscard]] bool final() const;
  [[nodiscard]] const LineDetermination* line(int sequence) const;
};

/// The event's summary of its lines: any pended -> pended; all alike -> that; some certified, some not -> partially
/// certified; certified with changes -> modified. The folding order is ours (the standard leaves it open).
[[nodiscard]] ReviewAction summary_of(const std::vector<LineDetermination>& lines);

}  // namespace precert
