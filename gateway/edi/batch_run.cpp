#include "gateway/edi/batch_run.hpp"

#include <chrono>
#include <future>
#include <memory>
#include <optional>
#include <utility>

#include "gateway/edi/attachments.hpp"
#include "gateway/edi/batch_resume.hpp"
#include "gateway/edi/exchange.hpp"
#include "gateway/edi/interchange_turn.hpp"
#include "gateway/telemetry/log.hpp"
#include "gateway/upstream/forward_reviews.hpp"

namespace gateway {
namespace {

constexpr std::uint64_t sets_of_step = 256;                   // transaction sets of one commit
constexpr std::size_t bytes_of_step = std::size_t{4} << 20U;  // received bytes of one commit
constexpr std::size_t text_of_step = std::size_t{1} << 20U;   // answers of one commit
constexpr std::chrono::seconds time_of_step{30};              // when payers that decide elsewhere are slow
constexpr int passes_max = 64;                 // each learns of a reused number or a case changed by others
constexpr std::chrono::minutes claim_time{5};  // of a node for one step

enum class PassEnd : std::uint8_t { finished, stopped, again };

std::future<CommitResult> committing(Store& store, Exchange exchange) {
  const auto done = std::make_shared<std::promise<CommitResult>>();
  std::future<CommitResult> result = done->get_future();
  store.commit(std::move(exchange), [done](CommitResult made) { done->set_value(std::move(made)); });
  return result;
}

/// A step that is on its way to the disk while the next one is decided.
struct Writing {
  BatchRecord after;  // the batch once it is durable
  std::future<CommitResult> result;
  std::vector<ControlNumber> numbers;
  std::vector<std::string> half_way;  // see join_late
  std::vector<precert::ReviewAction> decided;
  std::vector<Rejection> rejected;
  bool notifies = false;
};

/// For those who decide meanwhile: the cases as they will be, with nothing more to write.
std::vector<CaseWrite> on_their_way(const std::vector<CaseWrite>& cases) {
  std::vector<CaseWrite> writes = cases;
  for (CaseWrite& one : writes) one.expected_version = one.record.version;
  return writes;
}

bool is_on_its_way(const CaseWrite& write) { return write.expected_version == write.record.version; }

/// One pass over the file: counts what was answered before, answers the rest.
class Pass {
 public:
  Pass(BatchRecord& batch, MappedFile& file, Services& services, std::set<MessageTurn::Number>& refused,
       const BatchWatch& watch)
      : batch_(batch),
        file_(file),
        services_(services),
        refused_(refused),
        watch_(watch),
        turn_(services, batch.id, batch.received, AnswerMode::apart),
        resume_after_(batch.sets),
        resume_(batch_resume_from(batch.numbers)),
        sets_decided_(batch.sets) {
    turn_.refused = refused;
    turn_.numbers = resume_.numbers;
    turn_.clashes = resume_.clashes;
    turn_.skipping = resume_after_ > 0;
  }

  [[nodiscard]] base::Result<PassEnd> run() {
    x12::Limits limits;
    limits.segments_per_set_max = services_.config.segments_per_set_max;
    const x12::ReadOptions reading = turn_.knowledge.partners->reading();
    const std::vector<x12::InterchangeScan> scans = x12::scan(
        file_.bytes(), limits, reading, [this](std::size_t passed) { file_.forget_before(passed); });
    file_.forget_before(file_.bytes().size());
    x12::Reader reader(file_.bytes(), limits, reading);
    for (x12::Event event = reader.next(); event != x12::Event::done; event = reader.next()) {
      const base::Result<void> taken = take(event, reader, scans);
      if (!taken) {
        static_cast<void>(written());  // the step on its way counts, whatever became of this one
        return taken.error();
      }
      if (end_) return *end_;
      if (event == x12::Event::unreadable) break;
    }
    const base::Result<PassEnd> last = commit_step(readable_ ? BatchState::done : BatchState::failed);
    return last && *last == PassEnd::finished ? written() : last;
  }

 private:
  [[nodiscard]] base::Result<void> take(x12::Event event, x12::Reader& reader,
                                        const std::vector<x12::InterchangeScan>& scans) {
    switch (event) {
      case x12::Event::interchange:
        if (interchanges_ >= scans.size()) return {};
        return begin_interchange(reader.interchange(), scans[interchanges_++]);
      case x12::Event::acknowledgment: note_ta1(reader.acknowledgment(), turn_); return {};
      case x12::Event::group: return interchange_->begin_group(reader.group());
      case x12::Event::transaction_set: return take_set(reader);
      case x12::Event::group_end: return interchange_->end_group(reader);
      case x12::Event::interchange_end: return interchange_->finish();
      case x12::Event::unreadable:
        turn_.rejected.push_back(Rejection::interchange);
        log::warning("batch_unreadable", {{"batch", batch_.id}, {"after_sets", turn_.sets}});
        readable_ = false;
        return {};
      case x12::Event::done: return {};
    }
    return {};
  }

