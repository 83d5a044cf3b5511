#include "mappers/model/common_part.hpp"

#include <algorithm>

namespace mappers {
namespace {

using precert::Change;

void keep_common(precert::Party& party) { party.function.clear(); }

void keep_common(precert::Person& person) {
  if (person.gender == precert::Gender::unspecified) person.gender = precert::Gender::unknown;
}

void keep_common(Change& change) {
  if (change != Change::cancelled) change = Change::none;
}

void keep_common(precert::PatientEvent& event) {
  if (event.category == precert::RequestCategory::reservation) {
    event.category = precert::RequestCategory::health_services;
  }
  if (event.related && event.related->causes.size() > 1) event.related->causes.resize(1);
  event.health_condition.clear();
  event.prognosis.clear();
  event.release.clear();
  event.delay_reason.clear();
  event.onset.reset();
  event.last_menstrual_period.reset();
  event.estimated_birth.reset();
  event.transport.reset();
  event.spinal_manipulation.reset();
  event.oxygen.reset();
  if (event.home_health) {
    precert::HomeHealth kept;
    kept.prognosis = event.home_health->prognosis;
    kept.start = event.home_health->start;
    event.home_health = kept;
  }
  event.transport_locations.clear();
  event.other_umos.clear();
  for (precert::Party& party : event.providers) keep_common(party);
}

void keep_common(precert::ServiceLine& line) {
  line.dental.reset();
  keep_common(line.change);
  for (precert::Party& party : line.providers) keep_common(party);
}

void keep_common(precert::Document& document) {
  document.loinc.clear();
  document.content_type.clear();
  document.content_hash.clear();
  keep_common(document.change);
}

}  // namespace

precert::ReviewRequest said_by_both(precert::ReviewRequest request) {
  if (request.purpose == precert::Purpose::reservation) request.purpose = precert::Purpose::request;
  request.reference_system.clear();
  request.transmission.usage.clear();
  request.insurance.period.reset();
  keep_common(request.umo);
  keep_common(request.requester);
  keep_common(request.subscriber);
  if (request.dependent) keep_common(*request.dependent);
  keep_common(request.event);
  for (precert::ServiceLine& line : request.services) keep_common(line);
  const bool all_lines = std::all_of(request.services.begin(), request.services.end(),
                                     [](const precert::ServiceLine& line) { return line.delivery.has_value(); });
  if (all_lines && !request.services.empty()) request.event.delivery.reset();
  for (precert::Document& document : request.documents) keep_common(document);
  return request;
}

}  // namespace mappers
