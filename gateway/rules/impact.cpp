#include "gateway/rules/impact.hpp"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

#include "gateway/app/directory.hpp"
#include "gateway/app/knowledge.hpp"
#include "gateway/review/submit_review.hpp"
#include "gateway/rules/decision_text.hpp"
#include "mappers/model/model_json.hpp"
#include "precert/engine/determine.hpp"
#include "precert/engine/line_context.hpp"
#include "precert/model/words.hpp"

namespace gateway {
namespace {

using precert::FactOrigin;
using precert::Index;
using precert::no_index;

constexpr std::size_t batch_cases = 128;
constexpr std::size_t batches_waiting_max = 16;
constexpr std::size_t history_max = 64;

/// What a worker needs of a stored case.
struct PastRequest {
  std::size_t order = 0;
  precert::CaseId id;
  precert::MemberId member;
  base::Instant decided{};
  std::string request;
};
using Batch = std::vector<PastRequest>;

/// Batches on their way from the store's thread to the workers.
class Batches {
 public:
  /// Waits while too many are waiting; false when the workers have given up.
  bool put(Batch batch) {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [&] { return waiting_.size() < batches_waiting_max || stopped_; });
    if (stopped_) return false;
    waiting_.push_back(std::move(batch));
    some_.notify_one();
    return true;
  }
  void close() {
    const std::scoped_lock lock(mutex_);
    closed_ = true;
    some_.notify_all();
  }
  void stop() {
    const std::scoped_lock lock(mutex_);
    stopped_ = true;
    some_.notify_all();
    room_.notify_all();
  }
  /// nullopt when there will be no more.
  std::optional<Batch> take() {
    std::unique_lock lock(mutex_);
    some_.wait(lock, [&] { return !waiting_.empty() || closed_ || stopped_; });
    if (stopped_ || waiting_.empty()) return std::nullopt;
    Batch batch = std::move(waiting_.front());
    waiting_.pop_front();
    room_.notify_one();
    return batch;
  }

 private:
  std::mutex mutex_;
  std::condition_variable some_, room_;
  std::deque<Batch> waiting_;
  bool closed_ = false, stopped_ = false;
};

/// A policy that cannot be applied without the member's earlier cases.
bool looks_back(const precert::Rulebook& book, const precert::Policy& policy) {
  const bool limited = std::any_of(policy.limits.begin(), policy.limits.end(), [](const auto& limit) {
    return limit.span != precert::LimitSpan::request;
  });
  if (limited || policy.criteria == no_index) return limited;
  const auto& atoms = book.criteria[policy.criteria].expression.atoms;
  return std::any_of(atoms.begin(), atoms.end(), [&](const precert::Atom& atom) {
    const auto& origins = book.facts[atom.fact].origins;
    return std::any_of(origins.begin(), origins.end(), [](const FactOrigin& origin) {
      return origin.kind == FactOrigin::Kind::history || origin.kind == FactOrigin::Kind::treatment;
    });
  });
}

/// The policy that speaks of a line under a rulebook; nullptr = none.
const precert::Policy* policy_of(const precert::Rulebook& book, const precert::ReviewRequest& request,
                                 const precert::ServiceLine& line, const precert::MemberRecord* member,
                                 base::Instant at) {
  const base::Date day = precert::date_of_service(request, line, book.calendar.local_date(at));
  const precert::CoverageSpan* span = member == nullptr ? nullptr : precert::coverage_on(*member, day);
  const Index product = book.product(span == nullptr ? book.payer.unknown_members : span->product);
  return book.policy_for(precert::match_of(book, request, line), product, day);
}

/// As the request would come for the first time.
void make_new(precert::ReviewRequest& request) {
  if (request.purpose == precert::Purpose::cancellation) return;
  request.event.previous_certification.clear();
  request.event.previous_reference.clear();
  request.event.certification = precert::CertificationType::initial;
}

/// What each of the two rulebooks decides with.
struct Directories {
  std::shared_ptr<const precert::Directory> current, draft;
};

base::Result<Directories> directories_for(Store& store, const ImpactQuestion& question) {
  base::Result<std::shared_ptr<const precert::Directory>> current = directory_for(store, question.current);
  if (!current) return current.error();
  base::Result<std::shared_ptr<const precert::Directory>> draft = directory_for(store, question.draft);
  if (!draft) return draft.error();
  return Directories{std::move(*current), std::move(*draft)};
}

/// Compares what two rulebooks decide; one for each thread.
class Comparer {
 public:
  Comparer(Store& store, const ImpactQuestion& question, const Directories& directories)
      : store_(store), question_(question), directories_(directories) {}

