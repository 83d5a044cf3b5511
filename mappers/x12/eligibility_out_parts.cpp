// See eligibility_out_parts.hpp.
#include "mappers/x12/eligibility_out_parts.hpp"

#include <algorithm>
#include <array>

#include "mappers/codes/clinical_codes.hpp"
#include "mappers/model/canonical.hpp"

namespace mappers {
namespace loops {

const PartyLoop eligibility_payer{.roles = " 2B 36 PR ",
                                  .other_role = "PR",
                                  .name_qualifiers = " 24 46 PI XV XX ",
                                  .name_required = true,
                                  .prefix = true};
const PartyLoop eligibility_answer_payer{.roles = " 2B 36 PR ",
                                         .other_role = "PR",
                                         .name_qualifiers = " 24 46 PI XV XX ",
                                         .name_required = true,
                                         .prefix = true,
                                         .contact = true};
const PartyLoop eligibility_requester{.roles = " 1P 2B 36 FA PR ",
                                      .other_role = "1P",
                                      .name_qualifiers = " 24 34 PI SV XV XX ",
                                      .references = " 0B 1J EI N5 N7 SY ",
                                      .references_max = 9,
                                      .name_required = true,
                                      .prefix = true,
                                      .address = true,
                                      .functions = " AD AT BI CO CV H HH LA OT P1 P2 PC PE R RF SB SK SU ",
                                      .taxonomy_required = true};

}  // namespace loops

namespace {

/// REF01 of 2100C and 2100D that the model knows.
constexpr std::array<precert::IdentifierKind, 7> references{
    precert::IdentifierKind::patient_account, precert::IdentifierKind::medicare,
    precert::IdentifierKind::identity_card,   precert::IdentifierKind::plan_network,
    precert::IdentifierKind::medicaid,        precert::IdentifierKind::social_security,
    precert::IdentifierKind::group_policy};

void write_ref(Output& out, std::string_view qualifier, std::string_view value, std::string_view where) {
  if (value.empty()) return;
  out.x12().begin("REF");
  out.x12().element(qualifier);
  out.text(value, 50, where);
  out.x12().end();
}

}  // namespace

void write_patient_name(Output& out, const PatientOut& patient, std::string_view where) {
  const precert::Person& person = patient.person;
  x12::Writer& x12 = out.x12();
  x12.begin("NM1");
  x12.element(patient.role);
  x12.element("1");
  out.text(person.name.family, 60, where);
  out.text(person.name.given, 35, where);
  out.text(person.name.middle, 25, where);
  x12.element("");
  out.text(person.name.suffix, 10, where);
  const precert::Identifier* const named = naming_identifier(person.identifiers);
  const bool member = patient.numbered && named != nullptr && named->value.size() >= 2 &&
                      (named->kind == precert::IdentifierKind::member_id ||
                       named->kind == precert::IdentifierKind::unique_health_id);
  if (member) {
    x12.element(name_qualifier(named->kind));
    out.text(named->value, 80, where);
  }
  x12.end();
  if (patient.insurance != nullptr) {
    write_ref(out, "6P", patient.insurance->group, "insurance.group");
    write_ref(out, "IG", patient.insurance->plan, "insurance.plan");
  }
  for (const precert::Identifier& one : person.identifiers) {
    if (&one == named && member) continue;
    if (std::find(references.begin(), references.end(), one.kind) == references.end()) {
      out.lost(std::string(where) + ".identifiers", "X279 has no qualifier for this kind of identifier here");
      continue;
    }
    write_ref(out, x12_code(one.kind), one.value, where);
  }
  for (const auto& [qualifier, value] : patient.references) write_ref(out, qualifier, value, where);
  if (person.address) write_address(out, *person.address, true, where);
}

void write_patient_details(Output& out, const PatientOut& patient) {
  const precert::Person& person = patient.person;
  x12::Writer& x12 = out.x12();
  if (person.birth_date) {
    x12.segment("DMG", {"D8", base::ccyymmdd(*person.birth_date), x12_code(person.gender)});
  } else if (person.gender != precert::Gender::unspecified) {
    x12.segment("DMG", {"", "", x12_code(person.gender)});
  }
  const bool told =
      patient.dependent ? person.relationship != precert::Relationship::self : patient.corrected;
  if (!told && !patient.corrected && !person.birth_sequence) return;
  x12.begin("INS");
  x12.element(patient.dependent ? "N" : "Y");
  x12.element(x12_code(patient.dependent ? person.relationship : precert::Relationship::self));
  x12.element(patient.corrected ? "001" : "");
  x12.element(patient.corrected ? "25" : "");
  for (int i = 5; i <= 16; ++i) x12.element("");
  x12.element(person.birth_sequence ? std::to_string(*person.birth_sequence) : std::string());
  x12.end();
}

void write_procedure_id(x12::Writer& out, const precert::Procedure& procedure) {
  const auto modifier = [&](std::size_t at) {
    return at < procedure.modifiers.size() ? std::string_view(procedure.modifiers[at]) : std::string_view{};
  };
  if (procedure.code.empty()) {
    // Named in words alone: the qualifier has to stand beside them.
    if (procedure.description.empty())
      out.element("");
    else
      out.composite({"HC", "", "", "", "", "", procedure.description});
    return;
  }
  out.composite({procedure_qualifier(procedure.system), procedure.code, modifier(0), modifier(1), modifier(2),
                 modifier(3)});
}

void write_eligibility_header(Output& out, std::string_view set, std::string_view purpose,
                              std::string_view reference, std::string_view control_number, base::Instant at) {
  x12::Writer& x12 = out.x12();
  x12.segment("ST", {set, control_number, "005010X279A1"});
  x12.begin("BHT");
  x12.element("0022");
  x12.element(purpose);
  out.text(reference, 50, "reference");
  x12.element(base::ccyymmdd(base::utc_date(at)));
  x12.element(time_text(at));
  x12.end();
}

}  // namespace mappers
