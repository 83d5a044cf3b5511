// Coverage answer -> CoverageEligibilityResponse.
#include <algorithm>
#include <charconv>

#include "mappers/codes/fhir_systems.hpp"
#include "mappers/fhir/eligibility.hpp"
#include "mappers/fhir/eligibility_extensions.hpp"
#include "mappers/fhir/eligibility_item.hpp"
#include "mappers/fhir/identifiers.hpp"
#include "parsers/fhir/resource_view.hpp"

namespace mappers {
namespace {

using precert::CoverageAnswer;
using precert::CoverageItemAnswer;
using precert::CoveragePurpose;
using precert::CoverageQuestion;
using precert::Level;

bool at_patient(const precert::Refusal& refusal) {
  return refusal.level == Level::subscriber || refusal.level == Level::dependent;
}

/// A patient who is not a member is answered; whatever else is refused could not be processed.
bool not_a_member(const CoverageAnswer& answer) {
  return answer.refused() && !answer.refusals.empty() &&
         std::all_of(answer.refusals.begin(), answer.refusals.end(), at_patient);
}

/// What was asked is a list: validation and discovery say nothing of services.
bool wants_items(const CoverageQuestion& question) {
  if (question.purposes.empty()) return true;
  return std::any_of(question.purposes.begin(), question.purposes.end(), [](CoveragePurpose purpose) {
    return purpose == CoveragePurpose::benefits || purpose == CoveragePurpose::auth_requirements;
  });
}

/// A Reference as it was sent. What it led to inside the request stays there: then only words and identifier
/// are said.
void write_echo(json::Writer& out, std::string_view name, const json::Value& reference,
                const precert::Identifier* identifier) {
  const std::string_view target = fhir::reference_of(reference);
  const bool kept = !target.empty() && !target.starts_with('#');
  const json::Value sent = reference.find("identifier");
  const std::string_view display = fhir::text(reference, "display");
  if (!kept && !sent.exists() && identifier == nullptr && display.empty()) return;
  out.object_field(name);
  if (kept) out.field("reference", target);
  if (sent.exists()) {
    out.field("identifier", sent);
  } else if (!kept && identifier != nullptr) {
    out.key("identifier");
    write_identifier(out, *identifier);
  }
  if (!display.empty()) out.field("display", display);
  out.end_object();
}

const precert::Identifier* first_of(const std::vector<precert::Identifier>& identifiers) {
  return identifiers.empty() ? nullptr : &identifiers.front();
}

json::Value focal_insurance(const json::Value& request) {
  for (const json::Value one : fhir::list(request, "insurance")) {
    if (one.find("focal").boolean()) return one;
  }
  return fhir::first(request, "insurance");
}

void write_request_reference(json::Writer& out, const json::Value& request, const std::string& id) {
  out.object_field("request").field("reference", "CoverageEligibilityRequest/" + id);
  const json::Value identifier = fhir::first(request, "identifier");
  if (identifier.exists()) out.field("identifier", identifier);
  out.end_object();
}

bool is_discovery(const CoverageQuestion& question) {
  return std::ranges::find(question.purposes, CoveragePurpose::discovery) != question.purposes.end();
}

/// The Coverage is 1..1: where the request has none (`target` is empty), what the plan knows of it.
void write_known_coverage(json::Writer& out, std::string_view target, const CoverageQuestion& question) {
  out.object_field("coverage");
  if (!target.empty()) out.field("reference", target);
  if (const precert::Identifier* const member = first_of(question.subscriber.identifiers)) {
    out.key("identifier");
    write_identifier(out, *member);
  } else {
    out.field("display", "the coverage of the patient with this payer");
  }
  out.end_object();
}

void write_coverage(json::Writer& out, const json::Value& request, const CoverageQuestion& question) {
  const json::Value coverage = focal_insurance(request).find("coverage");
  std::string_view target = fhir::reference_of(coverage);
  if (target.starts_with('#')) target = {};
  if (!target.empty() && !is_discovery(question)) {
    out.field("coverage", coverage);
  } else {
    write_known_coverage(out, target, question);
  }
}

/// `member`: a MemberCoverage or an OtherCoverage.
template <class Coverage>
void write_plan(Extensions& extensions, const Coverage& member) {
  Extensions parts(extensions, eligibility::plan);
  parts.text("id", member.product);
  parts.text("name", member.plan);
  parts.text("group", member.group);
}

/// Place of the item in the request: the N of "CoverageEligibilityRequest.item[N]", which is the question's.
json::Value asked_item(const json::Value& request, const precert::CoverageItem* item, int& place) {
  place = 0;
  if (item == nullptr) return {};
  const std::string& where = item->source.where;
  const std::size_t bracket = where.rfind("item[");
  if (bracket == std::string::npos) return {};
  std::size_t index = 0;
  const char* const begin = where.data() + bracket + 5;
  if (std::from_chars(begin, where.data() + where.size(), index).ec != std::errc()) return {};
  place = static_cast<int>(index) + 1;
  return request.find("item").at(index);
}

/// True when one item of the request, or several that name the same service, are answered at different
/// facilities.
bool at_several_sites(const CoverageQuestion& question, const precert::CoverageItem* item) {
  if (item == nullptr) return false;
  return std::any_of(question.items.begin(), question.items.end(), [&](const precert::CoverageItem& other) {
    return other.procedure.code == item->procedure.code && other.procedure.system == item->procedure.system &&
           other.service_type == item->service_type && other.providers != item->providers;
  });
}

/// An item for what could not be answered, too: nothing that was asked is passed over in silence (SC-10).
void write_refused_items(OptionalArray& items, const EligibilityMessage& message,
                         const CoverageQuestion& question, const CoverageAnswer& answer) {
  std::vector<CoverageItemAnswer> unknown;
  for (const precert::Refusal& refusal : answer.refusals) {
    if (refusal.level != Level::service) continue;
    if (unknown.empty() || unknown.back().sequence != refusal.index) unknown.emplace_back().sequence = refusal.index;
    unknown.back().reasons.push_back(precert::Reason{{}, refusal.words, {}, {}, {}});
  }
  for (const CoverageItemAnswer& one : unknown) {
    EligibilityItem item{one, answer, question.item(one.sequence), {}, 0, false};
    item.asked = asked_item(message.request, item.item, item.place);
    if (item.item != nullptr) write_eligibility_item(items, item);
  }
}

/// Rule: discovery reports all coverages that the insurer is aware of (R4 eligibilityrequest-purpose).
void write_others(json::Writer& out, const CoverageQuestion& question,
                  const precert::MemberCoverage& member) {
  for (const precert::OtherCoverage& one : member.others) {
    out.begin_object();
    {
      Extensions extensions(out);
      write_plan(extensions, one);
    }
    write_known_coverage(out, {}, question);
    out.field("inforce", one.active);
    out.key("benefitPeriod");
    write_period_value(out, one.period);
    out.end_object();
  }
}

void write_insurance(json::Writer& out, const EligibilityMessage& message, const CoverageQuestion& question,
                     const CoverageAnswer& answer) {
  if (answer.refused() && !not_a_member(answer)) return;
  out.array_field("insurance").begin_object();
  {
    Extensions extensions(out);
    if (answer.member) write_plan(extensions, *answer.member);
  }
  write_coverage(out, message.request, question);
  out.field("inforce", answer.member && answer.member->active);
  if (answer.member && answer.member->period) {
    out.key("benefitPeriod");
    write_period_value(out, *answer.member->period);
  }
  if (wants_items(question)) {
    OptionalArray items(out, "item");
    for (const CoverageItemAnswer& one : answer.items) {
      EligibilityItem item{one, answer, question.item(one.sequence), {}, 0, false};
      item.asked = asked_item(message.request, item.item, item.place);
      item.several_sites = at_several_sites(question, item.item);
      write_eligibility_item(items, item);
    }
    write_refused_items(items, message, question, answer);
  }
  out.end_object();
  if (is_discovery(question) && answer.member) write_others(out, question, *answer.member);
  out.end_array();
}

void write_errors(json::Writer& out, const CoverageQuestion& question, const CoverageAnswer& answer) {
  if (not_a_member(answer)) return;
  OptionalArray errors(out, "error");
  for (const precert::Refusal& refusal : answer.refusals) {
    const precert::CoverageItem* const item =
        refusal.level == Level::service ? question.item(refusal.index) : nullptr;
    std::string words = refusal.words;
    if (item != nullptr && !item->source.where.empty()) words += " (" + item->source.where + ")";
    errors.next().begin_object().object_field("code").array_field("coding").begin_object();
    out.field("system", systems::reject_reason).field("code", refusal.code).end_object().end_array();
    out.field("text", words).end_object().end_object();
  }
}

/// What the asker's code of a member who is not found would be on X12's wire.
void write_extensions(json::Writer& out, const CoverageAnswer& answer) {
  Extensions extensions(out);
  extensions.text(eligibility::rulebook, answer.rulebook);
  if (!not_a_member(answer)) return;
  for (const precert::Refusal& refusal : answer.refusals) {
    extensions.codeable(eligibility::refusal, systems::reject_reason, refusal.code);
  }
}

/// How much of what was asked the answer is about: an item of sequence 0 is the plan as a whole.
std::string answered_for(const CoverageQuestion& question, const CoverageAnswer& answer) {
  if (!wants_items(question)) {
    const std::size_t others = is_discovery(question) && answer.member ? answer.member->others.size() : 0;
    return others == 0 ? "Answered for the coverage" : "Answered for " + std::to_string(others + 1) + " coverages";
  }
  const std::size_t count = answer.items.size();
  if (count == 1 && answer.items.front().sequence == 0) return "Answered for the plan as a whole";
  return "Answered for " + std::to_string(count) + (count == 1 ? " service" : " services");
}

void write_whose(json::Writer& out, const EligibilityMessage& message, const CoverageQuestion& question) {
  const json::Value& request = message.request;
  write_echo(out, "patient", request.find("patient"), first_of(question.subscriber.identifiers));
  const json::Value asker =
      request.find("provider").exists() ? request.find("provider") : request.find("enterer");
  write_echo(out, "requestor", asker, first_of(question.requester.identifiers));
  write_echo(out, "insurer", request.find("insurer"), first_of(question.payer.identifiers));
  for (const std::string_view name : {"servicedDate", "servicedPeriod"}) {
    const json::Value value = request.find(name);
    if (value.exists()) out.field(name, value);
  }
}

}  // namespace

std::string_view eligibility_outcome(const CoverageAnswer& answer) {
  if (answer.refusals.empty() || not_a_member(answer)) return "complete";
  return answer.items.empty() ? "error" : "partial";
}

std::string eligibility_disposition(const CoverageQuestion& question, const CoverageAnswer& answer) {
  std::string words;
  for (const precert::Refusal& refusal : answer.refusals) {
    if (!words.empty()) words += ' ';
    const precert::CoverageItem* const item =
        refusal.level == Level::service ? question.item(refusal.index) : nullptr;
    if (item != nullptr && !item->procedure.code.empty()) words += item->procedure.code + ": ";
    words += refusal.words;
  }
  if (not_a_member(answer)) return "No coverage was found: " + words;
  if (answer.items.empty() && !words.empty()) return words;
  std::string said = answered_for(question, answer);
  if (answer.member && !answer.member->active) said += "; the coverage is not in force on that day";
  return words.empty() ? said + "." : said + ". " + words;
}

void write_eligibility_response(json::Writer& out, const EligibilityMessage& message,
                                const CoverageQuestion& question, const CoverageAnswer& answer,
                                const EligibilityContext& context) {
  out.begin_object().field("resourceType", "CoverageEligibilityResponse").field("id", context.id);
  write_extensions(out, answer);
  out.field("status", "active");
  if (message.request.find("purpose").exists()) out.field("purpose", message.request.find("purpose"));
  write_whose(out, message, question);
  out.field("created", base::iso(context.made));
  write_request_reference(out, message.request, context.id);
  out.field("outcome", eligibility_outcome(answer)).field("disposition", eligibility_disposition(question, answer));
  write_insurance(out, message, question, answer);
  if (!answer.numbers.reference.empty()) out.field("preAuthRef", answer.numbers.reference);
  write_errors(out, question, answer);
  out.end_object();
}

}  // namespace mappers
