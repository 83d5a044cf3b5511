// Looking up reviews that exist, for inquiries of either dialect.
#pragma once

#include <functional>
#include <optional>
#include <span>

#include "base/result.hpp"
#include "gateway/app/knowledge.hpp"
#include "gateway/store/store.hpp"
#include "precert/engine/inquiry.hpp"

namespace gateway {

/// An answer and the candidates it points into.
struct FoundReviews {
  std::optional<precert::MemberRecord> member;  // facts.member points here: do not copy or move
  precert::InquiryFacts facts;
  precert::InquiryAnswer answer;

  FoundReviews() = default;
  FoundReviews(const FoundReviews&) = delete;
  FoundReviews& operator=(const FoundReviews&) = delete;
};

/// Takes out of a case what is not for whoever carries the inquiry; false when nothing of it is.
using KeepForCarrier = std::function<bool(precert::InquiryCandidate&)>;

/// Gathers the candidates by number and by member, then answers. Without any number the patient may be named
/// by name and birth date alone (005010X215 2010C): see identify_member(). `pending` are cases that the same
/// message has changed. Where `keep` is set, what it takes out does not exist for the answer, not even as
/// something held back: the asker is whom the message names, the carrier who sent it. Errors:
/// store_unavailable.
[[nodiscard]] base::Result<void> find_reviews(FoundReviews& into, const precert::Inquiry& inquiry,
                                              base::Instant at, Store& store, const Snapshot& knowledge,
                                              std::span<const CaseWrite> pending = {},
                                              const KeepForCarrier& keep = {});

}  // namespace gateway
