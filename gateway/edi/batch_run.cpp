#include "gateway/edi/batch_run.hpp"

#include <future>
#include <optional>
#include <sstream>

#include "gateway/edi/attachments.hpp"
#include "gateway/edi/exchange.hpp"
#include "gateway/edi/interchange_turn.hpp"
#include "gateway/telemetry/log.hpp"

namespace gateway {
namespace {

constexpr std::uint64_t sets_of_step = 256;                   // transaction sets of one commit
constexpr std::size_t bytes_of_step = std::size_t{4} << 20U;  // received bytes of one commit
constexpr std::size_t text_of_step = std::size_t{1} << 20U;   // answers of one commit
constexpr int passes_max = 64;                 // each learns of a reused number or a case changed by others
constexpr std::chrono::minutes claim_time{5};  // of a node for one step

std::string words_from(const std::vector<std::uint32_t>& numbers) {
  std::string words;
  for (const std::uint32_t number : numbers) words += (words.empty() ? "" : " ") + std::to_string(number);
  return words;
}

std::vector<std::uint32_t> numbers_from(const std::string& words) {
  std::vector<std::uint32_t> numbers;
  std::istringstream in(words);
  for (std::uint32_t number = 0; in >> number;) numbers.push_back(number);
  return numbers;
}

CommitResult committed(Store& store, Exchange exchange) {
  std::promise<CommitResult> done;
  std::future<CommitResult> result = done.get_future();
  store.commit(std::move(exchange), [&done](CommitResult made) { done.set_value(std::move(made)); });
  return result.get();
}

enum class PassEnd : std::uint8_t { finished, stopped, again };

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
        resume_after_(batch.sets) {
    turn_.refused = refused;
    turn_.numbers = numbers_from(batch.numbers);
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
      if (!taken) return taken.error();
      if (end_) return *end_;
      if (event == x12::Event::unreadable) break;
    }
    return commit_step(readable_ ? BatchState::done : BatchState::failed);
  }

 private:
  [[nodiscard]] base::Result<void> take(x12::Event event, x12::Reader& reader,
                                        const std::vector<x12::InterchangeScan>& scans) {
    switch (event) {
      case x12::Event::interchange:
        if (interchanges_ >= scans.size()) return {};
        interchange_.emplace(reader.interchange(), scans[interchanges_++], turn_, answers_);
        return interchange_->begin();
      case x12::Event::acknowledgment: note_ta1(reader.acknowledgment(), turn_); return {};
      case x12::Event::group: return interchange_->begin_group(reader.group());
      case x12::Event::transaction_set: return take_set(reader);
      case x12::Event::group_end: interchange_->end_group(reader); return {};
      case x12::Event::interchange_end: return interchange_->finish();
      case x12::Event::unreadable:
        services_.metrics.rejection(Rejection::interchange);
        log::warning("batch_unreadable", {{"batch", batch_.id}, {"after_sets", sets_}});
        readable_ = false;
        return {};
      case x12::Event::done: return {};
    }
    return {};
  }

  [[nodiscard]] base::Result<void> take_set(x12::Reader& reader) {
    const base::Result<bool> accepted = interchange_->take(reader.set(), scratch_);
    if (!accepted) return accepted.error();
    ++sets_;
    accepted_ += *accepted ? 1U : 0U;
    at_ = static_cast<std::size_t>(reader.set().bytes.data() - file_.bytes().data());
    file_.forget_before(at_);
    if (turn_.skipping) {
      if (sets_ == resume_after_) go_on_from_here();
      return {};
    }
    const bool small = sets_ - batch_.sets < sets_of_step && at_ - step_from_ < bytes_of_step &&
                       answers_.responses.size() < text_of_step;
    if (small) return {};
    const base::Result<PassEnd> step = commit_step(BatchState::running);
    if (!step) return step.error();
    if (*step != PassEnd::finished) end_ = *step;
    return {};
  }

  /// Everything up to this set is durable.
  void go_on_from_here() {
    turn_.skipping = false;
    // Its control numbers are asked for again: they are this batch's own, or its interchange is a duplicate.
    std::vector<ControlNumber> numbers = std::move(turn_.exchange.control_numbers);
    turn_.exchange = {};
    turn_.exchange.control_numbers = std::move(numbers);
    turn_.decided.clear();
    answers_ = {};
  }

