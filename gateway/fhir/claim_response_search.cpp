// Searches for ClaimResponses.
#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "gateway/fhir/claim_response.hpp"
#include "gateway/fhir/claim_submit.hpp"
#include "gateway/fhir/client_rights.hpp"
#include "gateway/fhir/meant_parties.hpp"
#include "gateway/fhir/negotiation.hpp"
#include "gateway/fhir/read_case.hpp"
#include "gateway/fhir/search_cursor.hpp"
#include "gateway/fhir/search_parameters.hpp"
#include "gateway/http/replies.hpp"
#include "mappers/fhir/searchset.hpp"

namespace gateway {
namespace {

using mappers::PasVersion;

constexpr std::size_t found_by_key_max = 500;      // records that the identifiers of one search may lead to
constexpr std::size_t any_system_values_max = 10;  // each is looked for in every system
constexpr std::size_t page_bytes_max = std::size_t{32} << 20U;  // of the Bundles that are read for one page

/// The system of the numbers that either base gives out: they are the same numbers.
bool is_own_system(std::string_view system, const Services& services) {
  return std::ranges::any_of(std::array{PasVersion::v2_2_1, PasVersion::v2_0_1}, [&](PasVersion version) {
    return system == fhir_base(services, version) + "/identifier/trace";
  });
}

/// The ways an identifier with that system ("" = without one) may be meant. Numbers of ours have a system of
/// ours, or none.
std::vector<LookupKey> keys_for(const std::string& system, const std::string& value,
                                const Services& services) {
  constexpr std::string_view trace_system = "urn:trnorg:";
  std::vector<LookupKey> keys;
  if (system.empty() || is_own_system(system, services)) {
    keys.push_back({LookupKind::certification_number, value});
    keys.push_back({LookupKind::reference_number, value});
  }
  if (system.starts_with(trace_system)) {
    keys.push_back({LookupKind::trace, system.substr(trace_system.size()) + "|" + value});
  } else {
    keys.push_back({LookupKind::trace, system + "|" + value});
    keys.push_back({LookupKind::claim_identifier, system + "|" + value});
  }
  return keys;
}

base::Issues too_wide(std::string words) {
  return base::Issues(base::Issue{base::IssueCode::not_supported, "", std::move(words)});
}

/// The cases that bear one of some identifiers, each once. Rights are looked at later: so more records than
/// are loaded is a refusal, since those left out might be the client's own.
class Bearers {
 public:
  explicit Bearers(Store& store) : store_(&store) {}

  base::Result<void> add(const LookupKey& key) {
    return add(store_->cases_with(key.kind, key.value, most()));
  }
  /// Those with that value of any system. `ours`: it is a number of ours, which need not be one of theirs.
  base::Result<void> add_of_any_system(LookupKind kind, const std::string& value, bool ours) {
    base::Result<std::vector<CaseRecord>> found = store_->cases_of_any_system(kind, value, most());
    if (found || found.error().first().code != base::IssueCode::limit_exceeded) return add(std::move(found));
    if (ours) return {};
    return too_wide("Too many cases have that number: name the system, system|value.");
  }
  [[nodiscard]] std::size_t loaded() const { return loaded_; }
  [[nodiscard]] std::vector<CaseRecord> take() { return std::move(all_); }

 private:
  /// One more than may come, which shows that there are too many.
  [[nodiscard]] std::size_t most() const { return found_by_key_max - loaded_ + 1; }

  base::Result<void> add(base::Result<std::vector<CaseRecord>> found) {
    if (!found) return found.error();
    if (found->size() == most()) {
      return too_wide(
          "Too many ClaimResponses bear these identifiers: ask for fewer, name the system, or ask by "
          "patient or requestor.");
    }
    loaded_ += found->size();
    for (CaseRecord& record : *found) {
      if (ids_.insert(record.id.text()).second) all_.push_back(std::move(record));
    }
    return {};
  }

