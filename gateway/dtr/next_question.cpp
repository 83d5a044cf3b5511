#include "gateway/dtr/next_question.hpp"

#include "gateway/dtr/read_form.hpp"
#include "gateway/fhir/received.hpp"
#include "gateway/http/replies.hpp"
#include "mappers/fhir/questionnaire_response.hpp"
#include "mappers/issues/operation_outcome.hpp"
#include "parsers/fhir/resource_view.hpp"
#include "parsers/json/document.hpp"
#include "precert/engine/form.hpp"

namespace gateway {
namespace {

constexpr const char* closing = "Nothing more is needed from you: send the completed form with the request.";

/// The response itself, which may stand in Parameters.
json::Value response_in(const json::Value& root) {
  if (fhir::text(root, "resourceType") == "QuestionnaireResponse") return root;
  for (const json::Value one : fhir::list(root, "parameter")) {
    const std::string_view name = fhir::text(one, "name");
    if (name == "questionnaire-response" || name == "questionnaireResponse") return one.find("resource");
  }
  return {};
}

std::string in_parameters(const std::string& response) {
  std::string body;
  json::Writer out(body);
  out.begin_object().field("resourceType", "Parameters").array_field("parameter").begin_object();
  out.field("name", "return").key("resource").raw_text(response);
  out.end_object().end_array().end_object();
  return body;
}

/// The response, grown by what is asked now.
std::string grown(const json::Value& response, const FoundForm& found, const mappers::FormAnswers& said,
                  const DtrBase& base, base::Instant now) {
  const precert::FactValues values = precert::form_values(*found.rulebook, said.answers, said.documents, now);
  precert::NextQuestions next =
      precert::next_questions(*found.rulebook, found.form, values, said.left_open(values));
  next.ask.resize(next.together);  // a page holds what together can certify, no more (SC-30)
  next.ask.insert(next.ask.end(), next.optional.begin(), next.optional.end());
  const bool done = next.ask.empty();
  return mappers::next_response_from(response, *found.rulebook, found.form, said.shown, next.ask,
                                     done ? closing : "", base.place());
}

}  // namespace

HttpReply next_question(const HttpRequest& request, mappers::PasVersion version, EditionLookup& editions,
                        Services& services) {
  json::Document document;
  const base::Result<json::Value> root = document.parse_copy(request.body, json_limits(services.config));
  if (!root) return refusal_of(request, root.error());
  const json::Value response = response_in(*root);
  if (!response.is_object()) {
    return refusal(400, request.path,
                   "Send a QuestionnaireResponse, or Parameters with questionnaire-response.");
  }
  const base::Result<std::optional<FoundForm>> found =
      form_of(mappers::canonical_of(response), editions, services);
  if (!found) return refusal_of(request, found.error());
  if (!*found) {
    return refusal(404, request.path,
                   "This response answers no form of this payer: say in derivedFrom of the contained "
                   "Questionnaire which one it is.");
  }
  const mappers::FormAnswers said = mappers::form_answers_from(response, *(*found)->rulebook, (*found)->form);
  if (said.issues.fatal()) return refusal(400, request.path, said.issues);
  const DtrBase base = dtr_base(version, services);
  std::string body = grown(response, **found, said, base, services.clock.now());
  if (!response.same_place(*root)) body = in_parameters(body);
  return fhir_reply(std::move(body));
}

}  // namespace gateway
