#include "gateway/intake/phone_request.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>
#include <vector>

#include "gateway/intake/json_fields.hpp"
#include "mappers/model/canonical.hpp"
#include "parsers/json/document.hpp"
#include "precert/engine/names.hpp"
#include "precert/engine/parties.hpp"
#include "precert/engine/started_by_member.hpp"
#include "precert/model/words.hpp"

namespace gateway {
namespace {

using Need = JsonFields::Need;
using precert::CodeSystem;
using precert::LevelOfService;

constexpr std::array<std::string_view, 3> call_channels{"phone", "fax", "mail"};
constexpr std::array<std::string_view, 4> caller_roles{"member", "representative", "doctor", "facility"};
constexpr std::array<std::string_view, 3> urgency_words{"routine", "urgent", "emergency"};
constexpr std::array<LevelOfService, 3> urgencies{LevelOfService::elective, LevelOfService::urgent,
                                                  LevelOfService::emergency};
constexpr std::array<std::string_view, 4> system_words{"cpt", "hcpcs", "icd10_pcs", "ndc"};
constexpr std::array<CodeSystem, 4> systems{CodeSystem::cpt, CodeSystem::hcpcs, CodeSystem::icd10_pcs,
                                            CodeSystem::ndc};
constexpr std::array<std::string_view, 7> unit_words{
    "unit", "day", "hour", "month", "visit", "minute", "international_unit"};

/// The value beside the word; the tables stand in the same order.
template <class Value, std::size_t N>
Value beside(const std::array<std::string_view, N>& words, const std::array<Value, N>& values,
             const std::string& word) {
  const auto at = std::ranges::find(words, word);
  return values.at(at == words.end() ? 0 : static_cast<std::size_t>(at - words.begin()));
}

std::string digits_of(const std::string& text) {
  std::string digits;
  std::ranges::copy_if(text, std::back_inserter(digits),
                       [](unsigned char one) { return std::isdigit(one) != 0; });
  return digits;
}

std::string npi_from(JsonFields& fields) {
  std::string npi = fields.text("npi", Need::wanted);
  if (!npi.empty() && !precert::npi_is_valid(npi)) {
    fields.fault("npi", "is no NPI: ten digits, the last one a check digit.");
  }
  return npi;
}

void add_point(JsonFields& fields, const char* name, precert::ContactKind kind, precert::Party& party) {
  const std::string said = fields.text(name);
  if (said.empty()) return;
  const std::string digits = digits_of(said);
  if (digits.size() < 7 || digits.size() > 15)
    return fields.fault(name, "is to be a number of 7 to 15 digits.");
  if (!party.contact) party.contact.emplace();
  party.contact->points.push_back({kind, digits, ""});
}

std::optional<precert::Address> address_from(JsonFields fields) {
  if (!fields.exists()) return std::nullopt;
  precert::Address address;
  address.lines = fields.texts("lines", Need::wanted);
  address.city = fields.text("city", Need::wanted);
  address.state = fields.text("state", Need::wanted);
  address.postal_code = fields.text("postal_code", Need::wanted);
  fields.nothing_else();
  return address;
}

precert::Party doctor_from(JsonFields fields) {
  precert::Party doctor;
  doctor.role = precert::PartyRole::provider;
  doctor.identifiers = {{precert::IdentifierKind::npi, npi_from(fields), ""}};
  doctor.organization = fields.text("organization");
  doctor.person.family = fields.text("family_name");
  doctor.person.given = fields.text("given_name");
  if (doctor.organization.empty()) doctor.entity = precert::EntityType::person;
  if (doctor.display().empty()) fields.fault("family_name", "or organization is wanted: who is written to.");
  add_point(fields, "phone", precert::ContactKind::phone, doctor);
  add_point(fields, "fax", precert::ContactKind::fax, doctor);
  doctor.address = address_from(fields.object("address"));
  doctor.taxonomy = fields.text("taxonomy");
  fields.nothing_else();
  return doctor;
}

std::optional<precert::Party> facility_from(JsonFields fields) {
  if (!fields.exists()) return std::nullopt;
  precert::Party facility;
  facility.role = precert::PartyRole::facility;
  facility.identifiers = {{precert::IdentifierKind::npi, npi_from(fields), ""}};
  facility.organization = fields.text("name");
  fields.nothing_else();
  return facility;
}

std::optional<precert::Quantity> quantity_from(JsonFields& fields) {
  const std::optional<base::Decimal> count = fields.amount("quantity");
  const std::string unit = fields.one_of("unit", unit_words, "unit");
  if (!count) return std::nullopt;
  precert::Quantity quantity;
  quantity.value = *count;
  quantity.unit = precert::from_word<precert::Unit>(unit).value_or(precert::Unit::unit);
  return quantity;
}

precert::ServiceLine service_from(JsonFields& fields, int sequence) {
  precert::ServiceLine line;
  line.sequence = sequence;
  line.source.where = fields.pointer();
  precert::Procedure& procedure = line.procedure;
  procedure.code = fields.text("code", Need::wanted);
  const bool by_digit =
      !procedure.code.empty() && std::isdigit(static_cast<unsigned char>(procedure.code[0])) != 0;
  procedure.system =
      beside(system_words, systems, fields.one_of("system", system_words, by_digit ? "cpt" : "hcpcs"));
  procedure.description = fields.text("description");
  procedure.modifiers = fields.texts("modifiers");
  procedure.source.where = fields.pointer_to("code");
  line.quantity = quantity_from(fields);
  const std::optional<base::Date> from = fields.date("from", Need::wanted);
  const std::optional<base::Date> until = fields.date("until");
  if (from && until && *until < *from) fields.fault("until", "is before from.");
  if (from) line.dates = base::Period{*from, until.value_or(*from)};
  fields.nothing_else();
  return line;
}

void read_patient(JsonFields fields, precert::ReviewRequest& request) {
  precert::Person& person = request.subscriber;
  person.identifiers = {{precert::IdentifierKind::member_id, fields.text("id", Need::wanted), ""}};
  person.birth_date = fields.date("birth_date", Need::wanted);
  person.name.family = fields.text("family_name");
  person.name.given = fields.text("given_name");
  fields.nothing_else();
}

/// The dates of all lines together.
std::optional<base::Period> span_of(const std::vector<precert::ServiceLine>& lines) {
  std::optional<base::Period> span;
  for (const precert::ServiceLine& line : lines) {
    if (!line.dates) continue;
    if (!span) span = line.dates;
    span->start = std::min(span->start, line.dates->start);
    if (span->end && line.dates->end) span->end = std::max(*span->end, *line.dates->end);
  }
  return span;
}

void read_care(JsonFields& fields, precert::ReviewRequest& request) {
  const std::optional<precert::Party> facility = facility_from(fields.object("facility"));
  for (JsonFields& one : fields.objects("services", Need::wanted)) {
    precert::ServiceLine line = service_from(one, static_cast<int>(request.services.size()) + 1);
    if (facility) line.providers = {*facility};
    request.services.push_back(std::move(line));
  }
  for (std::string& code : fields.texts("diagnoses", Need::wanted)) {
    precert::Diagnosis diagnosis;
    if (request.event.diagnoses.empty()) diagnosis.kind = precert::DiagnosisKind::principal;
    diagnosis.code = std::move(code);
    diagnosis.source.where = fields.pointer_to("diagnoses/" + std::to_string(request.event.diagnoses.size()));
    request.event.diagnoses.push_back(std::move(diagnosis));
  }
  const std::string place = fields.text("place_of_service");
  if (!place.empty()) request.event.place = precert::Place{precert::PlaceKind::place_of_service, place, {}};
  request.event.level = beside(urgency_words, urgencies, fields.one_of("urgency", urgency_words, "routine"));
  request.event.dates = span_of(request.services);
  const std::string note = fields.text("note");
  if (!note.empty()) request.notes.push_back({note, 0, {fields.pointer_to("note")}});
}

bool is_called(const precert::PersonName& name, const precert::PersonName& said) {
  return said.given.empty() || precert::given_names_agree(name.given, said.given);
}

}  // namespace

base::Result<PhoneRequest> phone_request_from(std::string_view text, const precert::Payer& payer) {
  json::Document document;
  const base::Result<json::Value> parsed = document.parse_copy(text);
  if (!parsed) return parsed.error();
  base::Issues issues;
  JsonFields fields(*parsed, "", issues);
  PhoneRequest call;
  call.channel = fields.one_of("channel", call_channels, "phone");
  JsonFields caller = fields.object("caller", Need::wanted);
  call.caller_role = caller.one_of("role", caller_roles);
  if (caller.exists() && call.caller_role.empty()) caller.fault("role", "is wanted: who called.");
  caller.nothing_else();
  precert::ReviewRequest& request = call.request;
  request.umo.role = precert::PartyRole::umo;
  request.umo.organization = payer.name;
  if (!payer.ids.empty()) {
    request.umo.identifiers = {{precert::IdentifierKind::payer_id, payer.ids.front(), ""}};
  }
  read_patient(fields.object("member", Need::wanted), request);
  request.requester = doctor_from(fields.object("doctor", Need::wanted));
  read_care(fields, request);
  fields.nothing_else();
  if (!issues.empty()) return issues;
  const bool member_called = call.caller_role == "member" || call.caller_role == "representative";
  if (member_called) precert::mark_started_by_member(request);
  mappers::make_canonical(request);
  return call;
}

base::Result<void> complete_person(precert::ReviewRequest& request, const precert::MemberRecord& record) {
  const precert::Person told = request.subscriber;
  const auto is_told = [&](const precert::DependentRecord& one) {
    return told.birth_date == one.birth_date && is_called(one.name, told.name);
  };
  const bool is_subscriber = told.birth_date == record.birth_date && is_called(record.name, told.name);
  const auto count = std::ranges::count_if(record.dependents, is_told) + (is_subscriber ? 1 : 0);
  if (count > 1) {
    return base::Issues(base::Issue{base::IssueCode::data_invalid, "/member/given_name",
                                    "/member/given_name is wanted: several people were born on this day."});
  }
  if (count == 0) return {};
  precert::Person& subscriber = request.subscriber;
  subscriber.name = record.name;
  subscriber.birth_date = record.birth_date;
  subscriber.gender = record.gender;
  if (is_subscriber) return {};
  const precert::DependentRecord& found = *std::ranges::find_if(record.dependents, is_told);
  precert::Person& patient = request.dependent.emplace();
  patient.name = found.name;
  patient.birth_date = found.birth_date;
  patient.gender = found.gender;
  patient.relationship = found.relationship;
  patient.birth_sequence = found.birth_sequence;
  if (!found.id.empty()) {
    patient.identifiers = {{precert::IdentifierKind::member_id, found.id.text(), ""}};
  }
  return {};
}

}  // namespace gateway
