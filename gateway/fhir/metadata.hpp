// GET [base]/metadata: the CapabilityStatement, made from what the route table serves.
#pragma once

#include "gateway/app/services.hpp"
#include "gateway/http/message.hpp"
#include "mappers/fhir/pas_version.hpp"

namespace gateway {

[[nodiscard]] HttpReply metadata(const HttpRequest& request, mappers::PasVersion version, Services& services);

}  // namespace gateway
