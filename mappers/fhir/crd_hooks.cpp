#include "mappers/fhir/crd_hooks.hpp"

#include <algorithm>
#include <charconv>
#include <string>

namespace mappers {
namespace {

struct OptionText {
  CrdOption option;
  std::string_view code, name, description;
};
constexpr std::array<OptionText, crd_options> option_texts{{
    {CrdOption::coverage_info, "coverage-info", "Coverage information",
     "Coverage, authorization and documentation, on each order"},
    {CrdOption::unsolicited_determ, "unsolicited-determ", "Unsolicited determinations",
     "May tell the number of an authorization that is held; false asks what if"},
    {CrdOption::guideline, "guideline", "Guideline", "Link to the clinical criteria that would be applied"},
    {CrdOption::insurance, "insurance", "Insurance",
     "Who decides instead of the plan, and how to reach them"},
    {CrdOption::network, "network", "Network", "What to do when care is outside the network"},
    {CrdOption::limits, "limits", "Limits", "How much is authorized without a second look"},
    {CrdOption::therapy_first, "therapy-alternatives-req", "Required alternatives",
     "Treatment that has to be tried before this service"},
    {CrdOption::cost, "cost", "Cost", "Places in the network that cost less"},
    {CrdOption::therapy_optional, "therapy-alternatives-opt", "Alternatives",
     "Services that may do instead, as changes to the order"},
    {CrdOption::companions, "clinical-reminder", "Companions",
     "Services that usually go with what was ordered, as further orders"},
}};
constexpr std::size_t cards_default = 10;

constexpr std::array order_options{CrdOption::coverage_info,    CrdOption::unsolicited_determ,
                                   CrdOption::guideline,        CrdOption::insurance,
                                   CrdOption::network,          CrdOption::limits,
                                   CrdOption::therapy_first,    CrdOption::cost,
                                   CrdOption::therapy_optional, CrdOption::companions};
constexpr std::array visit_options{CrdOption::coverage_info, CrdOption::insurance, CrdOption::network};

constexpr ContextField user{"userId", ContextKind::reference};
constexpr ContextField patient{"patientId", ContextKind::id};
constexpr ContextField encounter{"encounterId", ContextKind::id};
constexpr ContextField maybe_encounter{"encounterId", ContextKind::id, false};

constexpr std::array sign_context{user, patient, ContextField{"draftOrders", ContextKind::bundle},
                                  maybe_encounter};
constexpr std::array select_context{user, patient, ContextField{"selections", ContextKind::references},
                                    ContextField{"draftOrders", ContextKind::bundle}, maybe_encounter};
/// CRD 2.0.1 names one `order`, 2.2 a list of `dispatchedOrders`: the reader wants one of them. userId is no
/// part of this context.
constexpr std::array dispatch_context{patient, ContextField{"performer", ContextKind::reference},
                                      ContextField{"order", ContextKind::reference, false},
                                      ContextField{"dispatchedOrders", ContextKind::references, false}};
constexpr std::array book_context{user, patient, ContextField{"appointments", ContextKind::bundle},
                                  maybe_encounter};
constexpr std::array visit_context{user, patient, encounter};

constexpr PrefetchTemplate the_patient{"patient", "Patient/{{context.patientId}}"};
constexpr PrefetchTemplate the_coverage{"coverage", "Coverage?patient={{context.patientId}}&status=active"};
constexpr PrefetchTemplate the_encounter{"encounter", "Encounter/{{context.encounterId}}"};

#define PRECERT_ORDERS "context.draftOrders.entry.resource."
constexpr std::array sign_prefetch{
    the_patient,
    the_coverage,
    the_encounter,
    PrefetchTemplate{"practitioners",
                     "Practitioner?_id={{" PRECERT_ORDERS
                     "ofType(ServiceRequest).requester.resolve().ofType(Practitioner).id|" PRECERT_ORDERS
                     "ofType(DeviceRequest).requester.resolve().ofType(Practitioner).id|" PRECERT_ORDERS
                     "ofType(MedicationRequest).requester.resolve().ofType(Practitioner).id|" PRECERT_ORDERS
                     "ofType(NutritionOrder).orderer.resolve().ofType(Practitioner).id}}"},
    PrefetchTemplate{"locations", "Location?_id={{" PRECERT_ORDERS
                                  "ofType(ServiceRequest).locationReference.resolve().id}}"},
    PrefetchTemplate{"devices", "Device?_id={{" PRECERT_ORDERS "ofType(DeviceRequest).code.resolve().id}}"},
    PrefetchTemplate{"medications", "Medication?_id={{" PRECERT_ORDERS
                                    "ofType(MedicationRequest).medication.resolve().id}}"}};
#undef PRECERT_ORDERS
#define PRECERT_DISPATCHED(TYPE) TYPE "?_id={{context.dispatchedOrders.resolve().ofType(" TYPE ").id}}"
constexpr std::array dispatch_prefetch{
    the_patient,
    the_coverage,
    PrefetchTemplate{"serviceRequests", PRECERT_DISPATCHED("ServiceRequest")},
    PrefetchTemplate{"deviceRequests", PRECERT_DISPATCHED("DeviceRequest")},
    PrefetchTemplate{"medicationRequests", PRECERT_DISPATCHED("MedicationRequest")},
    PrefetchTemplate{"nutritionOrders", PRECERT_DISPATCHED("NutritionOrder")},
    PrefetchTemplate{"communicationRequests", PRECERT_DISPATCHED("CommunicationRequest")},
    PrefetchTemplate{"visionPrescriptions", PRECERT_DISPATCHED("VisionPrescription")},
    PrefetchTemplate{"organizations",
                     "Organization?_id={{context.performer.resolve().ofType(Organization).id}}"}};
#undef PRECERT_DISPATCHED
constexpr std::array book_prefetch{the_patient, the_coverage, the_encounter,
                                   PrefetchTemplate{"serviceRequests",
                                                    "ServiceRequest?_id={{context.appointments.entry."
                                                    "resource.basedOn.resolve().ofType(ServiceRequest).id}}"},
                                   PrefetchTemplate{"locations",
                                                    "Location?_id={{context.appointments.entry.resource."
                                                    "participant.actor.resolve().ofType(Location).id}}"}};
constexpr std::array visit_prefetch{the_patient, the_coverage, the_encounter};

constexpr std::array<HookDescription, 6> hooks{{
    {Hook::order_sign, "order-sign", "crd-order-sign", "Coverage requirements at signing",
     "Tells for each order whether it is covered, needs an authorization, and which documents are needed",
     true, "draftOrders", sign_context, sign_prefetch, order_options},
    {Hook::order_select, "order-select", "crd-order-select", "Coverage requirements while ordering",
     "Tells for each selected order whether it is covered and needs an authorization", false, "draftOrders",
     select_context, sign_prefetch, order_options},
    {Hook::order_dispatch, "order-dispatch", "crd-order-dispatch", "Coverage requirements at dispatch",
     "Tells for each dispatched order what the chosen performer changes", true, "dispatchedOrders",
     dispatch_context, dispatch_prefetch, order_options},
    {Hook::appointment_book, "appointment-book", "crd-appointment-book", "Coverage requirements at booking",
     "Tells for each appointment whether it is covered, needs an authorization, and which documents are "
     "needed",
     true, "appointments", book_context, book_prefetch, order_options},
    {Hook::encounter_start, "encounter-start", "crd-encounter-start", "Coverage requirements of a visit",
     "Tells whether the visit or stay is covered and needs an authorization", false, "", visit_context,
     visit_prefetch, visit_options},
    {Hook::encounter_discharge, "encounter-discharge", "crd-encounter-discharge",
     "Coverage requirements at discharge", "Tells what the plan has authorized of the stay that ends", false,
     "", visit_context, visit_prefetch, visit_options},
}};

const OptionText& text_of(CrdOption option) { return option_texts.at(static_cast<std::size_t>(option)); }

void write_option(json::Writer& out, const OptionText& text) {
  out.begin_object().field("code", text.code).field("type", "boolean").field("name", text.name);
  out.field("description", text.description).field("default", true).end_object();
}

void write_service(json::Writer& out, const HookDescription& hook) {
  out.begin_object().field("hook", hook.name).field("id", hook.id).field("title", hook.title);
  out.field("description", hook.description).object_field("prefetch");
  for (const PrefetchTemplate& one : hook.prefetch) out.field(one.key, one.query);
  out.end_object().object_field("extension").array_field("davinci-crd.version");
  out.string("2.1").string("2.2").end_array();
  out.array_field("davinci-crd.configuration-options");
  for (const CrdOption option : hook.options) write_option(out, text_of(option));
  out.begin_object().field("code", "max-cards").field("type", "integer").field("name", "Maximum cards");
  out.field("description", "At most this many cards").field("default", cards_default).end_object();
  out.end_array().end_object().end_object();
}

}  // namespace

std::span<const HookDescription> crd_hooks() { return hooks; }

const HookDescription* crd_service(std::string_view id) {
  const auto* const found =
      std::find_if(hooks.begin(), hooks.end(), [id](const HookDescription& one) { return one.id == id; });
  return found == hooks.end() ? nullptr : found;
}

CrdConfiguration crd_configuration_from(const json::Value& configuration, const HookDescription& hook) {
  CrdConfiguration read;
  for (const CrdOption option : hook.options) {
    const json::Value said = configuration.find(text_of(option).code);
    read.on.at(static_cast<std::size_t>(option)) = said.is_boolean() ? said.boolean() : true;
  }
  const std::string_view digits = configuration.find("max-cards").number_text();
  std::size_t most = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), most);
  if (!digits.empty() && error == std::errc() && end == digits.data() + digits.size()) read.cards_max = most;
  return read;
}

void write_crd_services(json::Writer& out) {
  out.begin_object().array_field("services");
  for (const HookDescription& hook : hooks) write_service(out, hook);
  out.end_array().end_object();
}

}  // namespace mappers
