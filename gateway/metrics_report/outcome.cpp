#include "gateway/metrics_report/outcome.hpp"

#include <algorithm>
#include <set>

#include "precert/engine/clock.hpp"
#include "precert/engine/repeats.hpp"

namespace gateway {
namespace {

using precert::CertificationType;
using precert::Determination;
using precert::LineDetermination;
using precert::ReviewAction;
using precert::ReviewRequest;
using precert::ServiceLine;
using Versions = std::span<const ReportVersion>;

bool is_approved(ReviewAction action) {
  return action == ReviewAction::certified || action == ReviewAction::modified;
}

/// A physician took it back after a talk: precert::overturned leaves this step, no other change does.
bool is_taken_back(const LineDetermination& line) {
  return std::ranges::any_of(line.steps, [](const precert::Step& one) { return one.rule == "overturned"; });
}

bool is_appealed(const ReviewRequest& request) {
  const CertificationType type = request.event.certification;
  return type == CertificationType::immediate_appeal || type == CertificationType::standard_appeal ||
         type == CertificationType::reconsideration;
}

/// The service of a line; an event alone is a line without a code.
const ServiceLine& service_of(const ReviewRequest& request, const LineDetermination& line) {
  static const ServiceLine event_alone;
  if (line.added) return *line.added;
  const auto found = std::find_if(request.services.begin(), request.services.end(),
                                  [&](const ServiceLine& one) { return one.sequence == line.sequence; });
  return found == request.services.end() ? event_alone : *found;
}

bool is_inpatient(const ReviewRequest& request, const ServiceLine& line) {
  const std::optional<precert::Place>& place = request.place_of(line);
  if (place && !place->code.empty()) return place->code == "21" || place->code == "51" || place->code == "61";
  return line.category.value_or(request.event.category) == precert::RequestCategory::admission;
}

class Course {
 public:
  Course(Versions versions, const precert::MemberRecord* member, const precert::Rulebook& book,
         const precert::Rulebook& promised)
      : versions_(versions), member_(member), book_(book), promised_(promised) {}

  void fill(RequestOutcome& out) const {
    const ReviewRequest& first = versions_.front().request;
    out.received = versions_.front().received;
    out.reference = versions_.back().determination.numbers.reference;
    out.expedited =
        first.event.level.value_or(precert::LevelOfService::elective) != precert::LevelOfService::elective;
    fill_level(out);
    const ReportVersion* const decision = first_decision();
    const ReportVersion& end = decision == nullptr ? versions_.back() : *decision;
    out.result = result_of(end);
    out.decided = end.decided;
    fill_questions(out, end);
    if (decision == nullptr) return;
    out.extended = std::any_of(end.determination.clock.begin(), end.determination.clock.end(),
                               [](const auto& one) { return one.kind == precert::ClockKind::extended; });
    out.business_days = business_days(out.received, out.decided);
    fill_promises(out, end);
    fill_appeal(out, end);
    fill_items(out, end);
  }

 private:
  /// What was asked before counts where it was asked first: a request is decided once.
  [[nodiscard]] bool counts(const ReportVersion& version, const LineDetermination& line) const {
    return !precert::is_repeat(line) && !is_drug(book_, version.request, service_of(version.request, line));
  }

  /// The first version in which nothing that counts waits any more, and the case is not closed without a
  /// decision.
  [[nodiscard]] const ReportVersion* first_decision() const {
    for (const ReportVersion& version : versions_) {
      const Determination& one = version.determination;
      const bool waits = std::any_of(one.lines.begin(), one.lines.end(), [&](const LineDetermination& line) {
        return line.action == ReviewAction::pended && counts(version, line);
      });
      if (!waits && !one.closed_out && !one.lines.empty()) return &version;
    }
    return nullptr;
  }