  base::Result<void> compare(const PastRequest& past) {
    base::Result<precert::ReviewRequest> request = mappers::review_request_from_json(past.request);
    if (!request) {
      ++impact.unreadable;
      return {};
    }
    make_new(*request);
    const base::Result<std::optional<precert::MemberRecord>> member =
        store_.member_as_of(past.member, past.decided);
    if (!member) return member.error();
    precert::Facts facts;
    facts.now = past.decided;
    facts.member = *member ? &**member : nullptr;
    facts.directory = directories_.current.get();
    facts.numbers = {"A", "R", "T"};
    const base::Result<void> looked = look_back(past, *request, facts);
    if (!looked) return looked;
    ++impact.cases;
    const precert::Determination before = precert::determine(*request, question_.current, facts);
    facts.directory = directories_.draft.get();
    const precert::Determination after = precert::determine(*request, question_.draft, facts);
    note_changes(past, *request, facts, before, after);
    return {};
  }

  Impact impact;
  std::vector<std::size_t> orders;  // of impact.changed

 private:
  base::Result<void> look_back(const PastRequest& past, const precert::ReviewRequest& request,
                               precert::Facts& facts) {
    const bool wanted = std::any_of(request.services.begin(), request.services.end(), [&](const auto& line) {
      return std::any_of(books_.begin(), books_.end(), [&](const precert::Rulebook* book) {
        const precert::Policy* policy = policy_of(*book, request, line, facts.member, past.decided);
        return policy != nullptr && looks_back(*book, *policy);
      });
    });
    if (!wanted) return {};
    const base::Result<std::vector<CaseRecord>> cases = store_.cases_of(past.member, history_max);
    if (!cases) return cases.error();
    for (const CaseRecord& one : *cases) {
      if (one.id == past.id || one.decided > past.decided) continue;
      base::Result<precert::PriorCase> prior = prior_from(one);
      if (prior) facts.history.push_back(std::move(*prior));
    }
    return {};
  }

  void note_changes(const PastRequest& past, const precert::ReviewRequest& request,
                    const precert::Facts& facts, const precert::Determination& before,
                    const precert::Determination& after) {
    impact.lines += std::max(before.lines.size(), after.lines.size());
    if (refusal_text(before) != refusal_text(after)) {
      const auto text = [](const precert::Determination& one) {
        return one.refusals.empty() ? std::string("taken") : refusal_text(one);
      };
      const auto action = [](const precert::Determination& one) {
        return std::string(one.refusals.empty() ? "taken" : "refused");
      };
      ChangedLine change{past.id,       0,  {}, {}, text(before), text(after), action(before),
                         action(after), {}, {}, {}};
      if (!after.refusals.empty()) change.reason = after.refusals.front().words;
      add(past, std::move(change));
    }
    for (const precert::LineDetermination& line : before.lines) {
      const precert::LineDetermination* again = after.line(line.sequence);
      if (again == nullptr) continue;
      std::string from = decision_text(line), to = decision_text(*again);
      if (from != to)
        add(past, changed_line(past, request, facts, line, *again, std::move(from), std::move(to)));
    }
  }

