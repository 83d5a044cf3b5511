// The words of the profile format: primitive types and rules.
#include <array>

#include "parsers/fhir/profile.hpp"

namespace fhir {
namespace {

struct NamedShape {
  std::string_view name;
  Shape shape;
};
constexpr auto primitives = std::to_array<NamedShape>({{"any", Shape::any},
                                                       {"string", Shape::text},
                                                       {"markdown", Shape::text},
                                                       {"uri", Shape::text},
                                                       {"url", Shape::text},
                                                       {"canonical", Shape::text},
                                                       {"id", Shape::text},
                                                       {"oid", Shape::text},
                                                       {"uuid", Shape::text},
                                                       {"base64Binary", Shape::text},
                                                       {"time", Shape::text},
                                                       {"code", Shape::code},
                                                       {"boolean", Shape::boolean},
                                                       {"integer", Shape::integer},
                                                       {"unsignedInt", Shape::unsigned_integer},
                                                       {"positiveInt", Shape::positive},
                                                       {"decimal", Shape::decimal},
                                                       {"date", Shape::date},
                                                       {"dateTime", Shape::date_time},
                                                       {"instant", Shape::instant},
                                                       {"Resource", Shape::any}});

struct NamedRule {
  std::string_view name;
  Rule rule;
};
constexpr auto rules = std::to_array<NamedRule>({{"npi", Rule::npi},
                                                 {"clia", Rule::clia},
                                                 {"naic", Rule::naic},
                                                 {"full-date", Rule::full_date},
                                                 {"after-start", Rule::after_start},
                                                 {"unit", Rule::unit},
                                                 {"base64", Rule::base64},
                                                 {"identifier-unless-voice", Rule::identifier_unless_voice},
                                                 {"attachment-needed", Rule::attachment_needed},
                                                 {"questionnaire-context", Rule::questionnaire_context},
                                                 {"questionnaire-needed", Rule::questionnaire_needed},
                                                 {"modified-after-authored", Rule::modified_after_authored},
                                                 {"member-id", Rule::member_id},
                                                 {"self-or-subscriber", Rule::self_or_subscriber},
                                                 {"named-person", Rule::named_person},
                                                 {"role-of-something", Rule::role_of_something},
                                                 {"role-reachable", Rule::role_reachable},
                                                 {"name-or-identifier", Rule::name_or_identifier},
                                                 {"organization-address", Rule::organization_address},
                                                 {"organization-contact", Rule::organization_contact},
                                                 {"contact-has-details", Rule::contact_has_details},
                                                 {"requester-of-order", Rule::requester_of_order},
                                                 {"detail-needs-code", Rule::detail_needs_code},
                                                 {"content-or-url", Rule::content_or_url},
                                                 {"says-how-often", Rule::says_how_often},
                                                 {"unit-or-code", Rule::unit_or_code},
                                                 {"code-needs-system", Rule::code_needs_system},
                                                 {"npi-identifier", Rule::npi_identifier},
                                                 {"clia-identifier", Rule::clia_identifier},
                                                 {"naic-identifier", Rule::naic_identifier},
                                                 {"frequency-needs-period", Rule::frequency_needs_period},
                                                 {"duration-needs-unit", Rule::duration_needs_unit},
                                                 {"no-version-in-url", Rule::no_version_in_url}});

}  // namespace

Rule rule_named(std::string_view name) {
  for (const NamedRule& one : rules) {
    if (one.name == name) return one.rule;
  }
  return Rule::none;
}

Shape shape_of(std::string_view type) {
  for (const NamedShape& one : primitives) {
    if (one.name == type) return one.shape;
  }
  return Shape::complex;
}

}  // namespace fhir