  [[nodiscard]] base::Result<void> begin_interchange(const x12::InterchangeHeader& header,
                                                     const x12::InterchangeScan& scan) {
    const base::Result<void> asked = ask_for_number(header, scan);
    if (!asked) return asked;
    interchange_.emplace(header, scan, turn_, answers_);
    return interchange_->begin();
  }

  /// Where payers decide elsewhere, a duplicate is known before anything leaves; else its commit shows it.
  [[nodiscard]] base::Result<void> ask_for_number(const x12::InterchangeHeader& header,
                                                  const x12::InterchangeScan& scan) {
    if (turn_.skipping || !asks_elsewhere()) return {};
    const Partner& partner = turn_.knowledge.partners->of(header.sender_qualifier, header.sender);
    ControlNumber number = control_number_of(header, partner, batch_.id, batch_.received);
    if (turn_.seen.contains({number.pair, number.number}) || interchange_refusal(header, scan, partner))
      return {};
    const base::Result<std::set<MessageTurn::Number>> taken =
        numbers_taken_now({std::move(number)}, hex(batch_.hash), services_);
    if (!taken) return taken.error();
    turn_.refused.insert(taken->begin(), taken->end());
    refused_.insert(taken->begin(), taken->end());
    return {};
  }

  [[nodiscard]] bool asks_elsewhere() const { return turn_.knowledge.upstreams != nullptr; }

  /// A step is not to outlast the claim on the batch, however slow payers and stores are.
  [[nodiscard]] bool step_is_long() const {
    return std::chrono::steady_clock::now() - step_began_ > time_of_step;
  }

  [[nodiscard]] base::Result<void> take_set(x12::Reader& reader) {
    const base::Result<bool> accepted = interchange_->take(reader.set(), scratch_);
    if (!accepted) return accepted.error();
    accepted_ += *accepted ? 1U : 0U;
    at_ = static_cast<std::size_t>(reader.set().bytes.data() - file_.bytes().data());
    file_.forget_before(at_);
    if (turn_.skipping) return turn_.sets == resume_after_ ? go_on_from_here() : base::Result<void>();
    const bool small = turn_.sets - sets_decided_ < sets_of_step && at_ - step_from_ < bytes_of_step &&
                       answers_.responses.size() < text_of_step && !step_is_long() &&
                       !services_.background.stopping();
    if (small) return {};
    const base::Result<PassEnd> step = commit_step(BatchState::running);
    if (!step) return step.error();
    if (*step != PassEnd::finished) end_ = *step;
    return {};
  }

  /// Everything up to this set is durable. Its acknowledgment is still to come, and has to say what was done.
  [[nodiscard]] base::Result<void> go_on_from_here() {
    if (resume_.said != 0 && resume_.said != turn_.said) {
      const base::Result<bool> found = found_duplicates();
      if (!found) return found.error();
      if (*found) {
        end_ = PassEnd::again;
        return {};
      }
      return base::Issues(base::Issue{base::IssueCode::conflict, "partners",
                                      "what this partner may send was changed while the batch had stopped; "
                                      "put it back until the batch is done, or send the rest anew.",
                                      base::Severity::error});
    }
    turn_.skipping = false;
    // Its control numbers are asked for again: they are this batch's own, or its interchange is a duplicate.
    std::vector<ControlNumber> numbers = std::move(turn_.exchange.control_numbers);
    turn_.exchange = {};
    turn_.exchange.control_numbers = std::move(numbers);
    turn_.decided.clear();
    turn_.rejected.clear();
    answers_ = {};
    step_began_ = std::chrono::steady_clock::now();
    return {};
  }

  /// Interchanges that were rejected as duplicates before the stop: what the store says of their numbers
  /// counts. True: there are some that this pass did not know of.
  [[nodiscard]] base::Result<bool> found_duplicates() {
    std::vector<ControlNumber> numbers = std::move(turn_.exchange.control_numbers);
    const CommitResult result = committing(services_.store, question_about(numbers)).get();
    if (result.outcome == CommitOutcome::unavailable) return base::Issues(result.issue);
    for (const std::size_t which : result.reused)
      refused_.emplace(numbers.at(which).pair, numbers.at(which).number);
    return !result.reused.empty();
  }

  /// Hands the step to the store as soon as the one before it is durable, and goes on deciding.
  [[nodiscard]] base::Result<PassEnd> commit_step(BatchState state) {
    if (base::Result<PassEnd> before = written(); !before || *before != PassEnd::finished) return before;
    writing_.emplace(step(state));
    Exchange& exchange = turn_.exchange;
    // What waits for its request is looked for in the store: the next step has to find it there.
    const bool wait = !exchange.attachments.empty();
    std::vector<CaseWrite> cases = on_their_way(exchange.cases);
    writing_->result = committing(services_.store, std::exchange(exchange, {}));
    exchange.cases = std::move(cases);
    sets_decided_ = turn_.sets;
    step_from_ = at_;
    step_began_ = std::chrono::steady_clock::now();
    turn_.silent.clear();
    answers_ = {};
    const BatchProgress progress{turn_.sets, accepted_, at_, file_.bytes().size()};
    const bool stop = watch_ && !watch_(progress) && state == BatchState::running;
    if (!stop && !wait) return PassEnd::finished;
    base::Result<PassEnd> end = written();
    return end && *end == PassEnd::finished && stop ? PassEnd::stopped : end;
  }

