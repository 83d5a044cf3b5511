#include "gateway/upstream/forward_reviews.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <vector>

#include "gateway/edi/exchange.hpp"
#include "gateway/edi/interchange_turn.hpp"
#include "gateway/edi/message_turn.hpp"
#include "gateway/edi/partners.hpp"
#include "gateway/review/commit.hpp"
#include "gateway/upstream/forwarding.hpp"
#include "mappers/x12/review_request.hpp"
#include "parsers/x12/reader.hpp"

namespace gateway {
namespace {

namespace asio = boost::asio;
using precert::FollowUp;
using precert::Level;
using Review = UpstreamReviews::Review;

/// How a 278 says that its upstream could not be asked: AAA of 005010X217.
struct AsAaa {
  AskOutcome outcome;
  Level level;
  std::string_view code;
  FollowUp follow_up;
};
constexpr AsAaa as_aaa[] = {
    {AskOutcome::unreachable, Level::umo_level, "42", FollowUp::resubmit_original},
    {AskOutcome::envelope_refused, Level::umo_level, "42", FollowUp::resubmit_original},
    {AskOutcome::no_answer, Level::umo, "80", FollowUp::resubmit_original},
    {AskOutcome::not_an_answer, Level::umo, "80", FollowUp::resubmit_original},
    {AskOutcome::message_refused, Level::event, "33", FollowUp::correct_and_resubmit},
};

Review unanswered(const Asked& asked, base::Instant at) {
  Review review;
  review.determination.decided = at;
  // Its fault is in what was sent: that is an answer, and it is final.
  review.decided = asked.outcome == AskOutcome::message_refused;
  review.silent = asked.outcome == AskOutcome::unreachable || asked.outcome == AskOutcome::no_answer;
  for (const AsAaa& one : as_aaa) {
    if (one.outcome != asked.outcome) continue;
    precert::Refusal refusal;
    refusal.level = one.level;
    refusal.code = one.code;
    refusal.follow_up = one.follow_up;
    if (asked.outcome == AskOutcome::message_refused) refusal.words = asked.words;
    review.determination.refusals.push_back(std::move(refusal));
  }
  return review;
}

/// One 278 of a message that an upstream decides about.
struct Question {
  std::string set;
  precert::ReviewRequest request;
  const Upstream* upstream = nullptr;
  std::string sender;              // submitter_of its interchange
  UpstreamReviews::Number number;  // of its interchange
};

/// What a message would ask elsewhere.
struct Questions {
  std::vector<Question> all;
  std::vector<ControlNumber> numbers;  // of every interchange that nothing is wrong with so far
};

/// Looks at a message as it is worked through later: with the same limits, for the same faults.
class QuestionReader {
 public:
  QuestionReader(const ReceivedMessage& message, const Snapshot& knowledge, const Services& services)
      : message_(message),
        knowledge_(knowledge),
        services_(services),
        scans_(x12::scan(message.bytes, x12_limits(services.config), knowledge.partners->reading())),
        reader_(message.bytes, x12_limits(services.config), knowledge.partners->reading()) {}

  /// What cannot be read behind the last interchange takes nothing from those before it.
  [[nodiscard]] Questions read() {
    for (x12::Event event = reader_.next(); event != x12::Event::done; event = reader_.next()) {
      if (event == x12::Event::unreadable) break;
      if (event == x12::Event::interchange) begin_interchange();
      if (event == x12::Event::group) begin_group();
      if (event == x12::Event::transaction_set && !rejected_ && group_good_) take_set();
    }
    return std::move(questions_);
  }

