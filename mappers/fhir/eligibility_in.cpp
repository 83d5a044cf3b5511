// CoverageEligibilityRequest -> coverage question.
#include <algorithm>
#include <array>
#include <utility>

#include "mappers/codes/fhir_systems.hpp"
#include "mappers/fhir/code_systems.hpp"
#include "mappers/fhir/crd_order.hpp"
#include "mappers/fhir/eligibility.hpp"
#include "mappers/fhir/eligibility_extensions.hpp"
#include "mappers/fhir/identifiers.hpp"
#include "mappers/fhir/request_reading.hpp"
#include "precert/engine/coverage_candidates.hpp"

namespace mappers {
namespace {

using base::IssueCode;
using precert::CoverageItem;
using precert::CoveragePurpose;
using precert::CoverageQuestion;
using precert::Party;
using precert::PartyRole;

struct PurposeCode {
  std::string_view code;
  CoveragePurpose purpose;
};
constexpr std::array<PurposeCode, 4> purposes{{{"validation", CoveragePurpose::validation},
                                               {"benefits", CoveragePurpose::benefits},
                                               {"auth-requirements", CoveragePurpose::auth_requirements},
                                               {"discovery", CoveragePurpose::discovery}}};

/// Where a service might be done.
struct Site {
  Party party;
  std::optional<precert::Place> place;  // what kind of place it is
};

/// One request while it is read.
class Reading {
 public:
  Reading(const EligibilityMessage& message, const precert::Rulebook& rulebook, base::Instant at,
          base::Issues& issues)
      : message_(message),
        rulebook_(rulebook),
        request_(message.request),
        reader_{*message.bundle, message.request, PasVersion::v2_2_1, issues},
        issues_(issues),
        at_(at) {}

  CoverageQuestion question() {
    made_.source = {message_.place(request_)};
    read_header();
    read_purposes();
    read_people();
    read_parties();
    std::size_t index = 0;
    for (const json::Value item : fhir::list(request_, "item")) read_item(item, index++);
    read_supporting_info();
    return std::move(made_);
  }

 private:
  void fault(IssueCode code, const json::Value& value, std::string_view child, std::string remedy) {
    issues_.add(code, message_.place(value, child), std::move(remedy));
  }
  void want(std::string_view element, std::string remedy) {
    if (!request_.find(element).exists()) {
      fault(IssueCode::fhir_structure, request_, element, std::move(remedy));
    }
  }

  void read_header() {
    if (fhir::text(request_, "status") != "active") {
      fault(IssueCode::fhir_value_invalid, request_, "status", "Only an active request is answered.");
    }
    want("patient", "Say whose coverage is meant.");
    want("insurer", "Name the payer that is asked.");
    const json::Value identifier = fhir::first(request_, "identifier");
    made_.reference = fhir::text(identifier, "value");
    made_.reference_system = fhir::text(identifier, "system");
    made_.submitted = base::instant_from_iso(fhir::text(request_, "created")).value_or(at_);
    const json::Value serviced = fhir::value_x(request_, "serviced");
    if (serviced.exists()) {
      made_.dates = fhir::period_of(serviced);
      if (!made_.dates) {
        fault(IssueCode::fhir_value_invalid, serviced, {}, "State a full date: year, month and day.");
      }
    }
    if (fhir::text(fhir::first_coding(request_.find("priority")), "code") == "stat") {
      made_.level = precert::LevelOfService::urgent;
    }
    made_.place = place_said(request_);
  }

  void read_purposes() {
    const json::Value all = request_.find("purpose");
    if (all.empty()) {
      fault(IssueCode::fhir_structure, request_, "purpose",
            "Say what is wanted: validation, benefits, auth-requirements, discovery.");
    }
    for (const json::Value one : all.elements()) {
      const auto* const known =
          std::find_if(purposes.begin(), purposes.end(),
                       [&](const PurposeCode& purpose) { return purpose.code == one.string(); });
      if (known == purposes.end()) {
        fault(IssueCode::fhir_code_invalid, one, {},
              "A purpose is one of validation, benefits, auth-requirements, discovery.");
      } else {
        made_.purposes.push_back(known->purpose);
      }
    }
  }

  [[nodiscard]] std::optional<precert::Place> place_said(const json::Value& element) const {
    const json::Value said = fhir::extension_value(element, eligibility::place_of_service);
    const std::string code = bound_code(said, systems::place_of_service);
    if (code.empty()) return std::nullopt;
    return precert::Place{precert::PlaceKind::place_of_service, code, {message_.place(said)}};
  }

