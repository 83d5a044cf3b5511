// Parameters of $questionnaire-package -> PackageRequest.
#include <algorithm>
#include <array>
#include <set>
#include <tuple>

#include "mappers/codes/fhir_systems.hpp"
#include "mappers/fhir/questionnaire_package.hpp"
#include "mappers/fhir/request_reading.hpp"
#include "parsers/fhir/bundle.hpp"
#include "parsers/json/document.hpp"

namespace mappers {
namespace {

using base::IssueCode;
using precert::CoverageItem;

json::Value service_type(const json::Value& order) { return fhir::first(order, "serviceType"); }
json::Value type_of_encounter(const json::Value& order) {
  const json::Value type = fhir::first(order, "type");
  return type.exists() ? type : order.find("serviceType");
}
json::Value supplied_item(const json::Value& order) { return order.find("itemCodeableConcept"); }
json::Value lens(const json::Value& order) { return fhir::first(order, "lensSpecification").find("product"); }
json::Value vaccine(const json::Value& order) {
  return fhir::first(fhir::first(order, "recommendation"), "vaccineCode");
}
json::Value nothing(const json::Value&) { return {}; }

/// Where the orders that a Claim never carries name their service and its time.
struct OtherOrder {
  std::string_view type;
  json::Value (*code)(const json::Value&);
  std::string_view when;
};
constexpr std::array<OtherOrder, 6> other_orders{{{"Appointment", service_type, "start"},
                                                  {"Encounter", type_of_encounter, "period"},
                                                  {"SupplyRequest", supplied_item, "occurrenceDateTime"},
                                                  {"VisionPrescription", lens, ""},
                                                  {"ImmunizationRecommendation", vaccine, ""},
                                                  {"CommunicationRequest", nothing, ""}}};

Order order_in(const RequestReader& reader, const json::Value& resource) {
  Order order = order_of(reader, resource);
  for (const OtherOrder& one : other_orders) {
    if (one.type != fhir::text(resource, "resourceType")) continue;
    order.code = one.code(resource);
    order.when = resource.find(one.when);
  }
  return order;
}

std::string typed_reference(const json::Value& resource) {
  const std::string_view id = fhir::text(resource, "id");
  if (id.empty()) return {};
  return std::string(fhir::text(resource, "resourceType")) + "/" + std::string(id);
}

/// What may be ordered with a form. Rule: DTR OperationDefinition questionnaire-package, `order`.
bool is_order_of(std::string_view type, DtrVersion version) {
  constexpr std::array<std::string_view, 9> types{
      "Appointment",    "CommunicationRequest", "DeviceRequest", "Encounter",         "MedicationRequest",
      "NutritionOrder", "ServiceRequest",       "SupplyRequest", "VisionPrescription"};
  if (type == "ImmunizationRecommendation") return version == DtrVersion::v2_0_1;
  return std::ranges::find(types, type) != types.end();
}

bool is_material(std::string_view type) { return type == "Observation" || type == "QuestionnaireResponse"; }

/// Reads the resources of the parameters, which stand in one Bundle so that their references resolve.
class ResourceReader {
 public:
  ResourceReader(const fhir::Bundle& bundle, PackageRequest& request)
      : reader_{bundle, {}, PasVersion::v2_2_1, unused_, {}}, request_(request) {}

  void read_coverages(std::span<const std::size_t> entries) {
    for (const std::size_t at : entries) {
      std::string reference = typed_reference(resource(at));
      if (!reference.empty()) request_.coverages.push_back(std::move(reference));
    }
    if (!entries.empty()) read_people(resource(entries.front()));
  }

  void read_orders(std::span<const std::size_t> entries) {
    for (const std::size_t at : entries) read_order(resource(at));
  }

  [[nodiscard]] const base::Issues& issues() const { return issues_; }

  /// What stands beside the orders and answers a question already.
  void read_material() {
    for (const fhir::Entry& entry : reader_.bundle.entries()) {
      if (is_material(entry.type)) read_answers(reader_, entry.resource, request_.question.answers);
    }
  }

 private:
  [[nodiscard]] json::Value resource(std::size_t at) const { return reader_.bundle.entries()[at].resource; }

