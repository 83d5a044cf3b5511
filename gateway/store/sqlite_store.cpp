#include "gateway/store/sqlite_store.hpp"

#include <algorithm>
#include <future>
#include <mutex>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "gateway/store/sqlite_checkpointer.hpp"
#include "gateway/store/sqlite_checks.hpp"
#include "gateway/store/sqlite_clearinghouse.hpp"
#include "gateway/store/sqlite_exchange.hpp"
#include "gateway/store/sqlite_look_ups.hpp"
#include "gateway/store/sqlite_members.hpp"
#include "gateway/store/sqlite_migrations.hpp"
#include "gateway/store/sqlite_reads.hpp"
#include "gateway/store/sqlite_subscriptions.hpp"
#include "gateway/store/sqlite_work.hpp"
#include "gateway/store/sqlite_writer.hpp"
#include "mappers/model/model_json.hpp"
#include "precert/engine/names.hpp"

namespace gateway {
namespace sqlite {
namespace {

constexpr std::size_t load_rows = 1000;    // of one transaction of load_members
constexpr std::size_t report_cases = 200;  // read at once by each_case
constexpr std::size_t report_rows = 1000;  // read at once by each_event, each_hook_call, each_hook_feedback

/// A write that somebody waits for.
class AwaitedTask final : public WriteTask {
 public:
  explicit AwaitedTask(std::function<void(Connection&)> work) : work_(std::move(work)) {}

  void write(Connection& connection) override { work_(connection); }
  void finish(const SqliteFailure* failure) override {
    base::Result<void> result;
    if (failure != nullptr) result = issue_from(*failure);
    finished_.set_value(std::move(result));
  }
  [[nodiscard]] std::future<base::Result<void>> finished() { return finished_.get_future(); }

 private:
  std::function<void(Connection&)> work_;
  std::promise<base::Result<void>> finished_;
};

/// A write that nobody waits for: whoever asked hears of it on the writer's thread.
template <class Outcome>
class ToldTask final : public WriteTask {
 public:
  using Work = std::function<Outcome(Connection&)>;
  using Done = std::function<void(base::Result<Outcome>)>;
  ToldTask(Work work, Done done) : work_(std::move(work)), done_(std::move(done)) {}

  void write(Connection& connection) override {
    if constexpr (std::is_void_v<Outcome>) {
      work_(connection);
    } else {
      outcome_ = work_(connection);
    }
  }
  void finish(const SqliteFailure* failure) override {
    if (failure != nullptr) return done_(issue_from(*failure));
    done_(std::move(outcome_));
  }

 private:
  Work work_;
  Done done_;
  base::Result<Outcome> outcome_;
};

base::Issue queue_full() {
  return base::Issue{base::IssueCode::store_unavailable, "store",
                     "Too many commits are waiting for the disk.", base::Severity::error};
}

/// Runs `ask` and turns a failure into an Issue.
template <class Ask>
auto guarded(Ask&& ask) -> base::Result<decltype(ask())> {
  try {
    return ask();
  } catch (const SqliteFailure& failure) {
    return issue_from(failure);
  }
}

base::Issues too_many_matches() {
  return base::Issues(
      base::Issue{base::IssueCode::limit_exceeded, "", "Too many cases have this number: name its system."});
}

/// One record of a load.
struct Row {
  std::string id;
  std::string record;
};

class SqliteStore final : public Store {
  /// Asks with a connection of the pool. Stands first because its result is deduced.
  template <class Ask>
  auto read(const Ask& ask) {
    return guarded([&] { return reads_.with(ask); });
  }

 public:
  SqliteStore(const SqliteConfig& config, std::unique_ptr<Connection> writing,
              std::unique_ptr<Connection> checkpointing, std::vector<std::unique_ptr<Connection>> reading)
      : replay_window_(config.replay_window),
        reads_(std::move(reading)),
        checkpointer_(std::move(checkpointing), config.checkpoint_pages, checkpoint_one_at_a_time_),
        writer_(std::move(writing), limits_from(config), checkpoint_one_at_a_time_,
                [this](std::size_t log_pages) { checkpointer_.log_grew(log_pages); }) {}

