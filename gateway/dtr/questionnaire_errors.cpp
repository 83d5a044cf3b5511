#include "gateway/dtr/questionnaire_errors.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "gateway/dtr/read_form.hpp"
#include "gateway/fhir/claim_submit.hpp"
#include "gateway/fhir/received.hpp"
#include "gateway/http/replies.hpp"
#include "gateway/telemetry/log.hpp"
#include "parsers/fhir/resource_view.hpp"
#include "parsers/json/document.hpp"

namespace gateway {
namespace {

namespace asio = boost::asio;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

/// How many different forms, and codes, of one call are looked at.
constexpr std::size_t distinct_max = 20;

void add_once(std::vector<std::string>& words, std::string one) {
  if (words.size() < distinct_max && std::ranges::find(words, one) == words.end())
    words.push_back(std::move(one));
}

/// What is said of one or more forms.
struct Errors {
  std::vector<std::string> canonicals;  // each once, the first distinct_max
  std::vector<std::string> codes;       // "error invalid", each once, the first distinct_max
  std::size_t outcomes = 0;
};

/// Codes are letters and dashes; what is none was not checked by the client and may be anything.
bool is_code(std::string_view text) {
  return !text.empty() && text.size() <= 40 &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz-") == std::string_view::npos;
}

void read_outcome(const json::Value& outcome, Errors& errors) {
  ++errors.outcomes;
  for (const json::Value issue : fhir::list(outcome, "issue")) {
    const std::string_view severity = fhir::text(issue, "severity"), code = fhir::text(issue, "code");
    if (!is_code(severity) || !is_code(code)) continue;
    add_once(errors.codes, std::string(severity) + " " + std::string(code));
  }
}

base::Result<Errors> errors_from(const json::Value& root) {
  Errors errors;
  for (const json::Value one : fhir::list(root, "parameter")) {
    const std::string name = lower(fhir::text(one, "name"));
    const std::string_view canonical = fhir::value_x(one, "value").string();
    if (name == "questionnaire" && !canonical.empty()) add_once(errors.canonicals, std::string(canonical));
    const json::Value resource = one.find("resource");
    const bool is_outcome = fhir::text(resource, "resourceType") == "OperationOutcome";
    if (name == "operationoutcome" && is_outcome) read_outcome(resource, errors);
  }
  base::Issues missing;
  if (errors.canonicals.empty()) {
    missing.add(base::IssueCode::fhir_structure, "Parameters.parameter",
                "Name the form as questionnaire (valueCanonical).");
  }
  if (errors.outcomes == 0) {
    missing.add(base::IssueCode::fhir_structure, "Parameters.parameter",
                "Say what is wrong as operationOutcome (an OperationOutcome).");
  }
  if (!missing.empty()) return missing;
  return errors;
}

/// Ids of the forms that are ours; another's URL is not repeated.
std::string form_ids(const Errors& errors, const Services& services) {
  std::string ids;
  for (const std::string& canonical : errors.canonicals) {
    std::string id = "another's";
    for (const auto version : {mappers::PasVersion::v2_2_1, mappers::PasVersion::v2_0_1}) {
      const mappers::FormName name = mappers::form_name_from(fhir_base(services, version), canonical);
      const bool known = !name.form_id.empty() &&
                         precert::form_with(*services.knowledge.current().rulebook, name.form_id).has_value();
      if (known) id = name.form_id;
    }
    ids += (ids.empty() ? "" : ", ") + id;
  }
  return ids;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& one : words) text += (text.empty() ? "" : ", ") + one;
  return text;
}

base::Result<Prepared> noted(const HttpRequest& request, const ReceivedMessage& message, Services& services) {
  json::Document document;
  const base::Result<json::Value> root = document.parse_copy(request.body, json_limits(services.config));
  if (!root) return refused_message(message, request.path, root.error());
  const base::Result<Errors> errors = errors_from(*root);
  if (!errors) return refused_message(message, request.path, errors.error());
  log::warning("questionnaire_errors", {{"message", message.id.text()},
                                        {"forms", form_ids(*errors, services)},
                                        {"outcomes", errors->outcomes},
                                        {"codes", joined(errors->codes)}});
  HttpReply reply;
  reply.status = 204;
  return answered_message(message, std::move(reply));
}

}  // namespace

asio::awaitable<HttpReply> log_questionnaire_errors(const HttpRequest& request, mappers::PasVersion,
                                                    Services& services) {
  const base::Result<ReceivedMessage> message = message_from(request, Repeats::answered_as_before, services);
  if (!message) co_return refusal(503, request.path, message.error());
  const base::Result<std::optional<HttpReply>> earlier = earlier_reply(*message, services);
  if (!earlier) co_return refusal(503, request.path, earlier.error());
  if (*earlier) co_return **earlier;
  const Preparation prepare = [&] { return noted(request, *message, services); };
  HttpReply reply = co_await decided_and_stored(request, services, prepare);
  name_message(*message, reply);
  co_return reply;
}

}  // namespace gateway
