// See eligibility_eb.hpp.
#include "mappers/x12/eligibility_eb.hpp"

#include <algorithm>

#include "mappers/codes/x12_codes.hpp"
#include "mappers/x12/eligibility_out_parts.hpp"
#include "mappers/x12/eligibility_response_parts.hpp"

namespace mappers {
namespace {

using precert::Party;

/// 2120: NM1, PER. A facility is named by its NPI.
void write_entity(Output& out, const Party& party) {
  x12::Writer& x12 = out.x12();
  x12.begin("NM1");
  x12.element(x12_code(party.role));
  x12.element("2");
  out.text(party.organization, 60, "entity");
  const std::string npi = party.npi();
  if (!npi.empty()) {
    for (int i = 4; i <= 7; ++i) x12.element("");
    x12.element("XX");
    x12.element(npi);
  }
  x12.end();
  if (!party.contact) return;
  precert::Contact contact = *party.contact;
  for (precert::ContactPoint& point : contact.points) {
    if (point.kind == precert::ContactKind::url) point.value = without_scheme(point.value);
  }
  write_contact(out, contact, "entity");
}

void write_entities(Output& out, const std::vector<Party>& entities) {
  constexpr std::size_t entities_max = 23;  // 2120 loops of one EB
  if (entities.empty()) return;
  out.x12().segment("LS", {"2120"});
  for (std::size_t i = 0; i < std::min(entities.size(), entities_max); ++i) write_entity(out, entities[i]);
  out.x12().segment("LE", {"2120"});
}

void write_eb_segment(Output& out, const Eb& eb) {
  x12::Writer& x12 = out.x12();
  x12.begin("EB");
  x12.element(eb.code);
  x12.element("IND");
  if (eb.procedure == nullptr) {
    x12.repeated(eb.types);
  } else {
    x12.element("");
  }
  x12.element("");
  out.text(eb.plan, 50, "plan");
  x12.element(eb.period);
  x12.element("");
  x12.element("");
  x12.element(eb.quantity_kind);
  x12.element(eb.quantity);
  x12.element(eb.authorization);
  x12.element(eb.network);
  if (eb.procedure != nullptr) write_procedure_id(x12, *eb.procedure);
  x12.end();
}

}  // namespace

void write_eb(Output& out, const Eb& eb) {
  constexpr std::size_t references_max = 8;
  x12::Writer& x12 = out.x12();
  write_eb_segment(out, eb);
  if (!eb.rate[1].empty()) x12.segment("HSD", {eb.rate[0], eb.rate[1], eb.rate[2]});
  for (std::size_t i = 0; i < std::min(eb.held.size(), references_max); ++i) {
    write_reference(out, "G1", eb.held[i], "held");
  }
  write_reference(out, "9F", eb.referral, "items");
  write_period(out, "472", eb.dates, "dates");
  write_eligibility_refusals(x12, AaaLoop::benefit, eb.refusals);
  for (const std::string& message : eb.messages.all()) out.message(message);
  if (!eb.place.empty()) x12.segment("III", {"ZZ", eb.place});
  write_entities(out, eb.entities);
}

}  // namespace mappers