  void commit(Exchange exchange, Done done) override {
    auto made = std::make_unique<ExchangeTask>(std::move(exchange), std::move(done), replay_window_, counts_);
    ExchangeTask* const own = made.get();
    std::unique_ptr<WriteTask> task = std::move(made);
    if (!writer_.submit(task)) own->turn_away();
  }

  base::Result<std::optional<EarlierAnswer>> find_answer(std::string_view sender, const ContentHash& hash,
                                                         base::Instant not_before) override {
    return read([&](Connection& from) { return newest_answer(from, sender, hash, not_before); });
  }
  base::Result<std::optional<StoredMessage>> message(const precert::MessageId& id) override {
    return read([&](Connection& from) { return sqlite::message(from, id); });
  }
  base::Result<std::optional<CaseRecord>> find_case(const precert::CaseId& id) override {
    return read([&](Connection& from) { return sqlite::find_case(from, id); });
  }
  base::Result<std::vector<CaseRecord>> cases_with(LookupKind kind, std::string_view value,
                                                   std::size_t count_max) override {
    return read([&](Connection& from) { return sqlite::cases_with(from, kind, value, count_max); });
  }
  base::Result<std::vector<CaseRecord>> cases_of_any_system(LookupKind kind, std::string_view value,
                                                            std::size_t count_max) override {
    auto found =
        read([&](Connection& from) { return sqlite::cases_of_any_system(from, kind, value, count_max); });
    if (!found) return found.error();
    if (!*found) return too_many_matches();
    return std::move(**found);
  }
  base::Result<std::vector<CaseRecord>> cases_of(const precert::MemberId& member,
                                                 std::size_t count_max) override {
    return read([&](Connection& from) { return sqlite::cases_of(from, member, count_max); });
  }
  base::Result<std::vector<CaseRecord>> history(const precert::CaseId& id) override {
    return read([&](Connection& from) { return sqlite::history(from, id); });
  }
  base::Result<std::vector<CaseRecord>> worklist(const WorklistQuery& query) override {
    return read([&](Connection& from) { return sqlite::worklist(from, query); });
  }

  base::Result<void> each_case(base::Instant from, base::Instant until,
                               const std::function<bool(const CaseRecord&)>& visit) override;
  base::Result<void> each_history(base::Instant from, base::Instant until,
                                  const std::function<bool(std::span<const CaseRecord>)>& visit) override;
  base::Result<std::optional<precert::MemberRecord>> member(const precert::MemberId& id) override {
    return member_read(read([&](Connection& from) { return member_text(from, id); }));
  }
  base::Result<std::optional<precert::MemberRecord>> member_as_of(const precert::MemberId& id,
                                                                  base::Instant at) override {
    return member_read(read([&](Connection& from) { return member_text_as_of(from, id, at); }));
  }
  base::Result<std::vector<precert::MemberRecord>> members_named(std::string_view family,
                                                                 base::Date birth_date,
                                                                 std::size_t count_max) override {
    const std::string name = precert::normalised_family(family);
    return records_read<precert::MemberRecord>(
        read([&](Connection& from) { return member_texts_named(from, name, birth_date, count_max); }),
        mappers::member_from_json);
  }
  base::Result<std::vector<precert::Facility>> facilities() override {
    return records_read<precert::Facility>(read([](Connection& from) { return facility_texts(from); }),
                                           mappers::facility_from_json);
  }

  base::Result<void> load_members(std::span<const precert::MemberRecord> members) override {
    const auto at = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    return load(members, member_row_from,
                [at](Connection& connection, const MemberRow& row) { write_member(connection, row, at); });
  }
  base::Result<void> load_facilities(std::span<const precert::Facility> facilities) override {
    return load(
        facilities, [](const precert::Facility& one) { return Row{one.npi, mappers::to_json(one)}; },
        [](Connection& connection, const Row& row) {
          run(connection,
              "INSERT INTO facility (npi, record) VALUES (?1, ?2) "
              "ON CONFLICT (npi) DO UPDATE SET record = excluded.record",
              row.id, row.record);
        });
  }

