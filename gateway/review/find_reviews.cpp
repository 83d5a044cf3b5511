#include "gateway/review/find_reviews.hpp"

#include <set>

#include "gateway/review/identify_member.hpp"
#include "gateway/review/submit_review.hpp"
#include "precert/engine/clock.hpp"
#include "precert/engine/repeats.hpp"
#include "precert/rulebook/tables.hpp"

namespace gateway {
namespace {

constexpr std::size_t reviews_of_member_max = 512;

/// Gathers candidates. In place of a repeat its original is one: that is where it stands now.
class Candidates {
 public:
  Candidates(FoundReviews& into, Store& store, std::span<const CaseWrite> pending)
      : into_(into), store_(store), pending_(pending) {}

  [[nodiscard]] base::Result<void> add(const std::vector<CaseRecord>& records, const std::string& number) {
    for (const CaseRecord& record : records) {
      base::Result<precert::PriorCase> prior = prior_from(record);
      if (!prior) return prior.error();
      const base::Result<void> added = add(std::move(*prior), number);
      if (!added) return added;
    }
    return {};
  }

 private:
  [[nodiscard]] base::Result<void> add(precert::PriorCase found, const std::string& number) {
    if (!precert::is_repeat(found.determination)) {
      precert::add_candidate(into_.facts.candidates, precert::own_lines_of(std::move(found)), number);
      return {};
    }
    for (const precert::LineDetermination& line : found.determination.lines) {
      const precert::CaseId id = precert::original_of(line);
      if (!looked_up_.insert(id).second) continue;
      base::Result<std::optional<precert::PriorCase>> original = newest_case(id, store_, pending_);
      if (!original) return original.error();
      if (!*original || precert::is_repeat((*original)->determination)) continue;
      precert::add_candidate(into_.facts.candidates, precert::own_lines_of(std::move(**original)), number);
    }
    return {};
  }

  FoundReviews& into_;
  Store& store_;
  std::span<const CaseWrite> pending_;
  std::set<precert::CaseId> looked_up_;  // originals
};

/// Who asked for earlier versions of a case keeps a part in it.
base::Result<void> add_earlier_requesters(FoundReviews& into, Store& store) {
  for (precert::InquiryCandidate& candidate : into.facts.candidates) {
    if (candidate.found.version < 2) continue;
    const base::Result<std::vector<CaseRecord>> history = store.history(candidate.found.id);
    if (!history) return history.error();
    for (const CaseRecord& record : *history) {
      if (record.version >= candidate.found.version) continue;
      base::Result<precert::PriorCase> earlier = prior_from(record);
      if (!earlier) return earlier.error();
      candidate.earlier_requesters.push_back(std::move(earlier->request.requester));
    }
  }
  return {};
}

}  // namespace

base::Result<void> find_reviews(FoundReviews& into, const precert::Inquiry& asked, base::Instant at,
                                Store& store, const Snapshot& knowledge, std::span<const CaseWrite> pending,
                                const KeepForCarrier& keep) {
  precert::Inquiry inquiry = asked;
  if (precert::keys_of(inquiry, nullptr).numbers.empty()) {
    const base::Result<void> identified =
        identify_member(inquiry.example.subscriber, inquiry.example.dependent, store);
    if (!identified) return identified.error();
  }
  base::Result<std::optional<precert::MemberRecord>> member =
      store.member(precert::MemberId(inquiry.example.subscriber.member_id()));
  if (!member) return member.error();
  into.member = std::move(*member);
  into.facts.now = at;
  into.facts.sensitive_service_types = knowledge.rulebook->payer.sensitive_service_types;
  into.facts.member = into.member ? &*into.member : nullptr;
  const precert::InquiryKeys keys = precert::keys_of(inquiry, into.facts.member);
  Candidates candidates(into, store, pending);
  for (const std::string& number : keys.numbers) {
    for (const LookupKind kind : {LookupKind::certification_number, LookupKind::reference_number}) {
      const base::Result<std::vector<CaseRecord>> records = cases_with({kind, number}, store, pending);
      if (!records) return records.error();
      const base::Result<void> added = candidates.add(*records, number);
      if (!added) return added;
    }
  }
  for (const precert::MemberId& id : keys.members) {
    base::Result<std::vector<CaseRecord>> records = store.cases_of(id, reviews_of_member_max);
    if (!records) return records.error();
    for (const CaseWrite& write : pending) {
      if (write.record.member != id) continue;
      std::erase_if(*records, [&](const CaseRecord& stored) { return stored.id == write.record.id; });
      records->insert(records->begin(), write.record);
    }
    const base::Result<void> added = candidates.add(*records, {});
    if (!added) return added;
  }
  const base::Result<void> requesters = add_earlier_requesters(into, store);
  if (!requesters) return requesters;
  for (precert::InquiryCandidate& candidate : into.facts.candidates)
    precert::keep_visible_lines(inquiry.example.requester, candidate);
  for (precert::InquiryCandidate& candidate : into.facts.candidates)
    precert::name_time_zone(*knowledge.rulebook, candidate.found.determination);
  if (keep) std::erase_if(into.facts.candidates, [&](precert::InquiryCandidate& one) { return !keep(one); });
  into.answer = precert::inquiry_answer(inquiry, *knowledge.rulebook, into.facts);
  return {};
}

}  // namespace gateway