  void read_people(const json::Value& coverage) {
    request_.has_coverage = true;
    const json::Value beneficiary = coverage.find("beneficiary");
    reader_.patient = beneficiary;
    request_.patient = fhir::reference_of(beneficiary);
    json::Value patient = reader_.target(beneficiary);
    const fhir::Entry* const only = reader_.bundle.first("Patient");
    if (!patient.exists() && only != nullptr) patient = only->resource;
    request_.has_patient = patient.exists();
    precert::ReviewRequest people;
    read_people_of(reader_, patient, coverage, people);
    request_.question.subscriber = std::move(people.subscriber);
    request_.question.dependent = std::move(people.dependent);
    request_.question.insurance = std::move(people.insurance);
    const json::Value payor = fhir::first(coverage, "payor");
    if (payor.exists()) {
      request_.question.payer = party_from(reader_, payor, precert::PartyRole::payer);
    }
  }

  void read_order(const json::Value& sent) {
    PackageOrder order;
    order.reference = typed_reference(sent);
    // An appointment, visit or message may only point at the order that names the service.
    json::Value resource = sent;
    Order read = order_in(reader_, sent);
    if (const json::Value based_on = reader_.target(fhir::first(sent, "basedOn")); based_on.exists()) {
      const Order behind = order_in(reader_, based_on);
      if (!read.code.exists() && behind.code.exists()) {
        read = behind;
        resource = based_on;
      }
    }
    if (request_.patient.empty()) request_.patient = fhir::reference_of(resource.find("subject"));
    precert::Procedure procedure = procedure_from(reader_, {}, read);
    if (procedure.code.empty()) {
      request_.skipped.add(
          {IssueCode::fhir_code_invalid, place_of_order(),
           "The order names no service in CPT, HCPCS, NDC or ICD-10-PCS: there is no form for it.",
           base::Severity::warning});
    } else {
      order.item = add_item(read, std::move(procedure));
      read_reasons(resource);
      read_requester(resource);
    }
    request_.orders.push_back(std::move(order));
  }

  [[nodiscard]] std::string place_of_order() const {
    return "Parameters.parameter.where(name='order')[" + std::to_string(request_.orders.size()) + "]";
  }

  int add_item(const Order& order, precert::Procedure procedure) {
    CoverageItem item;
    item.sequence = static_cast<int>(request_.question.items.size()) + 1;
    item.procedure = std::move(procedure);
    item.quantity = quantity_from(reader_, order.quantity);
    if (order.when.exists()) item.dates = reader_.period(order.when);
    item.source = reader_.source(order.resource);
    request_.question.items.push_back(std::move(item));
    return request_.question.items.back().sequence;
  }

  void add_diagnosis(const json::Value& codeable) {
    const std::optional<precert::Diagnosis> diagnosis = diagnosis_of(reader_, codeable);
    if (!diagnosis) return;
    if (!diagnoses_.emplace(diagnosis->kind, diagnosis->system, diagnosis->code).second) return;
    request_.question.diagnoses.push_back(*diagnosis);
  }
  void read_reasons(const json::Value& order) {
    if (order.find("reasonCode").size() + order.find("reasonReference").size() > package_reasons_max) {
      issues_.add(IssueCode::fhir_structure, place_of_order(),
                  "State at most " + std::to_string(package_reasons_max) + " reasons for an order.");
      return;
    }
    for (const json::Value one : fhir::list(order, "reasonCode")) add_diagnosis(one);
    for (const json::Value one : fhir::list(order, "reasonReference")) {
      add_diagnosis(reader_.target(one).find("code"));
    }
  }

  void read_requester(const json::Value& order) {
    const json::Value requester = order.find("requester");
    if (!requester.exists() || !request_.question.requester.identifiers.empty()) return;
    request_.question.requester = party_from(reader_, requester, precert::PartyRole::provider);
  }

  std::set<std::tuple<precert::DiagnosisKind, precert::CodeSystem, std::string>> diagnoses_;
  base::Issues issues_;  // what is refused
  base::Issues unused_;  // what a request for review would lack: a form needs less
  RequestReader reader_;
  PackageRequest& request_;
};

/// The parameters in one pass: values at once, resources noted for the Bundle.
class PackageReader {
 public:
  PackageReader(const json::Value& root, DtrVersion version) : root_(root), version_(version) {}

  base::Result<PackageRequest> read() {
    if (fhir::text(root_, "resourceType") != "Parameters") {
      return base::Issue{IssueCode::fhir_structure, "Parameters", "Send a Parameters resource."};
    }
    for (const json::Value one : fhir::list(root_, "parameter")) read_parameter(one);
    check();
    if (issues_.fatal()) return issues_;
    const base::Result<void> read = read_resources();
    if (!read) return read.error();
    return std::move(request_);
  }