  base::Result<std::vector<ControlGap>> control_gaps(std::string_view pair, std::size_t count_max) override {
    return read([&](Connection& from) { return sqlite::control_gaps(from, pair, count_max); });
  }
  base::Result<BatchRecord> add_batch(const BatchRecord& batch,
                                      const std::function<std::string_view()>& more) override;
  base::Result<std::optional<BatchRecord>> batch(std::string_view sender,
                                                 std::string_view payload_id) override {
    return read([&](Connection& from) { return sqlite::batch(from, sender, payload_id); });
  }
  base::Result<std::optional<BatchRecord>> claim_batch(base::Instant now, base::Instant until) override;
  base::Result<std::vector<std::string>> unfinished_batches() override {
    return read([&](Connection& from) { return sqlite::unfinished_batches(from); });
  }
  base::Result<std::optional<BatchRecord>> take_batch(std::string_view batch, base::Instant until) override;
  base::Result<void> release_batch(std::string_view batch) override {
    return write([&](Connection& connection) { sqlite::release_batch(connection, batch); });
  }
  base::Result<void> batch_bytes(std::string_view batch, BatchBytes kind,
                                 const std::function<bool(std::string_view)>& visit) override;
  base::Result<std::vector<std::string>> pairs_of_batches(std::string_view sender) override {
    return read([&](Connection& from) { return sqlite::pairs_of_batches(from, sender); });
  }
  base::Result<std::vector<OutboxEntry>> outbox(std::string_view destination, std::int64_t after,
                                                std::size_t count_max) override {
    return read([&](Connection& from) { return sqlite::outbox(from, destination, after, count_max); });
  }
  base::Result<void> outbox_taken(std::span<const std::int64_t> numbers, base::Instant at) override {
    return write([&](Connection& connection) { take_from_outbox(connection, numbers, at); });
  }
  void outbox_taken(std::vector<std::int64_t> numbers, base::Instant at, Written done) override {
    tell<void>([numbers = std::move(numbers), at](Connection& to) { take_from_outbox(to, numbers, at); },
               std::move(done));
  }
  base::Result<std::vector<AttachmentRecord>> held_attachments(std::string_view control_number,
                                                               base::Instant now) override {
    return read([&](Connection& from) { return sqlite::held_attachments(from, control_number, now); });
  }
  base::Result<std::vector<AttachmentRecord>> attachments_of(const precert::CaseId& id) override {
    return read([&](Connection& from) { return sqlite::attachments_of(from, id); });
  }
  base::Result<std::vector<DocumentOutline>> outlines_of(const precert::CaseId& id) override {
    return read([&](Connection& from) { return sqlite::outlines_of(from, id); });
  }
  base::Result<std::optional<AttachmentRecord>> attachment(std::string_view id) override {
    return read([&](Connection& from) { return sqlite::attachment(from, id); });
  }
  base::Result<std::vector<AttachmentRecord>> overdue_attachments(base::Instant now, std::size_t count_max) override {
    return read([&](Connection& from) { return sqlite::overdue_attachments(from, now, count_max); });
  }

