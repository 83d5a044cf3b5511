#include "mappers/fhir/crd_request.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "base/date.hpp"
#include "parsers/fhir/resource_view.hpp"

namespace mappers {
namespace {

using base::Issue;
using base::IssueCode;
using base::Issues;

constexpr std::array<std::string_view, 8> order_types{
    "ServiceRequest",     "DeviceRequest",        "MedicationRequest", "NutritionOrder",
    "VisionPrescription", "CommunicationRequest", "Appointment",       "Encounter"};

/// Elements that are echoed and have to be what FHIR says, whatever rules read them: invalid input would be
/// invalid output (CRD's profiles of orders).
enum class ElementKind : std::uint8_t { date_time, object, list, object_or_list, text };
struct OrderElement {
  std::string_view name;
  ElementKind kind;
};
constexpr std::array<OrderElement, 36> order_elements{{{"status", ElementKind::text},
                                                       {"intent", ElementKind::text},
                                                       {"priority", ElementKind::text},
                                                       {"authoredOn", ElementKind::date_time},
                                                       {"occurrenceDateTime", ElementKind::date_time},
                                                       {"dateTime", ElementKind::date_time},
                                                       {"dateWritten", ElementKind::date_time},
                                                       {"created", ElementKind::date_time},
                                                       {"start", ElementKind::date_time},
                                                       {"end", ElementKind::date_time},
                                                       {"code", ElementKind::object},
                                                       {"codeCodeableConcept", ElementKind::object},
                                                       {"medicationCodeableConcept", ElementKind::object},
                                                       {"subject", ElementKind::object},
                                                       {"requester", ElementKind::object},
                                                       {"quantityQuantity", ElementKind::object},
                                                       {"reasonCode", ElementKind::list},
                                                       {"reasonReference", ElementKind::list},
                                                       {"locationReference", ElementKind::list},
                                                       {"insurance", ElementKind::list},
                                                       {"extension", ElementKind::list},
                                                       {"modifierExtension", ElementKind::list},
                                                       {"performer", ElementKind::object_or_list},
                                                       {"serviceType", ElementKind::object_or_list},
                                                       {"type", ElementKind::object_or_list},
                                                       {"participant", ElementKind::list},
                                                       {"basedOn", ElementKind::list},
                                                       {"locationCode", ElementKind::list},
                                                       {"lensSpecification", ElementKind::list},
                                                       {"payload", ElementKind::list},
                                                       {"recipient", ElementKind::list},
                                                       {"diagnosis", ElementKind::list},
                                                       {"location", ElementKind::list},
                                                       {"oralDiet", ElementKind::object},
                                                       {"dispenseRequest", ElementKind::object},
                                                       {"encounter", ElementKind::object}}};

/// Every status that R4 has for an order, an appointment or an encounter.
constexpr std::array<std::string_view, 22> order_statuses{
    "draft",   "active",  "on-hold", "revoked",   "completed", "entered-in-error", "unknown",    "cancelled",
    "stopped", "pending", "booked",  "fulfilled", "proposed",  "noshow",           "checked-in", "waitlist",
    "planned", "arrived", "triaged", "onleave",   "finished",  "in-progress"};

/// YYYY, YYYY-MM, YYYY-MM-DD or an instant with its zone.
bool is_date_time(std::string_view text) {
  if (text.size() > 10) return base::instant_from_iso(text).has_value();
  constexpr std::string_view first_day = "-01-01";
  if (text.size() != 4 && text.size() != 7 && text.size() != 10) return false;
  return base::date_from_iso(std::string(text) + std::string(first_day.substr(text.size() - 4))).has_value();
}

bool is_list_of_objects(const json::Value& value) {
  const json::Elements all = value.elements();
  return value.is_array() &&
         std::all_of(all.begin(), all.end(), [](const json::Value& one) { return one.is_object(); });
}

/// What holds at any depth of an element: no gaps in lists (but beside extensions of primitives), codings and
/// extensions are lists of objects, text is a string.
bool is_well_made(const json::Value& value) {
  for (const json::Member member : value.members()) {
    const bool objects =
        member.key == "coding" || member.key == "extension" || member.key == "modifierExtension";
    if (objects && !is_list_of_objects(member.value)) return false;
    if (member.key == "text" && !member.value.is_string()) return false;
    const bool may_have_gaps =
        member.key.starts_with('_') || value.find("_" + std::string(member.key)).is_array();
    for (const json::Value one : member.value.elements()) {
      if (one.is_null() ? !may_have_gaps : !is_well_made(one)) return false;
    }
    if (!is_well_made(member.value)) return false;
  }
  return true;
}

/// The same of an element that is an object, or a list of them.
bool is_made_of_objects(const json::Value& value) {
  if (value.is_object()) return is_well_made(value);
  const json::Elements all = value.elements();
  return is_list_of_objects(value) && std::all_of(all.begin(), all.end(), is_well_made);
}

bool fits(const json::Value& value, ElementKind kind) {
  switch (kind) {
    case ElementKind::date_time: return is_date_time(value.string());
    case ElementKind::object: return value.is_object() && is_made_of_objects(value);
    case ElementKind::list: return value.is_array() && is_made_of_objects(value);
    case ElementKind::object_or_list: return is_made_of_objects(value);
    case ElementKind::text: return value.is_string();
  }
  return false;
}

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !is_hex(text[i])) return false;
  }
  return true;
}

