#include "mappers/fhir/crd_question.hpp"

#include <algorithm>
#include <array>

#include "mappers/codes/fhir_systems.hpp"
#include "mappers/fhir/code_systems.hpp"
#include "mappers/fhir/crd_coverage.hpp"
#include "mappers/fhir/crd_order.hpp"

namespace mappers {
namespace {

using base::Issue;
using base::IssueCode;
using precert::CodeSystem;
using precert::CoverageItem;
using precert::CoverageQuestion;
using precert::Party;
using precert::PartyRole;

/// What the class of a stay or visit says (HL7 v3-ActCode).
struct EncounterClass {
  std::string_view code;
  std::string_view place_of_service;
  bool emergency, inpatient;
  std::string_view service_type;  // X12 1365 of the visit as such
};
constexpr std::array<EncounterClass, 6> encounter_classes{{{"EMER", "23", true, false, "86"},
                                                           {"IMP", "21", false, true, "1"},
                                                           {"ACUTE", "21", false, true, "1"},
                                                           {"NONAC", "21", false, true, "1"},
                                                           {"HH", "12", false, false, "42"},
                                                           {"AMB", "", false, false, "98"}}};

const EncounterClass* class_of(const json::Value& encounter) {
  const std::string_view code = fhir::text(encounter.find("class"), "code");
  for (const EncounterClass& one : encounter_classes) {
    if (one.code == code) return &one;
  }
  return nullptr;
}

/// Whether the Encounter goes on while the service is done: what is planned for after discharge is not part
/// of the stay (SC-55).
bool lasts(const json::Value& encounter, const std::optional<base::Period>& service) {
  constexpr std::array<std::string_view, 4> going_on{"arrived", "triaged", "in-progress", "onleave"};
  const std::string_view status = fhir::text(encounter, "status");
  if (std::find(going_on.begin(), going_on.end(), status) == going_on.end()) return false;
  const auto period = fhir::period_of(encounter.find("period"));
  return !service || !period || period->contains(service->start);
}

struct PriorityLevel {
  std::string_view code;
  precert::LevelOfService level;
};
constexpr std::array<PriorityLevel, 4> levels{{{"routine", precert::LevelOfService::elective},
                                               {"urgent", precert::LevelOfService::urgent},
                                               {"asap", precert::LevelOfService::urgent},
                                               {"stat", precert::LevelOfService::urgent}}};

/// Who or where: a place is a facility, anybody else performs the service.
PartyRole performer_role(const json::Value& resource) {
  const std::string_view type = fhir::text(resource, "resourceType");
  if (type == "Location") return PartyRole::facility;
  return type == "Organization" ? PartyRole::service_provider : PartyRole::performing;
}

/// The codes inside an extension, however deep.
void add_codings(const json::Value& value, std::vector<json::Value>& codings) {
  if (value.is_object() && value.find("system").is_string() && value.find("code").is_string()) {
    return codings.push_back(value);
  }
  for (const json::Member member : value.members()) add_codings(member.value, codings);
  for (const json::Value one : value.elements()) add_codings(one, codings);
}

/// What one call may make the rules do: far more than any order needs, and little for the rules.
constexpr std::size_t codes_max = 50;       // billing codes of one order
constexpr std::size_t diagnoses_max = 100;  // of one order
constexpr std::size_t providers_max = 50;   // of one order
constexpr std::size_t services_max = 200;   // of one call: a service of an order, under a coverage

Issue too_many(std::size_t most, const std::string& of_what) {
  return {IssueCode::data_invalid, of_what, "Send no more than " + std::to_string(most) + " of these."};
}

/// One question while it is put together.
class Asking {
 public:
  Asking(const RequestReader& reader, const HookRequest& request, const HookRecord& record)
      : reader_(reader), request_(request), record_(record) {}

