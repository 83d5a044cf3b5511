// Party and Person -> NM1 loops of a request or response.
#pragma once

#include <string_view>

#include "mappers/x12/output.hpp"
#include "precert/model/determination.hpp"
#include "precert/model/party.hpp"

namespace mappers {

/// AAA segments of a loop in a response; a request has none.
struct LoopRefusals {
  precert::Level level = precert::Level::umo;
  std::vector<const precert::Refusal*> refusals;
};

/// What one NM1 loop of the guide may hold. Code lists are written with blanks between: " 24 34 46 XX ".
struct PartyLoop {
  std::string_view roles{};            // NM101; a role that is not in it is written as `other_role`
  std::string_view other_role{};       // "" = the party is left out and reported
  std::string_view name_qualifiers{};  // NM108
  std::string_view references{};       // REF01
  std::size_t references_max = 0;
  bool name_required = false;  // NM108/109
  bool prefix = false;         // NM106
  bool address = false;
  bool contact = false;
  std::string_view functions{};    // PRV01; "" = no PRV
  bool taxonomy_required = false;  // PRV02/03
};

namespace loops {
// 005010X217 request; the response's where they differ.
extern const PartyLoop umo, requester, subscriber, dependent, event_provider, transport_place, other_umo,
    service_provider;
extern const PartyLoop response_requester, response_dependent, response_service_provider, response_contact;
}  // namespace loops

/// NM1, REF, N3, N4, PER, then AAA for each of `refused` (responses), then PRV: the order every loop of both
/// guides has. False when the role has no code in this loop and nothing was written.
bool write_party(Output& out, const PartyLoop& loop, const precert::Party& party, std::string_view where,
                 const LoopRefusals& refused = {});

/// NM1, REF (insurance first), N3, N4, AAA, DMG, INS of the subscriber (2010C) or the dependent (2010D).
/// `insurance` is the subscriber's; nullptr for a dependent.
void write_person(Output& out, const PartyLoop& loop, const precert::Person& person,
                  const precert::Insurance* insurance, std::string_view where,
                  const LoopRefusals& refused = {});

/// N3 and N4; `country` = N404 and N407 may be told.
void write_address(Output& out, const precert::Address& address, bool country, std::string_view where);

/// PER with the name and up to three numbers; an extension takes one of their places.
void write_contact(Output& out, const precert::Contact& contact, std::string_view where);

}  // namespace mappers