  /// The Coverage that is asked about: the focal one, the only one of the request, the only one that came.
  [[nodiscard]] json::Value coverage() {
    const json::Value all = request_.find("insurance");
    std::size_t focal = 0;
    json::Value chosen = all.at(0);
    for (const json::Value one : all.elements()) {
      if (one.find("focal").boolean() && ++focal == 1) chosen = one;
    }
    const bool unclear = focal > 1 || (focal == 0 && all.size() > 1);
    if (unclear) fault(IssueCode::fhir_value_invalid, all, {}, "Mark exactly one insurance as focal.");
    if (chosen.exists()) return reader_.target(chosen.find("coverage"));
    json::Value only;
    for (const fhir::Entry& entry : message_.bundle->entries()) {
      if (entry.type != "Coverage") continue;
      if (only.exists()) return {};
      only = entry.resource;
    }
    return only;
  }

  void read_people() {
    precert::ReviewRequest people;
    const json::Value reference = request_.find("patient");
    read_people_of(reader_, reader_.target(reference), coverage(), people);
    made_.subscriber = std::move(people.subscriber);
    made_.dependent = std::move(people.dependent);
    made_.insurance = std::move(people.insurance);
    // A reference that nothing answers may still carry the member's number.
    auto number = identifier_from(reference.find("identifier"));
    if (made_.subscriber.member_id().empty() && number) {
      number->kind = precert::IdentifierKind::member_id;
      made_.subscriber.identifiers.insert(made_.subscriber.identifiers.begin(), std::move(*number));
    }
    // R4 has insurance 0..*: who does not know it yet names the patient, and is told.
    const precert::Person& patient = made_.dependent ? *made_.dependent : made_.subscriber;
    const bool named = !patient.name.family.empty() && patient.birth_date;
    if (reference.exists() && made_.subscriber.member_id().empty() && !named) {
      fault(IssueCode::fhir_reference_unresolved, reference, {},
            "Send the Patient with the request (in a Bundle or contained), with name and birth date, or the "
            "member's number as identifier of this reference.");
    }
  }

  void read_parties() {
    made_.payer = party_from(reader_, request_.find("insurer"), PartyRole::payer);
    if (made_.payer.identifiers.empty() && !rulebook_.payer.ids.empty()) {
      made_.payer.identifiers.push_back({precert::IdentifierKind::payer_id, rulebook_.payer.ids.front(), {}});
    }
    json::Value asker = request_.find("provider");
    if (!asker.exists()) asker = request_.find("enterer");
    if (!asker.exists()) {
      fault(IssueCode::fhir_structure, request_, "provider", "Say who asks: the provider, with an NPI.");
    }
    made_.requester = party_from(reader_, asker, PartyRole::provider);
    const json::Value facility = request_.find("facility");
    if (!facility.exists()) return;
    add_provider(facility, PartyRole::facility, made_.providers);
    read_type_of_place(reader_.target(facility), made_.place);
  }

  /// Location.type may be a place of service.
  void read_type_of_place(const json::Value& location, std::optional<precert::Place>& place) const {
    for (const json::Value type : fhir::list(location, "type")) {
      const std::string_view code = fhir::code_of(type, systems::place_of_service);
      if (code.empty() || place) continue;
      place = precert::Place{precert::PlaceKind::place_of_service, std::string(code), {message_.place(type)}};
    }
  }

  void add_provider(const json::Value& reference, PartyRole role, std::vector<Party>& providers) const {
    Party party = party_from(reader_, reference, role);
    if (party.identifiers.empty() && party.organization.empty()) return;
    if (std::find(providers.begin(), providers.end(), party) == providers.end()) {
      providers.push_back(std::move(party));
    }
  }

  /// Evidence that is at hand already.
  void read_supporting_info() {
    for (const json::Value info : fhir::list(request_, "supportingInfo")) {
      const json::Value resource = reader_.target(info.find("information"));
      std::vector<precert::Answer> answers;
      read_answers(reader_, resource, answers);
      const std::string_view type = fhir::text(resource, "resourceType");
      const bool document = type == "DocumentReference" || type == "Binary";
      for (const int service : services_of(info)) {
        if (document) {
          made_.documents.push_back(document_of(reader_, resource));
          made_.documents.back().service = service;
        }
        for (precert::Answer& one : answers) {
          one.service = service;
          made_.answers.push_back(one);
        }
      }
    }
  }

  static std::string source_of_item(std::size_t index) {
    return "CoverageEligibilityRequest.item[" + std::to_string(index) + "]";
  }