  /// Errors: data_invalid when the order says more than is looked at.
  base::Result<OrderQuestion> about(const std::string& reference, base::Instant at) {
    made_ = OrderQuestion();
    issues_ = {};
    made_.resource = reference;
    made_.order = record_.resource(reference);
    order_ = crd_order_of(reader_, made_.order);
    base_ = based_on();
    CoverageQuestion& question = made_.question;
    question.reference = request_.instance;
    question.submitted = at;
    question.purposes = {precert::CoveragePurpose::benefits, precert::CoveragePurpose::auth_requirements};
    question.source = reader_.source(made_.order);
    read_requester();
    read_level();
    read_diagnoses();
    read_providers();
    read_items();
    read_encounter();
    note_unread();
    if (is_of_another(base_.resource, request_.patient)) issues_ = stranger("subject of the order behind it");
    if (!issues_.empty()) return issues_;
    return std::move(made_);
  }

 private:
  /// The order that this one stands for: the service behind an Appointment or a CommunicationRequest.
  CrdOrder based_on() const {
    for (const json::Value& reference : order_.based_on) {
      const json::Value resource = reader_.target(reference);
      if (is_crd_order(fhir::text(resource, "resourceType"))) return crd_order_of(reader_, resource);
    }
    return {};
  }

  /// The organization that a role is held in; absent when there is none, or the resource is no role.
  [[nodiscard]] json::Value organization_of(const json::Value& resource) const {
    if (fhir::text(resource, "resourceType") != "PractitionerRole") return {};
    return reader_.target(resource.find("organization"));
  }

  /// For whom it is ordered: the organization of the requester's role, of the visit, of the user's role. No
  /// identifier when nobody says.
  [[nodiscard]] Party clinic() const {
    const bool visit = fhir::text(order_.resource, "resourceType") == "Encounter";
    const json::Value encounter = visit ? order_.resource : encounter_of_order();
    for (const json::Value& resource :
         {organization_of(reader_.target(order_.requester)), organization_of(reader_.target(base_.requester)),
          reader_.target(encounter.find("serviceProvider")),
          organization_of(record_.resource(request_.user))}) {
      if (!resource.exists()) continue;
      Party party = party_of(reader_, resource, PartyRole::provider);
      if (!party.identifiers.empty()) return party;
    }
    return {};
  }

  /// The organization asks, as in a 270, and the practitioner orders; a practitioner alone is both.
  void read_requester() {
    CoverageQuestion& question = made_.question;
    Party person = requester();
    question.requester = clinic();
    if (question.requester.identifiers.empty()) {
      question.requester = std::move(person);
      return;
    }
    if (person.npi().empty() || person.npi() == question.requester.npi()) return;
    person.role = PartyRole::ordering;
    question.providers.push_back(std::move(person));
  }

  [[nodiscard]] Party requester() const {
    for (const json::Value& reference : {order_.requester, base_.requester}) {
      const json::Value resource = reader_.target(reference);
      if (!resource.exists()) continue;
      Party party = party_of(reader_, resource, PartyRole::provider);
      if (!party.identifiers.empty()) return party;
    }
    Party party;
    const json::Value user = record_.resource(request_.user);
    if (user.exists()) party = party_of(reader_, user, PartyRole::provider);
    party.role = PartyRole::provider;
    if (!party.identifiers.empty()) return party;
    // Known to the client only: who asked is still on record (found-34).
    std::string name(fhir::reference_of(order_.requester));
    if (name.empty()) name = request_.user.empty() ? request_.performer : request_.user;
    party.identifiers.push_back({precert::IdentifierKind::other, std::move(name), request_.server});
    return party;
  }

  void read_level() {
    std::string_view priority = fhir::text(order_.resource, "priority");
    if (priority.empty()) priority = fhir::text(base_.resource, "priority");
    for (const PriorityLevel& one : levels) {
      if (one.code == priority) made_.question.level = one.level;
    }
  }