  [[nodiscard]] ReportResult result_of(const ReportVersion& version) const {
    const Determination& one = version.determination;
    if (one.refused()) return ReportResult::not_accepted;
    bool any = false, approved = false, changed = false, denied = false, waits = false, cancelled = false;
    for (const LineDetermination& line : one.lines) {
      if (!counts(version, line)) continue;
      any = true;
      approved = approved || is_approved(line.action);
      changed = changed || line.action == ReviewAction::modified;
      denied = denied || line.action == ReviewAction::not_certified;
      waits = waits || line.action == ReviewAction::pended;
      cancelled = cancelled || line.action == ReviewAction::cancelled;
    }
    if (one.lines.empty()) return ReportResult::not_accepted;
    if (!any) return precert::is_repeat(one) ? ReportResult::repeated : ReportResult::drugs_only;
    if (one.closed_out) return ReportResult::closed;
    if (waits) return ReportResult::open;
    if (approved) return denied || changed ? ReportResult::approved_in_part : ReportResult::approved;
    if (denied) return ReportResult::denied;
    return cancelled ? ReportResult::withdrawn : ReportResult::not_reviewed;
  }

  void fill_level(RequestOutcome& out) const {
    out.level = "unknown";
    const precert::Index product = product_in(book_);
    if (product == precert::no_index) return;
    const precert::Product& found = book_.products[product];
    out.level = found.reported_as.empty() ? found.id : found.reported_as;
    out.line_of_business = found.line_of_business;
  }

  [[nodiscard]] precert::Index product_in(const precert::Rulebook& book) const {
    if (member_ == nullptr) return precert::no_index;
    const ReviewRequest& request = versions_.front().request;
    const ServiceLine none;
    const ServiceLine& line = request.services.empty() ? none : request.services.front();
    const base::Date day =
        precert::date_of_service(request, line, book.calendar.local_date(versions_.front().received));
    const precert::CoverageSpan* const span = precert::coverage_on(*member_, day);
    return span == nullptr ? precert::no_index : book.product(span->product);
  }

  /// Days of work after the day of `from`, up to the day of `until`.
  [[nodiscard]] int business_days(base::Instant from, base::Instant until) const {
    const base::Date last = book_.calendar.local_date(until);
    int count = 0;
    for (base::Date day = book_.calendar.local_date(from).plus_days(1); day <= last; day = day.plus_days(1)) {
      if (book_.calendar.is_business_day(day, precert::HolidaySet::plan)) ++count;
    }
    return count;
  }
  [[nodiscard]] bool within_two_days(base::Instant from, base::Instant until) const {
    constexpr int two = 2;
    const base::Date start = book_.calendar.local_date(from);
    const base::Date last = book_.calendar.plus_business_days(start, two, precert::HolidaySet::plan);
    return until <= book_.calendar.end_of_day(last);
  }

  void fill_questions(RequestOutcome& out, const ReportVersion& end) const {
    std::set<std::pair<int, std::string>> asked;
    base::Instant last_message{};
    for (const ReportVersion& version : versions_) {
      if (version.by_message && out.asked) last_message = version.received;
      for (const LineDetermination& line : version.determination.lines) {
        if (precert::is_repeat(line)) continue;  // asked where it was asked first
        for (const precert::MissingInformation& one : line.missing) asked.emplace(line.sequence, one.fact);
      }
      if (!asked.empty() && !out.asked) out.asked = version.decided;
      if (&version == &end) break;
    }
    out.questions = static_cast<int>(asked.size());
    out.answers = static_cast<int>(end.request.answers.size());
    if (!out.asked) return;
    out.asked_in_time = within_two_days(out.received, *out.asked);
    const bool is_decided = out.result == ReportResult::approved || out.result == ReportResult::denied ||
                            out.result == ReportResult::approved_in_part;
    if (!is_decided || last_message == base::Instant{}) return;
    out.complete = last_message;
    out.decided_in_time = within_two_days(last_message, out.decided);
  }

  void fill_promises(RequestOutcome& out, const ReportVersion& end) const {
    precert::ClockSubject subject;
    subject.urgent = out.expedited;
    subject.product = product_in(promised_);
    const ReviewRequest& request = end.request;
    const ServiceLine none;
    const ServiceLine& line = request.services.empty() ? none : request.services.front();
    const base::Date day =
        precert::date_of_service(request, line, promised_.calendar.local_date(out.received));
    const precert::Policy* const policy =
        promised_.policy_for(precert::match_of(promised_, request, line), subject.product, day);
    if (policy != nullptr) subject.turnaround = policy->turnaround;
    std::vector<precert::ClockEvent> clock = end.determination.clock;
    if (clock.empty()) clock.push_back({precert::ClockKind::received, out.received, 0, {}});
    for (const precert::Timeframe& one : precert::dues_of(promised_, subject, clock)) {
      out.promises.push_back({promise_of(one.source), out.decided <= one.due});
    }
  }