/// "Type/id".
bool is_reference(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos || slash == 0) return false;
  const std::string_view type = text.substr(0, slash);
  const bool letters = std::all_of(type.begin(), type.end(),
                                   [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); });
  return letters && is_fhir_id(text.substr(slash + 1));
}

bool fits(const json::Value& value, ContextKind kind) {
  switch (kind) {
    case ContextKind::id: return is_fhir_id(value.string());
    case ContextKind::reference: return is_reference(value.string());
    case ContextKind::bundle: return fhir::text(value, "resourceType") == "Bundle";
    case ContextKind::references: break;
  }
  const json::Elements all = value.elements();
  return value.is_array() && std::all_of(all.begin(), all.end(),
                                         [](const json::Value& one) { return is_reference(one.string()); });
}

std::string_view words_of(ContextKind kind) {
  switch (kind) {
    case ContextKind::id: return "an id such as \"p1\"";
    case ContextKind::reference: return "a reference such as \"Practitioner/d1\"";
    case ContextKind::bundle: return "a Bundle of the resources themselves";
    case ContextKind::references: break;
  }
  return "a list of references such as [\"ServiceRequest/sr1\"]";
}

void check_context(const json::Value& context, const HookDescription& hook, Issues& issues) {
  if (!context.is_object())
    return issues.add(IssueCode::fhir_structure, "context", "Send the hook's context.");
  for (const ContextField& field : hook.context) {
    const json::Value value = context.find(field.name);
    const bool absent = !value.exists() || value.is_null();
    if (absent ? !field.required : fits(value, field.kind)) continue;
    issues.add(absent ? IssueCode::fhir_structure : IssueCode::fhir_value_invalid,
               "context." + std::string(field.name), "Send " + std::string(words_of(field.kind)) + ".");
  }
}

void check_envelope(const json::Value& body, const HookDescription& hook, Issues& issues) {
  if (fhir::text(body, "hook") != hook.name) {
    issues.add(IssueCode::fhir_value_invalid, "hook",
               "This service answers the hook " + std::string(hook.name) + ".");
  }
  if (!is_uuid(fhir::text(body, "hookInstance"))) {
    issues.add(IssueCode::fhir_value_invalid, "hookInstance", "Send a UUID.");
  }
  const json::Value authorization = body.find("fhirAuthorization");
  if (authorization.is_object() && fhir::text(body, "fhirServer").empty()) {
    issues.add(IssueCode::fhir_structure, "fhirServer", "Name the server that fhirAuthorization is for.");
  }
  const json::Value prefetch = body.find("prefetch");
  if (prefetch.exists() && !prefetch.is_object() && !prefetch.is_null()) {
    issues.add(IssueCode::fhir_structure, "prefetch", "Send an object with the keys of the templates.");
  }
  for (const json::Member member : prefetch.members()) {
    if (member.value.is_object() || member.value.is_null()) continue;
    issues.add(IssueCode::fhir_structure,
               is_fhir_id(member.key) ? "prefetch." + std::string(member.key) : "prefetch",
               "Send a resource under each key, or null.");
  }
}

