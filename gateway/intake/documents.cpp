#include "gateway/intake/documents.hpp"

#include <utility>

#include "gateway/http/replies.hpp"
#include "gateway/intake/json_fields.hpp"
#include "gateway/intake/paper_types.hpp"
#include "gateway/intake/papers.hpp"
#include "gateway/intake/staff_message.hpp"
#include "gateway/review/commit.hpp"
#include "gateway/telemetry/log.hpp"
#include "mappers/model/attachment_json.hpp"
#include "parsers/json/document.hpp"
#include "parsers/json/writer.hpp"

namespace gateway {
namespace {

namespace asio = boost::asio;

constexpr const char* no_such_case = "There is no case with this id.";
constexpr const char* no_such_document = "There is no document with this id.";

/// The document of a call, or the refusal to send instead.
std::optional<HttpReply> read_paper(const HttpRequest& request, const Config& config, Paper& into) {
  if (request.body.empty()) return refusal(422, request.path, "The body is empty: send the document itself.");
  if (request.body.size() > config.intake.document_bytes_max) {
    return refusal(413, request.path, "The document is longer than intake_document_bytes_max.");
  }
  const PaperType* const type = paper_type_of(media_type(request.content_type));
  if (type == nullptr) {
    return refusal(415, request.path, "Send the document as one of " + paper_types_taken() + ".");
  }
  if (!looks_like(*type, request.body)) {
    return refusal(422, request.path, "The document is cut off, or is not what its Content-Type says.");
  }
  into.channel = type->format == precert::AttachmentFormat::text ? "paste" : "upload";
  into.control_number = request.parameter("control_number");
  into.report_type = request.parameter("report_type");
  into.loinc = request.parameter("loinc");
  into.content_type = type->content_type;
  into.content = request.body;
  return std::nullopt;
}

HttpReply outcome_reply(const PaperOutcome& outcome, const CaseRecord& after, unsigned status) {
  std::string body;
  json::Writer out(body);
  out.begin_object().field("document", outcome.document).field("case", outcome.case_id.text());
  out.field("version", after.version);
  if (!outcome.work.empty()) out.field("work", outcome.work).field("why", outcome.why);
  out.end_object();
  HttpReply reply = json_reply(std::move(body), status);
  reply.headers.emplace_back("Location", "/review/documents/" + outcome.document);
  return reply;
}

HttpReply conflict_reply(const HttpRequest& request, const base::Issues& issues) {
  return refusal(409, request.path, issues);
}

/// What a paper came to as an exchange and a reply; a conflict stores nothing.
base::Result<Prepared> prepared_outcome(const HttpRequest& request, base::Result<PaperOutcome> outcome,
                                        const CaseRecord& record, unsigned status, MessageTurn& turn) {
  Prepared prepared;
  if (!outcome && outcome.error().first().code == base::IssueCode::conflict) {
    prepared.reply = conflict_reply(request, outcome.error());
    return prepared;
  }
  if (!outcome) return outcome.error();
  const CaseRecord& after = turn.exchange.cases.empty() ? record : turn.exchange.cases.back().record;
  prepared.reply = outcome_reply(*outcome, after, status);
  prepared.exchange = std::move(turn.exchange);
  prepared.decided = std::move(turn.decided);
  return prepared;
}

base::Result<Prepared> prepared_paper(const HttpRequest& request, const ReceivedMessage& message,
                                      const std::string& id, const Paper& paper, Services& services) {
  const base::Result<std::optional<CaseRecord>> record = services.store.find_case(precert::CaseId(id));
  if (!record) return record.error();
  if (!*record) {
    Prepared none;
    none.reply = refusal(404, request.path, no_such_case);
    return none;
  }
  MessageTurn turn(services, message.id.text(), message.received, AnswerMode::real_time);
  base::Result<PaperOutcome> outcome = take_paper_for(**record, paper, person_behind(request), turn);
  base::Result<Prepared> prepared = prepared_outcome(request, std::move(outcome), **record, 201, turn);
  if (!prepared || prepared->reply.status != 201) return prepared;
  const HttpReply& reply = prepared->reply;
  prepared->exchange.message = message;
  prepared->exchange.answer = {static_cast<int>(reply.status), reply.content_type, reply.body};
  return prepared;
}

/// The body of an indexing call.
struct IndexingBody {
  std::string case_id;
  Indexing said;
};

base::Result<IndexingBody> indexing_body_from(const HttpRequest& request) {
  json::Document document;
  const base::Result<json::Value> parsed = document.parse_copy(request.body);
  if (!parsed) return parsed.error();
  base::Issues issues;
  JsonFields fields(*parsed, "", issues);
  IndexingBody body;
  body.case_id = fields.text("case", JsonFields::Need::wanted);
  body.said.control_number = fields.text("control_number");
  body.said.report_type = fields.text("report_type");
  body.said.loinc = fields.text("loinc");
  body.said.actor = person_behind(request);
  fields.nothing_else();
  if (!issues.empty()) return issues;
  return body;
}

base::Result<Prepared> prepared_indexing(const HttpRequest& request, const std::string& id,
                                         const IndexingBody& body, Services& services) {
  Prepared none;
  const base::Result<std::optional<AttachmentRecord>> document = services.store.attachment(id);
  if (!document) return document.error();
  const base::Result<std::optional<CaseRecord>> record =
      services.store.find_case(precert::CaseId(body.case_id));
  if (!record) return record.error();
  if (!*document || !*record) {
    none.reply = refusal(404, request.path, *document ? no_such_case : no_such_document);
    return none;
  }
  // The clock of the case goes on from here: a paper is received when it is indexed.
  MessageTurn turn(services, (*document)->message.text(), services.clock.now(), AnswerMode::real_time);
  return prepared_outcome(request, index_paper(**document, body.said, **record, turn), **record, 200, turn);
}

std::string_view attachment_state_word(AttachmentState state) {
  switch (state) {
    case AttachmentState::held: return "held";
    case AttachmentState::attached: return "attached";
    case AttachmentState::expired: return "expired";
  }
  return {};
}

/// The first attachment of a record's message: a record has one.
precert::Attachment described(const AttachmentRecord& record) {
  base::Result<precert::AttachmentMessage> message =
      mappers::attachment_message_from_json(record.description);
  if (!message || message->attachments.empty()) return {};
  return std::move(message->attachments.front());
}

void write_document(json::Writer& out, const DocumentOutline& document) {
  const AttachmentRecord& record = document.record;
  const precert::Attachment about = described(record);
  out.begin_object().field("id", record.id).field("state", attachment_state_word(record.state));
  out.field("received", base::iso(record.received)).field("sender", record.sender);
  out.field("message", record.message.text()).field("control_number", record.control_number);
  out.field("report_type", about.report_type).field("loinc", about.loinc);
  out.field("content_type", about.content_type);
  out.field("bytes", document.bytes).end_object();
}

}  // namespace

asio::awaitable<HttpReply> post_document(const HttpRequest& request, const std::string& id,
                                         Services& services) {
  Paper paper;
  std::optional<HttpReply> unread = read_paper(request, services.config, paper);
  if (unread) co_return std::move(*unread);
  const base::Result<ReceivedMessage> message = staff_message(request, services);
  if (!message) co_return refusal(503, request.path, message.error());
  const base::Result<std::optional<HttpReply>> earlier = earlier_reply(*message, services);
  if (!earlier) co_return refusal(503, request.path, earlier.error());
  if (*earlier) co_return **earlier;
  const Preparation prepare = [&] { return prepared_paper(request, *message, id, paper, services); };
  co_return co_await decided_and_stored(request, services, prepare);
}

asio::awaitable<HttpReply> index_document(const HttpRequest& request, const std::string& id,
                                          Services& services) {
  const base::Result<IndexingBody> body = indexing_body_from(request);
  if (!body) co_return refusal(400, request.path, body.error());
  const Preparation prepare = [&] { return prepared_indexing(request, id, *body, services); };
  co_return co_await decided_and_stored(request, services, prepare);
}

HttpReply documents_of_case(const HttpRequest& request, const std::string& id, Services& services) {
  const base::Result<std::optional<CaseRecord>> record = services.store.find_case(precert::CaseId(id));
  if (!record) return refusal(503, request.path, record.error());
  if (!*record) return refusal(404, request.path, no_such_case);
  const base::Result<std::vector<DocumentOutline>> documents =
      services.store.outlines_of(precert::CaseId(id));
  if (!documents) return refusal(503, request.path, documents.error());
  std::string body;
  json::Writer out(body);
  out.begin_object().field("case", id).array_field("documents");
  for (const DocumentOutline& one : *documents) write_document(out, one);
  out.end_array().end_object();
  return json_reply(std::move(body));
}

HttpReply document_bytes(const HttpRequest& request, const std::string& id, Services& services) {
  base::Result<std::optional<AttachmentRecord>> record = services.store.attachment(id);
  if (!record) return refusal(503, request.path, record.error());
  if (!*record) return refusal(404, request.path, no_such_document);
  const PaperType* const type = paper_type_of(described(**record).content_type);
  HttpReply reply;
  // A type of the table or none: a browser that is shown these bytes must not run them.
  reply.content_type = type == nullptr ? "application/octet-stream" : std::string(type->content_type);
  reply.headers.emplace_back("Content-Disposition", "attachment");
  reply.looked_at.push_back({LookUpKind::document, id, (*record)->case_id.text(), LookUpOutcome::shown});
  reply.body = std::move((*record)->content);
  return reply;
}

}  // namespace gateway