  Store* store_;
  std::vector<CaseRecord> all_;
  std::set<std::string> ids_;
  std::size_t loaded_ = 0;
};

/// Adds the cases that bear such an identifier.
base::Result<void> add_cases_with(const mappers::IdentifierToken& token, const Services& services,
                                  Bearers& bearers) {
  const std::size_t before = bearers.loaded();
  bool ours = false;
  for (const LookupKey& key : keys_for(token.system.value_or(""), token.value, services)) {
    const bool of_any =
        !token.system && (key.kind == LookupKind::trace || key.kind == LookupKind::claim_identifier);
    const base::Result<void> added =
        of_any ? bearers.add_of_any_system(key.kind, token.value, ours) : bearers.add(key);
    if (!added) return added;
    if (!of_any) ours = bearers.loaded() > before;
  }
  return {};
}

/// Keeps those of `cases` that are among `others` too.
void intersect(std::optional<std::vector<CaseRecord>>& cases, std::vector<CaseRecord> others) {
  if (!cases) {
    cases = std::move(others);
    return;
  }
  std::erase_if(*cases, [&](const CaseRecord& one) {
    return std::ranges::none_of(others, [&](const CaseRecord& other) { return other.id == one.id; });
  });
}

base::Result<std::vector<CaseRecord>> cases_by_identifier(const std::vector<std::string>& tokens,
                                                          Services& services) {
  Bearers bearers(services.store);
  std::size_t without_system = 0;
  for (const std::string& text : std::set<std::string>(tokens.begin(), tokens.end())) {
    const mappers::IdentifierToken token = mappers::identifier_token_from(text);
    if (!token.system && ++without_system > any_system_values_max) {
      return too_wide("Ask for " + std::to_string(any_system_values_max) +
                      " identifiers without their system at most.");
    }
    const base::Result<void> added = add_cases_with(token, services, bearers);
    if (!added) return added.error();
  }
  return bearers.take();
}

base::Result<std::vector<CaseRecord>> cases_of_ids(const std::vector<std::string>& ids, Store& store) {
  std::vector<CaseRecord> all;
  for (const std::string& id : ids) {
    base::Result<std::optional<CaseRecord>> found = store.find_case(precert::CaseId(id));
    if (!found) return found.error();
    const bool known = std::ranges::any_of(all, [&](const CaseRecord& one) { return one.id.text() == id; });
    if (*found && !known) all.push_back(std::move(**found));
  }
  return all;
}

bool fits(const CaseRecord& record, const ClaimResponseSearch& search) {
  return (search.member.empty() || record.member.text() == search.member) &&
         (search.requester.empty() || record.requester == search.requester) &&
         (search.states.empty() || std::ranges::find(search.states, record.state) != search.states.end()) &&
         (!search.created_from || record.decided >= *search.created_from) &&
         (!search.created_until || record.decided <= *search.created_until);
}

/// True when the systems that a search names are those of the patient's and the requester's numbers.
bool fits_systems(const ClaimResponseSearch& search, const ReadCase& read) {
  return (!search.member_system || means_patient({search.member_system, search.member}, read)) &&
         (!search.requester_system || means_requester({search.requester_system, search.requester}, read));
}

/// ClaimResponse.outcome as it is written.
std::string_view outcome_of(const precert::Determination& determination) {
  if (determination.refusals.empty()) return "complete";
  return determination.lines.empty() ? "error" : "partial";
}

/// What a page is made of.
struct Found {
  std::vector<CaseRecord> records;
  std::optional<std::size_t> total;
  std::string next;  // the query of the link, "" = none
};

base::Result<Found> found_by_key(const ClaimResponseSearch& search, Services& services) {
  Store& store = services.store;
  std::optional<std::vector<CaseRecord>> cases;
  if (!search.ids.empty()) {
    base::Result<std::vector<CaseRecord>> found = cases_of_ids(search.ids, store);
    if (!found) return found.error();
    intersect(cases, std::move(*found));
  }
  if (!search.identifiers.empty()) {
    base::Result<std::vector<CaseRecord>> found = cases_by_identifier(search.identifiers, services);
    if (!found) return found.error();
    intersect(cases, std::move(*found));
  }
  if (!search.claim.empty()) {
    base::Result<std::vector<CaseRecord>> found =
        store.cases_with(LookupKind::claim_full_url, search.claim, found_by_key_max);
    if (!found) return found.error();
    intersect(cases, std::move(*found));
  }
  std::vector<CaseRecord> fitting = cases ? std::move(*cases) : std::vector<CaseRecord>();
  std::erase_if(fitting, [&](const CaseRecord& one) { return !fits(one, search); });
  Found found;
  found.total = fitting.size();
  const std::size_t first = std::min(search.offset, fitting.size());
  const std::size_t last = std::min(first + search.count, fitting.size());
  for (std::size_t i = first; i < last; ++i) found.records.push_back(std::move(fitting[i]));
  return found;
}

/// `count`: at most so many, and the link goes on behind them.
base::Result<Found> found_in_order(const ClaimResponseSearch& search, std::int64_t after, std::size_t count,
                                   Store& store) {
  CaseQuery query;
  query.member = precert::MemberId(search.member);
  query.requester = search.requester;
  query.states = search.states;
  query.decided_from = search.created_from;
  query.decided_until = search.created_until;
  query.after = after;
  query.count_max = std::max<std::size_t>(count, 1);
  base::Result<CasePage> page = store.search_cases(query);
  if (!page) return page.error();
  Found found;
  found.total = page->total;
  if (count == 0) return found;  // only how many there are
  if (page->next != 0 && !page->cases.empty()) {
    SearchCursor cursor;
    cursor.after = page->next;
    cursor.last = page->cases.back().id;
    cursor.by_member = !search.member.empty();
    cursor.by_requester = !search.requester.empty();
    cursor.narrower = search;
    found.next = "_cursor=" + text_of(cursor);
  }
  found.records = std::move(page->cases);
  return found;
}

/// Takes up a search where its page before ended; one by key gets from the cursor only who the patient is.
/// False when the cursor is not one of ours.
base::Result<bool> resume(ClaimResponseSearch& search, std::int64_t& after, Store& store) {
  std::optional<SearchCursor> cursor = cursor_from(search.cursor);
  if (!cursor) return false;
  const base::Result<std::optional<CaseRecord>> last = store.find_case(cursor->last);
  if (!last) return last.error();
  if (!*last) return false;
  if (search.by_key()) {
    if (!cursor->by_member) return true;
    search.member = (*last)->member.text();
    search.member_system = std::move(cursor->narrower.member_system);
    return true;
  }
  Parameters understood = std::move(search.understood);
  std::string place = std::move(search.cursor);
  search = std::move(cursor->narrower);
  search.understood = std::move(understood);
  search.cursor = std::move(place);
  if (cursor->by_member) search.member = (*last)->member.text();
  if (cursor->by_requester) search.requester = (*last)->requester;
  after = cursor->after;
  return !search.member.empty() || !search.requester.empty();
}

std::string query_of(const Parameters& parameters) {
  std::string query;
  for (const auto& [name, value] : parameters) {
    if (!query.empty()) query += '&';
    query += url_encoded(name) + "=" + url_encoded(value);
  }
  return query;
}

/// The cases of a page that are shown, ready to be written.
struct Page {
  std::vector<ReadCase> shown;
  std::size_t looked_at = 0;  // of Found::records, from the first on: one at least, unless there is none
};

base::Result<Page> page_of(const HttpRequest& request, const ClaimResponseSearch& search, const Found& found,
                           Services& services) {
  Page page;
  std::size_t bytes = 0;
  for (const CaseRecord& record : found.records) {
    if (bytes >= page_bytes_max) break;
    base::Result<ReadCase> one = read_case(record, services);
    if (!one) return one.error();
    ++page.looked_at;
    if (!may_read(request, one->found.request, services) || !fits_systems(search, *one)) continue;
    one->is_part = keep_own_lines(request, one->found, services);
    const std::string_view outcome = outcome_of(one->found.determination);
    const bool wanted =
        search.outcomes.empty() || std::ranges::find(search.outcomes, outcome) != search.outcomes.end();
    if (!wanted) continue;
    if (one->original != nullptr) bytes += one->original->buffer.size();
    page.shown.push_back(std::move(*one));
  }
  return page;
}

/// The query of the link behind a page, "" when it is the last. Where the search hides its patient, a page by
/// key knows whom it is about from its cursor.
base::Result<std::string> next_of(const ClaimResponseSearch& search, std::int64_t after, const Found& found,
                                  std::size_t looked_at, Store& store) {
  if (!search.by_key()) {
    if (looked_at == found.records.size()) return found.next;
    const base::Result<Found> shorter = found_in_order(search, after, looked_at, store);
    if (!shorter) return shorter.error();
    return shorter->next;
  }
  const std::size_t end = search.offset + looked_at;
  if (looked_at == 0 || end >= found.total.value_or(0)) return std::string();
  std::string next = query_of(search.understood) + "&_offset=" + std::to_string(end);
  const bool is_hidden = std::ranges::none_of(
      search.understood, [](const auto& parameter) { return names_patient(parameter.first); });
  if (!search.member.empty() && is_hidden) {
    SearchCursor cursor;
    cursor.after = 1;
    cursor.last = found.records[looked_at - 1].id;
    cursor.by_member = true;
    cursor.narrower.member_system = search.member_system;
    next += "&_cursor=" + text_of(cursor);
  }
  return next;
}

/// What was asked for and understood, and the page's place.
std::string self_of(const ClaimResponseSearch& search, const std::string& url) {
  std::string query = query_of(search.understood);
  const auto add = [&](const std::string& parameter) { query += (query.empty() ? "" : "&") + parameter; };
  if (search.offset > 0) add("_offset=" + std::to_string(search.offset));
  if (!search.cursor.empty()) add("_cursor=" + search.cursor);
  return query.empty() ? url : url + "?" + query;
}

HttpReply page_reply(const ClaimResponseSearch& search, const Found& found, const std::vector<ReadCase>& read,
                     PasVersion version, Services& services) {
  std::vector<mappers::ReviewedCase> cases;
  std::vector<const fhir::Entry*> included;
  for (const ReadCase& one : read) {
    cases.push_back({&one.found.request, &one.found.determination, context_of(one, version, services)});
    const bool with_claim = search.with_request && !one.is_part && one.original != nullptr;
    if (with_claim) included.push_back(&one.original->bundle->entries().front());
  }
  const std::string url = fhir_base(services, version) + "/ClaimResponse";
  mappers::ResponseContext context;
  context.version = version;
  context.base_url = fhir_base(services, version);
  context.at = services.clock.now();
  context.uuid_seed = base::iso(context.at) + query_of(search.understood) + search.cursor + found.next;
  mappers::SearchPage page;
  page.cases = cases;
  page.included = included;
  page.self = self_of(search, url);
  if (!found.next.empty()) page.next = url + "?" + found.next;
  // How many of all have an outcome, a number of that system, and are the client's, is known only by reading
  // all.
  const bool counted = search.outcomes.empty() && !search.member_system && !search.requester_system &&
                       services.knowledge.current().clients == nullptr;
  if (counted || search.nothing) page.total = found.total;
  std::string body;
  json::Writer out(body);
  mappers::write_search_page(out, page, context);
  return fhir_reply(std::move(body));
}

constexpr const char* whose_words =
    "Say whose ClaimResponses you mean: patient, requestor, identifier, request or _id.";

}  // namespace

HttpReply search_claim_responses(const HttpRequest& request, PasVersion version, Services& services) {
  base::Result<ClaimResponseSearch> search =
      claim_response_search(parameters_of(request), prefers(request, "handling=strict"));
  if (!search) return refusal(400, request.path, search.error());
  std::int64_t after = 0;
  if (!search->cursor.empty()) {
    const base::Result<bool> resumed = resume(*search, after, services.store);
    if (!resumed) return refusal(503, request.path, resumed.error());
    if (!*resumed) return refusal(400, request.path, "This is no link to a page of a search.");
  }
  const bool bounded = search->by_key() || !search->member.empty() || !search->requester.empty();
  if (!bounded) {
    return refusal(
        400, request.path,
        base::Issues(base::Issue{base::IssueCode::not_supported, "", whose_words, base::Severity::error}));
  }
  if (request.method == Method::post) {  // its links are URLs and stand in logs
    std::erase_if(search->understood, [](const auto& one) { return names_patient(one.first); });
  }
  if (search->nothing) {
    Found nothing;
    nothing.total = 0;
    return page_reply(*search, nothing, {}, version, services);
  }
  base::Result<Found> found = search->by_key()
                                  ? found_by_key(*search, services)
                                  : found_in_order(*search, after, search->count, services.store);
  if (!found) {
    const bool asked_too_much = found.error().first().code == base::IssueCode::not_supported;
    return refusal(asked_too_much ? 400 : 503, request.path, found.error());
  }
  const base::Result<Page> page = page_of(request, *search, *found, services);
  if (!page) return refusal(503, request.path, page.error());
  base::Result<std::string> next = next_of(*search, after, *found, page->looked_at, services.store);
  if (!next) return refusal(503, request.path, next.error());
  found->next = std::move(*next);
  HttpReply reply = page_reply(*search, *found, page->shown, version, services);
  reply.looked_at.push_back({LookUpKind::search, "", "", LookUpOutcome::shown});
  for (const ReadCase& one : page->shown) {
    const std::string& id = one.record.id.text();
    reply.looked_at.push_back({LookUpKind::review, id, id, LookUpOutcome::shown});
  }
  return reply;
}

}  // namespace gateway