  /// What was made of one item of the request: several where words or facilities made several of it.
  void add_sequences(std::size_t index, std::vector<int>& sequences) const {
    const std::string source = source_of_item(index);
    for (const CoverageItem& one : made_.items) {
      if (one.source.where == source) sequences.push_back(one.sequence);
    }
  }

  /// The items that name the information, as sequences of the question; 0 = all of them.
  [[nodiscard]] std::vector<int> services_of(const json::Value& info) const {
    const auto sequence = fhir::positive_of(info.find("sequence"));
    std::vector<int> services;
    std::size_t index = 0;
    for (const json::Value item : fhir::list(request_, "item")) {
      for (const json::Value named : fhir::list(item, "supportingInfoSequence")) {
        if (sequence && fhir::positive_of(named) == sequence) add_sequences(index, services);
      }
      ++index;
    }
    if (services.empty() || info.find("appliesToAll").boolean()) return {0};
    return services;
  }

  /// The orders that an item is detailed by, as one: what the first says stands.
  [[nodiscard]] std::vector<CrdOrder> orders_of(const json::Value& item) const {
    std::vector<CrdOrder> orders;
    for (const json::Value reference : fhir::list(item, "detail")) {
      const json::Value resource = reader_.target(reference);
      if (resource.exists()) orders.push_back(crd_order_of(reader_, resource));
    }
    return orders;
  }

  void add_diagnosis(const json::Value& codeable, CoverageItem& item) {
    auto diagnosis = diagnosis_of(reader_, codeable);
    if (!diagnosis) {
      if (codeable.exists()) {
        reader_.skip(IssueCode::fhir_code_invalid, codeable, "Code the diagnosis in ICD-10-CM.");
      }
      return;
    }
    auto known = std::find_if(made_.diagnoses.begin(), made_.diagnoses.end(),
                              [&](const precert::Diagnosis& one) { return one.code == diagnosis->code; });
    if (known == made_.diagnoses.end()) {
      made_.diagnoses.push_back(std::move(*diagnosis));
      known = made_.diagnoses.end() - 1;
    }
    item.diagnosis_pointers.push_back(static_cast<int>(known - made_.diagnoses.begin()) + 1);
  }

  void read_diagnoses(const json::Value& element, const std::vector<CrdOrder>& orders, CoverageItem& item) {
    for (const json::Value one : fhir::list(element, "diagnosis")) {
      const json::Value coded = one.find("diagnosisCodeableConcept");
      add_diagnosis(coded.exists() ? coded : reader_.target(one.find("diagnosisReference")).find("code"),
                    item);
    }
    for (const CrdOrder& order : orders) {
      for (const json::Value& reason : order.reasons) {
        const bool reference = reason.find("reference").exists();
        add_diagnosis(reference ? reader_.target(reason).find("code") : reason, item);
      }
    }
  }

  void add_site(const json::Value& reference, bool typed) {
    Site site{party_from(reader_, reference, PartyRole::facility), std::nullopt};
    if (typed) read_type_of_place(reader_.target(reference), site.place);
    const bool named = !site.party.identifiers.empty() || !site.party.organization.empty();
    const bool known = std::any_of(sites_.begin(), sites_.end(), [&](const Site& one) {
      return one.party.identifiers == site.party.identifiers &&
             one.party.organization == site.party.organization;
    });
    if (!known && (named || site.place)) sites_.push_back(std::move(site));
  }

  /// Who does it and where: the item's own provider, facility and further facilities, else the performers of
  /// its orders.
  void read_performers(const json::Value& element, const std::vector<CrdOrder>& orders, CoverageItem& item) {
    sites_.clear();
    const json::Value provider = element.find("provider"), facility = element.find("facility");
    if (provider.exists()) add_provider(provider, PartyRole::performing, item.providers);
    if (facility.exists()) add_site(facility, true);
    for (const json::Value extension : fhir::list(element, "extension")) {
      if (fhir::text(extension, "url") == eligibility::at_facility)
        add_site(extension.find("valueReference"), true);
    }
    if (!item.providers.empty() || !sites_.empty()) return;
    for (const CrdOrder& order : orders) {
      for (const json::Value& performer : order.performers) {
        const std::string_view type = fhir::text(reader_.target(performer), "resourceType");
        if (type == "Location" || type == "Organization") {
          add_site(performer, false);
        } else {
          add_provider(performer, PartyRole::performing, item.providers);
        }
      }
    }
  }

