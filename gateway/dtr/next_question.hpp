// POST Questionnaire/$next-question: an adaptive form grows by what its answers so far leave open.
#pragma once

#include "gateway/app/services.hpp"
#include "gateway/dtr/editions.hpp"
#include "gateway/http/message.hpp"
#include "mappers/fhir/pas_version.hpp"

namespace gateway {

/// Takes a QuestionnaireResponse, bare or as parameter questionnaire-response, and answers in the same shape:
/// 200 with the response whose contained form has every question that may be asked now (spec-36), completed
/// when none is left. 400 for answers that the form cannot take (spec-147), 404 for a form nobody here
/// issued. Nothing is stored (sec-10) and no authorization is given (spec-42). Rule: SDC adaptive forms,
/// DTR 2.0.1 and 2.2.
[[nodiscard]] HttpReply next_question(const HttpRequest& request, mappers::PasVersion version,
                                      EditionLookup& editions, Services& services);

}  // namespace gateway