  base::Result<CasePage> search_cases(const CaseQuery& query) override {
    return read([&](Connection& from) { return sqlite::search_cases(from, query); });
  }
  base::Result<bool> save_subscription(const SubscriptionRecord& subscription, bool handshake) override;
  void save_subscription(SubscriptionRecord subscription, bool handshake, SubscriptionSaved done) override {
    tell<bool>([subscription = std::move(subscription), handshake](
                   Connection& to) { return sqlite::save_subscription(to, subscription, handshake); },
               std::move(done));
  }
  base::Result<void> remove_subscription(std::string_view id) override {
    return write([&](Connection& connection) { sqlite::remove_subscription(connection, id); });
  }
  void remove_subscription(std::string id, Written done) override {
    tell<void>([id = std::move(id)](Connection& to) { sqlite::remove_subscription(to, id); }, std::move(done));
  }
  base::Result<std::optional<SubscriptionRecord>> subscription(std::string_view id) override {
    return read([&](Connection& from) { return sqlite::subscription(from, id); });
  }
  base::Result<std::vector<SubscriptionRecord>> subscriptions(
      std::string_view base, const std::optional<std::string>& owner) override {
    return read([&](Connection& from) { return sqlite::subscriptions(from, base, owner); });
  }
  base::Result<std::vector<SubscriptionRecord>> subscriptions_for(
      std::span<const std::string> organizations) override {
    return read([&](Connection& from) { return sqlite::subscriptions_for(from, organizations); });
  }
  base::Result<std::vector<NotificationRecord>> claim_notifications(base::Instant now, base::Instant until,
                                                                    std::size_t count_max) override;
  base::Result<void> note_delivery(const DeliveryOutcome& outcome) override {
    return write([&](Connection& connection) { sqlite::note_delivery(connection, outcome); });
  }
  base::Result<std::size_t> notifications_waiting(std::string_view subscription) override {
    return read([&](Connection& from) { return sqlite::notifications_waiting(from, subscription); });
  }

  base::Result<std::optional<CheckRecord>> check_with(std::string_view reference) override {
    return read([&](Connection& from) { return sqlite::check_with(from, reference); });
  }
  base::Result<std::optional<CheckRecord>> first_check(std::string_view fingerprint) override {
    return read([&](Connection& from) { return sqlite::first_check(from, fingerprint); });
  }
  base::Result<CheckPage> search_checks(const CheckQuery& query) override {
    return read([&](Connection& from) { return sqlite::search_checks(from, query); });
  }
  base::Result<std::vector<CaseEvent>> events_of(const precert::CaseId& id) override {
    return read([&](Connection& from) { return sqlite::events_of(from, id); });
  }
  base::Result<void> each_event(base::Instant from, base::Instant until,
                                const std::function<bool(const CaseEvent&)>& visit) override;
  base::Result<std::vector<std::string>> assignees_of(std::span<const precert::CaseId> ids) override {
    return read([&](Connection& from) { return sqlite::assignees_of(from, ids); });
  }
  base::Result<std::optional<WorkItem>> work_item(std::string_view id) override {
    return read([&](Connection& from) { return sqlite::work_item(from, id); });
  }
  base::Result<std::vector<WorkItem>> work_items(const WorkQuery& query) override {
    return read([&](Connection& from) { return sqlite::work_items(from, query); });
  }
  base::Result<std::optional<LetterRecord>> letter(std::string_view id) override {
    return read([&](Connection& from) { return sqlite::letter(from, id); });
  }
  base::Result<std::vector<LetterRecord>> letters_of(const precert::CaseId& id) override {
    return read([&](Connection& from) { return sqlite::letters_of(from, id); });
  }
  base::Result<std::vector<LetterRecord>> letters_in(LetterState state, std::size_t count_max) override {
    return read([&](Connection& from) { return sqlite::letters_in(from, state, count_max); });
  }
  base::Result<std::int64_t> followed_until(std::string_view worker) override {
    return read([&](Connection& from) { return sqlite::followed_until(from, worker); });
  }
  base::Result<std::vector<CaseVersion>> versions_after(std::int64_t position,
                                                        std::size_t count_max) override {
    return read([&](Connection& from) { return sqlite::versions_after(from, position, count_max); });
  }
  base::Result<void> keep_rulebook(std::string_view version, std::span<const RulebookText> files,
                                   base::Instant at) override;
  base::Result<std::vector<RulebookText>> rulebook_of(std::string_view version) override {
    return read([&](Connection& from) { return sqlite::rulebook_of(from, version); });
  }
  base::Result<std::vector<KeptRulebook>> kept_rulebooks(std::size_t count_max) override {
    return read([&](Connection& from) { return sqlite::kept_rulebooks(from, count_max); });
  }
  base::Result<void> keep_forms(std::span<const IssuedForm> forms) override;
  base::Result<bool> form_was_issued(std::string_view id, std::string_view version) override {
    return read([&](Connection& from) { return sqlite::form_was_issued(from, id, version); });
  }
  base::Result<bool> forms_were_issued() override {
    return read([&](Connection& from) { return sqlite::forms_were_issued(from); });
  }
  base::Result<void> each_hook_call(base::Instant from, base::Instant until,
                                    const std::function<bool(const HookCall&)>& visit) override {
    return each_timed(hook_calls_after, from, until, visit);
  }
  base::Result<void> each_hook_feedback(base::Instant from, base::Instant until,
                                        const std::function<bool(const HookFeedback&)>& visit) override {
    return each_timed(feedback_after, from, until, visit);
  }
  void use_token(std::string_view issuer, std::string_view id, base::Instant now, base::Instant expires,
                 TokenUsed done) override {
    tell<bool>([issuer = std::string(issuer), id = std::string(id), now,
                expires](Connection& to) { return sqlite::use_token(to, issuer, id, now, expires); },
               std::move(done));
  }

