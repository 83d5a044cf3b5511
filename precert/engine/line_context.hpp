// What the rules of one line read, gathered once per event and once per line.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "precert/criteria/evaluate.hpp"
#include "precert/engine/facts.hpp"
#include "precert/rulebook/tables.hpp"

namespace precert {

/// A line whose policy adds a service to it.
struct CompanionWanted {
  const ServiceLine* line = nullptr;
  const Policy* policy = nullptr;  // its `adds` is set
};

/// The request as a whole while its lines are decided, one after the other.
struct EventContext {
  const ReviewRequest& request;
  const Rulebook& rulebook;
  const Facts& facts;
  PatientRecord patient;
  Numbers numbers;                         // the case's own, or new ones
  base::Date today;                        // local date of the plan
  std::vector<LineDetermination> decided;  // of this request, so far
  int asked = 0;                           // attachment control numbers handed out so far
  std::vector<CompanionWanted> companions{};  // of the lines decided so far

  [[nodiscard]] bool urgent() const;
  /// The version of this case before this request; nullptr for a new case, also for one that stands beside the
  /// case it names.
  [[nodiscard]] const PriorCase* earlier_version() const;
  /// Every other case of the member that is known: the history, and the case this one stands beside.
  [[nodiscard]] std::vector<const PriorCase*> other_cases() const;
};

/// One service line, or the event itself when it has no services.
struct LineContext {
  EventContext& event;
  const ServiceLine& line;  // for an event alone: a line without code, sequence 0
  bool event_alone = false;
  base::Date day;            // date of service
  Index product = no_index;  // of the coverage on that day
  bool covered = false;
  ServiceMatch match;
  const Policy* policy = nullptr;              // that speaks on the day; nullptr = not required by default
  const PriorCase* previous = nullptr;         // the case that this request continues
  const ServiceLine* earlier_line = nullptr;   // the same line in the case that this request continues
  const LineDetermination* earlier = nullptr;  // and its determination
  std::optional<LineDetermination> base{};     // what that came behind itself, when it waited (extended_base.hpp)

  [[nodiscard]] const ReviewRequest& request() const { return event.request; }
  [[nodiscard]] const Rulebook& rulebook() const { return event.rulebook; }
  [[nodiscard]] CertificationType certification() const { return request().certification_of(line); }
  /// Certified in whole or part by the case that this request continues.
  [[nodiscard]] bool certified_earlier() const {
    return earlier != nullptr &&
           (earlier->action == ReviewAction::certified || earlier->action == ReviewAction::modified);
  }
  /// The certified line that this one comes behind when it is an extension or a renewal, also when the extension
  /// is decided again; nullptr when there is none.
  [[nodiscard]] const LineDetermination* extended() const;
  /// Who or where: the line's own providers, else the event's.
  [[nodiscard]] const std::vector<Party>& providers() const {
    return line.providers.empty() ? request().event.providers : line.providers;
  }
};

/// Date of service of a line: its own, else the event's, else the admission, else `today`.
[[nodiscard]] base::Date date_of_service(const ReviewRequest& request, const ServiceLine& line,
                                         base::Date today);
/// The dates asked for, where they were said.
[[nodiscard]] std::optional<base::Period> dates_asked(const ReviewRequest& request, const ServiceLine& line);
/// What a line asks for in the rulebook's terms; a service type that stands as code counts as service type.
[[nodiscard]] ServiceMatch match_of(const Rulebook& rulebook, const ReviewRequest& request,
                                    const ServiceLine& line);
/// The coverage span that holds the day; nullptr = not covered then.
[[nodiscard]] const CoverageSpan* coverage_on(const MemberRecord& member, base::Date day);
/// An event without services is looked at as one line without a code, sequence 0.
[[nodiscard]] ServiceLine event_as_line();
/// Everything the rules of this line read. `line` must outlive the context.
[[nodiscard]] LineContext line_context_of(EventContext& event, const ServiceLine& line, bool event_alone);

/// True for the roles that do the service or house it (not for who orders, refers or is told).
[[nodiscard]] bool performs(PartyRole role);
/// True for the roles that are places.
[[nodiscard]] bool is_place(PartyRole role);

}  // namespace precert
