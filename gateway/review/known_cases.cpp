#include "gateway/review/known_cases.hpp"

#include <functional>
#include <iterator>

#include "gateway/review/submit_review.hpp"

namespace gateway {
namespace {

std::size_t hash_of_text(std::string_view text) { return std::hash<std::string_view>{}(text); }

}  // namespace

base::Result<precert::PriorCase> KnownCases::of(const CaseRecord& record) {
  const auto known = by_id_.find(record.id.text());
  if (known != by_id_.end()) {
    const Place place = known->second;
    const bool same = place->found.version == record.version &&
                      place->request == hash_of_text(record.request) &&
                      place->determination == hash_of_text(record.determination);
    if (same) {
      cases_.splice(cases_.begin(), cases_, place);
      return place->found;
    }
    forget(place);
  }
  ++read_;
  base::Result<precert::PriorCase> found = prior_from(record);
  if (found) keep(record, *found);
  return found;
}

void KnownCases::keep(const CaseRecord& record, const precert::PriorCase& found) {
  const std::size_t bytes = record.request.size() + record.determination.size();
  if (bytes > bytes_max_) return;
  while (bytes_ + bytes > bytes_max_) forget(std::prev(cases_.end()));
  cases_.push_front({found, hash_of_text(record.request), hash_of_text(record.determination), bytes});
  by_id_.emplace(cases_.front().found.id.text(), cases_.begin());
  bytes_ += bytes;
}

void KnownCases::forget(Place place) {
  by_id_.erase(place->found.id.text());
  bytes_ -= place->bytes;
  cases_.erase(place);
}

}  // namespace gateway