/// nullopt = a version that is not spoken here, or no text.
std::optional<CrdVersion> requested_version(const json::Value& extension) {
  const json::Value wanted = extension.find("davinci-crd.requestedVersion");
  if (wanted.exists() && !wanted.is_null() && !wanted.is_string()) return std::nullopt;
  return crd_version_from(wanted.string());
}

/// The resources of that Bundle, as selections name them, and which of them are selected; all without
/// selections.
class Selected {
 public:
  explicit Selected(const json::Value& selections) : all_(!selections.is_array()) {
    for (const json::Value one : selections.elements()) names_.insert(one.string());
  }
  /// Whether it is selected, now that it is found.
  bool take(std::string_view reference) { return all_ || found_.contains(reference) || found(reference); }
  [[nodiscard]] bool everything() const { return all_; }
  /// Some that are in no Bundle.
  [[nodiscard]] bool lost() const { return !names_.empty(); }

 private:
  bool found(std::string_view reference) {
    const auto at = names_.find(reference);
    if (at == names_.end()) return false;
    found_.emplace(reference);
    names_.erase(at);
    return true;
  }

  bool all_;
  std::set<std::string_view, std::less<>> names_;
  std::set<std::string, std::less<>> found_;
};

/// The resources of a Bundle in the context that are answered for. `selections` narrows them down.
void read_bundle_focus(const json::Value& bundle, const std::string& field, HookRequest& request,
                       Issues& issues) {
  Selected selected(request.context.find("selections"));
  std::set<std::string> seen;
  std::size_t known = 0;
  for (const json::Value entry : fhir::list(bundle, "entry")) {
    const json::Value resource = entry.find("resource");
    const std::string reference = reference_to(resource);
    const bool wanted = selected.take(reference);
    if (!is_crd_order(fhir::text(resource, "resourceType"))) continue;
    ++known;
    for (const Issue& one : faults_of_order(resource, "context." + field)) issues.add(one);
    if (reference.empty()) {
      issues.add(IssueCode::data_invalid, "context." + field, "Give every order an id.");
      continue;
    }
    if (is_of_another(resource, request.patient)) issues.add(stranger("context." + field));
    if (!seen.insert(reference).second) {
      issues.add(IssueCode::data_invalid, "context." + field, "Give every order an id of its own.");
      continue;
    }
    if (wanted) request.focus.push_back(reference);
  }
  if (known == 0 && selected.everything()) {
    issues.add(IssueCode::data_invalid, "context." + field,
               "Send at least one order of a type that CRD knows, such as ServiceRequest.");
  }
  if (selected.lost()) {
    issues.add(IssueCode::data_invalid, "context.selections", "Name orders that are in draftOrders.");
  }
}

/// order-dispatch names its orders: one `order` (2.0.1), or `dispatchedOrders` (2.2).
void read_dispatched(HookRequest& request, Issues& issues) {
  std::set<std::string_view> taken;
  const auto take = [&](std::string_view reference, const char* place) {
    const std::string_view type = reference.substr(0, reference.find('/'));
    const bool visit = type == "Appointment" || type == "Encounter";
    if (visit || !is_crd_order(type)) {
      issues.add(IssueCode::fhir_value_invalid, place, "Dispatch orders, such as a ServiceRequest.");
    } else if (taken.insert(reference).second) {
      request.focus.emplace_back(reference);
    }
  };
  const std::string_view one = fhir::text(request.context, "order");
  if (!one.empty()) take(one, "context.order");
  for (const json::Value more : fhir::list(request.context, "dispatchedOrders")) {
    take(more.string(), "context.dispatchedOrders");
  }
  if (!issues.empty()) return;
  if (request.focus.empty()) {
    issues.add(IssueCode::fhir_structure, "context.dispatchedOrders", "Name at least one order.");
  }
}

void read_focus(HookRequest& request, Issues& issues) {
  const std::string field(request.hook->focus_field);
  if (request.hook->hook == Hook::order_dispatch) return read_dispatched(request, issues);
  if (field.empty()) {
    request.focus.push_back("Encounter/" + request.encounter);
    return;
  }
  read_bundle_focus(request.context.find(field), field, request, issues);
}

