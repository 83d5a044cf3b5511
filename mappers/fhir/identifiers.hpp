// Identifiers and trace numbers between the model and FHIR: which system and which type code mean which kind.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "parsers/json/value.hpp"
#include "parsers/json/writer.hpp"
#include "precert/model/party.hpp"
#include "precert/model/review_request.hpp"

namespace mappers {

/// One Identifier element; nullopt without a value. The system decides the kind, then the type, else it is
/// `other` with the system as issuer. Rule: identifiers of the PAS profiles; X217 NM108 and REF01 for
/// kinds that only X12 knows.
[[nodiscard]] std::optional<precert::Identifier> identifier_from(const json::Value& identifier);
/// resource.identifier, each value of a kind once.
[[nodiscard]] std::vector<precert::Identifier> identifiers_from(const json::Value& resource);
/// The system that an Identifier is written under; "" for an `other` whose system nobody said.
[[nodiscard]] std::string identifier_system(const precert::Identifier& identifier);
/// Appends a PAS Identifier (system and value 1..1). Kinds that FHIR has no system for get one of ours; a system
/// that nobody said is said to be unknown.
void write_identifier(json::Writer& out, const precert::Identifier& identifier);
/// `identifier`: the list, one NPI, TIN and payer id at most; nothing when it is empty.
void write_identifiers(json::Writer& out, const std::vector<precert::Identifier>& identifiers);
/// The same where a profile wants one at least: one whose parts are unknown when the list is empty.
void write_needed_identifiers(json::Writer& out, const std::vector<precert::Identifier>& identifiers);

/// Claim.identifier or itemTraceNumber -> Trace. The originator is the X of system urn:trnorg:X, else the
/// value of assigner.identifier, else the system itself. `where` becomes its source.
[[nodiscard]] precert::Trace trace_from(const json::Value& identifier, std::string where);

}  // namespace mappers
