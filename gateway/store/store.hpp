// Where messages, cases, members and facilities live. One interface; each backend passes
// tests/contract/store_contract_test.cpp. Nothing here knows which database is behind it.
//
// Threads: every function may be called from any thread. commit() returns at once; all others block for as
// long as the database needs and must not be called from inside a `done` callback (it runs on the writer
// itself). Errors of every Result: store_unavailable (the database is away, full or damaged), unless said
// otherwise.
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
#include "gateway/store/content_hash.hpp"
#include "precert/engine/directory.hpp"
#include "precert/engine/facts.hpp"
#include "precert/model/ids.hpp"

namespace gateway {

/// The numbers of these enums are on disk: DO NOT CHANGE, add at the end.
enum class Transport : std::uint8_t { x12 = 0, fhir = 1 };
enum class CaseState : std::uint8_t { pended = 0, final = 1, cancelled = 2 };
enum class LookupKind : std::uint8_t {
  certification_number = 0,
  reference_number = 1,
  trace = 2,             // "originator|number"
  claim_identifier = 3,  // "system|value"
  claim_full_url = 4,
  attachment_control_number = 5,
  bundle_identifier = 6,  // "system|value"
};

/// One message as it came over the wire, byte for byte.
struct ReceivedMessage {
  precert::MessageId id;
  Transport transport = Transport::x12;
  std::string sender;  // who sent it, as access control or the envelope names them; part of the replay key
  base::Instant received{};
  std::string content_type;
  std::string bytes;
  ContentHash hash;  // content_hash_of(bytes)
};

/// What was answered to a message.
struct StoredAnswer {
  int status = 200;  // HTTP
  std::string content_type;
  std::string bytes;

  friend bool operator==(const StoredAnswer&, const StoredAnswer&) = default;
};

/// The answer a message got when it came the first time.
struct EarlierAnswer {
  precert::MessageId message;
  base::Instant received{};
  StoredAnswer answer;
};

struct StoredMessage {
  ReceivedMessage message;
  StoredAnswer answer;
};

/// An interchange control number that a message uses up.
struct ControlNumber {
  std::string pair;    // sender and receiver as the caller keys them: "ZZ:SUBMITTER>ZZ:UMO"
  std::string number;  // ISA13 as sent
};

struct LookupKey {
  LookupKind kind = LookupKind::reference_number;
  std::string value;  // empty values are not stored
};

/// One version of a case. `request` and `determination` are mappers::to_json of the merged model.
struct CaseRecord {
  precert::CaseId id;
  int version = 1;
  precert::MemberId member;  // "" when the request named no member we know
  std::string submitter;     // ReceivedMessage::sender of the message that opened or changed it
  CaseState state = CaseState::pended;
  std::string queue;           // worklist it waits in; "" when not pended
  precert::MessageId message;  // what made this version; "" for a reviewer's or a worker's decision
  base::Instant received{};    // of the message or decision that made this version
  base::Instant decided{};
  std::optional<base::Instant> due;  // by when a pended case has to be answered
  std::string request;
  std::string determination;
};

/// A new case, or the next version of one.
struct CaseWrite {
  CaseRecord record;            // record.version must be expected_version + 1
  int expected_version = 0;     // 0 = the case must not exist yet
  std::vector<LookupKey> keys;  // added to the keys the case has already
};

/// What one atomic commit holds: a message, its answer and every effect it had. A decision that no message
/// asked for (a reviewer's, a worker's) has no message and no answer.
struct Exchange {
  std::optional<ReceivedMessage> message;
  StoredAnswer answer;
  std::optional<ControlNumber> control_number;
  std::vector<CaseWrite> cases;
};

enum class CommitOutcome : std::uint8_t {
  committed,              // durable, with all its effects
  replayed,               // the same bytes came from the same sender inside the window: nothing was written
  control_number_reused,  // the control number was used with other content: nothing was written (TA1 025)
  version_conflict,  // somebody else changed a case meanwhile: nothing was written, read again and decide
                     // anew
  unavailable,       // nothing was written
};

struct CommitResult {
  CommitOutcome outcome = CommitOutcome::unavailable;
  std::optional<EarlierAnswer> earlier;  // replayed
  precert::CaseId conflict;              // version_conflict
  base::Issue issue;                     // unavailable
};

/// Numbers first … first + count - 1, never handed out before or again.
struct NumberBlock {
  std::int64_t first = 0;
  std::int64_t count = 0;
};

/// Place in a worklist: what the last entry of the previous page showed. A case without a due instant comes
/// last.
struct WorklistPlace {
  std::optional<base::Instant> due;
  precert::CaseId id;
};

struct WorklistQuery {
  std::string queue;  // "" = all queues
  std::optional<WorklistPlace> after;
  std::size_t count_max = 50;
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
  /// Newest versions of a member's cases, the case opened last first.
  [[nodiscard]] virtual base::Result<std::vector<CaseRecord>> cases_of(const precert::MemberId& member,
                                                                       std::size_t count_max) = 0;
  /// Every version of a case, the first first; empty when there is no such case.
  [[nodiscard]] virtual base::Result<std::vector<CaseRecord>> history(const precert::CaseId& id) = 0;
  /// Pended cases, the one due first first.
  [[nodiscard]] virtual base::Result<std::vector<CaseRecord>> worklist(const WorklistQuery& query) = 0;
  /// Calls `visit` with the newest version of every case opened in [from, until), in order of opening, until
  /// it returns false. For reports; `visit` must not call the store.
  [[nodiscard]] virtual base::Result<void> each_case(base::Instant from, base::Instant until,
                                                     const std::function<bool(const CaseRecord&)>& visit) = 0;

  [[nodiscard]] virtual base::Result<std::optional<precert::MemberRecord>> member(
      const precert::MemberId& id) = 0;
  [[nodiscard]] virtual base::Result<std::vector<precert::Facility>> facilities() = 0;
  /// Adds or replaces by id (npi), in transactions of a thousand; returns when all are durable.
  [[nodiscard]] virtual base::Result<void> load_members(std::span<const precert::MemberRecord> members) = 0;
  [[nodiscard]] virtual base::Result<void> load_facilities(std::span<const precert::Facility> facilities) = 0;

  /// Takes a block of numbers of one kind ("case", "certification", "isa13" …), durably: after a crash the
  /// rest of a block is skipped, never used twice. The first block starts at 1. `count` >= 1.
  [[nodiscard]] virtual base::Result<NumberBlock> next_numbers(std::string_view kind, std::int64_t count) = 0;

  /// Good when a read works and the last commit did.
  [[nodiscard]] virtual base::Result<void> check() = 0;
  [[nodiscard]] virtual base::Result<StoreContents> contents() = 0;
  [[nodiscard]] virtual StoreCounters counters() const = 0;
};

}  // namespace gateway
