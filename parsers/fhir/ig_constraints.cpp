// Which of our rules the constraints of a StructureDefinition are.
#include <array>

#include "parsers/fhir/ig_snapshot.hpp"

namespace fhir {
namespace {

struct KeyedRule {
  std::string_view key;
  Rule rule;
};
/// The constraints for which there is a rule, by key.
constexpr auto keyed_rules = std::to_array<KeyedRule>({{"IdentifierUnlessVO", Rule::identifier_unless_voice},
                                                       {"AttachmentNeeded", Rule::attachment_needed},
                                                       {"QuestionnaireContext", Rule::questionnaire_context},
                                                       {"QuestionnaireNeeded", Rule::questionnaire_needed},
                                                       {"us-core-15", Rule::member_id},
                                                       {"self-beneficiary", Rule::self_or_subscriber},
                                                       {"us-core-8", Rule::named_person},
                                                       {"us-core-13", Rule::role_of_something},
                                                       {"pd-1", Rule::role_reachable},
                                                       {"org-1", Rule::name_or_identifier},
                                                       {"org-2", Rule::organization_address},
                                                       {"org-3", Rule::organization_contact},
                                                       {"pat-1", Rule::contact_has_details},
                                                       {"us-core-21", Rule::requester_of_order},
                                                       {"prr-1", Rule::detail_needs_code},
                                                       {"qty-3", Rule::code_needs_system},
                                                       {"us-core-16", Rule::npi_identifier},
                                                       {"us-core-17", Rule::npi_identifier},
                                                       {"us-core-18", Rule::clia_identifier},
                                                       {"us-core-19", Rule::naic_identifier},
                                                       {"tim-1", Rule::duration_needs_unit},
                                                       {"tim-2", Rule::frequency_needs_period},
                                                       {"bdl-8", Rule::no_version_in_url},
                                                       {"ClaimFirst", Rule::claim_first},
                                                       {"ClaimResponseFirst", Rule::claim_response_first}});

}  // namespace

Rule rule_of_constraint(std::string_view key, std::string_view at) {
  if (key == "FullDateRule") return Rule::full_date;
  if (key == "inv-1") return at == "Task" ? Rule::modified_after_authored : Rule::none;
  if (key == "us-core-6")
    return at == "name" ? Rule::named_person : Rule::content_or_url;  // of two US Core versions
  for (const KeyedRule& one : keyed_rules) {
    if (one.key == key) return one.rule;
  }
  return Rule::none;
}

}  // namespace fhir
