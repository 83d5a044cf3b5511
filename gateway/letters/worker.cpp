#include "gateway/letters/worker.hpp"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <exception>
#include <future>
#include <map>
#include <mutex>
#include <thread>

#include "gateway/app/give_way.hpp"
#include "gateway/letters/make.hpp"
#include "gateway/letters/queue.hpp"
#include "gateway/letters/templates.hpp"
#include "gateway/telemetry/log.hpp"

namespace gateway {
namespace {

constexpr const char* worker_name = "letters";
constexpr std::size_t versions_at_once = 32;
constexpr std::size_t letters_at_once = 1000;
constexpr std::chrono::hours oldest = std::chrono::days(30);
constexpr std::chrono::seconds pause{1};
// In done/, of what was taken for mail or was sent again since: the service may print from there.
constexpr std::chrono::hours taken_kept{24};
constexpr std::string_view attempt_failed =
    "attempt ";  // how the error of a letter begins that is tried again

/// Waits on this thread until it is durable: nobody waits for a letter.
CommitResult stored(Store& store, Exchange exchange) {
  const auto done = std::make_shared<std::promise<CommitResult>>();
  std::future<CommitResult> result = done->get_future();
  store.commit(std::move(exchange), [done](CommitResult made) { done->set_value(std::move(made)); });
  return result.get();
}

void log_trouble(const char* what, const base::Issues& issues) {
  log::error(what, {{"where", issues.first().where}, {"what", issues.first().remedy}});
}

}  // namespace

std::chrono::seconds letter_wait_after(int failures) {
  constexpr std::array waits{std::chrono::minutes(5), std::chrono::minutes(15), std::chrono::minutes(60),
                             std::chrono::minutes(240)};
  const auto index = static_cast<std::size_t>(std::max(0, failures - 1));
  return waits.at(std::min(index, waits.size() - 1));
}

struct Letters::Worker {
  Worker(Services& with, LetterTemplates texts, LetterQueue folder)
      : services(with), templates(std::move(texts)), queue(std::move(folder)) {}

  /// Letters of the next versions; false when there are none, or the store is away.
  bool follow() {
    const base::Result<std::int64_t> from = services.store.followed_until(worker_name);
    if (!from) return unread(from.error());
    const base::Result<std::vector<CaseVersion>> versions =
        services.store.versions_after(*from, versions_at_once);
    if (!versions) return unread(versions.error());
    if (versions->empty()) return false;
    Exchange exchange;
    made_in_step = 0;
    exchange.follow_up = FollowUp{worker_name, *from, versions->back().position};
    for (const CaseVersion& version : *versions) {
      const base::Result<void> added = add(version.record, exchange);
      if (!added) return unread(added.error());
    }
    const std::vector<LetterRecord> withdrawn = superseded_in(exchange);
    const CommitResult result = stored(services.store, std::move(exchange));
    if (result.outcome == CommitOutcome::committed) {
      made += made_in_step;
      for (const LetterRecord& letter : withdrawn) queue.withdraw(letter);
    }
    if (result.outcome == CommitOutcome::unavailable) return unread(base::Issues(result.issue));
    return true;
  }

  static bool unread(const base::Issues& issues) {
    log_trouble("letters_unread", issues);
    return false;
  }

  /// The letters of a case: of the store, and of this step, which is not stored yet.
  base::Result<std::vector<LetterRecord>> known_letters(const CaseRecord& version, const Exchange& exchange) {
    if (version.version <= 1) return std::vector<LetterRecord>();
    base::Result<std::vector<LetterRecord>> known = services.store.letters_of(version.id);
    if (!known) return known;
    for (const LetterRecord& letter : exchange.letters) {
      if (letter.case_id != version.id) continue;
      std::erase_if(*known, [&](const LetterRecord& one) { return one.id == letter.id; });
      known->push_back(letter);
    }
    return known;
  }

  static void put_into(Exchange& exchange, LetterRecord letter) {
    const auto same = std::ranges::find(exchange.letters, letter.id, &LetterRecord::id);
    if (same == exchange.letters.end()) {
      exchange.letters.push_back(std::move(letter));
    } else {
      *same = std::move(letter);
    }
  }

  static std::vector<LetterRecord> superseded_in(const Exchange& exchange) {
    std::vector<LetterRecord> all;
    for (const LetterRecord& letter : exchange.letters) {
      if (letter.state == LetterState::superseded) all.push_back(letter);
    }
    return all;
  }