  [[nodiscard]] base::Result<PassEnd> commit_step(BatchState state) {
    BatchStep step;
    step.batch = batch_.id;
    step.sets_before = batch_.sets;
    step.sets = sets_;
    step.accepted = accepted_;
    step.state = state;
    step.claimed_until = services_.clock.now() + claim_time;
    step.numbers = words_from(turn_.numbers);
    step.acknowledgments = std::move(answers_.acknowledgments);
    step.responses = std::move(answers_.responses);
    const std::vector<ControlNumber> numbers = turn_.exchange.control_numbers;
    turn_.exchange.batch = std::move(step);
    const std::vector<std::string> half_way = numbers_met_half_way(turn_.exchange);
    const CommitResult result = committed(services_.store, std::move(turn_.exchange));
    switch (result.outcome) {
      case CommitOutcome::committed: break;
      case CommitOutcome::control_number_reused:
        for (const std::size_t which : result.reused)
          refused_.emplace(numbers.at(which).pair, numbers.at(which).number);
        return PassEnd::again;
      case CommitOutcome::version_conflict:
      case CommitOutcome::replayed: return PassEnd::again;
      case CommitOutcome::unavailable: return base::Issues(result.issue);
    }
    join_late(half_way);
    return after_step(result, state);
  }

  /// A document and its request that came at the same time over different ways are joined now.
  void join_late(const std::vector<std::string>& numbers) {
    if (numbers.empty()) return;
    MessageTurn late(services_, batch_.id, batch_.received, AnswerMode::apart);
    const base::Result<void> joined = attach_held(numbers, late);
    if (!joined || late.exchange.attachments.empty()) return;
    const CommitResult result = committed(services_.store, std::move(late.exchange));
    if (result.outcome != CommitOutcome::committed) log::warning("attachments_wait", {{"batch", batch_.id}});
  }

  [[nodiscard]] PassEnd after_step(const CommitResult& result, BatchState state) {
    for (const precert::ReviewAction action : turn_.decided)
      services_.metrics.decision(Transport::x12, action);
    note_gaps(result.gaps, services_);
    step_from_ = at_;
    batch_.sets = sets_;
    batch_.accepted = accepted_;
    batch_.state = state;
    batch_.numbers = words_from(turn_.numbers);
    turn_.exchange = {};
    turn_.decided.clear();
    answers_ = {};
    const BatchProgress progress{sets_, accepted_, at_, file_.bytes().size()};
    if (watch_ && !watch_(progress) && state == BatchState::running) return PassEnd::stopped;
    return PassEnd::finished;
  }

  BatchRecord& batch_;
  MappedFile& file_;
  Services& services_;
  std::set<MessageTurn::Number>& refused_;
  const BatchWatch& watch_;
  MessageTurn turn_;
  const std::uint64_t resume_after_;
  AnswerText answers_;
  X12Scratch scratch_;
  std::optional<InterchangeTurn> interchange_;
  std::size_t interchanges_ = 0;
  std::uint64_t sets_ = 0, accepted_ = 0;
  std::size_t at_ = 0;
  std::size_t step_from_ = 0;  // where the step began in the file
  bool readable_ = true;
  std::optional<PassEnd> end_;
};

}  // namespace

base::Result<BatchRecord> run_batch(BatchRecord batch, MappedFile& file, Services& services,
                                    const BatchWatch& watch) {
  std::set<MessageTurn::Number> refused;
  for (int pass = 0; pass < passes_max; ++pass) {
    const base::Result<PassEnd> end = Pass(batch, file, services, refused, watch).run();
    if (!end) return end.error();
    if (*end != PassEnd::again) return batch;
    // Somebody else may have got further: what the store says counts.
    base::Result<std::optional<BatchRecord>> stored = services.store.batch(batch.sender, batch.payload_id);
    if (!stored) return stored.error();
    const bool over =
        *stored && ((*stored)->state == BatchState::done || (*stored)->state == BatchState::failed);
    if (!*stored || over) return *stored ? std::move(**stored) : batch;
    batch = std::move(**stored);
  }
  return base::Issues(base::Issue{base::IssueCode::store_unavailable, "batch",
                                  "its cases are being changed by others all the time; run it again.",
                                  base::Severity::error});
}

}  // namespace gateway
