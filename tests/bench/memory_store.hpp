// A store for measuring the gateway without a disk: members and the newest exchanges in memory, nothing
// durable, nothing found again. What it leaves out is what the "durable" rows have on top.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "gateway/store/store.hpp"

namespace bench {

using namespace gateway;  // every signature below is one of gateway::Store

class MemoryStore final : public Store {
 public:
  void commit(Exchange exchange, Done done) override {
    {
      const std::scoped_lock lock(mutex_);
      kept_.at(committed_++ % kept_.size()) = std::move(exchange);
    }
    CommitResult result;
    result.outcome = CommitOutcome::committed;
    done(std::move(result));
  }
  base::Result<std::optional<precert::MemberRecord>> member(const precert::MemberId& id) override {
    const auto found = members_.find(id.text());
    if (found == members_.end()) return std::optional<precert::MemberRecord>();
    return std::optional(found->second);
  }
  base::Result<void> load_members(std::span<const precert::MemberRecord> members) override {
    for (const precert::MemberRecord& one : members) members_[one.id.text()] = one;
    return {};
  }
  base::Result<std::vector<precert::Facility>> facilities() override { return facilities_; }
  base::Result<void> load_facilities(std::span<const precert::Facility> facilities) override {
    facilities_.insert(facilities_.end(), facilities.begin(), facilities.end());
    return {};
  }
  base::Result<NumberBlock> next_numbers(std::string_view kind, std::int64_t count) override {
    const std::scoped_lock lock(mutex_);
    std::int64_t& last = numbers_[std::string(kind)];
    const NumberBlock block{last + 1, count};
    last += count;
    return block;
  }
  void use_token(std::string_view, std::string_view, base::Instant, base::Instant, TokenUsed done) override {
    done(true);
  }
  base::Result<StoreContents> contents() override {
    return StoreContents{members_.size(), facilities_.size(), 0, 0};
  }
  base::Result<void> check() override { return {}; }
  [[nodiscard]] StoreCounters counters() const override { return {}; }

