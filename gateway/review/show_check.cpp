#include "gateway/review/show_check.hpp"

#include <algorithm>
#include <utility>

#include "gateway/http/replies.hpp"
#include "mappers/model/coverage_json.hpp"
#include "parsers/json/writer.hpp"
#include "precert/engine/coverage_answer.hpp"

namespace gateway {
namespace {

constexpr std::size_t askings_max = 200;  // of one reference that are listed

const char* word(CheckChannel channel) {
  switch (channel) {
    case CheckChannel::x12: return "X12 270";
    case CheckChannel::eligibility: return "FHIR CoverageEligibilityRequest";
    case CheckChannel::crd: return "CDS Hooks";
    case CheckChannel::page: return "page";
  }
  return "";
}

/// What a record says in the model.
struct Spoken {
  precert::CoverageQuestion question;
  precert::CoverageAnswer answer;
};

base::Result<Spoken> spoken(const CheckRecord& record) {
  base::Result<precert::CoverageQuestion> question = mappers::coverage_question_from_json(record.question);
  if (!question) return question.error();
  base::Result<precert::CoverageAnswer> answer = mappers::coverage_answer_from_json(record.answer);
  if (!answer) return answer.error();
  return Spoken{std::move(*question), std::move(*answer)};
}

void write_asking(json::Writer& out, const CheckRecord& record) {
  out.field("channel", word(record.channel)).field("asked", base::iso(record.made));
  out.field("requester", record.requester).field("sender", record.sender);
  out.field("message", record.message.text());
  if (!record.resource.empty()) out.field("resource", record.resource);
}

}  // namespace

base::Result<std::vector<CheckRecord>> checks_with(const std::string& reference, Store& store) {
  base::Result<std::optional<CheckRecord>> first = store.check_with(reference);
  if (!first) return first.error();
  std::vector<CheckRecord> all;
  if (!*first) return all;
  CheckQuery query;
  query.fingerprint = (*first)->fingerprint;
  query.count_max = askings_max;
  base::Result<CheckPage> page = store.search_checks(query);
  if (!page) return page.error();
  for (CheckRecord& one : page->checks) {
    if (one.reference == reference) all.push_back(std::move(one));
  }
  std::reverse(all.begin(), all.end());
  return all;
}

base::Result<std::string> check_report(const std::vector<CheckRecord>& checks) {
  std::string text;
  for (const CheckRecord& one : checks) {
    text += one.reference + "  checked " + base::iso(one.made) + " over " + word(one.channel);
    if (!one.requester.empty()) text += " by " + one.requester;
    if (!one.sender.empty()) text += " (" + one.sender + ")";
    text += "  message " + one.message.text() + "\n";
  }
  if (checks.empty()) return text;
  const base::Result<Spoken> said = spoken(checks.front());
  if (!said) return said.error();
  text += "Member " + checks.front().member.text() + ", rulebook " + said->answer.rulebook + "\n\n";
  return text + precert::explanation_of(said->question, said->answer);
}

namespace {

/// GET /review/checks/{reference}: 200 {"reference", "channel", "asked", "requester", "sender", "member",
/// "message", "resource", "rulebook", "explanation", "question", "answer", "askings": […]}; 404.
HttpReply review_check(const HttpRequest& request, const std::string& reference, Services& services) {
  const base::Result<std::vector<CheckRecord>> checks = checks_with(reference, services.store);
  if (!checks) return refusal(503, request.path, checks.error());
  if (checks->empty()) return refusal(404, request.path, "There is no check with this reference.");
  const CheckRecord& first = checks->front();
  const base::Result<Spoken> said = spoken(first);
  if (!said) return refusal(500, request.path, said.error());
  std::string body;
  json::Writer out(body);
  out.begin_object().field("reference", first.reference);
  write_asking(out, first);
  out.field("member", first.member.text()).field("rulebook", said->answer.rulebook);
  out.field("explanation", precert::explanation_of(said->question, said->answer));
  out.key("question").raw_text(first.question);
  out.key("answer").raw_text(first.answer);
  out.array_field("askings");
  for (const CheckRecord& one : *checks) {
    out.begin_object();
    write_asking(out, one);
    out.end_object();
  }
  out.end_array().end_object();
  return json_reply(std::move(body));
}

}  // namespace

std::vector<Route> check_routes() {
  std::vector<Route> routes;
  routes.push_back({Method::get, "/review/checks/{id}", at_once(review_check)});
  return routes;
}

}  // namespace gateway