  void add_diagnosis(const json::Value& codeable) {
    auto diagnosis = diagnosis_of(reader_, codeable);
    if (!diagnosis || !precert::well_formed(diagnosis->system, diagnosis->code)) return;
    auto& known = made_.question.diagnoses;
    const bool twice = std::any_of(known.begin(), known.end(), [&](const precert::Diagnosis& one) {
      return one.code == diagnosis->code;
    });
    if (twice) return;
    if (known.size() == diagnoses_max) return refuse(diagnoses_max, "diagnoses of one order");
    known.push_back(std::move(*diagnosis));
  }

  void refuse(std::size_t most, const std::string& of_what) { issues_ = too_many(most, of_what); }

  void read_diagnoses() {
    for (const CrdOrder* order : {&order_, &base_}) {
      for (const json::Value& reason : order->reasons) {
        if (!issues_.empty()) return;
        const bool reference = reason.find("reference").exists();
        add_diagnosis(reference ? reader_.target(reason).find("code") : reason);
      }
    }
  }

  void add_provider(const json::Value& resource) {
    if (!resource.exists()) return;
    Party party = party_of(reader_, resource, performer_role(resource));
    if (party.identifiers.empty()) return;
    auto& known = made_.question.providers;
    made_.place_named = true;
    if (std::find(known.begin(), known.end(), party) != known.end()) return;
    if (known.size() == providers_max) return refuse(providers_max, "performers and places of one order");
    known.push_back(std::move(party));
  }

  /// Who was chosen last counts: the performer of a dispatch, the place of an appointment, then the order's
  /// own.
  void read_providers() {
    add_provider(record_.resource(request_.performer));
    if (made_.place_named) return;
    for (const CrdOrder* order : {&order_, &base_}) {
      for (const json::Value& reference : order->performers) {
        if (!issues_.empty()) return;
        add_provider(reader_.target(reference));
      }
      if (made_.place_named) return;
    }
  }

  /// The CodeableConcept that names the service in a list the rules know, else the first.
  [[nodiscard]] json::Value code() const {
    json::Value first;
    for (const CrdOrder* order : {&order_, &base_}) {
      for (const json::Value& codeable : order->codes) {
        if (!first.exists()) first = codeable;
        for (const json::Value coding : fhir::list(codeable, "coding")) {
          if (procedure_system_from(fhir::text(coding, "system"), fhir::text(coding, "code")))
            return codeable;
        }
      }
    }
    return first;
  }

  [[nodiscard]] CoverageItem item() const {
    CoverageItem item;
    Order named;
    named.code = code();
    item.procedure = procedure_from(reader_, json::Value(), named);
    if (item.procedure.description.empty()) item.procedure.description = fhir::text(named.code, "text");
    json::Value when = order_.when.exists() ? order_.when : base_.when;
    item.dates = reader_.period(when);
    const json::Value quantity = order_.quantity.exists() ? order_.quantity : base_.quantity;
    item.quantity = quantity_from(reader_, quantity);
    const json::Value timing = order_.timing.exists() ? order_.timing : base_.timing;
    const auto unit = item.quantity ? std::optional(item.quantity->unit) : std::nullopt;
    item.delivery = delivery_from(reader_, timing, json::Value(), unit);
    item.source = reader_.source(order_.resource);
    return item;
  }

  /// Codes that will be billed, where the client says them (CRD billing options): an item for each.
  [[nodiscard]] std::vector<precert::Procedure> billed() {
    std::vector<json::Value> codings;
    for (const json::Value extension : fhir::list(order_.resource, "extension")) {
      if (fhir::text(extension, "url").find("billing-options") == std::string_view::npos) continue;
      add_codings(extension, codings);
    }
    std::vector<precert::Procedure> procedures;
    for (const json::Value& coding : codings) {
      const std::string_view code = fhir::text(coding, "code");
      const auto system = procedure_system_from(fhir::text(coding, "system"), code);
      if (!system) continue;
      precert::Procedure procedure;
      procedure.system = *system;
      procedure.code = model_code(*system, code);
      procedure.source = reader_.source(coding);
      if (std::find(procedures.begin(), procedures.end(), procedure) != procedures.end()) continue;
      if (procedures.size() == codes_max) {
        refuse(codes_max, "billing codes of one order");
        break;
      }
      procedures.push_back(std::move(procedure));
    }
    return procedures;
  }