  /// Puts the step's part of the batch into the exchange, and keeps what is needed once it is durable.
  [[nodiscard]] Writing step(BatchState state) {
    std::erase_if(turn_.exchange.cases, is_on_its_way);
    Writing made;
    made.after = batch_;
    made.after.sets = turn_.sets;
    made.after.accepted = accepted_;
    made.after.state = state;
    made.after.numbers = words_from(BatchResume{turn_.numbers, turn_.clashes, turn_.said});
    BatchStep step;
    step.batch = batch_.id;
    step.sets_before = batch_.sets;
    step.sets = made.after.sets;
    step.accepted = accepted_;
    step.state = state;
    step.claimed_until = services_.clock.now() + claim_time;
    made.after.claimed_until = step.claimed_until;
    step.numbers = made.after.numbers;
    step.acknowledgments = std::move(answers_.acknowledgments);
    step.responses = std::move(answers_.responses);
    turn_.exchange.batch = std::move(step);
    made.numbers = turn_.exchange.control_numbers;
    made.half_way = numbers_met_half_way(turn_.exchange);
    made.decided = std::exchange(turn_.decided, {});
    made.rejected = std::exchange(turn_.rejected, {});
    made.notifies = !turn_.exchange.notifications.empty();
    return made;
  }

  /// Waits for the step that is being written, if one is; from then on it counts.
  [[nodiscard]] base::Result<PassEnd> written() {
    if (!writing_) return PassEnd::finished;
    Writing step = std::move(*writing_);
    writing_.reset();
    const CommitResult result = step.result.get();
    switch (result.outcome) {
      case CommitOutcome::committed: break;
      case CommitOutcome::control_number_reused:
        for (const std::size_t which : result.reused)
          refused_.emplace(step.numbers.at(which).pair, step.numbers.at(which).number);
        return PassEnd::again;
      case CommitOutcome::version_conflict:
      case CommitOutcome::replayed: return PassEnd::again;
      case CommitOutcome::unavailable: return base::Issues(result.issue);
    }
    batch_ = std::move(step.after);
    for (const precert::ReviewAction action : step.decided)
      services_.metrics.decision(Transport::x12, action);
    for (const Rejection kind : step.rejected) services_.metrics.rejection(kind);
    note_gaps(result.gaps, services_);
    if (step.notifies) services_.notifications.ring();
    join_late(step.half_way);
    return PassEnd::finished;
  }

  /// A document and its request that came at the same time over different ways are joined now.
  void join_late(const std::vector<std::string>& numbers) {
    if (numbers.empty()) return;
    MessageTurn late(services_, batch_.id, batch_.received, AnswerMode::apart);
    const base::Result<void> joined = attach_held(numbers, late);
    if (!joined || late.exchange.attachments.empty()) return;
    const bool notifies = !late.exchange.notifications.empty();
    const CommitResult result = committing(services_.store, std::move(late.exchange)).get();
    if (result.outcome != CommitOutcome::committed) log::warning("attachments_wait", {{"batch", batch_.id}});
    if (notifies && result.outcome == CommitOutcome::committed) services_.notifications.ring();
  }

  BatchRecord& batch_;
  MappedFile& file_;
  Services& services_;
  std::set<MessageTurn::Number>& refused_;
  const BatchWatch& watch_;
  MessageTurn turn_;
  const std::uint64_t resume_after_;
  const BatchResume resume_;
  AnswerText answers_;
  X12Scratch scratch_;
  std::optional<InterchangeTurn> interchange_;
  std::size_t interchanges_ = 0;
  std::uint64_t accepted_ = 0;
  std::uint64_t sets_decided_;  // of the steps before this one
  std::size_t at_ = 0;
  std::size_t step_from_ = 0;  // where the step began in the file
  std::chrono::steady_clock::time_point step_began_ = std::chrono::steady_clock::now();
  std::optional<Writing> writing_;
  bool readable_ = true;
  std::optional<PassEnd> end_;
};

}  // namespace

base::Result<void> run_batch(BatchRecord& batch, MappedFile& file, Services& services, const BatchWatch& watch) {
  std::set<MessageTurn::Number> refused;
  for (int pass = 0; pass < passes_max; ++pass) {
    const base::Result<PassEnd> end = Pass(batch, file, services, refused, watch).run();
    if (!end) return end.error();
    if (*end != PassEnd::again) return {};
    // Somebody else may have got further: what the store says counts.
    base::Result<std::optional<BatchRecord>> stored = services.store.batch(batch.sender, batch.payload_id);
    if (!stored) return stored.error();
    if (!*stored) return {};
    const base::Instant own_claim = batch.claimed_until;
    batch = std::move(**stored);
    batch.claimed_until = own_claim;
    if (batch.state == BatchState::done || batch.state == BatchState::failed) return {};
  }
  return base::Issues(base::Issue{base::IssueCode::store_unavailable, "batch",
                                  "its cases are being changed by others all the time; run it again.",
                                  base::Severity::error});
}

}  // namespace gateway
