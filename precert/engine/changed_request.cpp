// Changes of a request that somebody makes for its sender, and the call about a place that costs less. See
// after_pending.hpp.
#include <algorithm>

#include "precert/engine/after_pending.hpp"
#include "precert/engine/line_rules.hpp"
#include "precert/engine/parties.hpp"
#include "precert/rulebook/tables.hpp"

namespace precert {
namespace {

using base::IssueCode;
using base::Issues;

bool is_named_in(const std::vector<int>& lines, int sequence) {
  return lines.empty() || std::ranges::find(lines, sequence) != lines.end();
}

/// What needs no authorization at this place may need one at another.
bool may_move(const LineDetermination* line) {
  if (line == nullptr) return false;
  return line->action == ReviewAction::pended || line->action == ReviewAction::certified ||
         line->action == ReviewAction::modified || line->action == ReviewAction::not_required;
}

/// The same parties with another place: the first one stands where the old one stood.
std::vector<Party> with_place(std::vector<Party> providers, const Party& place) {
  const auto old = std::ranges::find_if(providers, [](const Party& one) { return is_place(one.role); });
  Party moved = place;
  if (old == providers.end()) {
    providers.push_back(std::move(moved));
    return providers;
  }
  moved.role = old->role;
  *old = std::move(moved);
  bool first = true;
  std::erase_if(providers,
                [&first](const Party& one) { return is_place(one.role) && !std::exchange(first, false); });
  return providers;
}

void move_line(const PlaceChange& change, const ReviewRequest& request, ServiceLine& line) {
  line.providers =
      with_place(line.providers.empty() ? request.event.providers : line.providers, change.place);
  if (!change.place_code.empty()) {
    Place place = request.place_of(line).value_or(Place{});
    place.kind = PlaceKind::place_of_service;
    place.code = change.place_code;
    line.place = place;
  }
  line.change = Change::changed;
  line.certification = CertificationType::revision;
}

Issues faults_of(const PriorCase& earlier, const PlaceChange& change) {
  Issues issues;
  if (!npi_is_valid(change.place.npi())) {
    issues.add(IssueCode::data_invalid, "facility",
               "Name the facility by its NPI, ten digits with the right check digit.");
  }
  if (!change.place_code.empty() && change.place_code.size() != 2) {
    issues.add(IssueCode::data_invalid, "place_of_service", "A place of service code has two digits.");
  }
  for (const int sequence : change.lines) {
    if (earlier.determination.line(sequence) == nullptr) {
      issues.add(IssueCode::data_invalid, "lines", "The case has no line " + std::to_string(sequence) + ".");
    } else if (!may_move(earlier.determination.line(sequence))) {
      issues.add(IssueCode::conflict, "lines",
                 "Line " + std::to_string(sequence) + " was decided against, or is over.");
    }
  }
  const bool any = std::ranges::any_of(earlier.determination.lines, [&](const LineDetermination& line) {
    return is_named_in(change.lines, line.sequence) && may_move(&line);
  });
  if (!any) issues.add(IssueCode::conflict, "lines", "Every line of this case was decided against, or is over.");
  return issues;
}

}  // namespace

base::Result<ReviewRequest> place_change_of(const PriorCase& earlier, const PlaceChange& change) {
  Issues issues = faults_of(earlier, change);
  if (!issues.empty()) return issues;
  ReviewRequest request = earlier.request;
  const CertificationType before = request.event.certification;
  request.purpose = Purpose::request;
  request.event.certification = CertificationType::revision;
  for (ServiceLine& line : request.services) {
    line.change = Change::none;
    const bool goes =
        is_named_in(change.lines, line.sequence) && may_move(earlier.determination.line(line.sequence));
    if (goes) {
      move_line(change, request, line);
    } else if (!line.certification) {
      line.certification = before;
    }
  }
  if (request.services.empty()) {
    request.event.providers = with_place(request.event.providers, change.place);
    if (!change.place_code.empty()) {
      if (!request.event.place) request.event.place.emplace();
      request.event.place->kind = PlaceKind::place_of_service;
      request.event.place->code = change.place_code;
    }
  }
  return request;
}

base::Result<ReviewRequest> review_anyway_of(const PriorCase& earlier) {
  const bool any = std::ranges::any_of(earlier.determination.lines, [](const LineDetermination& line) {
    return line.action == ReviewAction::not_required;
  });
  if (!any || earlier.request.review_wanted) {
    return Issues(base::Issue{IssueCode::conflict, "lines",
                              "Every line of this case has been looked at or is being looked at."});
  }
  ReviewRequest request = earlier.request;
  request.review_wanted = true;
  return request;
}

namespace {

std::optional<OutreachFinding> finding_of(const LineContext& context, const LineDetermination& decided) {
  LineDetermination scratch;
  scratch.sequence = decided.sequence;
  add_lower_cost(context, scratch);
  if (scratch.steps.empty()) return std::nullopt;  // the policy does not compare places
  OutreachFinding finding;
  finding.line = decided.sequence;
  if (decided.provider) finding.place = decided.provider->npi();
  finding.offers = std::move(scratch.lower_cost);
  if (finding.offers.empty()) {
    finding.exception = scratch.steps.back().outcome == "no call" ? scratch.steps.back().detail
                                                                  : "no facility in the network costs less";
  }
  return finding;
}

}  // namespace

std::vector<OutreachFinding> outreach_of(const ReviewRequest& request, const Determination& determination,
                                         const Rulebook& rulebook, const Facts& facts) {
  std::vector<OutreachFinding> findings;
  Facts known = facts;
  const auto assumed = known.member == nullptr ? member_as_named(request, rulebook) : std::nullopt;
  if (assumed) known.member = &*assumed;
  if (known.member == nullptr || known.directory == nullptr) return findings;
  EventContext event{
      request, rulebook, known, {}, determination.numbers, rulebook.calendar.local_date(known.now), {}};
  for (const ServiceLine& line : request.services) {
    const LineDetermination* const decided = determination.line(line.sequence);
    const bool certified = decided != nullptr && (decided->action == ReviewAction::certified ||
                                                  decided->action == ReviewAction::modified);
    if (!certified || request.predetermination) continue;
    if (decided->validity && decided->validity->end && *decided->validity->end < event.today) continue;
    const LineContext context = line_context_of(event, line, false);
    if (std::optional<OutreachFinding> found = finding_of(context, *decided))
      findings.push_back(std::move(*found));
  }
  return findings;
}

}  // namespace precert
