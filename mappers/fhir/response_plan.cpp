#include "mappers/fhir/response_plan.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "mappers/codes/x12_codes.hpp"
#include "parsers/fhir/resource_view.hpp"

namespace mappers {
namespace {

using precert::LineDetermination;
using precert::Party;
using precert::ServiceLine;

/// PAS binds the type of an authorized provider to the codes of loop 2010EA; other roles serve as service
/// provider.
std::string_view authorized_type(precert::PartyRole role) {
  constexpr std::array<std::string_view, 14> allowed{"71", "72", "73", "77", "AAJ", "DD", "DK",
                                                     "DN", "FA", "G3", "P3", "QB",  "QV", "SJ"};
  const std::string_view code = x12_code(role);
  return std::find(allowed.begin(), allowed.end(), code) == allowed.end() ? "SJ" : code;
}

/// Who may perform a certified line: whom the reviewer named, else whom the line asked for, else the event's,
/// else the requester (PAS wants one for every item).
std::vector<const Party*> providers_of(const precert::ReviewRequest& request, const PlannedLine& line) {
  if (line.decided->provider) return {&*line.decided->provider};
  std::vector<const Party*> out;
  if (line.asked != nullptr) {
    for (const Party& one : line.asked->providers) out.push_back(&one);
  }
  if (!out.empty()) return out;
  for (const Party& one : request.event.providers) out.push_back(&one);
  if (out.empty()) out.push_back(&request.requester);
  return out;
}

void plan_providers(ResponsePlan& plan, PlannedLine& line) {
  for (const Party* one : providers_of(*plan.request, line)) {
    AuthorizedProvider provider{plan.references->provider(*one), authorized_type(one->role)};
    const bool known =
        std::any_of(line.providers.begin(), line.providers.end(),
                    [&](const AuthorizedProvider& other) { return other.reference == provider.reference; });
    if (!known) line.providers.push_back(std::move(provider));
  }
}

/// PAS has no event without an item: the request's sole item stands for it, whatever its number.
int event_sequence(const ResponseContext& context) {
  const fhir::Entry* claim = context.request == nullptr ? nullptr : context.request->first("Claim");
  if (claim == nullptr) return 1;
  const auto said = fhir::positive_of(fhir::first(claim->resource, "item").find("sequence"));
  return said ? static_cast<int>(*said) : 1;
}

/// Every line that was sent and every line that was decided, each once, by sequence (spec-34, spec-46).
void plan_lines(ResponsePlan& plan) {
  const precert::Determination& determination = *plan.determination;
  if (determination.refused()) return;  // nothing was reviewed: the errors are the whole answer
  for (const ServiceLine& asked : plan.request->services) {
    plan.lines.push_back(PlannedLine{asked.sequence, &asked, determination.line(asked.sequence), {}, {}, {}});
  }
  for (const LineDetermination& decided : determination.lines) {
    if (decided.sequence == 0) {
      plan.lines.push_back(PlannedLine{event_sequence(*plan.context), nullptr, &decided, {}, {}, {}});
      continue;
    }
    if (decided.added) {
      plan.added.push_back(PlannedLine{decided.sequence, &*decided.added, &decided, {}, {}, {}});
      continue;
    }
    const bool known = std::any_of(plan.lines.begin(), plan.lines.end(),
                                   [&](const PlannedLine& one) { return one.sequence == decided.sequence; });
    if (!known) plan.lines.push_back(PlannedLine{decided.sequence, nullptr, &decided, {}, {}, {}});
  }
  std::sort(plan.lines.begin(), plan.lines.end(),
            [](const PlannedLine& a, const PlannedLine& b) { return a.sequence < b.sequence; });
}

void plan_decision(ResponsePlan& plan, PlannedLine& line) {
  if (line.decided == nullptr) return;
  for (const std::string& text : notes_of(*plan.determination, *line.decided)) {
    line.notes.push_back(plan.notes.number_of(text));
  }
  if (is_certified(line.decided->action)) plan_providers(plan, line);
  const bool has_add_item = plan.is_2_2_1() && line.decided->action == precert::ReviewAction::modified;
  if (has_add_item) line.order = plan.references->ordered_service(line.sequence);
}

AskedAs asked_as(const precert::MissingInformation& missing) {
  if (!missing.loinc.empty()) return AskedAs::loinc_document;
  return missing.report_type.empty() ? AskedAs::questionnaire : AskedAs::report_type;
}

void plan_questions(ResponsePlan& plan) {
  for (const LineDetermination& line : plan.determination->lines) {
    for (const precert::MissingInformation& missing : line.missing) {
      const std::string name = "communication-request-" + std::to_string(plan.questions.size() + 1);
      plan.questions.push_back(
          PlannedQuestion{plan.references->own(name), line.sequence, &missing, asked_as(missing)});
    }
  }
}

std::string_view loop_of(precert::Level level) {
  switch (level) {
    case precert::Level::umo_level: return "2000A";
    case precert::Level::umo: return "2010A";
    case precert::Level::requester: return "2010B";
    case precert::Level::subscriber: return "2010C";
    case precert::Level::dependent: return "2010D";
    case precert::Level::event: return "2000E";
    case precert::Level::event_provider: return "2010EA";
    case precert::Level::service: return "2000F";
    case precert::Level::service_provider: return "2010FA";
  }
  return {};
}

/// "NM1-09" in loop 2010C -> "2010C-NM109".
std::string element_of(const precert::Refusal& refusal) {
  std::string out(loop_of(refusal.level));
  if (refusal.element.empty()) return out;
  out += '-';
  std::copy_if(refusal.element.begin(), refusal.element.end(), std::back_inserter(out),
               [](char c) { return c != '-'; });
  return out;
}

/// "Claim.item[0].quantity" -> "Bundle.entry[0].resource.item[0].quantity"; "" for an X12 position or a
/// resource type that the Bundle holds more than once.
std::string path_in_bundle(const ResponsePlan& plan, std::string_view where) {
  if (plan.context->request == nullptr || where.find(" @") != std::string_view::npos) return {};
  if (where.starts_with("Bundle")) return std::string(where);
  const std::size_t dot = where.find('.');
  const std::string_view type = where.substr(0, dot);
  const fhir::Entry* only = nullptr;
  for (const fhir::Entry& entry : plan.context->request->entries()) {
    if (entry.type != type) continue;
    if (only != nullptr && type != "Claim") return {};
    if (only == nullptr) only = &entry;  // of Claims the first is meant
  }
  if (only == nullptr) return {};
  std::string out = "Bundle.entry[" + std::to_string(only->index) + "].resource";
  if (dot != std::string_view::npos) out += where.substr(dot);
  return out;
}

void plan_errors(ResponsePlan& plan) {
  for (const precert::Refusal& refusal : plan.determination->refusals) {
    PlannedError error{&refusal, plan.notes.number_of(refusal.words), element_of(refusal),
                       path_in_bundle(plan, refusal.source.where)};
    for (PlannedLine& line : plan.lines) {
      const bool about = refusal.level == precert::Level::service && refusal.index == line.sequence;
      if (about && line.decided == nullptr && error.note > 0) line.notes.push_back(error.note);
    }
    plan.errors.push_back(std::move(error));
  }
}

void widen(std::optional<base::Period>& whole, const base::Period& one) {
  if (!whole) {
    whole = one;
    return;
  }
  whole->start = std::min(whole->start, one.start);
  if (whole->end && (!one.end || *one.end > *whole->end)) whole->end = one.end;
}

void plan_whole(ResponsePlan& plan) {
  for (const LineDetermination& line : plan.determination->lines) {
    if (!is_certified(line.action)) continue;
    if (plan.certification.empty()) plan.certification = line.certification_number;
    if (line.validity) widen(plan.validity, *line.validity);
  }
}

}  // namespace

bool is_certified(precert::ReviewAction action) {
  return action == precert::ReviewAction::certified || action == precert::ReviewAction::partially_certified ||
         action == precert::ReviewAction::modified;
}

ResponsePlan plan_of(const precert::ReviewRequest& request, const precert::Determination& determination,
                     const ResponseContext& context, ResponseReferences& references) {
  ResponsePlan plan;
  plan.request = &request;
  plan.determination = &determination;
  plan.context = &context;
  plan.references = &references;
  plan_lines(plan);
  for (PlannedLine& line : plan.lines) plan_decision(plan, line);
  for (PlannedLine& line : plan.added) plan_decision(plan, line);
  for (const std::string& text : event_notes_of(determination)) plan.notes.number_of(text);
  plan_errors(plan);
  plan_questions(plan);
  plan_whole(plan);
  return plan;
}

}  // namespace mappers
