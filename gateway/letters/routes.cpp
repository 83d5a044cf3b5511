#include "gateway/letters/routes.hpp"

#include "gateway/http/replies.hpp"
#include "gateway/letters/make.hpp"
#include "gateway/review/commit.hpp"
#include "parsers/json/document.hpp"
#include "parsers/json/writer.hpp"

namespace gateway {
namespace {

namespace asio = boost::asio;

constexpr const char* no_letter = "There is no letter with this id.";

void write_letter(json::Writer& out, const LetterRecord& letter) {
  out.begin_object()
      .field("id", letter.id)
      .field("case", letter.case_id.text())
      .field("version", letter.version);
  out.field("kind", letter.kind).field("addressee", letter.addressee).field("channel", letter.channel);
  if (!letter.destination.empty()) out.field("destination", letter.destination);
  out.field("state", letter_state_word(letter.state)).field("attempts", letter.attempts);
  out.field("made", base::iso(letter.made)).field("changed", base::iso(letter.changed));
  if (!letter.error.empty()) out.field("error", letter.error);
  out.end_object();
}

HttpReply letters_of_case(const HttpRequest& request, const std::string&, Services& services) {
  const std::string id = request.parameter("case");
  if (id.empty()) return refusal(400, request.path, "Name the case: /letters?case=ID.");
  const base::Result<std::vector<LetterRecord>> letters = services.store.letters_of(precert::CaseId(id));
  if (!letters) return refusal(503, request.path, letters.error());
  std::string body;
  json::Writer out(body);
  out.begin_object().field("case", id).array_field("letters");
  for (const LetterRecord& letter : *letters) write_letter(out, letter);
  out.end_array().end_object();
  HttpReply reply = json_reply(std::move(body));
  reply.looked_at.push_back({LookUpKind::search, "", id, LookUpOutcome::shown});
  return reply;
}

/// The letter, or the refusal to send in its place.
base::Result<LetterRecord> letter_found(const HttpRequest& request, const std::string& id, Services& services,
                                        HttpReply& instead) {
  base::Result<std::optional<LetterRecord>> letter = services.store.letter(id);
  if (letter && *letter) return std::move(**letter);
  instead = letter ? refusal(404, request.path, no_letter) : refusal(503, request.path, letter.error());
  return base::Issues(base::Issue{base::IssueCode::not_found, "letter", no_letter});
}

HttpReply letter_as_pdf(const HttpRequest& request, const std::string& id, Services& services) {
  HttpReply reply;
  base::Result<LetterRecord> letter = letter_found(request, id, services, reply);
  if (!letter) return reply;
  if (letter->pdf.empty())
    return refusal(409, request.path, "This letter could not be printed: " + letter->error);
  reply.content_type = "application/pdf";
  reply.headers.emplace_back("Content-Disposition", "inline; filename=\"" + letter->id + ".pdf\"");
  reply.headers.emplace_back("Cache-Control", "no-store");
  reply.looked_at.push_back({LookUpKind::letter, letter->id, letter->case_id.text(), LookUpOutcome::shown});
  reply.body = std::move(letter->pdf);
  return reply;
}

HttpReply letter_as_text(const HttpRequest& request, const std::string& id, Services& services) {
  HttpReply reply;
  base::Result<LetterRecord> letter = letter_found(request, id, services, reply);
  if (!letter) return reply;
  reply.content_type = "text/plain; charset=utf-8";
  reply.headers.emplace_back("Cache-Control", "no-store");
  reply.looked_at.push_back({LookUpKind::letter, letter->id, letter->case_id.text(), LookUpOutcome::shown});
  reply.body = std::move(letter->text);
  return reply;
}

/// {"channel": "fax", "destination": "3605550123"}: both may be left out. Digits only, so that no service is
/// given a command.
base::Result<void> readdress(LetterRecord& letter, const std::string& body) {
  if (body.empty()) return {};
  json::Document document;
  const base::Result<json::Value> read = document.parse_copy(body);
  if (!read) return read.error();
  const std::string channel(read->find("channel").string());
  const std::string destination(read->find("destination").string());
  const auto fault = [](const char* where, const char* words) {
    return base::Issues(base::Issue{base::IssueCode::message_unreadable, where, words});
  };
  if (!channel.empty() && channel != "fax" && channel != "mail")
    return fault("$.channel", "channel is fax or mail.");
  if (!channel.empty()) letter.channel = channel;
  if (!destination.empty() && (destination.find_first_not_of("0123456789") != std::string::npos ||
                               destination.size() < 7 || destination.size() > 15)) {
    return fault("$.destination", "destination is the fax number, 7 to 15 digits.");
  }
  if (!destination.empty()) letter.destination = destination;
  if (letter.channel == "mail") letter.destination.clear();
  if (letter.channel == "fax" && letter.destination.empty()) {
    return fault("$.destination", "destination is wanted: no fax number is known.");
  }
  return {};
}

asio::awaitable<HttpReply> resend_letter(const HttpRequest& request, const std::string& id,
                                         Services& services) {
  HttpReply instead;
  base::Result<LetterRecord> letter = letter_found(request, id, services, instead);
  if (!letter) co_return instead;
  if (letter->pdf.empty()) {
    co_return refusal(409, request.path, "This letter could not be printed: " + letter->error);
  }
  if (letter->state == LetterState::superseded) {
    co_return refusal(409, request.path, "A later letter of this case stands in its place; send that one.");
  }
  letter->error.clear();
  const base::Result<void> addressed = readdress(*letter, request.body);
  if (!addressed) co_return refusal(400, request.path, addressed.error());
  letter->state = LetterState::queued;
  letter->attempts = 0;
  ++letter->sending;
  letter->changed = services.clock.now();
  Exchange exchange;
  exchange.events.push_back(letter_event(*letter, "letter_resent", letter->changed));
  exchange.letters.push_back(*letter);
  const CommitResult result = co_await commit(services, std::move(exchange));
  if (result.outcome != CommitOutcome::committed) {
    co_return refusal(503, request.path, base::Issues(result.issue));
  }
  std::string body;
  json::Writer out(body);
  write_letter(out, *letter);
  co_return json_reply(std::move(body), 202);
}

}  // namespace

std::string_view letter_state_word(LetterState state) {
  switch (state) {
    case LetterState::made: return "made";
    case LetterState::queued: return "queued";
    case LetterState::handed_over: return "handed_over";
    case LetterState::confirmed: return "confirmed";
    case LetterState::failed: return "failed";
    case LetterState::superseded: return "superseded";
  }
  return {};
}

std::vector<Route> letter_routes() {
  std::vector<Route> routes;
  routes.push_back({Method::get, "/letters", at_once(letters_of_case)});
  routes.push_back({Method::get, "/letters/{id}", at_once(letter_as_pdf)});
  routes.push_back({Method::get, "/letters/{id}/text", at_once(letter_as_text)});
  routes.push_back({Method::post, "/letters/{id}/resend", resend_letter});
  return routes;
}

}  // namespace gateway
