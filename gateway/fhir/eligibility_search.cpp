// Searches for CoverageEligibilityRequests and CoverageEligibilityResponses.
#include <algorithm>
#include <array>
#include <charconv>

#include "gateway/fhir/eligibility.hpp"
#include "gateway/fhir/meant_parties.hpp"
#include "gateway/fhir/negotiation.hpp"
#include "gateway/fhir/search_cursor.hpp"
#include "gateway/fhir/search_parameters.hpp"
#include "gateway/http/replies.hpp"
#include "parsers/fhir/resource_view.hpp"

namespace gateway {
namespace {

using base::Issue;
using base::IssueCode;

/// A search while it is read.
struct Search {
  const HttpRequest& request;
  EligibilityType type;
  CheckQuery query;
  TimeSpan created;
  /// Parameters that each resource is compared with.
  std::vector<std::pair<std::string_view, std::string>> filters;
  bool nothing = false;
  Parameters understood;  // for the links, without a patient's number
  bool names_member = false;
  mappers::IdentifierToken member, requester;  // with the systems that are named
  std::string cursor;
};

/// The value of an identifier, or the id of a reference.
std::string_view number_of(std::string_view value) {
  value = code_of(value);
  return value.substr(value.rfind('/') + 1);
}

void want_resource(std::string id, Search& search) {
  if (!search.query.resource.empty() && search.query.resource != id) search.nothing = true;
  search.query.resource = std::move(id);
}

void read_id(std::string_view value, Search& search) { want_resource(std::string(number_of(value)), search); }
/// A request's identifier is the sender's own: "system|value".
void read_identifier(std::string_view value, Search& search) {
  const std::size_t bar = value.rfind('|');
  const std::string system(bar == std::string_view::npos ? std::string_view() : value.substr(0, bar));
  want_resource(eligibility_id(search.request, system, std::string(code_of(value))), search);
}
/// A party by its number; one that is said with its system is compared with what is found.
mappers::IdentifierToken party_of(std::string_view value) {
  if (value.find('|') != std::string_view::npos) return mappers::identifier_token_from(value);
  return {std::nullopt, std::string(number_of(value))};
}
void read_patient(std::string_view value, Search& search) {
  search.member = party_of(value);
  search.query.member = precert::MemberId(search.member.value);
  search.names_member = true;
}
void read_requester(std::string_view value, Search& search) {
  search.requester = party_of(value);
  search.query.requester = search.requester.value;
}

struct KnownParameter {
  std::string_view name, type;
  bool of_request, of_response;
  void (*narrow)(std::string_view, Search&);  // nullptr: compared with every resource that is found
};
constexpr std::array<KnownParameter, 13> known_parameters{
    {{"_id", "token", true, true, read_id},
     {"identifier", "token", true, true, read_identifier},
     {"patient", "reference", true, true, read_patient},
     {"provider", "reference", true, false, read_requester},
     {"requestor", "reference", false, true, read_requester},
     {"request", "reference", false, true, read_id},
     {"enterer", "reference", true, false, nullptr},
     {"facility", "reference", true, false, nullptr},
     {"insurer", "reference", false, true, nullptr},
     {"status", "token", true, true, nullptr},
     {"outcome", "token", false, true, nullptr},
     {"disposition", "string", false, true, nullptr},
     {"created", "date", true, true, nullptr}}};

bool serves(const KnownParameter& one, EligibilityType type) {
  return type == EligibilityType::request ? one.of_request : one.of_response;
}

base::Result<void> read_count(const std::string& value, Search& search) {
  std::size_t count = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), count);
  if (error != std::errc{} || end != value.data() + value.size() || count == 0) {
    return Issue{IssueCode::fhir_value_invalid, "_count", "State a number from 1 on."};
  }
  search.query.count_max = std::min(count, page_size_max);
  return {};
}

