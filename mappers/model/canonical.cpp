// See canonical.hpp: one form for a request, so that both dialects give equal models.
#include "mappers/model/canonical.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>

#include "mappers/codes/procedure_codes.hpp"

namespace mappers {
namespace {

using precert::CertificationType;
using precert::Change;
using precert::CodeSystem;
using precert::IdentifierKind;
using precert::PartyRole;
using precert::PatientEvent;
using precert::RequestCategory;
using precert::ReviewRequest;
using precert::ServiceLine;

/// Kinds that only NM108 can name; every other kind has a REF qualifier as well.
bool only_names(IdentifierKind kind) {
  switch (kind) {
    case IdentifierKind::npi:
    case IdentifierKind::payer_id:
    case IdentifierKind::plan_id:
    case IdentifierKind::transmitter_id:
    case IdentifierKind::member_id:
    case IdentifierKind::unique_health_id: return true;
    default: return false;
  }
}

void to_upper(std::string& code) {
  for (char& c : code) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
}

void lift_service_type(ReviewRequest& request) {
  std::string& of_event = request.event.service_type;
  for (ServiceLine& line : request.services) {
    if (line.service_type.empty()) line.service_type = of_event;
    if (line.service_type.empty()) return;  // "" would come to mean the event's: nothing may be lifted
  }
  if (!request.services.empty()) of_event = request.services.front().service_type;
}

void lift_place(ReviewRequest& request) {
  auto& of_event = request.event.place;
  for (ServiceLine& line : request.services) {
    if (!line.place) line.place = of_event;
    if (!line.place) return;
  }
  if (!request.services.empty()) of_event = request.services.front().place;
}

void lift_category(ReviewRequest& request) {
  RequestCategory& of_event = request.event.category;
  if (of_event == RequestCategory::admission || of_event == RequestCategory::reservation) {
    for (ServiceLine& line : request.services) {
      if (line.category == RequestCategory::health_services) line.category.reset();
    }
    return;
  }
  for (ServiceLine& line : request.services) {
    if (!line.category) line.category = of_event;
  }
  if (!request.services.empty()) of_event = request.services.front().category.value_or(of_event);
}

/// A line states only what differs from the event.
void clear_repeats(ServiceLine& line, const PatientEvent& event) {
  if (line.category == event.category) line.category.reset();
  if (line.certification == event.certification) line.certification.reset();
  if (line.service_type == event.service_type) line.service_type.clear();
  if (line.place && line.place == event.place) line.place.reset();
}

void settle_change(ServiceLine& line, const PatientEvent& event) {
  const bool cancels = line.certification.value_or(event.certification) == CertificationType::cancellation;
  if (cancels) line.change = Change::cancelled;
  if (line.change == Change::cancelled) line.certification = CertificationType::cancellation;
  if (event.certification != CertificationType::revision) return;
  if (line.change == Change::added) line.certification = CertificationType::initial;
  if (line.change == Change::changed && line.certification == CertificationType::initial)
    line.certification.reset();
}

/// HSD*VS*12 and an item.quantity of 12 visits are the same amount.
void settle_amount(ServiceLine& line) {
  if (line.quantity || !line.delivery || !line.delivery->unit || !line.delivery->quantity) return;
  precert::Delivery alone;
  alone.unit = line.delivery->unit;
  alone.quantity = line.delivery->quantity;
  if (*line.delivery != alone) return;
  line.quantity = precert::Quantity{*alone.quantity, *alone.unit, line.delivery->source};
  line.delivery.reset();
}

/// CDT lives in HCPCS as D and four digits: dentists send it as AD, FHIR as HCPCS.
bool dental_code(const std::string& code) {
  return code.size() == 5 && code[0] == 'D' &&
         std::all_of(code.begin() + 1, code.end(), [](char c) { return c >= '0' && c <= '9'; });
}

void settle_codes(ServiceLine& line) {
  to_upper(line.procedure.code);
  to_upper(line.procedure.code_end);
  for (std::string& modifier : line.procedure.modifiers) to_upper(modifier);
  if (line.procedure.system == CodeSystem::hcpcs && dental_code(line.procedure.code)) {
    line.procedure.system = CodeSystem::cdt;
  }
  if (line.procedure.system == CodeSystem::cdt && !line.quantity) {
    line.quantity = precert::Quantity{base::Decimal(1), precert::Unit::unit, line.procedure.source};
  }
}

void name_first(std::vector<precert::Identifier>& identifiers) {
  const precert::Identifier* naming = naming_identifier(identifiers);
  if (naming == nullptr) return;
  const auto at = identifiers.begin() + (naming - identifiers.data());
  std::rotate(identifiers.begin(), at, at + 1);
}

using RoleCode = std::pair<PartyRole, std::string_view>;
/// The provider code (PRV01, X12 1221) that a role implies.
constexpr std::array<RoleCode, 9> role_codes{{{PartyRole::attending, "AT"},
                                              {PartyRole::admitting, "AD"},
                                              {PartyRole::assistant_surgeon, "AS"},
                                              {PartyRole::operating, "OP"},
                                              {PartyRole::ordering, "OR"},
                                              {PartyRole::primary_care, "PC"},
                                              {PartyRole::referring, "RF"},
                                              {PartyRole::service_provider, "PE"},
                                              {PartyRole::performing, "PE"}}};

void settle_party(precert::Party& party) {
  name_first(party.identifiers);
  if (party.taxonomy.empty() || !party.function.empty()) return;
  const auto found = std::find_if(role_codes.begin(), role_codes.end(),
                                  [&](const RoleCode& one) { return one.first == party.role; });
  party.function = found == role_codes.end() ? "OT" : found->second;
}

void settle_people(ReviewRequest& request) {
  settle_party(request.umo);
  settle_party(request.requester);
  name_first(request.subscriber.identifiers);
  if (request.dependent) {
    name_first(request.dependent->identifiers);
    auto& relationship = request.dependent->relationship;
    if (relationship == precert::Relationship::self) relationship = precert::Relationship::other;
  }
  for (precert::Party& party : request.event.providers) settle_party(party);
  for (ServiceLine& line : request.services) {
    for (precert::Party& party : line.providers) settle_party(party);
  }
}

/// Where X217 lets a kind of diagnosis stand: HI01, HI02, any.
int rank(const precert::Diagnosis& diagnosis) {
  if (diagnosis.kind == precert::DiagnosisKind::principal) return 0;
  return diagnosis.kind == precert::DiagnosisKind::admitting ? 1 : 2;
}

void order_diagnoses(ReviewRequest& request) {
  auto& diagnoses = request.event.diagnoses;
  for (precert::Diagnosis& diagnosis : diagnoses) diagnosis.code = without_dot(diagnosis.code);
  std::vector<std::size_t> order(diagnoses.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::pair(rank(diagnoses[a]), a) < std::pair(rank(diagnoses[b]), b);
  });
  if (std::is_sorted(order.begin(), order.end())) return;
  std::vector<precert::Diagnosis> sorted;
  std::vector<int> position(diagnoses.size());  // where each old 1-based position went
  for (const std::size_t old : order) {
    sorted.push_back(std::move(diagnoses[old]));
    position[old] = static_cast<int>(sorted.size());
  }
  diagnoses = std::move(sorted);
  for (ServiceLine& line : request.services) {
    for (int& pointer : line.diagnosis_pointers) {
      const auto at = static_cast<std::size_t>(pointer) - 1;
      if (pointer >= 1 && at < position.size()) pointer = position[at];
    }
  }
}

/// UM05-1 may be any cause, -2 employment or another party, -3 another party.
void order_causes(PatientEvent& event) {
  if (!event.related) return;
  const auto place = [](precert::RelatedCause cause) {
    if (cause == precert::RelatedCause::auto_accident) return 0;
    return cause == precert::RelatedCause::employment ? 1 : 2;
  };
  auto& causes = event.related->causes;
  std::sort(causes.begin(), causes.end(), [&](auto a, auto b) { return place(a) < place(b); });
}

void settle_purpose(ReviewRequest& request) {
  if (request.purpose == precert::Purpose::cancellation) {
    request.event.certification = CertificationType::cancellation;
  }
  if (request.event.certification == CertificationType::cancellation) {
    request.purpose = precert::Purpose::cancellation;
  } else if (request.event.category == RequestCategory::reservation) {
    request.purpose = precert::Purpose::reservation;
  }
}

}  // namespace

const precert::Identifier* naming_identifier(const std::vector<precert::Identifier>& identifiers) {
  const auto found = std::find_if(identifiers.begin(), identifiers.end(),
                                  [](const precert::Identifier& one) { return only_names(one.kind); });
  if (found != identifiers.end()) return &*found;
  return identifiers.empty() ? nullptr : &identifiers.front();
}

void make_canonical(ReviewRequest& request) {
  settle_purpose(request);
  lift_service_type(request);
  lift_place(request);
  lift_category(request);
  order_diagnoses(request);
  order_causes(request.event);
  for (ServiceLine& line : request.services) {
    settle_change(line, request.event);
    settle_amount(line);
    settle_codes(line);
    clear_repeats(line, request.event);
  }
  settle_people(request);
}

}  // namespace mappers
