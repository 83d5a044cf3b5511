#include "gateway/review/answers.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/markup.hpp"
#include "gateway/fhir/received.hpp"
#include "gateway/http/replies.hpp"
#include "gateway/review/submit_review.hpp"
#include "mappers/fhir/answered_items.hpp"
#include "parsers/json/document.hpp"
#include "parsers/json/writer.hpp"
#include "precert/rulebook/tables.hpp"

namespace gateway {
namespace {

using mappers::AnsweredItem;
using precert::Answer;

/// One line of the print.
struct Row {
  std::string question, text, answer;
  std::string origin, author, form, said;
  std::string received, message, source;
  int line = 0;  // service line; 0 = all of them
  int version = 0;
};

std::string text_of(const precert::AnswerValue& value) {
  if (const bool* const yes = std::get_if<bool>(&value)) return *yes ? "Yes" : "No";
  if (const auto* const number = std::get_if<base::Decimal>(&value)) return number->text();
  if (const auto* const day = std::get_if<base::Date>(&value)) return base::iso(*day);
  return std::get<std::string>(value);
}

/// The question in the words of the rulebook of today.
std::string question_text(const precert::Rulebook& rulebook, const std::string& question) {
  const precert::Index fact = rulebook.fact(question);
  return fact == precert::no_index ? std::string() : rulebook.facts[fact].question;
}

/// Adds what the JSON in `bytes` answers; nothing when it is no JSON.
void add_items(std::string_view bytes, const Config& config, std::vector<AnsweredItem>& items) {
  const std::size_t start = bytes.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (start == std::string_view::npos || bytes[start] != '{') return;
  json::Document document;
  const base::Result<json::Value> root = document.parse_copy(bytes.substr(start), json_limits(config));
  if (!root) return;
  for (AnsweredItem& one : mappers::answered_items_in(*root)) items.push_back(std::move(one));
}

/// Collects the rows of one case, version by version.
class Printed {
 public:
  Printed(Services& services, std::vector<AttachmentRecord> attachments)
      : services_(services),
        rulebook_(services.knowledge.current().rulebook),
        attachments_(std::move(attachments)) {}

  base::Result<void> add(const CaseRecord& record) {
    const base::Result<precert::PriorCase> found = prior_from(record);
    if (!found) return found.error();
    std::vector<AnsweredItem> items;
    const base::Result<void> read = read_message(record, items);
    if (!read) return read;
    for (const AnsweredItem& item : items) add_item(item, found->request.answers, record);
    for (const Answer& answer : found->request.answers) {
      const bool printed = std::ranges::any_of(
          items, [&](const AnsweredItem& item) { return item.link_id == answer.question; });
      const bool known = std::ranges::find(before_, answer) != before_.end();
      if (!printed && !known) add_answer(answer, record);
    }
    before_ = found->request.answers;
    return {};
  }

  [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }

 private:
  /// What a message of FHIR said itself, and what came in documents with it.
  base::Result<void> read_message(const CaseRecord& record, std::vector<AnsweredItem>& items) {
    if (record.message.text().empty()) return {};
    const base::Result<std::optional<StoredMessage>> stored = services_.store.message(record.message);
    if (!stored) return stored.error();
    if (*stored && (*stored)->message.transport == Transport::fhir) {
      add_items((*stored)->message.bytes, services_.config, items);
    }
    if (!items.empty()) return {};
    for (const AttachmentRecord& one : attachments_) {
      if (one.message == record.message) add_items(one.content, services_.config, items);
    }
    return {};
  }

  [[nodiscard]] Row row_of(const CaseRecord& record, const std::string& question) const {
    Row row;
    row.question = question;
    row.text = question_text(*rulebook_, question);
    row.received = base::iso(record.received);
    row.message = record.message.text();
    row.version = record.version;
    return row;
  }

  void add_item(const AnsweredItem& item, const std::vector<Answer>& answers, const CaseRecord& record) {
    Row row = row_of(record, item.link_id);
    if (!item.text.empty()) row.text = item.text;
    row.answer = item.answer;
    row.origin = item.origin;
    row.author = item.author;
    row.form = item.form;
    row.said = item.authored;
    for (const Answer& answer : answers) {
      if (answer.question != item.link_id) continue;
      row.line = answer.service;
      row.source = answer.source.where;
    }
    rows_.push_back(std::move(row));
  }

