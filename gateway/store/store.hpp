// Where messages, cases, members and facilities live. One interface; each backend passes
// tests/contract/*_contract_test.cpp. Nothing here knows which database is behind it.
//
// Threads: every function may be called from any thread. Those that take a `done` return at once; all others
// block for as long as the database needs and must not be called from inside a `done` callback (it runs on
// the writer itself). Errors of every Result: store_unavailable (the database is away, full or damaged),
// unless said otherwise.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/date.hpp"
#include "base/result.hpp"
#include "gateway/store/records.hpp"
#include "precert/engine/directory.hpp"
#include "precert/engine/facts.hpp"
#include "precert/model/ids.hpp"

namespace gateway {

/// How far Store::cases_of_any_system() goes.
inline constexpr std::size_t matching_cases_max = 2000;

/// Numbers first … first + count - 1, never handed out before or again.
struct NumberBlock {
  std::int64_t first = 0;
  std::int64_t count = 0;
};

/// Place in a worklist: what the last entry of the previous page showed. A case without a due instant comes
/// last; of those due at once the one with the smaller priority comes first.
struct WorklistPlace {
  std::optional<base::Instant> due;
  precert::CaseId id;
  int priority = 2;
};

struct WorklistQuery {
  std::string queue;  // "" = all queues
  std::optional<WorklistPlace> after;
  std::size_t count_max = 50;
};

/// Which cases a search wants; what is not said does not matter.
struct CaseQuery {
  precert::MemberId member;
  std::string requester;                                     // CaseRecord::requester
  std::vector<CaseState> states;                             // any of these
  std::optional<base::Instant> decided_from, decided_until;  // of the newest version, both inclusive
  std::int64_t after = 0;  // CasePage::next of the page before; 0 = the first page
  std::size_t count_max = 50;
};

/// Cases in the order of opening, the newest first. A case keeps its place however often it changes.
struct CasePage {
  std::vector<CaseRecord> cases;
  std::size_t total = 0;  // of all pages, at this moment
  std::int64_t next = 0;  // 0 = this is the last page
};

/// Checks in the order of asking, the newest first.
struct CheckPage {
  std::vector<CheckRecord> checks;
  std::size_t total = 0;  // of all pages, at this moment
  std::int64_t next = 0;  // 0 = this is the last page
};

/// One file of a rulebook as it was when it decided.
struct RulebookText {
  std::string name, text;
  friend bool operator==(const RulebookText&, const RulebookText&) = default;
};

struct KeptRulebook {
  std::string version;
  base::Instant kept{};  // the first time
};

/// A form that people were asked to fill in: id and version as in its canonical.
struct IssuedForm {
  std::string id, version;
  friend bool operator==(const IssuedForm&, const IssuedForm&) = default;
};

/// A document without what it holds.
struct DocumentOutline {
  AttachmentRecord record;  // `content` is empty
  std::int64_t bytes = 0;   // of the content
};

/// Since the store was opened, but for the last three.
struct StoreCounters {
  std::uint64_t committed = 0;
  std::uint64_t replayed = 0;
  std::uint64_t refused = 0;      // control number reused, version conflict
  std::uint64_t unavailable = 0;  // failed or turned away
  std::uint64_t groups = 0;       // transactions that held them
  std::uint64_t checkpoints = 0;
  std::size_t queued = 0;     // commits waiting now
  std::size_t wal_pages = 0;  // in the write-ahead log after the last commit
};

/// How much is stored.
struct StoreContents {
  std::size_t members = 0;
  std::size_t facilities = 0;
  std::size_t cases = 0;
  std::size_t pended = 0;
};

class Store {
 public:
  Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  Store(Store&&) = delete;
  Store& operator=(Store&&) = delete;
  /// Commits what is queued, calls every `done`, then closes.
  virtual ~Store() = default;

  using Done = std::function<void(CommitResult)>;

  /// Stores an exchange whole or not at all and calls `done` exactly once, after it is on disk (or from
  /// inside this call when the queue is full: unavailable). Checks, in this order and atomically with the
  /// write: replay, control number, versions. Concurrent commits share one transaction; one that fails does
  /// not touch its neighbours.
  virtual void commit(Exchange exchange, Done done) = 0;

  /// The newest answer given to these bytes of this sender at or after `not_before`. A hint to save work:
  /// commit() checks again.
  [[nodiscard]] virtual base::Result<std::optional<EarlierAnswer>> find_answer(std::string_view sender,
                                                                               const ContentHash& hash,
                                                                               base::Instant not_before) = 0;
  [[nodiscard]] virtual base::Result<std::optional<StoredMessage>> message(const precert::MessageId& id) = 0;

