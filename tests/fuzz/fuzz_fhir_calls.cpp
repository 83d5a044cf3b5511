// Whatever is asked besides a PAS request, by what it says it is: a hook call, a CoverageEligibilityRequest,
// the operations of DTR, a QuestionnaireResponse, an attachment, a Subscription. What is answered is JSON,
// the same twice, and can be read where somebody reads it; what goes on as X12 passes our own validator.
#include <algorithm>
#include <string>
#include <vector>

#include "mappers/fhir/attached_information.hpp"
#include "mappers/fhir/attachment.hpp"
#include "mappers/fhir/crd_response.hpp"
#include "mappers/fhir/eligibility.hpp"
#include "mappers/fhir/questionnaire_package.hpp"
#include "mappers/fhir/questionnaire_response.hpp"
#include "mappers/fhir/subscription.hpp"
#include "mappers/fhir/value_set_expansion.hpp"
#include "mappers/model/coverage_json.hpp"
#include "mappers/x12/attachment.hpp"
#include "mappers/x12/eligibility.hpp"
#include "precert/engine/coverage_answer.hpp"
#include "precert/engine/form.hpp"
#include "world.hpp"
#include "x12_sets.hpp"

namespace {

using fuzz::world;

constexpr std::string_view set_number = "0001";
constexpr std::string_view forms_base = "https://payer.example/fhir";

json::Value json_of(const std::string& text, json::Document& document, const char* property) {
  const base::Result<json::Value> root = document.parse_copy(text);
  fuzz::must(root.has_value(), property);
  return *root;
}

precert::CoverageAnswer answer_to(const precert::CoverageQuestion& question) {
  return precert::coverage_answer(question, *world().rulebook, world().facts_about(question.subscriber));
}

/// Question and answer as they are kept, and as X12 says them.
void carry(const precert::CoverageQuestion& question, const precert::CoverageAnswer& answer) {
  const auto kept = mappers::coverage_question_from_json(mappers::to_json(question));
  fuzz::must(kept && mappers::content_lines(*kept) == mappers::content_lines(question),
             "a question that is kept comes back");
  const auto told = mappers::coverage_answer_from_json(mappers::to_json(answer));
  fuzz::must(told && *told == answer, "an answer that is kept comes back");

  precert::CoverageQuestion as_x12 = question;
  if (as_x12.reference.empty()) as_x12.reference = "Q1";  // a 270 has one
  base::Issues issues;
  const std::string asked = fuzz::interchange_around("HS", "005010X279A1", [&](x12::Writer& writer) {
    issues = mappers::write_coverage_question(writer, as_x12, set_number);
  });
  if (issues.fatal()) return;
  fuzz::must(fuzz::sound(asked, "005010X279A1", "request"), "a question that is written is valid");
  const std::string answered = fuzz::interchange_around("HB", "005010X279A1", [&](x12::Writer& writer) {
    mappers::write_coverage_answer(writer, question, answer, set_number, world().now);
  });
  fuzz::must(fuzz::sound(answered, "005010X279A1", "response"), "an answer that is written is valid");
}

/// The answer to a call, "" when it is refused.
std::string hook_answer(const mappers::HookRequest& call, const mappers::HookRecord& record) {
  const auto questions = mappers::order_questions_from(call, record, *world().rulebook, world().now);
  if (!questions) return {};
  const mappers::AssertionContext context{call, *world().rulebook,
                                          std::string(forms_base) + "/Questionnaire/"};
  std::vector<precert::CoverageAnswer> answers;
  std::vector<std::vector<mappers::CoverageInformation>> informations;
  for (const mappers::OrderQuestion& one : *questions) {
    answers.push_back(answer_to(one.question));
    carry(one.question, answers.back());
    informations.push_back(mappers::assertions_from(one, answers.back(), context));
    fuzz::must(!informations.back().empty(), "something is said of every order");
  }
  std::vector<mappers::AssertedOrder> orders;
  for (std::size_t i = 0; i < questions->size(); ++i) {
    orders.push_back({&(*questions)[i], &answers[i], informations[i]});
  }
  return mappers::hook_answer_from(orders, context, *world().directory, "fuzz").body;
}

void call_hook(const json::Value& body) {
  for (const mappers::HookDescription& hook : mappers::crd_hooks()) {
    if (hook.name != body["hook"].string()) continue;
    const auto call = mappers::hook_request_from(body, hook);
    if (!call) continue;
    const auto record = mappers::hook_record_of(*call, {}, {});
    if (!record) continue;
    (void)mappers::wanted_of(*call, **record);
    if (!mappers::unknown_of(*call, **record).empty()) continue;
    const std::string text = hook_answer(*call, **record);
    if (text.empty()) continue;
    fuzz::must(text == hook_answer(*call, **record), "a call is answered the same twice");
    json::Document document;
    const json::Value answer = json_of(text, document, "the answer to a call is JSON");
    fuzz::must(answer["cards"].is_array(), "an answer has cards");
    fuzz::must(answer["cards"].size() <= call->configuration.cards_max, "no more cards than are wanted");
    for (const json::Value card : answer["cards"].elements()) {
      fuzz::must(!card["summary"].string().empty() && card["uuid"].is_string(), "a card says something");
    }
    for (const json::Value action : answer["systemActions"].elements()) {
      fuzz::must(action["resource"].is_object(), "an action has its resource");
    }
  }
}

void ask_eligibility(std::string_view text) {
  const auto message = mappers::eligibility_message_from(text, {});
  if (!message) return;
  const auto question = mappers::coverage_question_from(**message, *world().rulebook, world().now);
  if (!question) return;
  const precert::CoverageAnswer answer = answer_to(*question);
  carry(*question, answer);
  std::string request, response;
  json::Writer request_out(request), response_out(response);
  mappers::write_eligibility_request(request_out, **message, "E1");
  mappers::write_eligibility_response(response_out, **message, *question, answer, {"E1", world().now});
  json::Document document;
  fuzz::must(json_of(request, document, "an echoed request is JSON")["id"].string() == "E1",
             "the request has its id");
  const json::Value told = json_of(response, document, "a response is JSON");
  fuzz::must(told["outcome"].is_string() && told["insurance"].size() <= 1, "a response says how it went");
}

/// The form that a canonical names, else the first one.
precert::Form form_named(std::string_view canonical) {
  static const std::vector<precert::Form> all = precert::forms_of(*world().rulebook);
  const mappers::FormName name = mappers::form_name_from(forms_base, canonical);
  const auto found = std::ranges::find(all, name.form_id, &precert::Form::id);
  return found == all.end() ? all.front() : *found;
}

void answer_form(const json::Value& response) {
  const precert::Rulebook& rulebook = *world().rulebook;
  const precert::Form form = form_named(mappers::canonical_of(response));
  const mappers::FormAnswers said = mappers::form_answers_from(response, rulebook, form);
  if (said.issues.fatal()) return;
  const precert::FactValues values =
      precert::form_values(rulebook, said.answers, said.documents, world().now);
  const precert::NextQuestions next = precert::next_questions(rulebook, form, values, said.left_open(values));
  const std::string grown = mappers::next_response_from(response, rulebook, form, said.shown, next.ask,
                                                        next.done() ? "Nothing is left." : "", {forms_base});
  json::Document document;
  const json::Value again = json_of(grown, document, "a grown response is JSON");
  const mappers::FormAnswers shown = mappers::form_answers_from(again, rulebook, form);
  fuzz::must(!shown.issues.fatal(), "a grown response can be read");
  for (const precert::FactIndex fact : next.ask) {
    fuzz::must(std::ranges::find(shown.shown, fact) != shown.shown.end(), "what is asked is shown");
  }
  fuzz::must(shown.answers.size() == said.answers.size(), "answers stay");
}

void package_forms(const json::Value& parameters, mappers::DtrVersion version) {
  const auto asked = mappers::package_request_from(parameters, version);
  if (!asked) return;
  if (asked->has_coverage) carry(asked->question, answer_to(asked->question));
  std::vector<mappers::PackageForm> forms;
  for (const std::string& canonical : asked->questionnaires) {
    if (forms.size() == 2) break;
    mappers::PackageForm one;
    one.rulebook = world().rulebook.get();
    one.form = form_named(canonical);
    one.adaptive = mappers::form_name_from(forms_base, canonical).adaptive;
    for (const mappers::PackageOrder& order : asked->orders) {
      if (!order.reference.empty()) one.orders.push_back(order.reference);
    }
    forms.push_back(std::move(one));
  }
  const mappers::PackageContext context{asked->patient, asked->coverages, world().now};
  const mappers::FormPlace place{forms_base, version};
  json::Document document;
  const json::Value answer = json_of(mappers::package_answer_from(forms, asked->skipped, context, place),
                                     document, "a package is JSON");
  fuzz::must(answer["resourceType"].is_string(), "a package is a resource");
}

/// $expand, with whatever text the Parameters hold as its filter.
void expand(const json::Value& parameters) {
  mappers::ExpansionWish wish;
  wish.count = 20;
  wish.at = world().now;
  wish.day = base::utc_date(world().now);
  std::string id = "services";
  for (const json::Value one : parameters["parameter"].elements()) {
    if (one["valueString"].is_string()) wish.filter = one["valueString"].string();
    if (one["valueUri"].is_string()) id = mappers::value_set_id_from(forms_base, one["valueUri"].string());
    if (one["valueInteger"].is_number()) wish.offset = one["valueInteger"].number_text().size();
  }
  std::string text;
  json::Writer out(text);
  const mappers::FormPlace place{forms_base, mappers::DtrVersion::v2_2};
  if (!mappers::write_expansion(out, *world().rulebook, id, wish, place)) return;
  json::Document document;
  const json::Value set = json_of(text, document, "an expansion is JSON");
  fuzz::must(set["expansion"]["contains"].size() <= wish.count, "no more codes than are wanted");
}

void attach_documents(const json::Value& parameters) {
  auto message = mappers::attachments_from(parameters, 4096);
  if (!message) return;
  for (const precert::Attachment& one : message->attachments) (void)mappers::information_from(one);
  for (const precert::AttachmentMessage& part : mappers::split_by_size(std::move(*message), 2048)) {
    base::Issues issues;
    const std::string text = fuzz::interchange_around("PI", "006020X316", [&](x12::Writer& writer) {
      issues = mappers::write_attachments(writer, part, set_number);
    });
    fuzz::must(issues.fatal() || fuzz::sound(text, "006020X316", "request"),
               "attachments that are written are valid");
  }
}

void subscribe(const json::Value& resource, mappers::PasVersion version) {
  mappers::SubscriptionRules rules;
  rules.version = version;
  if (!mappers::subscription_from(resource, rules)) return;
  std::string text;
  json::Writer out(text);
  mappers::write_subscription(out, resource, {"s1", "active", "1", world().now, ""});
  json::Document document;
  const json::Value again = json_of(text, document, "a Subscription that is written is JSON");
  fuzz::must(mappers::subscription_from(again, rules).has_value(), "a Subscription that is written is one");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  json::Document document;
  const base::Result<json::Value> read = document.parse_copy(fuzz::text(data, size));
  if (!read || !read->is_object()) return 0;
  const json::Value root = *read;
  const std::string_view type = root["resourceType"].string();
  if (root["hook"].is_string()) call_hook(root);
  if (type == "CoverageEligibilityRequest" || type == "Parameters" || type == "Bundle") {
    ask_eligibility(fuzz::text(data, size));
  }
  if (type == "QuestionnaireResponse") answer_form(root);
  if (type == "Parameters") {
    package_forms(root, mappers::DtrVersion::v2_0_1);
    package_forms(root, mappers::DtrVersion::v2_2);
    expand(root);
    attach_documents(root);
  }
  if (type == "Subscription") {
    subscribe(root, mappers::PasVersion::v2_0_1);
    subscribe(root, mappers::PasVersion::v2_2_1);
  }
  return 0;
}
