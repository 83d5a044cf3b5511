#include "gateway/upstream/forward_reviews.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <vector>

#include "gateway/edi/message_turn.hpp"
#include "gateway/edi/partners.hpp"
#include "gateway/review/commit.hpp"
#include "gateway/upstream/forwarding.hpp"
#include "mappers/x12/review_request.hpp"
#include "parsers/x12/check.hpp"
#include "parsers/x12/guide.hpp"
#include "parsers/x12/reader.hpp"

namespace gateway {
namespace {

namespace asio = boost::asio;
using precert::FollowUp;
using precert::Level;
using Review = UpstreamReviews::Review;

/// How a 278 says that its upstream could not be asked (x12-278 reference 4.7).
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
};

bool whole(const std::string& bytes, const x12::ReadOptions& reading) {
  for (const x12::InterchangeScan& one : x12::scan(bytes, {}, reading)) {
    const bool broken = std::any_of(one.groups.begin(), one.groups.end(),
                                    [](const x12::GroupScan& group) { return !group.faults.empty(); });
    if (broken || !one.faults.empty()) return false;
  }
  return true;
}

/// The 278s of a message that go elsewhere. A set that its guide refuses is left alone: its 999 is written
/// later.
std::vector<Question> questions_in(const std::string& bytes, const Snapshot& knowledge) {
  std::vector<Question> questions;
  if (!whole(bytes, knowledge.partners->reading())) return questions;
  x12::LoopTree tree;
  x12::Reader reader(bytes, {}, knowledge.partners->reading());
  for (x12::Event event = reader.next(); event != x12::Event::done && event != x12::Event::unreadable;
       event = reader.next()) {
    if (event != x12::Event::transaction_set || reader.set().id != "278") continue;
    const x12::InterchangeHeader& interchange = reader.interchange();
    const Partner& partner = knowledge.partners->of(interchange.sender_qualifier, interchange.sender);
    const x12::Guide* const guide = guide_of(partner, reader.set(), reader.group());
    const bool review = guide != nullptr && implementation_of(*guide) == "005010X217" &&
                        direction_of(*guide) == "request" && !group_refusal(partner, reader.group());
    std::vector<x12::Fault> faults;
    if (!review || !x12::check(reader.set(), *guide, partner.check, tree, faults)) continue;
    base::Result<precert::ReviewRequest> request =
        mappers::review_request_from(tree, interchange, reader.group());
    if (!request) continue;
    const Upstream* const upstream = knowledge.upstreams->of(request->umo);
    if (upstream != nullptr)
      questions.push_back({std::string(reader.set().bytes), std::move(*request), upstream});
  }
  return questions;
}

asio::awaitable<base::Result<Review>> reviewed_by(const Question& question, std::string_view sender,
                                                  base::Instant received, Services& services) {
  ReceivedMessage original;  // of the set: a resubmission may stand in another envelope
  original.transport = Transport::x12;
  original.sender = sender;
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
  if (made->busy || made->asked.outcome != AskOutcome::answered) co_return unanswered(made->asked, received);
  Review review;
  review.determination = std::move(made->asked.review.determination);
  review.decided = true;
  co_return review;
}

/// Nothing leaves for an interchange whose number was used with other content. False: it was.
asio::awaitable<base::Result<bool>> claimed(const ReceivedMessage& message, std::string_view sender,
                                            Services& services) {
  x12::Reader reader(message.bytes);
  if (reader.next() != x12::Event::interchange) co_return true;
  ControlNumber number;
  number.pair = "forward:";
  number.pair += sender;
  number.number = reader.interchange().control_number;
  number.owner = hex(message.hash);  // the same bytes may come again
  number.received = message.received;
  Exchange exchange;
  exchange.control_numbers.push_back(std::move(number));
  const CommitResult result = co_await commit(services, std::move(exchange));
  if (result.outcome == CommitOutcome::unavailable) co_return base::Issues(result.issue);
  co_return result.outcome != CommitOutcome::control_number_reused;
}

std::string sender_of(const std::string& bytes) {
  x12::Reader reader(bytes);
  if (reader.next() != x12::Event::interchange) return {};
  return "x12:" + pair_of(reader.interchange());
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
  const std::vector<Question> questions = questions_in(message.bytes, knowledge);
  if (questions.empty()) co_return all;
  const std::string sender = sender_of(message.bytes);
  const base::Result<bool> first = co_await claimed(message, sender, services);
  if (!first) co_return first.error();
  for (const Question& question : questions) {
    if (all.of(question.set) != nullptr) continue;
    if (!*first) {  // its number was used with other content: rejected when the message is worked through
      const Asked not_asked;
      all.add(question.set, unanswered(not_asked, message.received));
      continue;
    }
    base::Result<Review> review = co_await reviewed_by(question, sender, message.received, services);
    if (!review) co_return review.error();
    all.add(question.set, std::move(*review));
  }
  co_return all;
}

base::Result<std::optional<Review>> upstream_review_now(const precert::ReviewRequest& request,
                                                        std::string_view set, std::string_view sender,
                                                        base::Instant received, Services& services) {
  const Snapshot knowledge = services.knowledge.current();
  const Upstream* const upstream =
      knowledge.upstreams == nullptr ? nullptr : knowledge.upstreams->of(request.umo);
  if (upstream == nullptr) return std::optional<Review>();
  const Question question{std::string(set), request, upstream};
  asio::io_context context;
  std::optional<base::Result<Review>> made;
  std::exception_ptr failure;
  asio::co_spawn(context, reviewed_by(question, sender, received, services),
                 [&](const std::exception_ptr& thrown, base::Result<Review> review) {
                   failure = thrown;
                   made.emplace(std::move(review));
                 });
  context.run();
  if (failure) std::rethrow_exception(failure);
  if (!*made) return made->error();
  return std::optional(std::move(**made));
}

}  // namespace gateway
