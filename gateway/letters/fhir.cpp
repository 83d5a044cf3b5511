// Letters for FHIR clients. Base R4: no guide of Da Vinci profiles them.
#include <algorithm>

#include "gateway/fhir/client_rights.hpp"
#include "gateway/http/replies.hpp"
#include "gateway/letters/routes.hpp"
#include "gateway/review/submit_review.hpp"
#include "parsers/json/writer.hpp"

namespace gateway {
namespace {

constexpr const char* no_resource = "There is no such resource.";

/// A letter and the case it is about, when the client may read that.
struct Readable {
  LetterRecord letter;
  precert::PriorCase about;
  CaseRecord record;
};

/// Status of the refusal when there is nothing to read: 404 whether it does not exist or is somebody else's.
struct Refused {
  unsigned status = 404;
};

std::optional<Refused> readable_case(const precert::CaseId& id, const HttpRequest& request,
                                     Services& services, Readable& into) {
  const base::Result<std::optional<CaseRecord>> record = services.store.find_case(id);
  if (!record) return Refused{503};
  if (!*record) return Refused{};
  base::Result<precert::PriorCase> about = prior_from(**record);
  if (!about) return Refused{500};
  if (!may_read(request, about->request, services)) return Refused{};
  precert::PriorCase shown = *about;
  if (keep_own_lines(request, shown, services)) return Refused{};  // a letter speaks of all lines
  into.record = **record;
  into.about = std::move(*about);
  return std::nullopt;
}

std::optional<Refused> readable_letter(const std::string& id, const HttpRequest& request, Services& services,
                                       Readable& into) {
  base::Result<std::optional<LetterRecord>> letter = services.store.letter(id);
  if (!letter) return Refused{503};
  if (!*letter) return Refused{};
  into.letter = std::move(**letter);
  return readable_case(into.letter.case_id, request, services, into);
}

HttpReply refused_letter(const Refused& why, const HttpRequest& request) {
  return refusal(why.status, request.path, why.status == 404 ? no_resource : "Try again later.");
}

std::string fhir_base_of(const HttpRequest& request, const Services& services, std::string_view resource) {
  return services.config.base_url +
         request.path.substr(0, request.path.find(std::string("/") + std::string(resource)));
}

void write_patient(json::Writer& out, std::string_view name, const precert::ReviewRequest& request) {
  out.object_field(name).field("type", "Patient").object_field("identifier");
  out.field("value", request.subscriber.member_id()).end_object().end_object();
}

void write_reference(json::Writer& out, const std::string& reference) {
  out.begin_object().field("reference", reference).end_object();
}

std::string title_of(const LetterRecord& letter) {
  std::string kind = letter.kind;
  std::replace(kind.begin(), kind.end(), '_', ' ');
  return "Letter (" + kind + ") to the " + letter.addressee;
}

void write_document(json::Writer& out, const Readable& read, const std::string& base,
                    const Services& services) {
  const LetterRecord& letter = read.letter;
  out.begin_object().field("resourceType", "DocumentReference").field("id", letter.id);
  out.array_field("identifier").begin_object().field("system", services.config.base_url + "/letters");
  out.field("value", letter.id).end_object().end_array();
  const bool superseded = letter.state == LetterState::superseded;
  out.field("status", superseded ? "superseded" : "current").field("docStatus", "final");
  out.object_field("type").field("text", title_of(letter)).end_object();
  write_patient(out, "subject", read.about.request);
  out.field("date", base::iso(letter.made)).field("description", title_of(letter));
  out.array_field("content").begin_object().object_field("attachment");
  out.field("contentType", "application/pdf").field("url", base + "/Binary/" + letter.id);
  out.field("title", letter.id + ".pdf").field("creation", base::iso(letter.made)).end_object();
  out.end_object().end_array();
  out.object_field("context").array_field("related");
  write_reference(out, "ClaimResponse/" + letter.case_id.text());
  out.end_array().end_object().end_object();
}

/// FHIR's word for how far sending has come.
std::string_view communication_status(LetterState state) {
  switch (state) {
    case LetterState::made: return "preparation";
    case LetterState::queued:
    case LetterState::handed_over: return "in-progress";
    case LetterState::confirmed: return "completed";
    case LetterState::failed: return "stopped";
    case LetterState::superseded: return "not-done";
  }
  return "unknown";
}

void write_communication(json::Writer& out, const Readable& read) {
  const LetterRecord& letter = read.letter;
  const bool fax = letter.channel == "fax";
  out.begin_object().field("resourceType", "Communication").field("id", letter.id);
  out.field("status", communication_status(letter.state));
  if (!letter.error.empty()) out.object_field("statusReason").field("text", letter.error).end_object();
  out.array_field("medium").begin_object().array_field("coding").begin_object();
  out.field("system", "http://terminology.hl7.org/CodeSystem/v3-ParticipationMode");
  out.field("code", fax ? "FAXWRIT" : "MAILWRIT").end_object().end_array().end_object().end_array();
  write_patient(out, "subject", read.about.request);
  out.array_field("about");
  write_reference(out, "ClaimResponse/" + letter.case_id.text());
  out.end_array();
  const bool left = letter.state == LetterState::handed_over || letter.state == LetterState::confirmed;
  if (left) out.field("sent", base::iso(letter.changed));
  if (letter.addressee == "provider") {
    out.array_field("recipient").begin_object().field("display", read.about.request.requester.display());
    out.end_object().end_array();
  }
  out.array_field("payload").begin_object().key("contentReference");
  write_reference(out, "DocumentReference/" + letter.id);
  out.end_object().end_array();
  out.array_field("note").begin_object().field("text", "Attempts: " + std::to_string(letter.attempts));
  out.end_object().end_array().end_object();
}

void write_letter_as(json::Writer& out, std::string_view resource, const Readable& read,
                     const std::string& base, const Services& services) {
  if (resource == "Communication") return write_communication(out, read);
  write_document(out, read, base, services);
}

LookedAt seen_letter(const Readable& read) {
  return {LookUpKind::letter, read.letter.id, read.letter.case_id.text(), LookUpOutcome::shown};
}

RouteHandler letter_read(std::string_view resource) {
  return at_once([resource](const HttpRequest& request, const std::string& id, Services& services) {
    Readable found;
    if (const auto why = readable_letter(id, request, services, found)) return refused_letter(*why, request);
    std::string body;
    json::Writer out(body);
    write_letter_as(out, resource, found, fhir_base_of(request, services, resource), services);
    HttpReply reply = fhir_reply(std::move(body));
    reply.looked_at.push_back(seen_letter(found));
    return reply;
  });
}

HttpReply letter_binary(const HttpRequest& request, const std::string& id, Services& services) {
  Readable found;
  if (const auto why = readable_letter(id, request, services, found)) return refused_letter(*why, request);
  if (found.letter.pdf.empty()) return refused_letter({}, request);
  HttpReply reply;
  reply.content_type = "application/pdf";
  reply.headers.emplace_back("Cache-Control", "no-store");
  reply.looked_at.push_back(seen_letter(found));
  reply.body = std::move(found.letter.pdf);
  return reply;
}

/// "ClaimResponse/ID", "ID" or the same behind a base URL.
std::string case_named_by(std::string reference) {
  const std::size_t slash = reference.rfind('/');
  return slash == std::string::npos ? reference : reference.substr(slash + 1);
}

/// All letters of one case: a handful, so one page.
RouteHandler letter_search(std::string_view resource, const char* parameter) {
  return at_once([resource, parameter](const HttpRequest& request, const std::string&, Services& services) {
    const std::string id = case_named_by(request.parameter(parameter));
    if (id.empty()) {
      return refusal(400, request.path,
                     base::Issues(base::Issue{base::IssueCode::not_supported, parameter,
                                              std::string("Search by ") + parameter + "=ClaimResponse/ID.",
                                              base::Severity::error}));
    }
    Readable found;
    const std::optional<Refused> why = readable_case(precert::CaseId(id), request, services, found);
    if (why && why->status != 404) return refused_letter(*why, request);
    std::vector<LetterRecord> letters;
    if (!why) {
      base::Result<std::vector<LetterRecord>> stored = services.store.letters_of(precert::CaseId(id));
      if (!stored) return refusal(503, request.path, stored.error());
      letters = std::move(*stored);
    }
    const std::string base = fhir_base_of(request, services, resource);
    std::string body;
    json::Writer out(body);
    out.begin_object()
        .field("resourceType", "Bundle")
        .field("type", "searchset")
        .field("total", letters.size());
    out.array_field("link").begin_object().field("relation", "self");
    out.field("url", base + "/" + std::string(resource) + "?" + parameter + "=ClaimResponse/" + id);
    out.end_object().end_array();
    if (!letters.empty()) out.array_field("entry");
    std::vector<LookedAt> seen;
    seen.push_back({LookUpKind::search, "", why ? "" : id, why ? LookUpOutcome::not_found : LookUpOutcome::shown});
    for (LetterRecord& letter : letters) {
      found.letter = std::move(letter);
      seen.push_back(seen_letter(found));
      out.begin_object().field("fullUrl", base + "/" + std::string(resource) + "/" + found.letter.id);
      out.key("resource");
      write_letter_as(out, resource, found, base, services);
      out.object_field("search").field("mode", "match").end_object().end_object();
    }
    if (!letters.empty()) out.end_array();
    out.end_object();
    HttpReply reply = fhir_reply(std::move(body));
    reply.looked_at = std::move(seen);
    return reply;
  });
}

mappers::RouteDescription letter_description(const char* resource, const char* interaction,
                                             std::vector<mappers::SearchParameter> search = {}) {
  mappers::RouteDescription made;
  made.resource = resource;
  made.interactions = {interaction};
  made.search = std::move(search);
  return made;
}

}  // namespace

std::vector<Route> letter_fhir_routes(const std::string& base) {
  std::vector<Route> routes;
  routes.push_back({Method::get, base + "/DocumentReference/{id}", letter_read("DocumentReference"),
                    letter_description("DocumentReference", "read")});
  routes.push_back({Method::get, base + "/DocumentReference", letter_search("DocumentReference", "related"),
                    letter_description("DocumentReference", "search-type", {{"related", "reference"}})});
  routes.push_back({Method::get, base + "/Communication/{id}", letter_read("Communication"),
                    letter_description("Communication", "read")});
  routes.push_back({Method::get, base + "/Communication", letter_search("Communication", "about"),
                    letter_description("Communication", "search-type", {{"about", "reference"}})});
  routes.push_back(
      {Method::get, base + "/Binary/{id}", at_once(letter_binary), letter_description("Binary", "read")});
  return routes;
}

}  // namespace gateway
