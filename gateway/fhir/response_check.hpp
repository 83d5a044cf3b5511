// The run-time check of what this side sends against the PAS profiles (setting check_responses): faults are
// logged and counted, the answer leaves all the same.
#pragma once

#include <string_view>

#include "gateway/app/services.hpp"
#include "gateway/http/message.hpp"
#include "mappers/fhir/pas_version.hpp"
#include "parsers/fhir/check.hpp"

namespace gateway {

/// Checks the FHIR body of a reply to a request under /fhir: PAS Bundles, those inside Parameters, the
/// matches of a search, single resources. Does nothing unless check_responses is set and the reply is a
/// success. Logs codes and FHIRPath only.
void check_reply(const HttpRequest& request, const HttpReply& reply, Services& services);

/// All breaches in one FHIR message of this side: a Bundle of type collection or history, a searchset,
/// Parameters with Bundles, or one resource. Every place starts at the message's root.
[[nodiscard]] base::Issues faults_of_message(const json::Value& root, const fhir::Profiles& profiles,
                                             fhir::Purpose purpose);

}  // namespace gateway
