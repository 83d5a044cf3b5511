// POST Questionnaire/$log-questionnaire-errors: what went wrong at the client with a form of this payer.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "gateway/app/services.hpp"
#include "gateway/http/message.hpp"
#include "mappers/fhir/pas_version.hpp"

namespace gateway {

/// Keeps the message and logs the forms and the codes of what was wrong with them, never its words: a client
/// may have put a patient's data there. Parameters questionnaire and operationOutcome, one of each at least;
/// of each 20 different ones are logged. The spellings of the 2.0.1 OperationDefinition (Questionnaire,
/// OperationOutcome) are taken too. 204; 400 when one is missing. Rule: DTR OperationDefinition
/// log-questionnaire-errors.
[[nodiscard]] boost::asio::awaitable<HttpReply> log_questionnaire_errors(const HttpRequest& request,
                                                                         mappers::PasVersion version,
                                                                         Services& services);

}  // namespace gateway