 private:
  void begin_interchange() {
    const x12::InterchangeHeader& header = reader_.interchange();
    partner_ = &knowledge_.partners->of(header.sender_qualifier, header.sender);
    scan_ = &scans_.at(interchanges_++);
    groups_ = 0;
    group_good_ = false;
    ControlNumber number = control_number_of(header, *partner_, message_.id.text(), message_.received);
    rejected_ = interchange_refusal(header, *scan_, *partner_).has_value() ||
                !seen_.emplace(number.pair, number.number).second;
    if (!rejected_) questions_.numbers.push_back(std::move(number));
  }
  void begin_group() {
    const std::size_t index = groups_++;
    group_good_ = !group_refusal(*partner_, reader_.group()) &&
                  (index >= scan_->groups.size() || scan_->groups[index].faults.empty());
  }
  void take_set() {
    scratch_.faults.clear();
    const Conversation* const held =
        conversation_held(reader_.set(), reader_.group(), *partner_, services_.config, scratch_);
    if (held == nullptr || held->answer != &answer_review) return;
    base::Result<precert::ReviewRequest> request =
        mappers::review_request_from(scratch_.tree, reader_.interchange(), reader_.group());
    if (!request) return;
    const Upstream* const upstream = knowledge_.upstreams->of(request->umo);
    if (upstream == nullptr) return;
    const ControlNumber& number = questions_.numbers.back();
    questions_.all.push_back({std::string(reader_.set().bytes),
                              std::move(*request),
                              upstream,
                              submitter_of(reader_.interchange()),
                              {number.pair, number.number}});
  }