  /// The newest version.
  [[nodiscard]] virtual base::Result<std::optional<CaseRecord>> find_case(const precert::CaseId& id) = 0;
  /// Newest versions of all cases with that key, the case opened last first.
  [[nodiscard]] virtual base::Result<std::vector<CaseRecord>> cases_with(LookupKind kind,
                                                                         std::string_view value,
                                                                         std::size_t count_max) = 0;
  /// The same for kinds whose keys are "system|value": those with that value, whatever the system (a system
  /// with a bar of its own is one up to it). More cases than matching_cases_max is limit_exceeded.
  [[nodiscard]] virtual base::Result<std::vector<CaseRecord>> cases_of_any_system(LookupKind kind,
                                                                                  std::string_view value,
                                                                                  std::size_t count_max) = 0;
  /// Newest versions of a member's cases, the case opened last first.
  [[nodiscard]] virtual base::Result<std::vector<CaseRecord>> cases_of(const precert::MemberId& member,
                                                                       std::size_t count_max) = 0;
  /// Every version of a case, the first first; empty when there is no such case.
  [[nodiscard]] virtual base::Result<std::vector<CaseRecord>> history(const precert::CaseId& id) = 0;
  /// Pended cases, the one due first first, then by priority and id.
  [[nodiscard]] virtual base::Result<std::vector<CaseRecord>> worklist(const WorklistQuery& query) = 0;
  [[nodiscard]] virtual base::Result<CasePage> search_cases(const CaseQuery& query) = 0;
  /// Calls `visit` with the newest version of every case opened in [from, until), in order of opening, until
  /// it returns false. For reports; `visit` must not call the store.
  [[nodiscard]] virtual base::Result<void> each_case(base::Instant from, base::Instant until,
                                                     const std::function<bool(const CaseRecord&)>& visit) = 0;
  /// Calls `visit` with every version, the first first, of every case that has a version decided in
  /// [from, until), in order of the first such decision, and then of every other case that is pended now,
  /// until it returns false. For reports: one walk of an index of decisions, whatever was stored outside of
  /// the span. `visit` may read the store.
  [[nodiscard]] virtual base::Result<void> each_history(
      base::Instant from, base::Instant until,
      const std::function<bool(std::span<const CaseRecord>)>& visit) = 0;

  [[nodiscard]] virtual base::Result<std::optional<precert::MemberRecord>> member(
      const precert::MemberId& id) = 0;
  /// The member's record as it was held at an instant, as far as the store keeps what was replaced; the record
  /// of today when it was not replaced since.
  [[nodiscard]] virtual base::Result<std::optional<precert::MemberRecord>> member_as_of(
      const precert::MemberId& id, base::Instant at) {
    static_cast<void>(at);
    return member(id);
  }
  /// Members who have this family name, or a dependent who has it, and were born on that day; by id. Names are
  /// compared as precert::normalised_family writes them.
  [[nodiscard]] virtual base::Result<std::vector<precert::MemberRecord>> members_named(
      std::string_view family, base::Date birth_date, std::size_t count_max) {
    static_cast<void>(family), static_cast<void>(birth_date), static_cast<void>(count_max);
    return std::vector<precert::MemberRecord>();
  }
  [[nodiscard]] virtual base::Result<std::vector<precert::Facility>> facilities() = 0;
  /// Adds or replaces by id (npi), in transactions of a thousand; returns when all are durable.
  [[nodiscard]] virtual base::Result<void> load_members(std::span<const precert::MemberRecord> members) = 0;
  [[nodiscard]] virtual base::Result<void> load_facilities(std::span<const precert::Facility> facilities) = 0;

  /// Takes a block of numbers of one kind ("case", "certification", "isa13" …), durably: after a crash the
  /// rest of a block is skipped, never used twice. The first block starts at 1. `count` >= 1.
  [[nodiscard]] virtual base::Result<NumberBlock> next_numbers(std::string_view kind, std::int64_t count) = 0;

  /// The newest control number of a counted pair and the numbers below it that never came, lowest first.
  [[nodiscard]] virtual base::Result<std::vector<ControlGap>> control_gaps(std::string_view pair,
                                                                           std::size_t count_max) = 0;

  /// Stores a batch that is to be worked off, its bytes in pieces from `more` until that gives an empty one.
  /// When the sender has sent this payload_id before, nothing is stored and the earlier batch is returned:
  /// look at its hash.
  [[nodiscard]] virtual base::Result<BatchRecord> add_batch(
      const BatchRecord& batch, const std::function<std::string_view()>& more) = 0;
  [[nodiscard]] virtual base::Result<std::optional<BatchRecord>> batch(std::string_view sender,
                                                                       std::string_view payload_id) = 0;
  /// The batch received first that nobody works on, now claimed until then; nullopt when there is none.
  [[nodiscard]] virtual base::Result<std::optional<BatchRecord>> claim_batch(base::Instant now,
                                                                             base::Instant until) = 0;
  /// Whoever claimed it has stopped: it may be claimed at once.
  [[nodiscard]] virtual base::Result<void> release_batch(std::string_view batch) = 0;
  /// Batches that are not worked off, claimed or not, by id, those received first in front.
  [[nodiscard]] virtual base::Result<std::vector<std::string>> unfinished_batches() = 0;
  /// That one, now claimed until then, whoever had it; nullopt when it is worked off, or not whole yet.
  [[nodiscard]] virtual base::Result<std::optional<BatchRecord>> take_batch(std::string_view batch,
                                                                           base::Instant until) = 0;
  /// The bytes of a batch piece by piece, until `visit` returns false.
  [[nodiscard]] virtual base::Result<void> batch_bytes(
      std::string_view batch, BatchBytes kind, const std::function<bool(std::string_view)>& visit) = 0;