  /// The promise as the rulebook says it, without what moved it in this case.
  [[nodiscard]] std::string promise_of(const std::string& source) const {
    std::string_view longest;
    for (const precert::Promise& one : promised_.promises) {
      if (source.starts_with(one.source) && one.source.size() > longest.size()) longest = one.source;
    }
    return longest.empty() ? source : std::string(longest);
  }

  /// What became of lines that were denied at first.
  void fill_appeal(RequestOutcome& out, const ReportVersion& first) const {
    bool appealed = false;
    for (const ReportVersion* version = &first + 1; version != versions_.data() + versions_.size();
         ++version) {
      appealed = appealed || is_appealed(version->request);
      bool overturned = false, taken_back = false, stands = false, waits = false;
      for (const LineDetermination& line : version->determination.lines) {
        const LineDetermination* const then = first.determination.line(line.sequence);
        if (then == nullptr || !counts(*version, line)) continue;
        const bool was_adverse =
            then->action == ReviewAction::not_certified || then->action == ReviewAction::modified;
        if (!was_adverse) continue;
        const bool better = line.action == ReviewAction::certified ||
                            (line.action == ReviewAction::modified && then->action != ReviewAction::modified);
        overturned = overturned || better;
        taken_back = taken_back || (better && is_taken_back(line));
        waits = waits || line.action == ReviewAction::pended;
        stands = stands || line.action == then->action;
      }
      if (waits || (!overturned && !(stands && is_appealed(version->request)))) continue;
      if (!appealed) {
        out.overturned_by_talk = out.overturned_by_talk || taken_back;
        continue;
      }
      if (out.appeal == AppealResult::overturned) continue;
      out.appeal = overturned ? AppealResult::overturned : AppealResult::upheld;
      out.appeal_decided = version->decided;
    }
  }

  void fill_items(RequestOutcome& out, const ReportVersion& first) const {
    for (const LineDetermination& line : first.determination.lines) {
      const ServiceLine& service = service_of(first.request, line);
      if (service.procedure.code.empty() || !counts(first, line)) continue;
      ReportedItem item;
      item.code = service.procedure.code;
      item.approved = is_approved(line.action);
      item.inpatient = is_inpatient(first.request, service);
      const LineDetermination* const last = versions_.back().determination.line(line.sequence);
      item.overturned = out.appeal == AppealResult::overturned && !item.approved && last != nullptr &&
                        is_approved(last->action);
      out.items.push_back(std::move(item));
    }
  }

  Versions versions_;
  const precert::MemberRecord* member_;
  const precert::Rulebook& book_;
  const precert::Rulebook& promised_;
};

}  // namespace

bool is_drug(const precert::Rulebook& rulebook, const ReviewRequest& request, const ServiceLine& line) {
  if (line.procedure.system == precert::CodeSystem::ndc && !line.procedure.code.empty()) return true;
  const precert::ServiceMatch match = precert::match_of(rulebook, request, line);
  if (match.category != precert::no_index) return rulebook.categories[match.category].drug;
  const std::string& code = line.procedure.code;
  return match.code == nullptr && code.size() == 5 && code.front() == 'J' &&
         code.find_first_not_of("0123456789", 1) == std::string::npos;
}

RequestOutcome outcome_of(const std::string& case_id, std::span<const ReportVersion> versions,
                          const precert::MemberRecord* member, const precert::Rulebook& rulebook,
                          const precert::Rulebook* promised) {
  RequestOutcome out;
  out.case_id = case_id;
  Course(versions, member, rulebook, promised == nullptr ? rulebook : *promised).fill(out);
  return out;
}

}  // namespace gateway
