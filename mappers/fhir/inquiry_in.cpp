// Claim Inquiry -> model: the example a request would be, and the keys that a request cannot say.
#include <algorithm>

#include "mappers/codes/fhir_systems.hpp"
#include "mappers/codes/x12_codes.hpp"
#include "mappers/fhir/code_systems.hpp"
#include "mappers/fhir/inquiry.hpp"
#include "mappers/fhir/request_reading.hpp"
#include "mappers/model/canonical.hpp"

namespace mappers {
namespace {

using precert::SearchKeys;

/// requestType, certificationType, reviewActionCode and the dates of a certification, of a Claim or an item.
SearchKeys keys_from(const RequestReader& reader, const json::Value& element, int sequence) {
  SearchKeys keys;
  keys.sequence = sequence;
  const auto code = [&](std::string_view url, std::string_view system) {
    return bound_code(fhir::extension_value(element, url), system);
  };
  const auto span = [&](std::string_view url) { return reader.period(fhir::extension_value(element, url)); };
  keys.category =
      from_x12<precert::RequestCategory>(code(extensions::request_type, systems::request_category));
  keys.certification =
      from_x12<precert::CertificationType>(code(extensions::certification_type, systems::certification_type));
  keys.action = from_x12<precert::ReviewAction>(code(extensions::review_action_code, systems::review_action));
  keys.issued = span(extensions::item_certification_issue);
  keys.expires = span(extensions::item_certification_expiration);
  keys.effective = span(extensions::item_certification_effective);
  return keys;
}

/// A discharge that is looked for in a span, which an example of a request cannot say.
std::optional<base::Period> discharge_span(const RequestReader& reader) {
  for (const json::Value info : fhir::list(reader.claim, "supportingInfo")) {
    if (fhir::code_of(info.find("category"), systems::pas_temp) != "dischargeDates") continue;
    const json::Value timing = info.find("timingPeriod");
    if (timing.exists()) return reader.period(timing);
  }
  return std::nullopt;
}

template <class T>
void take_if_unsaid(std::optional<T>& key, std::optional<T>& other) {
  if (!key) key = std::move(other);
}

/// Keys of an item that stands for the event.
void merge(SearchKeys& event, SearchKeys item) {
  take_if_unsaid(event.category, item.category);
  take_if_unsaid(event.certification, item.certification);
  take_if_unsaid(event.action, item.action);
  take_if_unsaid(event.issued, item.issued);
  take_if_unsaid(event.expires, item.expires);
  take_if_unsaid(event.effective, item.effective);
}

/// A level that has no keys of its own gets no entry.
void add_keys(precert::Inquiry& inquiry, SearchKeys keys) {
  SearchKeys none;
  none.sequence = keys.sequence;
  if (keys != none) inquiry.keys.push_back(std::move(keys));
}

/// True when the service is said in codes of which none can be looked for.
bool is_unreadable(const json::Value& product) {
  if (product.find("coding").empty()) return false;
  const auto codings = fhir::list(product, "coding");
  return std::none_of(codings.begin(), codings.end(), [](const json::Value& one) {
    const std::string_view system = fhir::text(one, "system");
    return system == systems::data_absent ||
           procedure_system_from(system, fhir::text(one, "code")).has_value();
  });
}

/// Such an item would ask for any service, unless a number says what is meant.
void refuse_unreadable_services(const RequestReader& reader) {
  for (const json::Value item : fhir::list(reader.claim, "item")) {
    const bool numbered = fhir::extension(item, extensions::authorization_number).exists() ||
                          fhir::extension(item, extensions::administration_reference).exists();
    const json::Value product = item.find("productOrService");
    if (numbered || !is_unreadable(product)) continue;
    reader.issues.add(base::IssueCode::fhir_code_invalid, reader.bundle.place(product),
                      "Ask by CPT, HCPCS, NDC, ICD-10-PCS or X12 service type, or for any service by "
                      "not-applicable of data-absent-reason.");
  }
}

void read_example(const RequestReader& reader, precert::ReviewRequest& example) {
  example.reference = reader.bundle.identifier_value();
  example.reference_system = reader.bundle.identifier_system();
  example.submitted =
      base::instant_from_iso(fhir::text(reader.claim, "created"))
          .value_or(base::instant_from_iso(reader.bundle.timestamp()).value_or(base::Instant{}));
  example.umo = umo_from(reader);
  example.requester = requester_from(reader);
  read_people(reader, example);
  read_event(reader, example);
  const DiagnosisPositions diagnoses = read_diagnoses(reader, example.event);
  const std::vector<CareTeamMember> team = care_team_from(reader);
  for (const CareTeamMember& member : team) {
    if (member.whole_claim) example.event.providers.push_back(member.party);
  }
  read_services(reader, team, diagnoses, example);
  read_supporting_info(reader, example);
  if (const auto span = reader.period(reader.claim.find("billablePeriod"))) example.event.dates = span;
}

void read_keys(const RequestReader& reader, precert::Inquiry& inquiry) {
  SearchKeys event = keys_from(reader, reader.claim, 0);
  event.discharged = discharge_span(reader);
  if (event.discharged) inquiry.example.event.discharge.reset();
  std::vector<SearchKeys> items;
  int place = 0;
  for (const json::Value item : fhir::list(reader.claim, "item")) {
    const int position = ++place;
    const auto sequence = fhir::positive_of(item.find("sequence"));
    items.push_back(keys_from(reader, item, sequence ? static_cast<int>(*sequence) : position));
  }
  if (inquiry.example.services.empty() && items.size() == 1) {
    merge(event, std::move(items.front()));
    items.clear();
  }
  add_keys(inquiry, std::move(event));
  for (SearchKeys& one : items) add_keys(inquiry, std::move(one));
}

}  // namespace

base::Result<precert::Inquiry> inquiry_from(const fhir::Bundle& bundle, PasVersion version,
                                            base::Issues* skipped) {
  const fhir::Entry* const claim = bundle.first("Claim");
  if (claim == nullptr) {
    return base::Issues{base::Issue{base::IssueCode::fhir_structure, "Bundle.entry[0].resource",
                                    "Send the Claim as first entry of the Bundle."}};
  }
  base::Issues issues;
  const RequestReader reader{bundle, claim->resource, version, issues, {}, nullptr, true};
  precert::Inquiry inquiry;
  read_example(reader, inquiry.example);
  read_keys(reader, inquiry);
  refuse_unreadable_services(reader);
  if (issues.fatal()) return issues;
  if (skipped != nullptr) skipped->add(std::move(issues));
  make_canonical(inquiry.example);
  return inquiry;
}

}  // namespace mappers