base::Result<void> read_one(const std::string& name, const std::string& value, bool strict, Search& search) {
  const std::string_view bare = std::string_view(name).substr(0, name.find_first_of(":."));
  if (bare == "_format") return {};
  if (bare == "_cursor") {
    search.cursor = value;
    return {};
  }
  if (!names_patient(bare)) search.understood.emplace_back(name, value);
  if (bare == "_count") return read_count(value, search);
  const auto* const found =
      std::ranges::find_if(known_parameters, [&](const KnownParameter& one) { return one.name == bare; });
  if (found == known_parameters.end() || !serves(*found, search.type)) {
    if (!strict) return {};
    return Issue{IssueCode::not_supported, std::string(bare),
                 "This parameter is not known; /metadata lists those that are."};
  }
  if (value.empty() || value.find(',') != std::string::npos) {
    return Issue{IssueCode::not_supported, std::string(bare), "Ask for one value at a time."};
  }
  if (found->name == "created") {
    const base::Result<void> narrowed = narrow(search.created, value);
    if (!narrowed) return Issue{narrowed.error().first().code, "created", narrowed.error().first().remedy};
  } else if (found->narrow != nullptr) {
    found->narrow(value, search);
  } else {
    search.filters.emplace_back(found->name, value);
  }
  return {};
}

/// "AFTER.m.ID": the next page is after that place, of the member of the check with that resource; "m-SYSTEM"
/// where the member's number was named with its system.
base::Result<bool> resume(Search& search, Services& services) {
  if (search.cursor.empty()) return true;
  const std::size_t first = search.cursor.find('.');
  const std::size_t second = first == std::string::npos ? first : search.cursor.find('.', first + 1);
  if (second == std::string::npos) return false;
  const auto [end, error] =
      std::from_chars(search.cursor.data(), search.cursor.data() + first, search.query.after);
  if (error != std::errc{} || end != search.cursor.data() + first) return false;
  const std::string whose = search.cursor.substr(first + 1, second - first - 1);
  if (!whose.starts_with('m')) return true;
  if (whose.size() > 1) {
    search.member.system = plain(std::string_view(whose).substr(2));
    if (!search.member.system) return false;
  }
  CheckQuery last;
  last.channel = CheckChannel::eligibility;
  last.resource = search.cursor.substr(second + 1);
  last.count_max = 1;
  const base::Result<CheckPage> page = services.store.search_checks(last);
  if (!page) return page.error();
  if (last.resource.empty() || page->checks.empty()) return false;
  search.query.member = page->checks.front().member;
  search.member.value = search.query.member.text();
  search.names_member = true;
  return true;
}

/// A reference of the request is meant by its id, or by the value of its identifier.
bool refers_to(const json::Value& reference, std::string_view value) {
  const std::string_view target = fhir::reference_of(reference);
  return target == value || number_of(target) == number_of(value) ||
         fhir::text(reference.find("identifier"), "value") == code_of(value);
}

bool starts_like(std::string_view text, std::string_view start) {
  return text.size() >= start.size() &&
         std::equal(start.begin(), start.end(), text.begin(), [](char a, char b) {
           const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
           return lower(a) == lower(b);
         });
}

bool fits(const KeptEligibility& kept, const Search& search) {
  if (search.member.system && !means_patient(search.member, kept)) return false;
  if (search.requester.system && !means_requester(search.requester, kept)) return false;
  return std::ranges::all_of(search.filters, [&](const auto& filter) {
    const auto& [name, value] = filter;
    if (name == "status") return code_of(value) == "active";
    if (name == "outcome") return mappers::eligibility_outcome(kept.answer) == code_of(value);
    if (name == "disposition") return starts_like(mappers::eligibility_disposition(kept.question, kept.answer), value);
    return refers_to(kept.message->request.find(name), value);
  });
}

std::string link_of(const std::string& url, const Search& search, const std::string& cursor) {
  std::string link = url;
  char mark = '?';
  for (const auto& [name, value] : search.understood) {
    link.append(1, mark).append(url_encoded(name)).append("=").append(url_encoded(value));
    mark = '&';
  }
  if (!cursor.empty()) link.append(1, mark).append("_cursor=").append(cursor);
  return link;
}