  // What the gateway asks for besides: there is none.
  base::Result<std::optional<EarlierAnswer>> find_answer(std::string_view, const ContentHash&,
                                                         base::Instant) override {
    return std::optional<EarlierAnswer>();
  }
  base::Result<std::optional<StoredMessage>> message(const precert::MessageId&) override {
    return std::optional<StoredMessage>();
  }
  base::Result<std::optional<CaseRecord>> find_case(const precert::CaseId&) override {
    return std::optional<CaseRecord>();
  }
  base::Result<std::vector<CaseRecord>> cases_with(LookupKind, std::string_view, std::size_t) override {
    return std::vector<CaseRecord>();
  }
  base::Result<std::vector<CaseRecord>> cases_of_any_system(LookupKind, std::string_view,
                                                            std::size_t) override {
    return std::vector<CaseRecord>();
  }
  base::Result<std::vector<CaseRecord>> cases_of(const precert::MemberId&, std::size_t) override {
    return std::vector<CaseRecord>();
  }
  base::Result<std::vector<CaseRecord>> history(const precert::CaseId&) override {
    return std::vector<CaseRecord>();
  }
  base::Result<std::vector<CaseRecord>> worklist(const WorklistQuery&) override {
    return std::vector<CaseRecord>();
  }
  base::Result<CasePage> search_cases(const CaseQuery&) override { return CasePage(); }
  base::Result<void> each_case(base::Instant, base::Instant,
                               const std::function<bool(const CaseRecord&)>&) override {
    return {};
  }
  base::Result<void> each_history(base::Instant, base::Instant,
                                  const std::function<bool(std::span<const CaseRecord>)>&) override {
    return {};
  }
  base::Result<std::vector<ControlGap>> control_gaps(std::string_view, std::size_t) override {
    return std::vector<ControlGap>();
  }
  base::Result<BatchRecord> add_batch(const BatchRecord&, const std::function<std::string_view()>&) override {
    return BatchRecord();
  }
  base::Result<std::optional<BatchRecord>> batch(std::string_view, std::string_view) override {
    return std::optional<BatchRecord>();
  }
  base::Result<std::optional<BatchRecord>> claim_batch(base::Instant, base::Instant) override {
    return std::optional<BatchRecord>();
  }
  base::Result<void> release_batch(std::string_view) override { return {}; }
  base::Result<std::vector<std::string>> unfinished_batches() override { return std::vector<std::string>(); }
  base::Result<std::optional<BatchRecord>> take_batch(std::string_view, base::Instant) override {
    return std::optional<BatchRecord>();
  }
  base::Result<void> batch_bytes(std::string_view, BatchBytes,
                                 const std::function<bool(std::string_view)>&) override {
    return {};
  }
  base::Result<std::vector<std::string>> pairs_of_batches(std::string_view) override {
    return std::vector<std::string>();
  }
  base::Result<std::vector<OutboxEntry>> outbox(std::string_view, std::int64_t, std::size_t) override {
    return std::vector<OutboxEntry>();
  }
  base::Result<void> outbox_taken(std::span<const std::int64_t>, base::Instant) override { return {}; }
  void outbox_taken(std::vector<std::int64_t>, base::Instant, Written done) override { done({}); }
  base::Result<std::vector<AttachmentRecord>> held_attachments(std::string_view, base::Instant) override {
    return std::vector<AttachmentRecord>();
  }
  base::Result<std::vector<AttachmentRecord>> attachments_of(const precert::CaseId&) override {
    return std::vector<AttachmentRecord>();
  }
  base::Result<std::vector<DocumentOutline>> outlines_of(const precert::CaseId&) override {
    return std::vector<DocumentOutline>();
  }
  base::Result<std::optional<AttachmentRecord>> attachment(std::string_view) override {
    return std::optional<AttachmentRecord>();
  }
  base::Result<std::vector<AttachmentRecord>> overdue_attachments(base::Instant, std::size_t) override {
    return std::vector<AttachmentRecord>();
  }
  base::Result<bool> save_subscription(const SubscriptionRecord&, bool) override { return true; }
  void save_subscription(SubscriptionRecord, bool, SubscriptionSaved done) override { done(true); }
  base::Result<void> remove_subscription(std::string_view) override { return {}; }
  void remove_subscription(std::string, Written done) override { done({}); }
  base::Result<std::optional<SubscriptionRecord>> subscription(std::string_view) override {
    return std::optional<SubscriptionRecord>();
  }
  base::Result<std::vector<SubscriptionRecord>> subscriptions(std::string_view,
                                                              const std::optional<std::string>&) override {
    return std::vector<SubscriptionRecord>();
  }
  base::Result<std::vector<SubscriptionRecord>> subscriptions_for(std::span<const std::string>) override {
    return std::vector<SubscriptionRecord>();
  }
  base::Result<std::vector<NotificationRecord>> claim_notifications(base::Instant, base::Instant,
                                                                    std::size_t) override {
    return std::vector<NotificationRecord>();
  }
  base::Result<void> note_delivery(const DeliveryOutcome&) override { return {}; }
  base::Result<std::size_t> notifications_waiting(std::string_view) override { return std::size_t{0}; }
  base::Result<std::optional<CheckRecord>> check_with(std::string_view) override {
    return std::optional<CheckRecord>();
  }
  base::Result<std::optional<CheckRecord>> first_check(std::string_view) override {
    return std::optional<CheckRecord>();
  }
  base::Result<CheckPage> search_checks(const CheckQuery&) override { return CheckPage(); }
  base::Result<std::vector<CaseEvent>> events_of(const precert::CaseId&) override {
    return std::vector<CaseEvent>();
  }
  base::Result<void> each_event(base::Instant, base::Instant,
                                const std::function<bool(const CaseEvent&)>&) override {
    return {};
  }
  base::Result<std::vector<std::string>> assignees_of(std::span<const precert::CaseId>) override {
    return std::vector<std::string>();
  }
  base::Result<std::optional<WorkItem>> work_item(std::string_view) override {
    return std::optional<WorkItem>();
  }
  base::Result<std::vector<WorkItem>> work_items(const WorkQuery&) override {
    return std::vector<WorkItem>();
  }
  base::Result<std::optional<LetterRecord>> letter(std::string_view) override {
    return std::optional<LetterRecord>();
  }
  base::Result<std::vector<LetterRecord>> letters_of(const precert::CaseId&) override {
    return std::vector<LetterRecord>();
  }
  base::Result<std::vector<LetterRecord>> letters_in(LetterState, std::size_t) override {
    return std::vector<LetterRecord>();
  }
  base::Result<std::int64_t> followed_until(std::string_view) override { return std::int64_t{0}; }
  base::Result<std::vector<CaseVersion>> versions_after(std::int64_t, std::size_t) override {
    return std::vector<CaseVersion>();
  }
  base::Result<void> keep_rulebook(std::string_view, std::span<const RulebookText>, base::Instant) override {
    return {};
  }
  base::Result<std::vector<RulebookText>> rulebook_of(std::string_view) override {
    return std::vector<RulebookText>();
  }
  base::Result<void> keep_forms(std::span<const IssuedForm>) override { return {}; }
  base::Result<bool> form_was_issued(std::string_view, std::string_view) override { return true; }
  base::Result<bool> forms_were_issued() override { return true; }
  base::Result<void> each_hook_call(base::Instant, base::Instant,
                                    const std::function<bool(const HookCall&)>&) override {
    return {};
  }
  base::Result<void> each_hook_feedback(base::Instant, base::Instant,
                                        const std::function<bool(const HookFeedback&)>&) override {
    return {};
  }
  base::Result<LookUpPage> look_ups(const LookUpQuery&) override { return LookUpPage(); }

 private:
  static constexpr std::size_t kept_max = 4096;

  std::mutex mutex_;
  std::vector<Exchange> kept_{kept_max};  // guarded by mutex_, like the next two
  std::size_t committed_ = 0;
  std::map<std::string, std::int64_t> numbers_;
  std::unordered_map<std::string, precert::MemberRecord> members_;  // loaded before the first request
  std::vector<precert::Facility> facilities_;
};

}  // namespace bench
