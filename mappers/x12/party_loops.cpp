// What each NM1 loop of 005010X217 may hold: NM101, NM108, REF01, PRV01 and which segments. The same
// lists as in parsers/x12/guides.
#include "mappers/x12/party_out.hpp"

namespace mappers {
namespace loops {

constexpr std::string_view provider_names = " 24 34 46 XX ";
constexpr std::string_view provider_references = " 0B 1G 1J EI N5 N7 SY ZH ";
constexpr std::string_view subscriber_references = " 1L 3L 6P DP EJ F6 HJ IG N6 NQ SY ";
constexpr std::string_view requester_references = " 1G 1J EI G5 N5 N7 SY ZH ";
constexpr std::string_view dependent_references = " EJ SY ";
constexpr std::string_view requester_functions = " AD AS AT CO CV OP OR OT PC PE RF ";
constexpr std::string_view event_functions = " AD AS AT OP OR OT PC PE RF ";
constexpr std::string_view service_functions = " AS OP OR OT PC PE ";

const PartyLoop umo{.roles = " 2B 36 PR X3 ",
                    .other_role = "X3",
                    .name_qualifiers = " 24 34 46 PI XV ",
                    .name_required = true};
const PartyLoop requester{.roles = " 1P 2B 36 FA PR ",
                          .other_role = "1P",
                          .name_qualifiers = " 24 34 46 XX PI XV ",
                          .references = requester_references,
                          .references_max = 8,
                          .name_required = true,
                          .address = true,
                          .contact = true,
                          .functions = requester_functions};
const PartyLoop subscriber{.other_role = "IL",
                           .name_qualifiers = " MI II ",
                           .references = subscriber_references,
                           .references_max = 9,
                           .name_required = true,
                           .prefix = true,
                           .address = true};
const PartyLoop dependent{
    .other_role = "QC", .references = dependent_references, .references_max = 3, .address = true};
const PartyLoop event_provider{.roles = " 71 72 73 77 AAJ DD DK DN FA G3 P3 QB QV SJ ",
                               .other_role = "73",
                               .name_qualifiers = provider_names,
                               .references = provider_references,
                               .references_max = 7,
                               .prefix = true,
                               .address = true,
                               .contact = true,
                               .functions = event_functions,
                               .taxonomy_required = true};
const PartyLoop transport_place{.roles = " 45 FS ND PW R3 ", .address = true};
const PartyLoop other_umo{.roles = " 00 CA GG "};
const PartyLoop service_provider{.roles = " 1T 72 73 77 DD DK DQ FA G3 P3 QB QV SJ ",
                                 .other_role = "73",
                                 .name_qualifiers = provider_names,
                                 .references = provider_references,
                                 .references_max = 8,
                                 .prefix = true,
                                 .address = true,
                                 .contact = true,
                                 .functions = service_functions,
                                 .taxonomy_required = true};

const PartyLoop response_requester{.roles = " 1P FA ",
                                   .other_role = "1P",
                                   .name_qualifiers = " 24 34 46 XX PI XV ",
                                   .references = requester_references,
                                   .references_max = 8,
                                   .name_required = true,
                                   .functions = requester_functions};
const PartyLoop response_dependent{.other_role = "QC",
                                   .name_qualifiers = " MI II ",
                                   .references = dependent_references,
                                   .references_max = 3,
                                   .address = true};
const PartyLoop response_service_provider{.roles = " 72 73 77 DD DK DQ FA G3 P3 QB QV SJ ",
                                          .other_role = "SJ",
                                          .name_qualifiers = provider_names,
                                          .references = " 0B 1G 1J EI G5 N5 N7 SY ZH ",
                                          .references_max = 8,
                                          .prefix = true,
                                          .address = true,
                                          .contact = true,
                                          .functions = service_functions,
                                          .taxonomy_required = true};
const PartyLoop response_contact{
    .other_role = "L5", .name_qualifiers = provider_names, .prefix = true, .address = true, .contact = true};

}  // namespace loops

}  // namespace mappers