  base::Result<void> add(const CaseRecord& version, Exchange& exchange) {
    if (version.decided + oldest < services.clock.now()) return {};
    base::Result<std::vector<LetterRecord>> known = known_letters(version, exchange);
    if (!known) return known.error();
    base::Result<MadeLetters> owed = letters_for(version, std::move(*known), templates, services);
    if (!owed) {
      if (owed.error().first().code == base::IssueCode::store_unavailable) return owed.error();
      log_trouble("letters_not_made", owed.error());  // one case that cannot be read holds up no other
      LetterRecord none;
      none.case_id = version.id;
      none.version = version.version;
      exchange.events.push_back(
          letter_event(none, "letter_failed", services.clock.now(), owed.error().first().remedy));
      return {};
    }
    for (LetterRecord& letter : owed->superseded) put_into(exchange, std::move(letter));
    made_in_step += owed->letters.size();
    for (LetterRecord& letter : owed->letters) exchange.letters.push_back(std::move(letter));
    for (CaseEvent& event : owed->events) exchange.events.push_back(std::move(event));
    return {};
  }

  /// What the fax or print service has said.
  void collect() {
    for (const LetterQueue::Sign& sign : queue.signs()) {
      const bool taken = sign.kind == LetterQueue::Sign::Kind::taken;
      const auto seen = taken_until.find(sign.job);
      if (taken && seen != taken_until.end() && services.clock.now() < seen->second) continue;
      const base::Result<std::optional<LetterRecord>> found = services.store.letter(sign.letter);
      if (!found) return log_trouble("letters_unread", found.error());
      if (!*found) log::warning("letter_unknown", {{"letter", sign.letter}});
      // What is said of an earlier sending says nothing of the one that somebody asked for since.
      const bool current = *found && (*found)->sending == sign.sending;
      if (current && !note(**found, sign)) return;
      if (taken && !is_over(sign)) continue;
      taken_until.erase(sign.job);
      queue.settle(sign);
    }
  }

  /// Whether a job that was taken, and of which nothing was said, is at its end: until then the service may
  /// read its files. When to look again is kept, so that a letter is not read every second.
  bool is_over(const LetterQueue::Sign& sign) {
    const base::Result<std::optional<LetterRecord>> letter = services.store.letter(sign.letter);
    if (!letter) return false;
    base::Instant& until = taken_until[sign.job];
    until = base::Instant::max();
    if (!*letter) return false;
    const LetterState state = (*letter)->state;
    if ((*letter)->sending == sign.sending) {
      if (state == LetterState::confirmed || state == LetterState::failed) return true;
      if (state != LetterState::handed_over || (*letter)->channel != "mail") return false;
    }
    until = (*letter)->changed + taken_kept;
    return services.clock.now() >= until;
  }

  bool note(LetterRecord letter, const LetterQueue::Sign& sign) {
    using Kind = LetterQueue::Sign::Kind;
    const bool settled = letter.state == LetterState::confirmed || letter.state == LetterState::failed;
    // A superseded letter that was taken before it could be withdrawn went out all the same.
    const bool superseded = letter.state == LetterState::superseded;
    const bool takes = letter.state == LetterState::queued || superseded;
    if (settled || (sign.kind == Kind::taken && !takes)) return true;
    if (sign.kind == Kind::taken)
      return become(std::move(letter), LetterState::handed_over, "letter_handed_over");
    if (superseded && sign.kind == Kind::failed) return true;  // nobody wants it any more
    if (sign.kind == Kind::confirmed) {
      letter.error.clear();
      return become(std::move(letter), LetterState::confirmed, "letter_confirmed");
    }
    letter.attempts = std::max(1, letter.attempts);
    const bool last = letter.attempts >= services.config.letters.attempts_max;
    letter.error = std::string(attempt_failed) + std::to_string(letter.attempts) + ": " + sign.words;
    if (!last) return become(std::move(letter), LetterState::queued, "letter_retried");
    log::error("letter_given_up", {{"letter", letter.id}, {"attempts", letter.attempts}});
    return become(std::move(letter), LetterState::failed, "letter_failed");
  }

  bool become(LetterRecord letter, LetterState state, const char* event) {
    const base::Instant now = services.clock.now();
    letter.state = state;
    letter.changed = now;
    Exchange exchange;
    exchange.events.push_back(letter_event(letter, event, now, letter.error));
    exchange.letters.push_back(std::move(letter));
    const CommitResult result = stored(services.store, std::move(exchange));
    if (result.outcome == CommitOutcome::committed) return true;
    log_trouble("letter_unsaved", base::Issues(result.issue));
    return false;
  }