  base::Result<LookUpPage> look_ups(const LookUpQuery& query) override {
    return read([&](Connection& from) { return sqlite::look_ups(from, query); });
  }

  base::Result<NumberBlock> next_numbers(std::string_view kind, std::int64_t count) override;
  base::Result<void> check() override;
  base::Result<StoreContents> contents() override {
    return read([](Connection& from) { return sqlite::contents(from); });
  }
  [[nodiscard]] StoreCounters counters() const override;

 private:
  static WriterLimits limits_from(const SqliteConfig& config) {
    WriterLimits limits;
    limits.group_max = std::max<std::size_t>(config.commits_per_group_max, 1);
    limits.tasks_queued_max = config.commits_queued_max;
    limits.bytes_queued_max = config.bytes_queued_max;
    limits.log_pages_max = config.log_pages_max;
    return limits;
  }

  [[nodiscard]] base::Result<void> write(std::function<void(Connection&)> work);
  /// Hands a write in and returns at once.
  template <class Outcome>
  void tell(typename ToldTask<Outcome>::Work work, typename ToldTask<Outcome>::Done done) {
    std::unique_ptr<WriteTask> task = std::make_unique<ToldTask<Outcome>>(std::move(work), done);
    if (!writer_.submit(task)) done(queue_full());
  }
  /// Rows are made here and written, a thousand at a time, by the writer.
  template <class Record, class RowFrom, class WriteRow>
  base::Result<void> load(std::span<const Record> records, const RowFrom& row_from,
                          const WriteRow& write_row);
  [[nodiscard]] static base::Result<std::optional<precert::MemberRecord>> member_read(
      const base::Result<std::optional<std::string>>& text);
  template <class Record, class FromJson>
  [[nodiscard]] static base::Result<std::vector<Record>> records_read(
      const base::Result<std::vector<std::string>>& texts, const FromJson& from_json);

  /// Page by page: what `after` gives from [from, until), until `visit` has had enough.
  template <class Record>
  base::Result<void> each_timed(TimedPage<Record> (*after)(Connection&, const TimedPage<Record>&,
                                                           base::Instant, base::Instant, std::size_t),
                                base::Instant from, base::Instant until,
                                const std::function<bool(const Record&)>& visit);

