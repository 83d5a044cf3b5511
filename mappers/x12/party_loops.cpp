// What each NM1 loop of 005010X217 may hold: NM101, NM108, REF01, PRV01 and which segments. The same
// lists as in parsers/x12/guides.
#include "mappers/x12/party_out.hpp"

namespace mappers {
namespace loops {

constexpr std::string_view provider_names = " 24 34 46 XX ";
constexpr std::string_view provider_references = " 0B 1G 1J EI N5 N7 SY ZH ";
constexpr std::string_view subscriber_references = " 1L 3L 6P DP EJ F6 HJ IG N6 NQ SY ";
constexpr std::string_view requester_references = " 1G 1J EI G5 N5 N7 SY ZH ";
constexpr std::string_view requester_functions = " AD AS AT CO CV OP OR OT PC PE RF ";
constexpr std::string_view event_functions = " AD AS AT OP OR OT PC PE RF ";
constexpr std::string_view service_functions = " AS OP OR OT PC PE ";

const PartyLoop umo{" 2B 36 PR X3 ", "X3", " 24 34 46 PI XV ", "", 0, true, false, false, false, "", false};
const PartyLoop requester{
    " 1P 2B 36 FA PR ",  "1P", " 24 34 46 XX PI XV ", requester_references, 8, true, false, true, true,
    requester_functions, false};
const PartyLoop subscriber{"", "IL", " MI II ", subscriber_references, 9, true, true, true, false, "", false};
const PartyLoop dependent{"", "QC", "", " EJ SY ", 3, false, false, true, false, "", false};
const PartyLoop event_provider{" 71 72 73 77 AAJ DD DK DN FA G3 P3 QB QV SJ ",
                               "73",
                               provider_names,
                               provider_references,
                               7,
                               false,
                               true,
                               true,
                               true,
                               event_functions,
                               true};
const PartyLoop transport_place{" 45 FS ND PW R3 ", "", "", "", 0, false, false, true, false, "", false};
const PartyLoop other_umo{" 00 CA GG ", "", "", "", 0, false, false, false, false, "", false};
const PartyLoop service_provider{" 1T 72 73 77 DD DK DQ FA G3 P3 QB QV SJ ",
                                 "73",
                                 provider_names,
                                 provider_references,
                                 8,
                                 false,
                                 true,
                                 true,
                                 true,
                                 service_functions,
                                 true};

const PartyLoop response_requester{
    " 1P FA ",           "1P", " 24 34 46 XX PI XV ", requester_references, 8, true, false, false, false,
    requester_functions, false};
const PartyLoop response_dependent{"", "QC", " MI II ", " EJ SY ", 3, false, false, true, false, "", false};
const PartyLoop response_service_provider{" 72 73 77 DD DK DQ FA G3 P3 QB QV SJ ",
                                          "SJ",
                                          provider_names,
                                          " 0B 1G 1J EI G5 N5 N7 SY ZH ",
                                          8,
                                          false,
                                          true,
                                          true,
                                          true,
                                          service_functions,
                                          true};
const PartyLoop response_contact{"", "L5", provider_names, "", 0, false, true, true, true, "", false};

}  // namespace loops

}  // namespace mappers