  /// Puts into the folder what is queued and not there yet.
  void hand_out(const Turn& turn) {
    if (!may_go_on(turn)) return;
    const base::Result<std::vector<LetterRecord>> queued =
        services.store.letters_in(LetterState::queued, letters_at_once);
    if (!queued) return log_trouble("letters_unread", queued.error());
    for (const LetterRecord& one : *queued) {
      if (!may_go_on(turn) || !hand_out(one)) return;
    }
  }

  bool hand_out(const LetterRecord& listed) {
    const bool failed_before = listed.error.starts_with(attempt_failed);
    if (listed.attempts > 0 && !failed_before) return true;  // waits in out/, or its sign is being written
    if (failed_before && services.clock.now() < listed.changed + letter_wait_after(listed.attempts))
      return true;
    const base::Result<std::optional<LetterRecord>> whole = services.store.letter(listed.id);
    if (!whole) return log_trouble("letters_unread", whole.error()), false;
    if (!*whole || (*whole)->state != LetterState::queued) return true;
    LetterRecord letter = **whole;
    const base::Result<void> written = queue.put(letter);
    if (!written) return log_trouble("letter_not_queued", written.error()), false;
    letter.attempts += 1;
    if (failed_before) letter.error.clear();
    return become(std::move(letter), LetterState::queued, "letter_queued");
  }

  /// What was superseded, and stayed in out/ because the gateway ended just then.
  void sweep() {
    swept = true;
    for (const LetterQueue::Sign& waiting : queue.waiting()) {
      const base::Result<std::optional<LetterRecord>> letter = services.store.letter(waiting.letter);
      if (letter && *letter && (*letter)->state == LetterState::superseded) queue.withdraw(**letter);
    }
  }

  void work(Pace pace) {
    if (!swept) sweep();
    collect();
    const Turn to_write(pace, services.traffic);
    while (may_go_on(to_write) && follow()) {
    }
    hand_out(Turn(pace, services.traffic));
  }

  [[nodiscard]] bool may_go_on(const Turn& turn) { return !stopping() && turn.lasts(); }

  [[nodiscard]] bool stopping() {
    const std::scoped_lock lock(mutex);
    return stop_wanted;
  }

  void run() {
    give_way();
    std::unique_lock lock(mutex);
    Rounds rounds;
    while (!stop_wanted) {
      lock.unlock();
      try {
        work(rounds.next());
      } catch (const std::exception& failure) {
        log::error("letters_failed", {{"what", failure.what()}});
      }
      lock.lock();
      wake.wait_for(lock, pause, [this] { return stop_wanted; });
    }
  }

  Services& services;
  const LetterTemplates templates;
  const LetterQueue queue;
  std::map<std::string, base::Instant> taken_until;  // by job: when to look at it again
  std::size_t made = 0, made_in_step = 0;
  bool swept = false;  // once, when it begins
  std::mutex mutex;
  std::condition_variable wake;
  bool stop_wanted = false;
  std::thread thread;
};

Letters::Letters(std::unique_ptr<Worker> worker) : worker_(std::move(worker)) {}

Letters::~Letters() { stop(); }

base::Result<std::unique_ptr<Letters>> Letters::open(Services& services) {
  const LetterSettings& settings = services.config.letters;
  base::Result<LetterTemplates> templates = LetterTemplates::load(settings.templates);
  if (!templates) return templates.error();
  LetterQueue queue(settings.queue.empty() ? services.config.data_dir / "letters" : settings.queue);
  const base::Result<void> opened = queue.open();
  if (!opened) return opened.error();
  return std::unique_ptr<Letters>(
      new Letters(std::make_unique<Worker>(services, std::move(*templates), std::move(queue))));
}

void Letters::start() {
  Worker* const worker = worker_.get();
  worker->thread = std::thread([worker] { worker->run(); });
}

void Letters::stop() {
  Worker* const worker = worker_.get();
  if (!worker->thread.joinable()) return;
  {
    const std::scoped_lock lock(worker->mutex);
    worker->stop_wanted = true;
  }
  worker->wake.notify_all();
  worker->thread.join();
}

std::size_t Letters::work_due() {
  worker_->made = 0;
  worker_->work(Pace::all);
  return worker_->made;
}

}  // namespace gateway