  /// Whose control numbers (ControlNumber::pair) the batches of a sender have used: who is answered through
  /// it.
  [[nodiscard]] virtual base::Result<std::vector<std::string>> pairs_of_batches(std::string_view sender) = 0;

  /// What waits for a destination, oldest first.
  [[nodiscard]] virtual base::Result<std::vector<OutboxEntry>> outbox(std::string_view destination,
                                                                      std::int64_t after,
                                                                      std::size_t count_max) = 0;
  /// The destination has them: they are kept, but wait no more.
  [[nodiscard]] virtual base::Result<void> outbox_taken(std::span<const std::int64_t> numbers,
                                                        base::Instant at) = 0;
  /// What became of a write that nobody waits for.
  using Written = std::function<void(base::Result<void>)>;
  /// The same without waiting. As commit(): returns at once and calls `done` exactly once, after it is on disk or
  /// from inside this call when the queue is full.
  virtual void outbox_taken(std::vector<std::int64_t> numbers, base::Instant at, Written done) = 0;

  /// Documents with that control number that wait for their request, oldest first.
  [[nodiscard]] virtual base::Result<std::vector<AttachmentRecord>> held_attachments(
      std::string_view control_number, base::Instant now) = 0;
  [[nodiscard]] virtual base::Result<std::vector<AttachmentRecord>> attachments_of(
      const precert::CaseId& id) = 0;
  /// The same documents in the same order, their contents left where they are.
  [[nodiscard]] virtual base::Result<std::vector<DocumentOutline>> outlines_of(const precert::CaseId& id) = 0;
  [[nodiscard]] virtual base::Result<std::optional<AttachmentRecord>> attachment(std::string_view id) = 0;
  /// Held documents whose time is over, the longest first, their contents left where they are. Storing one as
  /// expired that waits no more is a version_conflict.
  [[nodiscard]] virtual base::Result<std::vector<AttachmentRecord>> overdue_attachments(base::Instant now,
                                                                                        std::size_t count_max) = 0;

  /// Adds a subscription, or replaces one whose version is one less. When `handshake` is set, one waits from
  /// the next second on, so that the reply to its owner is out before it. False when somebody else changed it
  /// meanwhile. What waits for one that is off is given up.
  [[nodiscard]] virtual base::Result<bool> save_subscription(const SubscriptionRecord& subscription,
                                                             bool handshake) = 0;
  using SubscriptionSaved = std::function<void(base::Result<bool> saved)>;
  /// The same without waiting, as commit().
  virtual void save_subscription(SubscriptionRecord subscription, bool handshake, SubscriptionSaved done) = 0;
  /// With everything that waits for it.
  [[nodiscard]] virtual base::Result<void> remove_subscription(std::string_view id) = 0;
  /// The same without waiting, as commit().
  virtual void remove_subscription(std::string id, Written done) = 0;
  [[nodiscard]] virtual base::Result<std::optional<SubscriptionRecord>> subscription(std::string_view id) = 0;
  /// Of one base, those of `owner` only unless it is nullopt, in order of making.
  [[nodiscard]] virtual base::Result<std::vector<SubscriptionRecord>> subscriptions(
      std::string_view base, const std::optional<std::string>& owner) = 0;
  /// Those that are not off and want to hear of one of these organizations: what happens until the endpoint
  /// answers again is kept for it.
  [[nodiscard]] virtual base::Result<std::vector<SubscriptionRecord>> subscriptions_for(
      std::span<const std::string> organizations) = 0;

  /// The next waiting notification of each subscription whose turn has come, claimed until then: nobody else
  /// gets it before.
  [[nodiscard]] virtual base::Result<std::vector<NotificationRecord>> claim_notifications(
      base::Instant now, base::Instant until, std::size_t count_max) = 0;
  /// Nothing changes when the notification does not wait any more (its subscription was changed meanwhile).
  [[nodiscard]] virtual base::Result<void> note_delivery(const DeliveryOutcome& outcome) = 0;
  /// How many wait for a subscription.
  [[nodiscard]] virtual base::Result<std::size_t> notifications_waiting(std::string_view subscription) = 0;