  ChangedLine changed_line(const PastRequest& past, const precert::ReviewRequest& request,
                           const precert::Facts& facts, const precert::LineDetermination& before,
                           const precert::LineDetermination& after, std::string from, std::string to) {
    ChangedLine change;
    change.id = past.id;
    change.line = before.sequence;
    change.from = std::move(from);
    change.to = std::move(to);
    change.from_action = precert::word(before.action);
    change.to_action = precert::word(after.action);
    if (!after.reasons.empty()) change.reason = after.reasons.front().words;
    const auto line = std::find_if(request.services.begin(), request.services.end(),
                                   [&](const auto& one) { return one.sequence == before.sequence; });
    if (line == request.services.end()) return change;
    change.code = line->procedure.code;
    const auto id_of = [&](const precert::Rulebook& book) {
      const precert::Policy* policy = policy_of(book, request, *line, facts.member, past.decided);
      return policy == nullptr ? std::string() : policy->id;
    };
    change.policy_before = id_of(question_.current);
    change.policy_after = id_of(question_.draft);
    const base::Date day =
        precert::date_of_service(request, *line, question_.draft.calendar.local_date(past.decided));
    const precert::CoverageSpan* span =
        facts.member == nullptr ? nullptr : precert::coverage_on(*facts.member, day);
    if (span != nullptr) change.product = span->product;
    return change;
  }

  void add(const PastRequest& past, ChangedLine change) {
    const std::string& policy = change.policy_after.empty() ? change.policy_before : change.policy_after;
    ++impact.summary[Impact::Row{policy, change.from_action, change.to_action}];
    impact.changed.push_back(std::move(change));
    orders.push_back(past.order);
  }

  Store& store_;
  const ImpactQuestion& question_;
  const Directories& directories_;
  std::array<const precert::Rulebook*, 2> books_{&question_.current, &question_.draft};
};

/// What the threads found, in the order of the cases.
Impact gathered(std::vector<std::unique_ptr<Comparer>>& comparers) {
  Impact all;
  std::vector<std::pair<std::size_t, ChangedLine>> changes;
  for (const std::unique_ptr<Comparer>& one : comparers) {
    all.cases += one->impact.cases;
    all.lines += one->impact.lines;
    all.unreadable += one->impact.unreadable;
    for (const auto& [row, count] : one->impact.summary) all.summary[row] += count;
    for (std::size_t i = 0; i < one->orders.size(); ++i) {
      changes.emplace_back(one->orders[i], std::move(one->impact.changed[i]));
    }
  }
  std::ranges::stable_sort(changes, {}, &std::pair<std::size_t, ChangedLine>::first);
  for (auto& [order, change] : changes) all.changed.push_back(std::move(change));
  return all;
}

/// Reads the cases and hands them to the workers.
base::Result<void> feed(Store& store, const ImpactQuestion& question, Batches& batches) {
  Batch batch;
  std::size_t count = 0;
  bool wanted = true;
  const base::Result<void> read =
      store.each_case(question.from, question.until, [&](const CaseRecord& record) {
        batch.push_back(PastRequest{count++, record.id, record.member, record.decided, record.request});
        if (batch.size() < batch_cases) return true;
        wanted = batches.put(std::move(batch));
        batch = Batch();
        if (question.progress) question.progress(count);
        return wanted;
      });
  if (wanted && !batch.empty()) static_cast<void>(batches.put(std::move(batch)));
  if (question.progress) question.progress(count);
  return read;
}

}  // namespace

base::Result<Impact> impact_of(Store& store, const ImpactQuestion& question) {
  const base::Result<Directories> directories = directories_for(store, question);
  if (!directories) return directories.error();
  Batches batches;
  std::mutex mutex;
  std::optional<base::Issues> failure;
  std::vector<std::unique_ptr<Comparer>> comparers;
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < std::max(1U, question.threads); ++i) {
    comparers.push_back(std::make_unique<Comparer>(store, question, *directories));
    threads.emplace_back([&batches, &mutex, &failure, comparer = comparers.back().get()] {
      while (const std::optional<Batch> batch = batches.take()) {
        for (const PastRequest& past : *batch) {
          const base::Result<void> compared = comparer->compare(past);
          if (compared) continue;
          batches.stop();
          const std::scoped_lock lock(mutex);
          failure = compared.error();
          return;
        }
      }
    });
  }
  const base::Result<void> read = feed(store, question, batches);
  batches.close();
  for (std::thread& one : threads) one.join();
  if (!read) return read.error();
  if (failure) return *failure;
  return gathered(comparers);
}

}  // namespace gateway