  void read_amounts(const json::Value& element, const std::vector<CrdOrder>& orders, CoverageItem& item) {
    item.quantity = quantity_from(reader_, element.find("quantity"));
    if (item.quantity && item.quantity->value <= base::Decimal()) {
      fault(IssueCode::fhir_value_invalid, element, "quantity", "Ask for more than nothing.");
    }
    for (const CrdOrder& order : orders) {
      if (!item.dates) item.dates = reader_.period(order.when);
      if (!item.quantity) item.quantity = quantity_from(reader_, order.quantity);
      const auto unit = item.quantity ? std::optional(item.quantity->unit) : std::nullopt;
      if (!item.delivery) item.delivery = delivery_from(reader_, order.timing, json::Value(), unit);
    }
  }

  /// X12's own list and HL7's example of it have the same codes.
  [[nodiscard]] static std::string category_of(const json::Value& element) {
    const json::Value category = element.find("category");
    const std::string_view hl7 = fhir::code_of(category, eligibility::benefit_category);
    return hl7.empty() ? bound_code(category, systems::service_type) : std::string(hl7);
  }

  void read_item(const json::Value& element, std::size_t index) {
    CoverageItem item;
    item.source = {"CoverageEligibilityRequest.item[" + std::to_string(index) + "]"};
    const std::vector<CrdOrder> orders = orders_of(element);
    item.service_type = category_of(element);
    Order named;
    for (const CrdOrder& order : orders) {
      if (!named.code.exists() && !order.codes.empty()) named.code = order.codes.front();
    }
    item.procedure = procedure_from(reader_, element, named);
    item.place = place_said(element);
    read_performers(element, orders, item);
    read_diagnoses(element, orders, item);
    read_amounts(element, orders, item);
    if (item.procedure.code.empty()) {
      const json::Value product = element.find("productOrService");
      const json::Value words = product.exists() ? product : named.code;
      if (words.exists()) return add_candidates(element, words, item);
      if (item.service_type.empty()) {
        return fault(
            IssueCode::fhir_structure, element, "productOrService",
            "Name the service: a code or words in productOrService, a category, or the order in detail.");
      }
    }
    add(item);
  }

  /// The item at each facility that was named for it.
  void add(const CoverageItem& item) {
    const std::size_t count = std::max<std::size_t>(sites_.size(), 1);
    for (std::size_t i = 0; i < count; ++i) {
      CoverageItem& made = made_.items.emplace_back(item);
      made.sequence = static_cast<int>(made_.items.size());
      if (sites_.empty()) continue;
      const Site& site = sites_[i];
      const bool named = !site.party.identifiers.empty() || !site.party.organization.empty();
      if (named) made.providers.push_back(site.party);
      if (!made.place) made.place = site.place;
    }
  }

  /// A service that is named in words, or by a code of a list that no rule knows: whatever of the rulebook
  /// they find. Rule: SC-06.
  void add_candidates(const json::Value& element, const json::Value& words, const CoverageItem& item) {
    std::string text(fhir::text(words, "text"));
    if (text.empty()) text = fhir::text(fhir::first_coding(words), "display");
    std::vector<CoverageItem> found;
    if (!text.empty()) found = precert::items_for_words(item, text, rulebook_);
    if (found.empty() && !item.service_type.empty()) return add(item);
    if (found.empty()) {
      return fault(
          IssueCode::fhir_code_invalid, element, "productOrService",
          "No service of the plan's lists is called that: send a CPT or HCPCS code, or other words.");
    }
    for (const CoverageItem& candidate : found) add(candidate);
  }

  const EligibilityMessage& message_;
  const precert::Rulebook& rulebook_;
  const json::Value request_;
  const RequestReader reader_;
  base::Issues& issues_;
  const base::Instant at_;
  CoverageQuestion made_;
  std::vector<Site> sites_;  // of the item at hand
};

/// Places of what came alone: the Bundle that was put around it is nobody's.
base::Issues at_home(const base::Issues& issues, const EligibilityMessage& message) {
  constexpr std::string_view wrapped = "Bundle.entry[0].resource";
  base::Issues placed;
  for (base::Issue one : issues) {
    if (message.alone && one.where.starts_with(wrapped)) {
      one.where.replace(0, wrapped.size(), "CoverageEligibilityRequest");
    }
    placed.add(std::move(one));
  }
  return placed;
}

}  // namespace

base::Result<CoverageQuestion> coverage_question_from(const EligibilityMessage& message,
                                                      const precert::Rulebook& rulebook, base::Instant at,
                                                      base::Issues* skipped) {
  base::Issues issues;
  CoverageQuestion question = Reading(message, rulebook, at, issues).question();
  if (issues.fatal()) return at_home(issues, message);
  if (skipped != nullptr) skipped->add(at_home(issues, message));
  return question;
}

}  // namespace mappers