  void read_items() {
    const CoverageItem one = item();
    for (precert::Procedure& procedure : billed()) {
      CoverageItem& added = made_.question.items.emplace_back(one);
      added.sequence = static_cast<int>(made_.question.items.size());
      procedure.description = one.procedure.description;
      added.procedure = std::move(procedure);
    }
    if (made_.question.items.empty()) made_.question.items.push_back(one);
  }

  /// A service type where a visit or stay is asked about as such.
  void read_encounter() {
    const bool itself = fhir::text(order_.resource, "resourceType") == "Encounter";
    const json::Value encounter = itself ? order_.resource : encounter_of_order();
    const EncounterClass* found = class_of(encounter);
    CoverageQuestion& question = made_.question;
    CoverageItem& item = question.items.front();
    read_place_code();
    if (found == nullptr) return;
    if (itself && item.procedure.code.empty()) {
      item.service_type = found->service_type;
      if (found->inpatient) question.category = precert::RequestCategory::admission;
    }
    if (question.place || (!itself && !lasts(encounter, item.dates))) return;
    if (!found->place_of_service.empty()) {
      question.place = precert::Place{precert::PlaceKind::place_of_service,
                                      std::string(found->place_of_service), reader_.source(encounter)};
    }
    if (found->emergency) question.level = precert::LevelOfService::emergency;
  }

  [[nodiscard]] json::Value encounter_of_order() const {
    const json::Value named = reader_.target(order_.resource.find("encounter"));
    return named.exists() || request_.encounter.empty() ? named
                                                        : record_.resource("Encounter/" + request_.encounter);
  }

  /// True when that is named and cannot be had; what is contained, or known by a number only, is not looked for.
  bool note(std::string_view reference) {
    if (reference.empty() || reference.starts_with('#')) return false;
    const std::string target = last_two_segments(reference);
    if (record_.resource(reference).exists() || record_.resource(target).exists()) return false;
    const std::size_t slash = target.find('/');
    if (slash == std::string::npos || !is_fhir_id(std::string_view(target).substr(slash + 1))) return false;
    if (std::find(made_.unread.begin(), made_.unread.end(), target) == made_.unread.end()) {
      made_.unread.push_back(target);
    }
    return true;
  }

  /// A place, or an organization with its kind of place, might have said where it is done. An Encounter too,
  /// unless the order says so itself.
  void note_unread() {
    std::string encounter(fhir::reference_of(order_.resource.find("encounter")));
    if (encounter.empty() && !request_.encounter.empty()) encounter = "Encounter/" + request_.encounter;
    if (note(encounter) && !made_.question.place && !encounter_of_order().exists()) made_.place_unread = true;
    const auto note_performer = [&](std::string_view reference) {
      const std::string target = last_two_segments(reference);
      const bool place = target.starts_with("Location/") || target.starts_with("Organization/");
      if (note(reference) && place) made_.place_unread = true;
    };
    note_performer(request_.performer);
    for (const CrdOrder* order : {&order_, &base_}) {
      if (order == &base_ && made_.place_named) break;
      for (const json::Value& one : order->performers) note_performer(fhir::reference_of(one));
    }
    for (const CrdOrder* order : {&order_, &base_}) {
      note(fhir::reference_of(order->requester));
      for (const json::Value& one : order->reasons) note(fhir::reference_of(one));
      for (const json::Value& one : order->based_on) note(fhir::reference_of(one));
    }
  }

  /// ServiceRequest.locationCode in the list of places of service.
  void read_place_code() {
    for (const json::Value codeable : fhir::list(order_.resource, "locationCode")) {
      const std::string_view code = fhir::code_of(codeable, systems::place_of_service);
      if (code.empty()) continue;
      made_.question.place =
          precert::Place{precert::PlaceKind::place_of_service, std::string(code), reader_.source(codeable)};
    }
  }

