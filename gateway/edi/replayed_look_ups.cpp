// See replayed_look_ups.hpp.
#include "gateway/edi/replayed_look_ups.hpp"

#include <algorithm>
#include <set>

#include "gateway/review/submit_review.hpp"
#include "parsers/x12/reader.hpp"

namespace gateway {
namespace {

constexpr std::string_view inquiry_version = "005010X215";

/// The numbers of each review that one response shows: HCR02 and REF*NT of the event and its services.
std::vector<std::set<std::string>> numbers_shown(const x12::TransactionSet& set) {
  std::vector<std::set<std::string>> events;
  for (std::uint32_t i = 0; i < set.tokens.segments.size(); ++i) {
    const x12::SegmentView segment(set.tokens, i);
    if (segment.id() == "HL" && segment.element(3) == "EV") events.emplace_back();
    if (events.empty()) continue;
    const bool administrative = segment.id() == "REF" && segment.element(1) == "NT";
    if ((segment.id() != "HCR" && !administrative) || segment.element(2).empty()) continue;
    events.back().emplace(segment.element(2));
  }
  return events;
}

base::Result<std::set<std::string>> cases_of(const std::set<std::string>& numbers, Store& store) {
  std::set<std::string> ids;
  for (const std::string& number : numbers) {
    for (const LookupKind kind : {LookupKind::certification_number, LookupKind::reference_number}) {
      const base::Result<std::vector<CaseRecord>> found = cases_with({kind, number}, store);
      if (!found) return found.error();
      for (const CaseRecord& one : *found) ids.insert(one.id.text());
    }
  }
  return ids;
}

}  // namespace

base::Result<std::vector<LookUp>> look_ups_in(std::string_view answer, const std::string& client, base::Instant at,
                                              Store& store) {
  std::vector<LookUp> all;
  if (answer.find(inquiry_version) == std::string_view::npos) return all;
  LookUp one;
  one.at = at;
  one.channel = LookUpChannel::x12;
  one.client = client;
  x12::Reader reader(answer);
  for (x12::Event event = reader.next(); event != x12::Event::done; event = reader.next()) {
    if (event == x12::Event::unreadable) break;
    if (event != x12::Event::transaction_set || reader.set().implementation != inquiry_version) continue;
    bool shown = false;
    for (const std::set<std::string>& numbers : numbers_shown(reader.set())) {
      const base::Result<std::set<std::string>> ids = cases_of(numbers, store);
      if (!ids) return ids.error();
      for (const std::string& id : *ids) {
        one.what = {LookUpKind::review, id, id, LookUpOutcome::shown};
        all.push_back(one);
      }
      shown = shown || !ids->empty();
    }
    if (shown) continue;
    one.what = {LookUpKind::search, "", "", LookUpOutcome::not_found};
    all.push_back(one);
  }
  return all;
}

}  // namespace gateway
