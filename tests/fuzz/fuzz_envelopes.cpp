// What stands around a message or beside it. An input is one HTTP request as fixtures/core has them: a CORE
// envelope in any form, a signed token, a search, and, with a path of its own, the index of a paper. What is
// read can be written and is read as the same; what this side makes itself comes back.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "fuzz.hpp"
#include "gateway/access/access_token.hpp"
#include "gateway/access/signed_token.hpp"
#include "gateway/core/answer.hpp"
#include "gateway/core/base64.hpp"
#include "gateway/core/check.hpp"
#include "gateway/core/mime.hpp"
#include "gateway/core/rest.hpp"
#include "gateway/core/soap.hpp"
#include "gateway/fhir/search_cursor.hpp"
#include "gateway/fhir/search_parameters.hpp"
#include "gateway/http/message.hpp"
#include "gateway/intake/paper_index.hpp"

namespace {

using gateway::CoreEnvelope;
using gateway::CoreField;
using gateway::CoreForm;

/// The head and the body of an input.
struct Request {
  std::string path, query, type, authorization, body;
};

constexpr base::Instant now{std::chrono::seconds(1'767'634'200)};

/// The envelope as it comes back from its own form.
std::optional<CoreEnvelope> carried(const CoreEnvelope& envelope) {
  if (envelope.form == CoreForm::mime) {
    const gateway::FormMessage message = gateway::form_from(envelope);
    auto again = gateway::envelope_from_form(message.body, message.content_type);
    return again ? std::optional(std::move(*again)) : std::nullopt;
  }
  if (envelope.form == CoreForm::soap) {
    const gateway::SoapMessage message = gateway::soap_from(envelope);
    return gateway::envelope_from_soap(message.body, message.content_type).envelope;
  }
  auto again = gateway::envelope_from_json(gateway::json_from(envelope));
  return again ? std::optional(std::move(*again)) : std::nullopt;
}

void answer_envelope(CoreEnvelope request) {
  gateway::normalise(request);
  const std::vector<gateway::CoreFault> faults =
      gateway::core_faults(request, gateway::Credentials::optional);
  for (const gateway::CoreFault& one : faults) {
    fuzz::must(!one.code.empty() && !one.message.empty(), "a fault of an envelope has a code and words");
  }
  (void)gateway::payload_type_of(request);
  gateway::CoreOutcome outcome;
  if (faults.empty()) {
    outcome.payload_type = gateway::answer_type_of(request.text(CoreField::payload));
    outcome.payload = request.text(CoreField::payload);
  } else {
    outcome = gateway::core_refusal(faults);
  }
  const CoreEnvelope answer = gateway::core_answer(request, now, std::move(outcome));
  const std::optional<CoreEnvelope> again = carried(answer);
  fuzz::must(again.has_value(), "an answer's envelope can be read");
  fuzz::must(again->fields == answer.fields, "an answer's envelope comes back");
  fuzz::must(again->repeated.empty() && again->unreadable.empty(),
             "an answer's envelope says each thing once");
}

void read_parts(std::string_view type, std::string_view body) {
  const auto parts = gateway::mime_parts(body, type);
  if (!parts) return;
  std::vector<std::string_view> texts;
  for (const gateway::MimePart& one : *parts) texts.push_back(one.body);
  const std::string boundary = gateway::boundary_for(texts);
  std::string written;
  for (const std::string_view text : texts) gateway::append_part(written, boundary, "", text);
  gateway::append_end(written, boundary);
  const auto again = gateway::mime_parts(written, "multipart/mixed; boundary=" + boundary);
  fuzz::must(again && again->size() == parts->size(), "parts that are written are as many");
  for (std::size_t i = 0; i < texts.size(); ++i) {
    fuzz::must((*again)[i].body == texts[i], "a part that is written comes back");
  }
}

void read_envelope(const Request& request) {
  if (gateway::media_type(request.type).starts_with("multipart/")) read_parts(request.type, request.body);
  if (const auto form = gateway::envelope_from_form(request.body, request.type)) answer_envelope(*form);
  const gateway::SoapRead soap = gateway::envelope_from_soap(request.body, request.type);
  if (soap.envelope) {
    answer_envelope(*soap.envelope);
  } else {
    const gateway::SoapMessage fault = gateway::soap_fault(soap.refusal);
    fuzz::must(gateway::xml_is_bounded(fault.body), "a SOAP fault is XML");
  }
  if (auto object = gateway::envelope_from_json(request.body)) {
    gateway::take_basic(request.authorization, *object);
    answer_envelope(*object);
  }
}

/// `key`: a JSON Web Key as a client's key set may have it.
void read_token(const std::string& text, const std::string& key) {
  const auto claims = gateway::token_claims_from(text);
  if (claims) (void)gateway::fault_of_times(*claims, now, 300);
  (void)gateway::is_signed_by(text, claims ? claims->algorithm : "RS384", key);
  const gateway::AccessTokens tokens("a secret of the fuzzer alone");
  fuzz::must(!tokens.grant_of(text, now), "nobody else makes an access token");
  gateway::AccessGrant grant;
  grant.client = text.substr(0, std::min(text.find('\n'), std::size_t{100}));  // an id is one line
  grant.scopes = gateway::scopes_from(key);
  grant.expires = now + std::chrono::seconds(60);
  const auto read = tokens.grant_of(tokens.token_of(grant), now);
  fuzz::must(read && read->client == grant.client && read->scopes == grant.scopes,
             "an access token comes back");
}

void read_paper(std::string_view text) {
  const auto index = gateway::paper_index_from(text);
  if (!index) {
    for (const base::Issue& one : index.error()) {
      fuzz::must(!one.where.empty() && !one.remedy.empty(), "a fault of an index has its place");
    }
  }
  (void)gateway::paper_from_name(text.substr(0, 200));
}

void search(const std::string& query) {
  gateway::HttpRequest request;
  request.query = query;
  const gateway::Parameters parameters = request.parameters();
  const auto found = gateway::claim_response_search(parameters, true);
  if (!found) return;
  fuzz::must(found->count <= gateway::page_size_max, "a page has its limit");
  if (found->count == 0) return;  // only how many there are: no page goes on
  gateway::SearchCursor cursor;
  cursor.after = static_cast<std::int64_t>(query.size()) + 1;
  cursor.last = precert::CaseId("C1");
  cursor.by_member = true;
  cursor.narrower = *found;
  const std::string text = gateway::text_of(cursor);
  const auto again = gateway::cursor_from(text);
  fuzz::must(again.has_value(), "a cursor can be read");
  fuzz::must(gateway::text_of(*again) == text, "a cursor comes back");
}

/// What follows "NAME: " up to the line's end; "" when no line begins so.
std::string header_in(std::string_view head, std::string_view name) {
  const std::size_t begin = head.find(name);
  if (begin == std::string_view::npos) return {};
  const std::string_view rest = head.substr(begin + name.size());
  return std::string(rest.substr(0, std::min(rest.find("\r\n"), rest.size())));
}

Request request_from(std::string_view input) {
  constexpr std::string_view empty_line = "\r\n\r\n";
  const std::size_t end = std::min(input.find(empty_line), input.size());
  const std::string_view head = input.substr(0, end);
  std::string_view target = head.substr(0, std::min(head.find("\r\n"), head.size()));
  target.remove_prefix(std::min(target.find(' '), target.size() - 1) + 1);
  target = target.substr(0, std::min(target.find(' '), target.size()));
  const std::size_t question = std::min(target.find('?'), target.size());
  Request request;
  request.path = gateway::percent_decoded(target.substr(0, question));
  request.query = std::string(target.substr(std::min(question + 1, target.size())));
  request.type = header_in(head, "\r\nContent-Type: ");
  request.authorization = header_in(head, "\r\nAuthorization: ");
  request.body = std::string(input.substr(std::min(end + empty_line.size(), input.size())));
  return request;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const Request request = request_from(fuzz::text(data, size));
  if (const auto cursor = gateway::cursor_from(request.query)) {
    fuzz::must(gateway::text_of(*cursor) == request.query, "a cursor is what this side makes");
  }
  if (request.path == "/paper") {
    read_paper(request.body);
  } else if (request.path.starts_with("/fhir/")) {
    search(request.query);
  } else if (request.authorization.starts_with("Bearer ")) {
    read_token(request.authorization.substr(7), request.body);
  } else {
    read_envelope(request);
  }
  return 0;
}