std::string without_slash(std::string_view url) {
  while (url.ends_with('/')) url.remove_suffix(1);
  return std::string(url);
}

}  // namespace

bool is_crd_order(std::string_view resource_type) {
  return std::find(order_types.begin(), order_types.end(), resource_type) != order_types.end();
}

std::string reference_to(const json::Value& resource) {
  const std::string_view id = fhir::text(resource, "id");
  if (id.empty()) return {};
  return std::string(fhir::text(resource, "resourceType")) + "/" + std::string(id);
}

bool is_fhir_id(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '.';
  });
}

std::string last_two_segments(std::string_view reference) {
  reference = reference.substr(0, reference.find("/_history/"));
  const std::size_t id = reference.rfind('/');
  if (id == std::string_view::npos || id == 0) return std::string(reference);
  const std::size_t type = reference.rfind('/', id - 1);
  return std::string(type == std::string_view::npos ? reference : reference.substr(type + 1));
}

bool is_of_another(const json::Value& resource, std::string_view patient) {
  std::vector<json::Value> named{resource.find("subject"), resource.find("patient"),
                                 resource.find("beneficiary")};
  for (const json::Value one : fhir::list(resource, "participant")) named.push_back(one.find("actor"));
  bool patients = false;
  for (const json::Value& one : named) {
    const std::string target = last_two_segments(fhir::reference_of(one));
    if (!target.starts_with("Patient/")) continue;
    if (target.substr(8) == patient) return false;
    patients = true;
  }
  return patients;
}

Issue stranger(std::string where) {
  return {IssueCode::data_invalid, std::move(where),
          "Send orders and coverages of the patient of the context only."};
}

Issues faults_of_order(const json::Value& order, const std::string& where) {
  Issues issues;
  for (const OrderElement& element : order_elements) {
    const json::Value value = order.find(element.name);
    if (!value.exists() || fits(value, element.kind)) continue;
    issues.add(IssueCode::fhir_value_invalid, where + "." + std::string(element.name),
               "This element is not what FHIR says it is.");
  }
  const json::Value status = order.find("status");
  if (status.is_string() && std::ranges::find(order_statuses, status.string()) == order_statuses.end()) {
    issues.add(IssueCode::fhir_value_invalid, where + ".status",
               "No order, appointment or encounter has this status.");
  }
  return issues;
}

base::Result<HookRequest> hook_request_from(const json::Value& body, const HookDescription& hook) {
  if (!body.is_object()) return Issues(Issue{IssueCode::fhir_structure, "", "Send one JSON object."});
  Issues issues;
  HookRequest request;
  request.hook = &hook;
  request.body = body;
  request.context = body.find("context");
  request.prefetch = body.find("prefetch");
  check_envelope(body, hook, issues);
  check_context(request.context, hook, issues);
  const json::Value extension = body.find("extension");
  const std::optional<CrdVersion> version = requested_version(extension);
  if (!version) {
    issues.add(IssueCode::fhir_value_invalid, "extension.davinci-crd.requestedVersion",
               "Ask for one of the versions that GET /cds-services lists, as text.");
  }
  if (!issues.empty()) return issues;
  request.version = *version;
  request.configuration = crd_configuration_from(extension.find("davinci-crd.configuration"), hook);
  request.instance = fhir::text(body, "hookInstance");
  request.user = fhir::text(request.context, "userId");
  request.patient = fhir::text(request.context, "patientId");
  request.encounter = fhir::text(request.context, "encounterId");
  request.performer = fhir::text(request.context, "performer");
  request.server = without_slash(fhir::text(body, "fhirServer"));
  request.token = fhir::text(body.find("fhirAuthorization"), "access_token");
  const json::Value patient = request.prefetch.find("patient");
  const std::string_view sent = fhir::text(patient, "id");
  if (fhir::text(patient, "resourceType") == "Patient" && !sent.empty() && sent != request.patient) {
    issues.add(IssueCode::data_invalid, "prefetch.patient", "Send the Patient that context.patientId names.");
  }
  read_focus(request, issues);
  if (!issues.empty()) return issues;
  return request;
}

}  // namespace mappers