 private:
  void read_parameter(const json::Value& parameter) {
    const std::string_view name = fhir::text(parameter, "name");
    const json::Value value = fhir::value_x(parameter, "value");
    const json::Value resource = parameter.find("resource");
    if (name == "questionnaire" && !value.string().empty()) {
      if (seen_.emplace("questionnaire", value.string()).second) {
        request_.questionnaires.emplace_back(value.string());
      }
    } else if (name == "context") {
      request_.context = value.string();
    } else if (name == "changedsince") {
      request_.changed_since = base::instant_from_iso(value.string());
      if (!request_.changed_since) {
        issues_.add(IssueCode::fhir_value_invalid, fhir::path_of("Parameters", root_, value),
                    "State changedsince as instant: 2026-01-05T09:30:00Z.");
      }
    } else if (resource.is_object()) {
      read_resource(name, resource);
    }
  }

  /// What is sent twice counts once.
  void read_resource(std::string_view name, const json::Value& resource) {
    const bool coverage = name == "coverage", order = name == "order";
    if (coverage || order) {
      const std::string reference = typed_reference(resource);
      if (!reference.empty() && !seen_.emplace(name, reference).second) return;
    }
    if (order && !is_order_of(fhir::text(resource, "resourceType"), version_)) {
      wrong_order_ = true;
      return;
    }
    if (coverage) coverages_.push_back(resources_.size());
    if (order) orders_.push_back(resources_.size());
    resources_.push_back(resource);
  }

  void limit(std::size_t count, std::size_t most, const char* name) {
    if (count <= most) return;
    issues_.add(IssueCode::fhir_structure, "Parameters.parameter.where(name='" + std::string(name) + "')",
                "Send at most " + std::to_string(most) + " different ones in one call.");
  }

  void check() {
    limit(orders_.size(), package_orders_max, "order");
    limit(request_.questionnaires.size(), package_canonicals_max, "questionnaire");
    limit(coverages_.size(), package_coverages_max, "coverage");
    if (wrong_order_) {
      issues_.add(
          IssueCode::fhir_structure, "Parameters.parameter.where(name='order').resource",
          "Send as order what can be one: Appointment, CommunicationRequest, DeviceRequest, Encounter, "
          "MedicationRequest, NutritionOrder, ServiceRequest, SupplyRequest or VisionPrescription; on "
          "2.0.1 ImmunizationRecommendation as well.");
      return;
    }
    if (orders_.empty() && request_.questionnaires.empty() && request_.context.empty()) {
      issues_.add(IssueCode::fhir_structure, "Parameters.parameter",
                  "Name what a form is wanted for: order, questionnaire or context.");
    }
    if (version_ == DtrVersion::v2_2 && !orders_.empty() && coverages_.empty()) {
      issues_.add(IssueCode::fhir_structure, "Parameters.parameter",
                  "Send the Coverage that the orders are for, as coverage.");
    }
  }

  base::Result<void> read_resources() {
    if (resources_.empty()) return {};
    std::string text;
    json::Writer out(text);
    out.begin_object().field("resourceType", "Bundle").field("type", "collection").array_field("entry");
    for (const json::Value one : resources_) out.begin_object().field("resource", one).end_object();
    out.end_array().end_object();
    json::Document document;
    const base::Result<json::Value> parsed = document.parse(text);
    if (!parsed) return parsed.error();
    const base::Result<fhir::Bundle> bundle = fhir::bundle_from(*parsed);
    if (!bundle) return bundle.error();
    ResourceReader reader(*bundle, request_);
    reader.read_coverages(coverages_);
    reader.read_orders(orders_);
    if (reader.issues().fatal()) return reader.issues();
    reader.read_material();
    return {};
  }

  json::Value root_;
  DtrVersion version_;
  PackageRequest request_;
  base::Issues issues_;
  std::vector<json::Value> resources_;
  std::vector<std::size_t> coverages_, orders_;         // places in resources_
  std::set<std::pair<std::string, std::string>> seen_;  // canonicals, coverages and orders, by parameter
  bool wrong_order_ = false;
};

}  // namespace

base::Result<PackageRequest> package_request_from(const json::Value& parameters, DtrVersion version) {
  return PackageReader(parameters, version).read();
}

}  // namespace mappers