  const RequestReader& reader_;
  const HookRequest& request_;
  const HookRecord& record_;
  OrderQuestion made_;
  CrdOrder order_, base_;
  base::Issues issues_;
};

/// True of what is not, or no longer, to be done: nothing is asserted of it. CRD asks about drafts and what is
/// dispatched; an Encounter that is over is still discharged from.
bool is_nothing_to_do(const json::Value& order) {
  constexpr std::array<std::string_view, 7> over{"entered-in-error", "revoked", "cancelled", "stopped",
                                                 "completed",        "noshow",  "fulfilled"};
  if (order.find("doNotPerform").boolean()) return true;
  return std::find(over.begin(), over.end(), fhir::text(order, "status")) != over.end();
}

/// What is answered on: CRD 2.2 wants the order behind an Appointment, 2.0.1 the Appointment itself.
std::string answered_on(const std::string& focus, const HookRequest& request, const RequestReader& reader,
                        const HookRecord& record) {
  if (!shape_of(request.version).appointment_updates_order) return focus;
  const json::Value appointment = record.resource(focus);
  if (fhir::text(appointment, "resourceType") != "Appointment") return focus;
  for (const json::Value reference : fhir::list(appointment, "basedOn")) {
    const json::Value order = reader.target(reference);
    if (fhir::text(order, "resourceType") == "ServiceRequest") return reference_to(order);
  }
  return focus;
}

/// What an answer is put on, wherever it came from.
base::Issues faults_of_focus(const std::string& reference, const HookRequest& request,
                             const HookRecord& record) {
  const json::Value resource = record.resource(reference);
  base::Issues faults = faults_of_order(resource, reference.substr(0, reference.find('/')));
  if (is_of_another(resource, request.patient)) faults.add(stranger("subject of an order"));
  return faults;
}

}  // namespace

base::Result<std::vector<OrderQuestion>> order_questions_from(const HookRequest& request,
                                                              const HookRecord& record,
                                                              const precert::Rulebook& rulebook,
                                                              base::Instant at) {
  if (request.focus.empty()) return std::vector<OrderQuestion>();
  if (request.focus.size() > services_max) return too_many(services_max, "orders of one call");
  base::Issues remarks;
  const RequestReader reader{*record.bundle, json::Value(), PasVersion::v2_2_1, remarks};
  base::Result<std::vector<json::Value>> coverages = coverages_with(rulebook, record, reader);
  if (!coverages) return coverages.error();
  const json::Value patient = record.resource("Patient/" + request.patient);
  std::vector<OrderQuestion> questions;
  std::size_t services = 0;
  Asking asking(reader, request, record);
  for (const std::string& focus : request.focus) {
    const std::string answered = answered_on(focus, request, reader, record);
    for (const std::string& one : {focus, answered}) {
      base::Issues faults = faults_of_focus(one, request, record);
      if (!faults.empty()) return faults;
    }
    if (is_nothing_to_do(record.resource(focus)) || is_nothing_to_do(record.resource(answered))) continue;
    base::Result<OrderQuestion> made = asking.about(focus, at);
    if (!made) return made.error();
    OrderQuestion question = std::move(*made);
    question.resource = answered;
    if (question.resource != focus) question.order = record.resource(question.resource);
    const bool twice = std::any_of(questions.begin(), questions.end(), [&](const OrderQuestion& one) {
      return one.resource == question.resource;
    });
    if (twice) continue;
    const base::Result<std::vector<json::Value>> own = coverages_of(question.order, *coverages, reader);
    if (!own) return own.error();
    for (const json::Value& coverage : *own) {
      if (is_of_another(coverage, request.patient)) return stranger("Coverage.beneficiary");
      services += question.question.items.size();
      if (services > services_max) return too_many(services_max, "services of the orders of one call");
      OrderQuestion& one = questions.emplace_back(question);
      one.coverage = reference_to(coverage);
      read_insured(reader, patient, coverage, rulebook, one.question);
    }
  }
  return questions;
}

}  // namespace mappers