  void add_answer(const Answer& answer, const CaseRecord& record) {
    Row row = row_of(record, answer.question);
    row.answer = text_of(answer.value);
    row.line = answer.service;
    row.source = answer.source.where;
    rows_.push_back(std::move(row));
  }

  Services& services_;
  std::shared_ptr<const precert::Rulebook> rulebook_;
  std::vector<AttachmentRecord> attachments_;
  std::vector<Answer> before_;
  std::vector<Row> rows_;
};

using Column = std::pair<const char*, std::string Row::*>;
/// JSON name and heading of everything a row says in words.
constexpr std::array<std::pair<Column, const char*>, 10> columns{
    {{{"question", &Row::question}, "Question id"},
     {{"text", &Row::text}, "Question"},
     {{"answer", &Row::answer}, "Answer"},
     {{"origin", &Row::origin}, "Origin"},
     {{"author", &Row::author}, "Entered by"},
     {{"form", &Row::form}, "Form and version"},
     {{"said", &Row::said}, "Said"},
     {{"received", &Row::received}, "Received"},
     {{"message", &Row::message}, "Message"},
     {{"source", &Row::source}, "Place in the message"}}};

std::string json_of(const std::string& id, const std::vector<Row>& rows) {
  std::string body;
  json::Writer out(body);
  out.begin_object().field("id", id).array_field("answers");
  for (const Row& row : rows) {
    out.begin_object();
    for (const auto& [column, heading] : columns) {
      const std::string& text = row.*column.second;
      if (!text.empty()) out.field(column.first, text);
    }
    if (row.line != 0) out.field("line", row.line);
    out.field("version", row.version).end_object();
  }
  out.end_array().end_object();
  return body;
}

std::string html_of(const std::string& id, const std::vector<Row>& rows) {
  std::string out =
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Questions and answers of "
      "case " +
      base::escaped_markup(id) +
      "</title><style>body{font:10pt sans-serif}table{border-collapse:collapse;width:100%}"
      "th,td{border:1px solid #888;padding:.2em "
      ".4em;text-align:left;vertical-align:top;overflow-wrap:anywhere}"
      "tr{break-inside:avoid}</style></head><body>\n<h1>Questions and answers of case " +
      base::escaped_markup(id) + "</h1>\n<table><thead><tr>";
  for (const auto& [column, heading] : columns) out += "<th scope=\"col\">" + std::string(heading) + "</th>";
  out += "<th scope=\"col\">Line</th><th scope=\"col\">Version of the case</th></tr></thead><tbody>\n";
  for (const Row& row : rows) {
    out += "<tr>";
    for (const auto& [column, heading] : columns) out += "<td>" + base::escaped_markup(row.*column.second) + "</td>";
    out += "<td>" + (row.line == 0 ? std::string("all") : std::to_string(row.line)) + "</td><td>" +
           std::to_string(row.version) + "</td></tr>\n";
  }
  out += "</tbody></table>\n";
  if (rows.empty()) out += "<p>No question has been answered.</p>\n";
  return out + "</body></html>\n";
}

bool wants_page(const HttpRequest& request) {
  const std::string format = request.parameter("format");
  if (!format.empty()) return format == "html" || format == "text/html";
  return request.accept.find("text/html") != std::string::npos;
}

}  // namespace

HttpReply review_answers(const HttpRequest& request, const std::string& id, Services& services) {
  const base::Result<std::vector<CaseRecord>> history = services.store.history(precert::CaseId(id));
  if (!history) return refusal(503, request.path, history.error());
  if (history->empty()) return refusal(404, request.path, "There is no case with this id.");
  base::Result<std::vector<AttachmentRecord>> attachments =
      services.store.attachments_of(precert::CaseId(id));
  if (!attachments) return refusal(503, request.path, attachments.error());
  Printed printed(services, std::move(*attachments));
  for (const CaseRecord& record : *history) {
    const base::Result<void> added = printed.add(record);
    if (!added) return refusal(500, request.path, added.error());
  }
  if (!wants_page(request)) return json_reply(json_of(id, printed.rows()));
  HttpReply reply;
  reply.content_type = "text/html; charset=utf-8";
  reply.body = html_of(id, printed.rows());
  return reply;
}

}  // namespace gateway