  const std::chrono::seconds replay_window_;
  OutcomeCounts counts_;
  ReadPool reads_;
  std::mutex checkpoint_one_at_a_time_;
  Checkpointer checkpointer_;
  Writer writer_;  // last: it goes first, and finishing what is queued uses the others
};

base::Result<void> SqliteStore::write(std::function<void(Connection&)> work) {
  auto made = std::make_unique<AwaitedTask>(std::move(work));
  std::future<base::Result<void>> finished = made->finished();
  std::unique_ptr<WriteTask> task = std::move(made);
  if (!writer_.submit(task)) return queue_full();
  return finished.get();
}

template <class Record, class RowFrom, class WriteRow>
base::Result<void> SqliteStore::load(std::span<const Record> records, const RowFrom& row_from,
                                     const WriteRow& write_row) {
  std::vector<decltype(row_from(records.front()))> rows;
  while (!records.empty()) {
    const auto part = records.first(std::min(records.size(), load_rows));
    records = records.subspan(part.size());
    rows.clear();
    for (const Record& one : part) rows.push_back(row_from(one));
    const base::Result<void> written = write([&rows, &write_row](Connection& connection) {
      for (const auto& row : rows) write_row(connection, row);
    });
    if (!written) return written;
  }
  return {};
}

base::Result<void> SqliteStore::each_case(base::Instant from, base::Instant until,
                                          const std::function<bool(const CaseRecord&)>& visit) {
  std::int64_t last = 0;
  for (;;) {
    // Page by page, so that a long report does not hold up the log being moved into the database.
    const base::Result<OpenedPage> page =
        read([&](Connection& source) { return opened_after(source, last, from, until, report_cases); });
    if (!page) return page.error();
    for (const CaseRecord& one : page->cases) {
      if (!visit(one)) return {};
    }
    if (page->cases.size() < report_cases) return {};
    last = page->last_opened;
  }
}

base::Result<void> SqliteStore::each_history(base::Instant from, base::Instant until,
                                             const std::function<bool(std::span<const CaseRecord>)>& visit) {
  using Histories = std::vector<std::vector<CaseRecord>>;
  for (TimedPage<std::vector<CaseRecord>> last;;) {
    base::Result<TimedPage<std::vector<CaseRecord>>> page =
        read([&](Connection& source) { return histories_decided(source, last, from, until, report_cases); });
    if (!page) return page.error();
    for (const std::vector<CaseRecord>& one : page->records) {
      if (!visit(one)) return {};
    }
    if (page->records.size() < report_cases) break;
    last = std::move(*page);
    last.records.clear();
  }
  WorklistQuery query;
  query.count_max = report_cases;
  for (;;) {
    const auto decided_inside = [&](const CaseRecord& one) {
      return one.decided >= from && one.decided < until;
    };
    std::size_t listed = 0;
    const base::Result<Histories> pended = read([&](Connection& source) {
      Histories all;
      const std::vector<CaseRecord> page = sqlite::worklist(source, query);
      listed = page.size();
      for (const CaseRecord& record : page) {
        query.after = WorklistPlace{record.due, record.id, record.priority};
        all.push_back(sqlite::history(source, record.id));
        if (std::ranges::any_of(all.back(), decided_inside)) all.pop_back();
      }
      return all;
    });
    if (!pended) return pended.error();
    for (const std::vector<CaseRecord>& one : *pended) {
      if (!visit(one)) return {};
    }
    if (listed < report_cases) return {};
  }
}

base::Result<std::optional<precert::MemberRecord>> SqliteStore::member_read(
    const base::Result<std::optional<std::string>>& text) {
  if (!text) return text.error();
  if (!*text) return std::optional<precert::MemberRecord>();
  base::Result<precert::MemberRecord> record = mappers::member_from_json(**text);
  if (!record) return record.error();
  return std::optional<precert::MemberRecord>(std::move(*record));
}

template <class Record, class FromJson>
base::Result<std::vector<Record>> SqliteStore::records_read(
    const base::Result<std::vector<std::string>>& texts, const FromJson& from_json) {
  if (!texts) return texts.error();
  std::vector<Record> all;
  all.reserve(texts->size());
  for (const std::string& text : *texts) {
    base::Result<Record> one = from_json(text);
    if (!one) return one.error();
    all.push_back(std::move(*one));
  }
  return all;
}

base::Result<BatchRecord> SqliteStore::add_batch(const BatchRecord& batch,
                                                 const std::function<std::string_view()>& more) {
  std::optional<BatchRecord> earlier;
  base::Result<void> written =
      write([&](Connection& connection) { earlier = begin_batch(connection, batch); });
  if (!written) return written.error();
  if (earlier) return std::move(*earlier);
  for (std::string_view piece = more(); !piece.empty(); piece = more()) {
    written = write(
        [&](Connection& connection) { write_batch_part(connection, batch.id, BatchBytes::received, piece); });
    if (!written) return written.error();
  }
  bool whole = false;
  written = write([&](Connection& connection) { whole = end_batch(connection, batch.id); });
  if (!written) return written.error();
  if (!whole) {
    return base::Issue{base::IssueCode::conflict, "batch",
                       "The same batch was being sent twice at once; send it again.", base::Severity::error};
  }
  return batch;
}

base::Result<std::optional<BatchRecord>> SqliteStore::claim_batch(base::Instant now, base::Instant until) {
  std::optional<BatchRecord> next;
  const base::Result<void> written =
      write([&](Connection& connection) { next = sqlite::claim_batch(connection, now, until); });
  if (!written) return written.error();
  return next;
}

base::Result<std::optional<BatchRecord>> SqliteStore::take_batch(std::string_view batch, base::Instant until) {
  std::optional<BatchRecord> taken;
  const base::Result<void> written =
      write([&](Connection& connection) { taken = sqlite::take_batch(connection, batch, until); });
  if (!written) return written.error();
  return taken;
}

base::Result<void> SqliteStore::batch_bytes(std::string_view batch, BatchBytes kind,
                                            const std::function<bool(std::string_view)>& visit) {
  std::int64_t after = 0;
  for (;;) {
    const base::Result<std::optional<BatchPiece>> piece =
        read([&](Connection& from) { return batch_piece(from, batch, kind, after); });
    if (!piece) return piece.error();
    if (!*piece || !visit((*piece)->bytes)) return {};
    after = (*piece)->row;
  }
}

base::Result<bool> SqliteStore::save_subscription(const SubscriptionRecord& subscription, bool handshake) {
  bool saved = false;
  const base::Result<void> written = write([&](Connection& connection) {
    saved = sqlite::save_subscription(connection, subscription, handshake);
  });
  if (!written) return written.error();
  return saved;
}

base::Result<std::vector<NotificationRecord>> SqliteStore::claim_notifications(base::Instant now,
                                                                               base::Instant until,
                                                                               std::size_t count_max) {
  // Asked often and mostly in vain: only what is due costs a write.
  const base::Result<bool> due = read([&](Connection& from) { return notification_due(from, now); });
  if (!due) return due.error();
  std::vector<NotificationRecord> claimed;
  if (!*due) return claimed;
  const base::Result<void> written = write([&](Connection& connection) {
    claimed = sqlite::claim_notifications(connection, now, until, count_max);
  });
  if (!written) return written.error();
  return claimed;
}

template <class Record>
base::Result<void> SqliteStore::each_timed(TimedPage<Record> (*after)(Connection&, const TimedPage<Record>&,
                                                                      base::Instant, base::Instant,
                                                                      std::size_t),
                                           base::Instant from, base::Instant until,
                                           const std::function<bool(const Record&)>& visit) {
  TimedPage<Record> last;
  for (;;) {
    base::Result<TimedPage<Record>> page =
        read([&](Connection& source) { return after(source, last, from, until, report_rows); });
    if (!page) return page.error();
    for (const Record& one : page->records) {
      if (!visit(one)) return {};
    }
    if (page->records.size() < report_rows) return {};
    last = std::move(*page);
  }
}

base::Result<void> SqliteStore::each_event(base::Instant from, base::Instant until,
                                           const std::function<bool(const CaseEvent&)>& visit) {
  return each_timed(events_after, from, until, visit);
}

base::Result<void> SqliteStore::keep_rulebook(std::string_view version, std::span<const RulebookText> files,
                                              base::Instant at) {
  const base::Result<bool> kept = read([&](Connection& from) { return rulebook_kept(from, version); });
  if (!kept) return kept.error();
  if (*kept) return {};
  return write([&](Connection& connection) { sqlite::keep_rulebook(connection, version, files, at); });
}

base::Result<void> SqliteStore::keep_forms(std::span<const IssuedForm> forms) {
  const base::Result<bool> kept = read([&](Connection& from) {
    return std::ranges::all_of(
        forms, [&](const IssuedForm& one) { return sqlite::form_was_issued(from, one.id, one.version); });
  });
  if (!kept) return kept.error();
  if (*kept) return {};
  return write([&](Connection& connection) { sqlite::keep_forms(connection, forms); });
}

base::Result<NumberBlock> SqliteStore::next_numbers(std::string_view kind, std::int64_t count) {
  NumberBlock block{0, count};
  const base::Result<void> taken = write([&](Connection& connection) {
    Run next(connection,
             "INSERT INTO number_sequence (kind, next) VALUES (?1, 1 + ?2) "
             "ON CONFLICT (kind) DO UPDATE SET next = next + ?2 RETURNING next - ?2",
             kind, count);
    while (next.next()) block.first = next.integer(0);
  });
  if (!taken) return taken.error();
  return block;
}

base::Result<void> SqliteStore::check() {
  const base::Result<std::int64_t> found =
      read([](Connection& from) { return version_of(from, precert::CaseId("none")); });
  if (!found) return found.error();
  if (writer_.last_commit_failed()) {
    return base::Issue{base::IssueCode::store_unavailable, "store",
                       "The last commit failed; look at the disk's space and health.", base::Severity::error};
  }
  return {};
}

StoreCounters SqliteStore::counters() const {
  StoreCounters now;
  now.committed = counts_.committed.load(std::memory_order_relaxed);
  now.replayed = counts_.replayed.load(std::memory_order_relaxed);
  now.refused = counts_.refused.load(std::memory_order_relaxed);
  now.unavailable = counts_.unavailable.load(std::memory_order_relaxed);
  now.groups = writer_.groups();
  now.checkpoints = checkpointer_.checkpoints();
  now.queued = writer_.queued();
  now.wal_pages = writer_.log_pages();
  return now;
}

/// A connection with the settings all of them share.
std::unique_ptr<Connection> opened(const SqliteConfig& config, std::size_t cache_bytes) {
  const int flags = config.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  auto connection = std::make_unique<Connection>(config.path, flags);
  sqlite3_busy_timeout(connection->raw(), static_cast<int>(config.busy_timeout.count()));
  if (!config.read_only) {
    connection->execute("PRAGMA page_size = " + std::to_string(config.page_bytes) +
                        "; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
  }
  connection->execute("PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -" +
                      std::to_string(cache_bytes / 1024));
  return connection;
}

std::unique_ptr<Store> open_store(const SqliteConfig& config) {
  constexpr std::size_t checkpointer_cache_bytes = std::size_t{1} << 20U;
  std::unique_ptr<Connection> writing = opened(config, config.writer_cache_bytes);
  if (config.read_only) {
    check_schema(*writing);
  } else {
    migrate(*writing);
    index_names(*writing);
  }
  std::unique_ptr<Connection> checkpointing = opened(config, checkpointer_cache_bytes);
  std::vector<std::unique_ptr<Connection>> reading;
  for (std::size_t count = 0; count < std::max<std::size_t>(config.read_connections, 1); ++count) {
    reading.push_back(opened(config, config.reader_cache_bytes));
    reading.back()->execute("PRAGMA query_only = ON");
  }
  return std::make_unique<SqliteStore>(config, std::move(writing), std::move(checkpointing),
                                       std::move(reading));
}

}  // namespace
}  // namespace sqlite

base::Result<std::unique_ptr<Store>> open_sqlite(const SqliteConfig& config) {
  try {
    return sqlite::open_store(config);
  } catch (const sqlite::SqliteFailure& failure) {
    return base::Issue{base::IssueCode::store_unavailable, config.path.string(), failure.what(),
                       base::Severity::error};
  }
}

}  // namespace gateway