void write_link(json::Writer& out, const char* relation, const std::string& url) {
  out.begin_object().field("relation", relation).field("url", url).end_object();
}

HttpReply page_reply(const Search& search, const CheckPage& page, const std::vector<KeptEligibility>& shown,
                     bool counted, Services& services) {
  const std::string path = search.request.path.substr(0, search.request.path.find("/_search"));
  const std::string url = services.config.base_url + path;
  std::string body;
  json::Writer out(body);
  out.begin_object().field("resourceType", "Bundle").field("type", "searchset");
  out.field("timestamp", base::iso(services.clock.now()));
  if (counted) out.field("total", page.total);
  out.array_field("link");
  write_link(out, "self", link_of(url, search, search.cursor));
  if (page.next != 0 && !page.checks.empty()) {
    const std::string system = search.member.system ? "-" + opaque(*search.member.system) : std::string();
    const std::string whose = search.names_member ? ".m" + system + "." : ".a.";
    write_link(out, "next",
               link_of(url, search, std::to_string(page.next) + whose + page.checks.back().resource));
  }
  out.end_array();
  if (!shown.empty()) out.array_field("entry");
  for (const KeptEligibility& one : shown) {
    out.begin_object().field("fullUrl", url + "/" + one.record.resource).key("resource");
    write_kept(out, one, search.type);
    out.object_field("search").field("mode", "match").end_object().end_object();
  }
  if (!shown.empty()) out.end_array();
  out.end_object();
  return fhir_reply(std::move(body));
}

constexpr const char* whose_words =
    "Say whose you mean: patient, provider or requestor, identifier, request or _id.";

}  // namespace

std::vector<mappers::SearchParameter> eligibility_parameters(EligibilityType type) {
  std::vector<mappers::SearchParameter> parameters;
  for (const KnownParameter& one : known_parameters) {
    if (serves(one, type)) parameters.push_back({std::string(one.name), std::string(one.type)});
  }
  return parameters;
}

HttpReply search_eligibility(const HttpRequest& request, EligibilityType type, Services& services) {
  Search search{request, type, {}, {}, {}, false, {}, false, {}, {}, {}};
  search.query.channel = CheckChannel::eligibility;
  search.query.count_max = 20;
  const bool strict = prefers(request, "handling=strict");
  for (const auto& [name, value] : parameters_of(request)) {
    const base::Result<void> read = read_one(name, value, strict, search);
    if (!read) return refusal(400, request.path, read.error());
  }
  const base::Result<bool> resumed = resume(search, services);
  if (!resumed) return refusal(503, request.path, resumed.error());
  if (!*resumed) return refusal(400, request.path, "This is no link to a page of a search.");
  search.query.made_from = search.created.from;
  search.query.made_until = search.created.until;
  const CheckQuery& query = search.query;
  if (query.resource.empty() && query.member.text().empty() && query.requester.empty()) {
    return refusal(400, request.path, whose_words);
  }
  CheckPage page;
  if (!search.nothing) {
    base::Result<CheckPage> found = services.store.search_checks(query);
    if (!found) return refusal(503, request.path, found.error());
    page = std::move(*found);
  }
  std::vector<KeptEligibility> shown;
  for (const CheckRecord& record : page.checks) {
    base::Result<KeptEligibility> kept = kept_eligibility(record, services);
    if (!kept) return refusal(500, request.path, kept.error());
    if (may_read(request, kept->question, services) && fits(*kept, search)) shown.push_back(std::move(*kept));
  }
  // How many of all fit, and are the client's, is known only by reading all.
  const bool counted = search.filters.empty() && !search.member.system && !search.requester.system &&
                       services.knowledge.current().clients == nullptr;
  HttpReply reply = page_reply(search, page, shown, counted, services);
  reply.looked_at.push_back(
      {LookUpKind::search, "", "", shown.empty() ? LookUpOutcome::not_found : LookUpOutcome::shown});
  for (const KeptEligibility& one : shown) {
    reply.looked_at.push_back({LookUpKind::check, one.record.resource, "", LookUpOutcome::shown});
  }
  return reply;
}

}  // namespace gateway