  const ReceivedMessage& message_;
  const Snapshot& knowledge_;
  const Services& services_;
  const std::vector<x12::InterchangeScan> scans_;
  x12::Reader reader_;
  X12Scratch scratch_;
  Questions questions_;
  std::set<UpstreamReviews::Number> seen_;
  std::size_t interchanges_ = 0;
  std::size_t groups_ = 0;  // of this interchange
  const x12::InterchangeScan* scan_ = nullptr;
  const Partner* partner_ = nullptr;
  bool rejected_ = true;
  bool group_good_ = false;
};

asio::awaitable<base::Result<Review>> reviewed_by(const Question& question, base::Instant received,
                                                  Services& services) {
  ReceivedMessage original;  // of the set: a resubmission may stand in another envelope
  original.transport = Transport::x12;
  original.sender = question.sender;
  original.received = received;
  original.content_type = "application/edi-x12";
  original.bytes = question.set;
  original.hash = content_hash_of(original.bytes);
  const auto write = [&]() -> base::Result<Outgoing> {
    const base::Result<std::int64_t> number = services.numbers.next("forward");
    if (!number) return number.error();
    return outgoing_for(question.request, {}, *question.upstream, forward_reference(*number),
                        services.numbers, received);
  };
  const Forwarding forwarding{original, *question.upstream, write, question.request};
  base::Result<Forwarded> made = co_await forwarded(forwarding, services);
  if (!made) co_return made.error();
  if (made->busy || made->asked.outcome != AskOutcome::answered) {
    Review later = unanswered(made->asked, received);
    if (made->busy) later.silent = false;
    co_return later;
  }
  Review review;
  review.determination = std::move(made->asked.review.determination);
  review.decided = true;
  co_return review;
}

constexpr std::string_view claim_prefix = "forward:x12:";

/// Commits `numbers` as a question, or as claims; those that others have used go over to `taken`.
asio::awaitable<base::Result<void>> sifted(std::vector<ControlNumber>& numbers, bool claiming,
                                           std::set<UpstreamReviews::Number>& taken, Services& services) {
  while (!numbers.empty()) {
    Exchange exchange;
    if (claiming) {
      exchange.control_numbers = numbers;
    } else {
      exchange = question_about(numbers);
    }
    const CommitResult result = co_await commit(services, std::move(exchange));
    if (result.outcome == CommitOutcome::unavailable) co_return base::Issues(result.issue);
    if (result.outcome != CommitOutcome::control_number_reused) break;
    for (auto which = result.reused.rbegin(); which != result.reused.rend(); ++which) {
      const ControlNumber& used = numbers.at(*which);
      taken.emplace(claiming ? used.pair.substr(claim_prefix.size()) : used.pair, used.number);
      numbers.erase(numbers.begin() + static_cast<std::ptrdiff_t>(*which));
    }
  }
  co_return base::Result<void>();
}

/// See numbers_taken_now.
asio::awaitable<base::Result<std::set<UpstreamReviews::Number>>> numbers_taken(
    std::vector<ControlNumber> numbers, std::string claimant, Services& services) {
  std::set<UpstreamReviews::Number> taken;
  const base::Result<void> asked = co_await sifted(numbers, false, taken, services);
  if (!asked) co_return asked.error();
  for (ControlNumber& number : numbers) {
    number.pair.insert(0, claim_prefix);
    number.owner = claimant;
    number.counted = false;
  }
  const base::Result<void> claimed = co_await sifted(numbers, true, taken, services);
  if (!claimed) co_return claimed.error();
  co_return taken;
}

/// Not asked: it has just been waited for in vain.
Review not_asked(base::Instant at) { return unanswered(Asked(), at); }

/// Runs on the caller's thread until it is done.
template <class Value>
base::Result<Value> waited_for(asio::awaitable<base::Result<Value>> work) {
  asio::io_context context;
  std::optional<base::Result<Value>> made;
  std::exception_ptr failure;
  asio::co_spawn(context, std::move(work), [&](const std::exception_ptr& thrown, base::Result<Value> value) {
    failure = thrown;
    made.emplace(std::move(value));
  });
  context.run();
  if (failure) std::rethrow_exception(failure);
  return std::move(*made);
}

}  // namespace

const Review* UpstreamReviews::of(std::string_view set) const {
  const auto found = reviews_.find(set);
  return found == reviews_.end() ? nullptr : &found->second;
}

void UpstreamReviews::add(std::string_view set, Review review) {
  reviews_[std::string(set)] = std::move(review);
}

bool UpstreamReviews::any_undecided() const {
  return std::any_of(reviews_.begin(), reviews_.end(), [](const auto& one) { return !one.second.decided; });
}

asio::awaitable<base::Result<UpstreamReviews>> upstream_reviews(const ReceivedMessage& message,
                                                                Services& services) {
  UpstreamReviews all;
  const Snapshot knowledge = services.knowledge.current();
  if (knowledge.upstreams == nullptr) co_return all;
  const Questions questions = QuestionReader(message, knowledge, services).read();
  if (questions.all.empty()) co_return all;
  std::string claimant = hex(message.hash);
  base::Result<std::set<UpstreamReviews::Number>> taken =
      co_await numbers_taken(questions.numbers, std::move(claimant), services);
  if (!taken) co_return taken.error();
  all.refused = std::move(*taken);
  std::set<const Upstream*> silent;
  for (const Question& question : questions.all) {
    if (all.of(question.set) != nullptr || all.refused.contains(question.number)) continue;
    if (silent.contains(question.upstream)) {
      all.add(question.set, not_asked(message.received));
      continue;
    }
    base::Result<Review> review = co_await reviewed_by(question, message.received, services);
    if (!review) co_return review.error();
    if (review->silent) silent.insert(question.upstream);
    all.add(question.set, std::move(*review));
  }
  co_return all;
}

base::Result<std::optional<Review>> upstream_review_now(const BatchQuestion& about,
                                                        std::set<std::string>& silent, Services& services) {
  const Snapshot knowledge = services.knowledge.current();
  const Upstream* const upstream =
      knowledge.upstreams == nullptr ? nullptr : knowledge.upstreams->of(about.request.umo);
  if (upstream == nullptr) return std::optional<Review>();
  if (silent.contains(upstream->name)) return std::optional(not_asked(about.received));
  const Question question{std::string(about.set), about.request, upstream, std::string(about.sender), {}};
  base::Result<Review> made = waited_for<Review>(reviewed_by(question, about.received, services));
  if (!made) return made.error();
  if (made->silent) silent.insert(upstream->name);
  return std::optional(std::move(*made));
}

base::Result<std::set<UpstreamReviews::Number>> numbers_taken_now(std::vector<ControlNumber> numbers,
                                                                  std::string claimant, Services& services) {
  return waited_for<std::set<UpstreamReviews::Number>>(
      numbers_taken(std::move(numbers), std::move(claimant), services));
}

}  // namespace gateway
