#include "gateway/fhir/eligibility.hpp"

#include <utility>

#include "gateway/access/clients.hpp"
#include "gateway/dtr/issued_forms.hpp"
#include "gateway/fhir/client_rights.hpp"
#include "gateway/review/identify_member.hpp"
#include "gateway/fhir/received.hpp"
#include "gateway/fhir/route_descriptions.hpp"
#include "gateway/http/replies.hpp"
#include "gateway/review/checks.hpp"
#include "gateway/store/content_hash.hpp"
#include "mappers/model/coverage_json.hpp"

namespace gateway {
namespace {

namespace asio = boost::asio;
using base::Issue;
using base::IssueCode;
using base::Issues;

constexpr const char* only_for_yours = "You may ask for the organizations only that you speak for.";

base::Result<std::optional<CheckRecord>> check_of(const std::string& id, Services& services) {
  CheckQuery query;
  query.channel = CheckChannel::eligibility;
  query.resource = id;
  query.count_max = 1;
  base::Result<CheckPage> page = services.store.search_checks(query);
  if (!page) return page.error();
  if (page->checks.empty()) return std::optional<CheckRecord>();
  return std::optional(std::move(page->checks.front()));
}

/// One request on its way through.
struct Asked {
  const HttpRequest& request;
  const ReceivedMessage& message;
  EligibilityReply wanted;
  Services& services;
};

Issues only_alone() {
  return Issue{IssueCode::fhir_structure, "resourceType",
               "Post the CoverageEligibilityRequest itself; a Bundle or Parameters goes to $submit."};
}

HttpReply reply_of(const Asked& asked, const mappers::EligibilityMessage& message,
                   const precert::CoverageQuestion& question, const precert::CoverageAnswer& answer,
                   const mappers::EligibilityContext& context) {
  std::string body;
  json::Writer out(body);
  if (asked.wanted == EligibilityReply::response) {
    mappers::write_eligibility_response(out, message, question, answer, context);
    return fhir_reply(std::move(body));
  }
  mappers::write_eligibility_request(out, message, context.id);
  HttpReply reply = fhir_reply(std::move(body), 201);
  reply.headers.emplace_back("Location",
                             asked.services.config.base_url + asked.request.path + "/" + context.id);
  return reply;
}

/// What an identifier was used for before: the answer of then, or a refusal when it was something else.
base::Result<Prepared> answered_before(const Asked& asked, const mappers::EligibilityMessage& message,
                                       const precert::CoverageQuestion& question, const CheckRecord& record) {
  base::Result<precert::CoverageQuestion> earlier = mappers::coverage_question_from_json(record.question);
  if (!earlier) return earlier.error();
  if (!same_question(question, *earlier)) {
    const Issues used = Issue{IssueCode::conflict, "CoverageEligibilityRequest.identifier",
                              "This identifier named another question before: use a new one for each."};
    return answered_message(asked.message, refusal(409, asked.request.path, used));
  }
  const base::Result<precert::CoverageAnswer> answer = mappers::coverage_answer_from_json(record.answer);
  if (!answer) return answer.error();
  return answered_message(asked.message,
                          reply_of(asked, message, *earlier, *answer, {record.resource, record.made}));
}

base::Result<Prepared> prepared_eligibility(const Asked& asked) {
  Services& services = asked.services;
  const auto refused = [&](const Issues& issues) {
    return refused_message(asked.message, asked.request.path, issues);
  };
  const Snapshot knowledge = services.knowledge.current();
  const auto message = mappers::eligibility_message_from(asked.request.body, json_limits(services.config));
  if (!message) return refused(message.error());
  if (asked.wanted == EligibilityReply::request && !(*message)->alone) return refused(only_alone());
  base::Result<precert::CoverageQuestion> question =
      mappers::coverage_question_from(**message, *knowledge.rulebook, asked.message.received);
  if (!question) return refused(question.error());
  if (!may_read(asked.request, *question, services)) {
    return answered_message(asked.message, access_refusal(403, asked.request.path, only_for_yours));
  }
  const base::Result<void> identified = identify_member(question->subscriber, question->dependent, services.store);
  if (!identified) return identified.error();
  const base::Result<void> ours = leave_out_foreign(question->answers, nullptr, services);
  if (!ours) return ours.error();

  std::string id = eligibility_id(asked.request, question->reference_system, question->reference);
  if (id.empty()) {
    id = "E" + asked.message.id.text();
  } else {
    const base::Result<std::optional<CheckRecord>> earlier = check_of(id, services);
    if (!earlier) return earlier.error();
    if (*earlier) return answered_before(asked, **message, *question, **earlier);
  }
  const Asking asking{CheckChannel::eligibility, asked.message.id, asked.message.sender, id,
                      asked.message.received};
  base::Result<Checked> made = checked(*question, asking, services.store, services.numbers, knowledge);
  if (!made) return made.error();
  Prepared prepared = answered_message(
      asked.message, reply_of(asked, **message, *question, made->answer, {id, made->record.made}));
  if (!made->answer.refusals.empty()) prepared.rejected.push_back(Rejection::business);
  prepared.exchange.checks.push_back(std::move(made->record));
  return prepared;
}

RouteHandler asking(EligibilityReply wanted) {
  return [wanted](const HttpRequest& request, const std::string&, Services& services) {
    return eligibility_asked(request, wanted, services);
  };
}

void add_reads(const std::string& base, EligibilityType type, std::vector<Route>& routes) {
  const std::string path = base + "/" + name_of(type);
  routes.push_back({Method::get, path + "/{id}",
                    at_once([type](const HttpRequest& request, const std::string& id, Services& services) {
                      return read_eligibility(request, id, type, services);
                    }),
                    interaction_route(name_of(type), "read")});
  const auto search = at_once([type](const HttpRequest& request, const std::string&, Services& services) {
    return search_eligibility(request, type, services);
  });
  mappers::RouteDescription searching = interaction_route(name_of(type), "search-type");
  searching.search = eligibility_parameters(type);
  routes.push_back({Method::get, path, search, searching});
  routes.push_back({Method::post, path + "/_search", search, searching});
}

}  // namespace

const char* name_of(EligibilityType type) {
  return type == EligibilityType::request ? "CoverageEligibilityRequest" : "CoverageEligibilityResponse";
}

std::string eligibility_id(const HttpRequest& request, const std::string& system, const std::string& value) {
  if (value.empty()) return {};
  constexpr std::size_t digits = 40;  // of 64: a FHIR id has 64 characters at most
  return "E" + hex(content_hash_of(request.client + "\n" + system + "\n" + value)).substr(0, digits);
}

bool may_read(const HttpRequest& request, const precert::CoverageQuestion& question,
              const Services& services) {
  std::vector<std::string> organizations;
  const auto add = [&](const precert::Party& party) {
    for (const precert::Identifier& one : party.identifiers) organizations.push_back(one.value);
  };
  add(question.requester);
  for (const precert::Party& party : question.providers) add(party);
  return speaks_for_any(request, organizations, services);
}

base::Result<KeptEligibility> kept_eligibility(CheckRecord record, Services& services) {
  KeptEligibility kept;
  const base::Result<std::optional<StoredMessage>> stored = services.store.message(record.message);
  if (!stored) return stored.error();
  if (!*stored)
    return Issues(Issue{IssueCode::data_invalid, "message", "The message of this check is gone."});
  auto message = mappers::eligibility_message_from((*stored)->message.bytes, json_limits(services.config));
  if (!message) return message.error();
  kept.message = std::move(*message);
  base::Result<precert::CoverageQuestion> question = mappers::coverage_question_from_json(record.question);
  if (!question) return question.error();
  kept.question = std::move(*question);
  base::Result<precert::CoverageAnswer> answer = mappers::coverage_answer_from_json(record.answer);
  if (!answer) return answer.error();
  kept.answer = std::move(*answer);
  kept.record = std::move(record);
  return kept;
}

void write_kept(json::Writer& out, const KeptEligibility& kept, EligibilityType type) {
  if (type == EligibilityType::request) {
    mappers::write_eligibility_request(out, *kept.message, kept.record.resource);
  } else {
    mappers::write_eligibility_response(out, *kept.message, kept.question, kept.answer,
                                        {kept.record.resource, kept.record.made});
  }
}

HttpReply read_eligibility(const HttpRequest& request, const std::string& id, EligibilityType type,
                           Services& services) {
  const std::string unknown = std::string("There is no ") + name_of(type) + " with this id.";
  base::Result<std::optional<CheckRecord>> record = check_of(id, services);
  if (!record) return refusal(503, request.path, record.error());
  if (!*record) return refusal(404, request.path, unknown);
  const base::Result<KeptEligibility> kept = kept_eligibility(std::move(**record), services);
  if (!kept) return refusal(500, request.path, kept.error());
  if (!may_read(request, kept->question, services)) return refusal(404, request.path, unknown);
  std::string body;
  json::Writer out(body);
  write_kept(out, *kept, type);
  HttpReply reply = fhir_reply(std::move(body));
  reply.headers.emplace_back("ETag", "W/\"1\"");
  return reply;
}

asio::awaitable<HttpReply> eligibility_asked(const HttpRequest& request, EligibilityReply wanted,
                                             Services& services) {
  const base::Result<ReceivedMessage> message = message_from(request, Repeats::answered_anew, services);
  if (!message) co_return refusal(503, request.path, message.error());
  const Preparation prepare = [&] { return prepared_eligibility({request, *message, wanted, services}); };
  HttpReply reply = co_await decided_and_stored(request, services, prepare);
  name_message(*message, reply);
  co_return reply;
}

std::vector<Route> eligibility_routes(const std::string& base) {
  std::vector<Route> routes;
  const std::string path = base + "/" + name_of(EligibilityType::request);
  routes.push_back({Method::post, path, asking(EligibilityReply::request),
                    interaction_route(name_of(EligibilityType::request), "create")});
  routes.push_back(
      {Method::post, path + "/$submit", asking(EligibilityReply::response),
       operation_route(name_of(EligibilityType::request), "submit",
                       "http://hl7.org/fhir/OperationDefinition/CoverageEligibilityRequest-submit")});
  add_reads(base, EligibilityType::request, routes);
  add_reads(base, EligibilityType::response, routes);
  return routes;
}

}  // namespace gateway
