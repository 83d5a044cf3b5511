#include "precert/engine/status.hpp"

#include <algorithm>
#include <array>

#include "precert/calendar.hpp"
#include "precert/engine/clock.hpp"
#include "precert/engine/outcome.hpp"

namespace precert {
namespace {

constexpr std::array table{
    StatusWords{Status::review, "review", "Review",
                "In clinical review. Nothing is needed from you. Due {due}. What was approved before under {stays} "
                "stays valid until it is decided.",
                "reviewAction A4, nothing missing", "A4", WaitsFor::payer, "it is decided"},
    StatusWords{Status::pending, "pending", "Pending",
                "Waiting for: {missing}. Due {due}. What was approved before under {stays} stays valid until it is "
                "decided.",
                "reviewAction A4, communicationRequest and Task", "A4", WaitsFor::provider,
                "everything has come, or it is closed"},
    StatusWords{
        Status::denied, "denied", "Denied",
        "Denied by a physician: {reason}. You may appeal, or ask for a talk with the medical director. "
        "Questions: {phone}.",
        "reviewAction A3 with reason and note", "A3", WaitsFor::nobody, "it is overturned by appeal or talk"},
    StatusWords{Status::approved, "approved", "Approved",
                "Approved under {number} until {until}. You may schedule.",
                "reviewAction A1, number, preAuthPeriod", "A1", WaitsFor::nobody,
                "it expires, is changed or withdrawn"},
    StatusWords{Status::member_outreach, "member_outreach", "Member outreach",
                "Approved under {number}. We may call the member about the place of service.",
                "reviewAction A1", "A1", WaitsFor::nobody, "the result of the call is noted"},
    StatusWords{Status::modified, "modified", "Modified", "Approved under {number} with changes: {reason}.",
                "reviewAction A6 and addItem", "A6", WaitsFor::nobody, "it expires, is changed or withdrawn"},
    StatusWords{Status::partly_approved, "partly_approved", "Partly approved",
                "The services were decided differently: see each of them.", "header A2, items A1, A3, A4",
                "A2", WaitsFor::nobody, "each service on its own"},
    StatusWords{Status::not_required, "not_required", "Not required",
                "No pre-authorization is required. Reference {reference}.",
                "reviewAction NA and administrationReferenceNumber", "NA", WaitsFor::nobody,
                "the plan's rules change"},
    StatusWords{Status::not_a_benefit, "not_a_benefit", "Not a benefit",
                "Not covered by the terms of the plan: {reason}. Questions: {phone}.",
                "reviewAction A3 with the reason of the plan", "A3", WaitsFor::nobody,
                "it is appealed, or the plan changes"},
    StatusWords{Status::managed_elsewhere, "managed_elsewhere", "Managed elsewhere",
                "Somebody else decides this: {reason}.", "reviewAction CT and contact", "CT",
                WaitsFor::provider, "their answer arrives"},
    StatusWords{Status::predetermination, "predetermination", "Pre-determination",
                "Advisory, not an authorization. Reference {reference}.", "Claim.use predetermination", "",
                WaitsFor::payer, "never: it is advice"},
    StatusWords{Status::superseded, "superseded", "Superseded", "Replaced by a newer version of the request.",
                "an earlier version of the ClaimResponse", "", WaitsFor::nobody, "never"},
    StatusWords{Status::withdrawn, "withdrawn", "Withdrawn", "Withdrawn by the requester.", "reviewAction C",
                "C", WaitsFor::nobody, "it is asked again"},
    StatusWords{Status::closed, "closed", "Closed, information not received", "{reason}.",
                "reviewAction A4 with reason 0P", "A4", WaitsFor::provider, "the information arrives"},
    StatusWords{Status::expired, "expired", "Expired", "Expired on {until}. Ask for an extension.",
                "reviewAction A1, preAuthPeriod in the past", "A1", WaitsFor::nobody, "it is extended"},
    StatusWords{
        Status::not_accepted, "not_accepted", "Not accepted",
        "This could not be reviewed as it was sent. Correct it and send it again. Questions: {phone}.",
        "ClaimResponse.error", "", WaitsFor::provider, "it is sent again"},
};

/// A person decided against it: the step of the reviewer says so.
bool decided_by_person(const LineDetermination& line) {
  return std::ranges::any_of(line.steps, [](const Step& one) { return one.rule == "reviewer"; });
}

bool is_over(const LineDetermination& line, base::Date today) {
  return line.validity && line.validity->end && *line.validity->end < today;
}

std::string joined_missing(std::span<const LineDetermination> lines) {
  std::string all;
  for (const LineDetermination& line : lines) {
    for (const MissingInformation& one : line.missing) {
      const std::string& words = one.question.empty() ? one.fact : one.question;
      if (!all.empty()) all += "; ";
      all += words;
      if (!one.supplier.empty()) all += " (from the " + one.supplier + ")";
    }
  }
  return all;
}

/// When there is something to say for `hole`; "" otherwise.
std::string value_of(std::string_view hole, const Determination& determination,
                     std::span<const LineDetermination> lines) {
  if (hole == "missing") return joined_missing(lines);
  if (hole == "reference") return determination.numbers.reference;
  if (hole == "phone") {
    for (const ContactPoint& point : determination.umo_contact.points) {
      if (point.kind == ContactKind::phone) return point.value;
    }
    return {};
  }
  std::optional<base::Instant> due;
  for (const LineDetermination& line : lines) {
    if (hole == "stays" && !number_that_stays(line).empty()) return number_that_stays(line);
    if (hole == "number" && !line.certification_number.empty()) return line.certification_number;
    if (hole == "until" && line.validity && line.validity->end) return base::iso(*line.validity->end);
    if (hole == "reason" && !line.reasons.empty()) return line.reasons.front().words;
    if (line.timeframe && (!due || line.timeframe->due < *due)) due = line.timeframe->due;
  }
  return hole == "due" && due ? local_text(*due, determination.time_zone) : std::string();
}

bool is_certified(Status status) {
  return status == Status::approved || status == Status::modified || status == Status::expired;
}

}  // namespace

std::span<const StatusWords> status_table() { return table; }

const StatusWords& words_of(Status status) { return *std::ranges::find(table, status, &StatusWords::status); }

std::string_view waits_for_word(WaitsFor who) {
  switch (who) {
    case WaitsFor::nobody: return "nobody";
    case WaitsFor::payer: return "payer";
    case WaitsFor::provider: return "provider";
  }
  return {};
}

Status status_of(const ReviewRequest& request, const Determination& determination,
                 const LineDetermination& line, base::Date today) {
  switch (line.action) {
    case ReviewAction::pended:
      if (determination.closed_out) return Status::closed;
      if (!line.missing.empty()) return Status::pending;
      return request.predetermination ? Status::predetermination : Status::review;
    case ReviewAction::certified:
      if (request.predetermination) return Status::predetermination;
      return is_over(line, today) ? Status::expired : Status::approved;
    case ReviewAction::modified:
      if (request.predetermination) return Status::predetermination;
      return is_over(line, today) ? Status::expired : Status::modified;
    case ReviewAction::partially_certified: return Status::partly_approved;
    case ReviewAction::not_certified: return decided_by_person(line) ? Status::denied : Status::not_a_benefit;
    case ReviewAction::cancelled: return Status::withdrawn;
    case ReviewAction::contact_payer: return Status::managed_elsewhere;
    case ReviewAction::not_required: return Status::not_required;
  }
  return Status::review;
}

Status status_of(const ReviewRequest& request, const Determination& determination, base::Date today,
                 bool outreach) {
  if (determination.lines.empty()) return Status::not_accepted;
  std::array<bool, table.size()> seen{};
  bool certified = false;
  for (const LineDetermination& line : determination.lines) {
    const Status one = status_of(request, determination, line, today);
    seen.at(static_cast<std::size_t>(one)) = true;
    certified = certified || is_certified(one);
  }
  const auto has = [&seen](Status one) { return seen.at(static_cast<std::size_t>(one)); };
  for (const Status open : {Status::closed, Status::pending, Status::review, Status::predetermination}) {
    if (has(open)) return open;
  }
  const bool refused = has(Status::denied) || has(Status::not_a_benefit) || has(Status::managed_elsewhere);
  if (has(Status::partly_approved) || (certified && refused)) return Status::partly_approved;
  for (const Status one :
       {Status::denied, Status::not_a_benefit, Status::managed_elsewhere, Status::modified}) {
    if (has(one)) return one;
  }
  if (has(Status::approved)) return outreach ? Status::member_outreach : Status::approved;
  for (const Status one : {Status::expired, Status::not_required}) {
    if (has(one)) return one;
  }
  return Status::withdrawn;
}

std::string status_sentence(Status status, const Determination& determination,
                            std::span<const LineDetermination> lines) {
  std::string said;
  std::string_view rest = words_of(status).sentence;
  // Sentence by sentence: one whose hole nothing fills is left out.
  while (!rest.empty()) {
    const std::size_t end = rest.find(". ");
    std::string_view one = rest.substr(0, end == std::string_view::npos ? rest.size() : end + 1);
    rest.remove_prefix(std::min(rest.size(), one.size() + (end == std::string_view::npos ? 0 : 1)));
    std::string filled;
    bool complete = true;
    while (!one.empty()) {
      const std::size_t open = one.find('{');
      filled += one.substr(0, open);
      if (open == std::string_view::npos) break;
      const std::size_t close = one.find('}', open);
      const std::string value = value_of(one.substr(open + 1, close - open - 1), determination, lines);
      complete = complete && !value.empty();
      filled += value;
      one.remove_prefix(close + 1);
      if (filled.ends_with('.') && one == ".") one = {};
    }
    if (!complete) continue;
    if (!said.empty()) said += ' ';
    said += filled;
  }
  return said;
}

WaitingTimes waiting_times(std::span<const Determination> versions, base::Instant now) {
  WaitingTimes times;
  for (std::size_t i = 0; i < versions.size(); ++i) {
    const Determination& one = versions[i];
    if (one.closed_out || one.final()) continue;
    const base::Instant until = i + 1 < versions.size() ? versions[i + 1].decided : now;
    const std::chrono::seconds took = std::max(std::chrono::seconds{0}, until - one.decided);
    (waits_for_information(one) ? times.provider : times.payer) += took;
  }
  return times;
}

}  // namespace precert
