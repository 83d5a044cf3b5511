// POST Questionnaire/$questionnaire-package: the forms that documentation needs, with all that goes with
// them.
#pragma once

#include "gateway/app/services.hpp"
#include "gateway/dtr/editions.hpp"
#include "gateway/http/message.hpp"
#include "mappers/fhir/pas_version.hpp"

namespace gateway {

/// 200 with the packages (mappers::package_answer_from), a warning for each canonical that is unknown and a
/// note where nothing is needed; 4xx for what is no request, a bad coverage or context. Nothing is stored:
/// the same question gets the same forms. Rule: DTR 2.0.1 and 2.2 OperationDefinition questionnaire-package.
[[nodiscard]] HttpReply questionnaire_package(const HttpRequest& request, mappers::PasVersion version,
                                              EditionLookup& editions, Services& services);

}  // namespace gateway
