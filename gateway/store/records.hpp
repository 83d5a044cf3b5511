// What the store keeps: messages, cases, control numbers, batches, documents, and the exchange that commits
// them at once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/issue.hpp"
#include "gateway/access/looked_at.hpp"
#include "gateway/store/content_hash.hpp"
#include "precert/model/ids.hpp"

namespace gateway {

/// The numbers of these enums are on disk: DO NOT CHANGE, add at the end.
enum class Transport : std::uint8_t {
  x12 = 0,
  fhir = 1,
  cds_hooks = 2,
  staff = 3,  // papers, and what people enter for others (gateway/intake)
};
enum class CaseState : std::uint8_t {
  pended = 0,
  final = 1,
  cancelled = 2,
  closed = 3,  // what was asked for did not come in time: no decision, and no denial (OR-I3)
};
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

/// A number that a message uses up: its owner may use it again, nobody else.
struct ControlNumber {
  std::string pair;    // whose numbers: "ZZ:SUBMITTER>ZZ:UMO", "core:HOSPA"
  std::string number;  // as sent: ISA13, PayloadID
  std::string owner;   // the message or batch
  base::Instant received{};
  base::Instant not_before{};  // uses before are forgotten
  bool counted = false;        // numbers of this pair rise by one: a step of more is a gap
};

/// Numbers of a counted pair that have not been seen.
struct ControlGap {
  std::string pair;
  std::string previous, number;  // "000000012", "000000015": 13 and 14 are missing
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
  std::string requester;     // NPI, else the identifier, of who asked; "" when neither is known
  CaseState state = CaseState::pended;
  std::string queue;           // worklist it waits in; "" when not pended
  precert::MessageId message;  // what made this version; "" for a reviewer's or a worker's decision
  base::Instant received{};    // of the message or decision that made this version
  base::Instant decided{};
  std::optional<base::Instant> due;  // by when a pended case has to be answered
  int priority = 2;                  // 0 emergency, 1 urgent, 2 routine: decides between cases due at once
  std::string request;
  std::string determination;
};

/// A new case, or the next version of one.
struct CaseWrite {
  CaseRecord record;            // record.version must be expected_version + 1
  int expected_version = 0;     // 0 = the case must not exist yet
  std::vector<LookupKey> keys;  // added to the keys the case has already
};

/// The numbers of these enums are on disk: DO NOT CHANGE, add at the end.
enum class BatchState : std::uint8_t { received = 0, running = 1, done = 2, failed = 3, receiving = 4 };
enum class BatchBytes : std::uint8_t { received = 0, acknowledgments = 1, responses = 2 };
enum class OutboxKind : std::uint8_t { x12_response = 0 };
enum class AttachmentState : std::uint8_t { held = 0, attached = 1, expired = 2 };
enum class SubscriptionState : std::uint8_t { requested = 0, active = 1, error = 2, off = 3 };
enum class NotificationKind : std::uint8_t { handshake = 0, heartbeat = 1, event = 2 };
enum class NotificationState : std::uint8_t { waiting = 0, delivered = 1, given_up = 2 };

/// A file or payload of many transaction sets that is answered later.
struct BatchRecord {
  std::string id;          // ours
  std::string sender;      // who sent it and may pick up its answers
  std::string payload_id;  // the sender's own name of it, unique per sender
  ContentHash hash;
  std::string content_type;
  BatchState state = BatchState::received;
  base::Instant received{};
  std::uint64_t sets = 0, accepted = 0;  // worked off so far
  std::string numbers;                   // control numbers drawn for its answers, blank between
  base::Instant claimed_until{};         // somebody works on it until then, and says so with every step
};

/// The next piece of a batch's work; commits together with the cases it decided.
struct BatchStep {
  std::string batch;
  std::uint64_t sets_before = 0;  // refused as version_conflict when somebody else has got further
  std::uint64_t sets = 0, accepted = 0;
  BatchState state = BatchState::running;
  base::Instant claimed_until{};
  std::string numbers;
  std::string acknowledgments, responses;  // appended to what is there
};

/// Something a partner is to get without having asked.
struct OutboxEntry {
  std::int64_t number = 0;  // order of making; the store sets it
  std::string destination;  // CaseRecord::submitter of the case
  OutboxKind kind = OutboxKind::x12_response;
  precert::CaseId case_id;
  int version = 0;  // of the case
  base::Instant made{};
  std::string content_type;
  std::string bytes;
};

/// A document that came apart from its request (X12 275, $submit-attachment, fax, paste, upload). Storing one as
/// attached ends its indexing work (indexing_work_of), if it has any: whoever brings the two together is done.
struct AttachmentRecord {
  std::string id;
  std::string control_number;  // "" = named by the authorization only
  AttachmentState state = AttachmentState::held;
  precert::CaseId case_id;  // once attached
  std::string sender;
  precert::MessageId message;
  base::Instant received{}, held_until{};
  std::string description;  // mappers::to_json of the AttachmentMessage, without content
  std::string content;
  /// It had expired when the store was asked for it: whoever files it knows. Not kept.
  bool read_as_expired = false;
};

/// The id of the work item that a document has whose case is not known.
[[nodiscard]] inline std::string indexing_work_of(const std::string& attachment) {
  return attachment + ".indexing";
}

/// A client that wants to hear of decisions (FHIR R4 Subscription).
struct SubscriptionRecord {
  std::string id;
  std::string base;   // path of the FHIR base it was made at: "/fhir", "/fhir/2.0.1"
  std::string owner;  // HttpRequest::client that made it; "" under open access
  SubscriptionState state = SubscriptionState::requested;
  std::vector<std::string> organizations;  // whose decisions: values of the filter; empty = everybody's
  std::optional<base::Instant> end;        // then it is off
  std::int64_t events = 0;                 // since it was made; the store counts
  base::Instant made{}, changed{};
  int version = 1;       // one more with every change by its owner
  std::string error;     // why the state is error
  std::string resource;  // the Subscription as JSON, as its owner sent it
};

/// Something a subscriber is to get. Events of one subscription leave in the order of `number`, one at a time;
/// a handshake goes before them, a heartbeat after.
struct NotificationRecord {
  std::int64_t number = 0;  // order of making; the store sets it
  std::string subscription;
  NotificationKind kind = NotificationKind::event;
  std::int64_t event_number = 0;  // events: 1, 2, 3 … of its subscription, without a gap; the store sets it
  precert::CaseId case_id;        // events
  int version = 0;                // of the case
  base::Instant made{};
  base::Instant due{};  // not to be tried before
  int attempts = 0;     // that failed
  std::string bytes;    // events: the PAS Response Bundle
};

/// How the delivery of a notification went.
struct DeliveryOutcome {
  std::int64_t notification = 0;
  NotificationState state = NotificationState::delivered;  // waiting = to be tried again
  base::Instant at{};
  base::Instant due{};                            // waiting: when
  std::optional<SubscriptionState> subscription;  // what it has become by that
  std::string error;                              // why
  std::optional<base::Instant> heartbeat;         // delivered: when the next one is due, if any is wanted
};

enum class CheckChannel : std::uint8_t { x12 = 0, eligibility = 1, crd = 2, page = 3 };
enum class WorkKind : std::uint8_t {
  information_request = 0,
  peer_to_peer = 1,
  appeal = 2,
  outreach = 3,  // a call to the member about a place that costs less
  indexing = 4,  // a paper whose case is not known
};
enum class WorkState : std::uint8_t { open = 0, done = 1, dropped = 2 };
enum class LetterState : std::uint8_t {
  made = 0,         // and nowhere to send it: fetched from here
  queued = 1,       // in the folder of the fax or print service
  handed_over = 2,  // the service took it
  confirmed = 3,    // it arrived
  failed = 4,       // given up; `error` says why
  superseded = 5,   // a later version of its case says otherwise; it was withdrawn before anybody took it
};

/// "Is it required?" as it was answered on any channel: the proof that somebody checked (SC-12).
struct CheckRecord {
  std::string reference;  // CoverageAnswer::numbers.reference, what every channel prints
  CheckChannel channel = CheckChannel::x12;
  precert::MessageId message;  // that asked; the documents of the channel are kept there
  std::string resource;        // eligibility: id of the CoverageEligibilityRequest; crd: "ServiceRequest/sr1"
  precert::MemberId member;
  std::string requester;    // NPI, else the identifier, of who asked; "" when neither is known
  std::string sender;       // ReceivedMessage::sender
  std::string fingerprint;  // of all that the answer depends on but the time: equal questions, equal answers
  base::Instant made{};
  std::string question;  // mappers::to_json
  std::string answer;    // mappers::to_json
};

/// Which checks a search wants; what is not said does not matter.
struct CheckQuery {
  std::optional<CheckChannel> channel;
  precert::MemberId member;
  std::string requester, sender, resource, fingerprint;
  std::optional<base::Instant> made_from, made_until;  // both inclusive
  std::int64_t after = 0;                              // CheckPage::next of the page before; 0 = the first page
  std::size_t count_max = 50;
};

/// Something that happened to a case besides its versions: who did what, when.
struct CaseEvent {
  std::int64_t number = 0;  // order of happening; the store sets it
  precert::CaseId case_id;
  int version = 0;  // of the case at that time
  base::Instant at{};
  std::string kind;     // "claimed", "peer_to_peer_scheduled", "letter_queued" …: gateway/work/events.hpp
  std::string actor;    // who did it: a person's id, a worker's name
  std::string details;  // JSON object, "" = nothing more to say
};

/// A case that becomes somebody's to work on.
struct CaseAssignment {
  precert::CaseId case_id;
  std::string expected;  // whose it is; refused as version_conflict when it is another's, or there is no such case
  std::string assignee;  // "" = nobody's
  base::Instant at{};
};

/// Who works on a case or another piece of work.
struct WorkItem {
  std::string id;  // ours
  WorkKind kind = WorkKind::information_request;
  WorkState state = WorkState::open;
  precert::CaseId case_id;
  std::string queue;     // "intake", "director", "appeals", "outreach"
  std::string assignee;  // "" = anybody's
  int priority = 2;      // as CaseRecord::priority
  base::Instant opened{};
  std::optional<base::Instant> due, closed;
  std::string details;  // JSON object: what the kind needs
  int version = 1;      // one more with every change
};

struct WorkQuery {
  std::optional<WorkKind> kind;
  std::optional<WorkState> state = WorkState::open;
  std::string queue, assignee;             // "" = all
  std::optional<precert::CaseId> case_id;  // of one case
  std::optional<base::Instant> due_until;
  std::size_t count_max = 50;
};

/// A letter about one version of a case to one addressee.
struct LetterRecord {
  std::string id;  // ours
  precert::CaseId case_id;
  int version = 0;        // of the case
  std::string kind;       // "approval", "denial", "information", "closed" …
  std::string addressee;  // "member", "provider"
  std::string channel;    // "fax", "mail"
  std::string destination;  // fax number; "" = the address in the letter
  LetterState state = LetterState::made;
  int sending = 1;   // one more each time that somebody asks to send it again
  int attempts = 0;  // of this sending
  base::Instant made{}, changed{};
  std::string error;
  std::string text;  // as it is printed, for search and display
  std::string pdf;
};

/// How far a worker that follows the versions of all cases has come (CaseVersion::position).
struct FollowUp {
  std::string worker;
  std::int64_t from = 0, until = 0;  // refused as version_conflict when somebody else has moved it from `from`
};

struct CaseVersion {
  std::int64_t position = 0;
  CaseRecord record;
};

/// One call of a CDS Hooks service, for CRD's metrics (logical model CRDMetricData).
struct HookCall {
  precert::MessageId message;
  std::string service, hook, instance;  // instance = hookInstance
  std::string client;                   // iss of its token; "" under open access
  std::string provider;                 // userId
  std::string token_use;                // "used", "not-used", "rejected": of fhirAuthorization
  base::Instant received{};
  int milliseconds = 0;  // from the last byte of the request to the answer
  int status = 200;
  std::string details;  // JSON object: coverage information given, issues
};

/// What became of a card (CDS Hooks feedback).
struct HookFeedback {
  std::string service, card, outcome;  // card = its uuid; outcome "accepted", "overridden"
  base::Instant at{};
  std::string details;  // JSON object: accepted suggestions, reason of an override
};

enum class LookUpChannel : std::uint8_t { review = 0, fhir = 1, x12 = 2 };

/// One entry of the access log (45 CFR 164.312(b)): who saw what, when, over which channel.
struct LookUp {
  std::int64_t number = 0;  // order of happening; the store sets it
  base::Instant at{};
  LookUpChannel channel = LookUpChannel::review;
  std::string client;  // as access control or the envelope names it; "" under open access
  std::string person;  // who sat behind that client, as the client says; "" = it named nobody
  LookedAt what;
};

/// Which entries are wanted; what is not said does not matter.
struct LookUpQuery {
  std::string case_id, client, person;
  std::optional<LookUpKind> kind;
  std::optional<base::Instant> from, until;  // the first inclusive, the second not
  std::int64_t before = 0;                   // LookUpPage::next of the page before; 0 = the first page
  std::size_t count_max = 50;
};

/// Entries in the order of happening, the newest first.
struct LookUpPage {
  std::vector<LookUp> look_ups;
  std::int64_t next = 0;  // 0 = this is the last page
};

/// What one atomic commit holds: a message, its answer and every effect it had. A decision that no message
/// asked for (a reviewer's, a worker's) has no message and no answer.
struct Exchange {
  std::optional<ReceivedMessage> message;
  StoredAnswer answer;
  std::vector<ControlNumber> control_numbers;
  std::vector<CaseWrite> cases;
  std::vector<OutboxEntry> outbox;
  std::vector<AttachmentRecord> attachments;  // new ones, and held ones that have found their case
  std::vector<NotificationRecord> notifications;
  std::optional<BatchStep> batch;
  std::vector<CheckRecord> checks;
  std::vector<CaseEvent> events;
  std::vector<CaseAssignment> assignments;
  std::vector<WorkItem> work;         // version 1 is new, any other replaces the one before it
  // Added, or replaced by id unless a later sending is there; an empty pdf leaves the one that is there.
  std::vector<LetterRecord> letters;
  std::optional<FollowUp> follow_up;
  std::optional<HookCall> hook_call;
  std::vector<HookFeedback> hook_feedback;
  std::vector<LookUp> look_ups;
};

enum class CommitOutcome : std::uint8_t {
  committed,              // durable, with all its effects
  replayed,               // the same bytes came from the same sender inside the window: nothing was written
  control_number_reused,  // somebody used the number before: nothing was written (TA1 025)
  version_conflict,  // somebody else changed a case, its assignee, a batch or a piece of work meanwhile: nothing was
                     // written, read again and decide anew
  unavailable,       // nothing was written
};

struct CommitResult {
  CommitOutcome outcome = CommitOutcome::unavailable;
  std::optional<EarlierAnswer> earlier;  // replayed
  precert::CaseId conflict;              // version_conflict
  std::vector<std::size_t> reused;  // control_number_reused: which of Exchange::control_numbers, all of them
  std::vector<ControlGap> gaps;     // committed: numbers were left out before these
  base::Issue issue;                // unavailable
};

}  // namespace gateway