  /// The check that was given this reference; the first, when the same question was asked again.
  [[nodiscard]] virtual base::Result<std::optional<CheckRecord>> check_with(std::string_view reference) = 0;
  /// The oldest check with this fingerprint: the one whose answer and reference every repeat is given.
  [[nodiscard]] virtual base::Result<std::optional<CheckRecord>> first_check(
      std::string_view fingerprint) = 0;
  [[nodiscard]] virtual base::Result<CheckPage> search_checks(const CheckQuery& query) = 0;

  /// What happened to a case besides its versions, the first first.
  [[nodiscard]] virtual base::Result<std::vector<CaseEvent>> events_of(const precert::CaseId& id) = 0;
  /// Calls `visit` with every event in [from, until) in order of happening, until it returns false. For
  /// reports; `visit` must not call the store.
  [[nodiscard]] virtual base::Result<void> each_event(base::Instant from, base::Instant until,
                                                      const std::function<bool(const CaseEvent&)>& visit) = 0;
  /// Who works on each of these cases; "" = nobody.
  [[nodiscard]] virtual base::Result<std::vector<std::string>> assignees_of(
      std::span<const precert::CaseId> ids) = 0;
  [[nodiscard]] virtual base::Result<std::optional<WorkItem>> work_item(std::string_view id) = 0;
  /// By due instant (none last), then priority, then age.
  [[nodiscard]] virtual base::Result<std::vector<WorkItem>> work_items(const WorkQuery& query) = 0;

  [[nodiscard]] virtual base::Result<std::optional<LetterRecord>> letter(std::string_view id) = 0;
  /// Without their pdf, the newest first.
  [[nodiscard]] virtual base::Result<std::vector<LetterRecord>> letters_of(const precert::CaseId& id) = 0;
  /// Without their pdf, the oldest first.
  [[nodiscard]] virtual base::Result<std::vector<LetterRecord>> letters_in(LetterState state,
                                                                           std::size_t count_max) = 0;

  /// How far a worker has come; 0 = it has not begun.
  [[nodiscard]] virtual base::Result<std::int64_t> followed_until(std::string_view worker) = 0;
  /// Versions of all cases in the order they were committed.
  [[nodiscard]] virtual base::Result<std::vector<CaseVersion>> versions_after(std::int64_t position,
                                                                              std::size_t count_max) = 0;

  /// Keeps the files of a rulebook by its version, once; cheap when they are kept already.
  [[nodiscard]] virtual base::Result<void> keep_rulebook(std::string_view version,
                                                         std::span<const RulebookText> files,
                                                         base::Instant at) = 0;
  /// Empty when that version was never kept.
  [[nodiscard]] virtual base::Result<std::vector<RulebookText>> rulebook_of(std::string_view version) = 0;
  /// The kept rulebooks, the one kept last first. A backend that keeps none has none.
  [[nodiscard]] virtual base::Result<std::vector<KeptRulebook>> kept_rulebooks(std::size_t count_max) {
    static_cast<void>(count_max);
    return std::vector<KeptRulebook>();
  }
  /// Notes forms that a rulebook asks people to fill in, for ever; cheap when all are noted already.
  [[nodiscard]] virtual base::Result<void> keep_forms(std::span<const IssuedForm> forms) = 0;
  /// Whether a form was ever noted; in any version when `version` is "".
  [[nodiscard]] virtual base::Result<bool> form_was_issued(std::string_view id, std::string_view version) = 0;
  /// Whether any form was.
  [[nodiscard]] virtual base::Result<bool> forms_were_issued() = 0;

  /// As each_event.
  [[nodiscard]] virtual base::Result<void> each_hook_call(
      base::Instant from, base::Instant until, const std::function<bool(const HookCall&)>& visit) = 0;
  /// As each_event.
  [[nodiscard]] virtual base::Result<void> each_hook_feedback(
      base::Instant from, base::Instant until, const std::function<bool(const HookFeedback&)>& visit) = 0;
  /// Whether a token's id was fresh; false when it was used before: a replay.
  using TokenUsed = std::function<void(base::Result<bool> fresh)>;
  /// Uses up a token's id until it expires. As commit(): returns at once and calls `done` exactly once, after
  /// it is on disk or from inside this call when the queue is full.
  virtual void use_token(std::string_view issuer, std::string_view id, base::Instant now,
                         base::Instant expires, TokenUsed done) = 0;

  [[nodiscard]] virtual base::Result<LookUpPage> look_ups(const LookUpQuery& query) = 0;

  /// Good when a read works and the last commit did.
  [[nodiscard]] virtual base::Result<void> check() = 0;
  [[nodiscard]] virtual base::Result<StoreContents> contents() = 0;
  [[nodiscard]] virtual StoreCounters counters() const = 0;
};

}  // namespace gateway
