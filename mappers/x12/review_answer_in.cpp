#include "mappers/x12/review_answer_in.hpp"

#include <optional>

#include "mappers/x12/review_response_in.hpp"
#include "parsers/x12/check.hpp"
#include "parsers/x12/guide.hpp"
#include "parsers/x12/reader.hpp"

namespace mappers {
namespace {

using x12::SegmentView;

std::string_view without_zeros(std::string_view number) {
  const std::size_t first = number.find_first_not_of('0');
  return first == std::string_view::npos ? std::string_view{} : number.substr(first);
}

void append(std::string& words, std::string_view part) {
  if (part.empty()) return;
  if (!words.empty()) words += ' ';
  words += part;
}

/// What one interchange after the other has come to.
class Reading {
 public:
  Reading(const SentReview& sent, const precert::ReviewRequest& asked) : sent_(sent), asked_(asked) {}

  void interchange_acknowledgment(const SegmentView& ta1) {
    if (ta1.element(1) != sent_.interchange_number) return foreign("a TA1 for another interchange");
    if (ta1.element(4) != "R") return;
    interchange_rejected_ = "TA1 R ";
    interchange_rejected_ += ta1.element(5);
  }

  void set(const x12::TransactionSet& set, const x12::InterchangeHeader& interchange,
           const x12::GroupHeader& group) {
    if (set.id == "999") return acknowledgment(set);
    if (set.id == "278") return response(set, interchange, group);
    foreign("a transaction set that answers nothing");
  }

  /// Faults that show only at the end of an envelope: what was read from it may be cut off.
  void faults(const std::vector<x12::Fault>& found) {
    if (!found.empty() && broken_.empty()) broken_ = "its envelope is not whole: " + found.front().where();
  }
  void broken(std::string why) {
    if (broken_.empty()) broken_ = std::move(why);
  }

  ReviewAnswer result() {
    if (!broken_.empty()) return {AnswerKind::not_an_answer, {}, std::move(broken_)};
    if (review_) return {AnswerKind::review, std::move(*review_), {}};
    if (!set_rejected_.empty()) return {AnswerKind::set_rejected, {}, std::move(set_rejected_)};
    if (!interchange_rejected_.empty())
      return {AnswerKind::interchange_rejected, {}, std::move(interchange_rejected_)};
    if (!foreign_.empty()) return {AnswerKind::not_an_answer, {}, std::move(foreign_)};
    return {AnswerKind::not_an_answer, {}, "no response is in it"};
  }

 private:
  void foreign(std::string why) {
    if (foreign_.empty()) foreign_ = std::move(why);
  }

  void acknowledgment(const x12::TransactionSet& set) {
    if (!set.envelope_faults.empty()) return broken("a 999 that is not whole");
    std::string words;
    bool ours = false, of_set = false, rejected = false, group_fault = false;
    for (std::uint32_t i = 0; i < set.tokens.segments.size(); ++i) {
      const SegmentView segment(set.tokens, i);
      const std::string_view id = segment.id();
      if (id == "AK1") ours = without_zeros(segment.element(2)) == without_zeros(sent_.group_number);
      if (id == "AK2") of_set = segment.element(2) == sent_.set_number;
      if (id == "IK3" && of_set) fault(segment, {"IK3", 1, 2, 4}, words);
      if (id == "IK4" && of_set) fault(segment, {"IK4", 1, 2, 3}, words);
      if (id == "IK5" && of_set) rejected = rejected || ends(segment, words);
      if (id == "AK9" && segment.element(1) == "R") {
        rejected = true;
        group_fault = !segment.element(5).empty();
        if (group_fault) fault(segment, {"AK9", 1, 5, 6}, words);
      }
    }
    if (!ours) return foreign("a 999 for another group");
    if (!rejected) return;
    (group_fault ? interchange_rejected_ : set_rejected_) = "999 R: " + words;
  }

  struct Parts {
    std::string_view id;
    std::uint32_t first, second, third;
  };
  /// "IK3 HI 12 8": segment, position and code, never the bad value.
  static void fault(const SegmentView& segment, const Parts& parts, std::string& words) {
    constexpr std::size_t words_max = 1'000;
    if (words.size() > words_max) return;
    append(words, parts.id);
    for (const std::uint32_t element : {parts.first, parts.second, parts.third})
      append(words, segment.element(element));
    words += ';';
  }
  static bool ends(const SegmentView& ik5, std::string& words) {
    fault(ik5, {"IK5", 1, 2, 3}, words);
    const std::string_view verdict = ik5.element(1);
    return verdict != "A" && verdict != "E";
  }

  void response(const x12::TransactionSet& set, const x12::InterchangeHeader& interchange,
                const x12::GroupHeader& group) {
    const x12::Guide* const guide = x12::guide_for("005010X217", "response");
    std::vector<x12::Fault> faults = set.envelope_faults;
    if (guide == nullptr || !x12::check(set, *guide, {}, tree_, faults)) {
      return broken("it is no valid 278 response: " +
                    (faults.empty() ? std::string("SE") : faults.front().where()));
    }
    if (x12::root(tree_).segment("BHT").element(3) != sent_.reference) {
      return foreign("a response to another request (BHT03)");
    }
    base::Result<AnsweredReview> read = answered_review_from(tree_, interchange, group, &asked_);
    if (!read) return broken("it cannot be read: " + read.error().first().where);
    if (review_ && !(review_->determination == read->determination)) {
      return broken("two responses that contradict each other");
    }
    review_ = std::move(*read);
  }

  const SentReview& sent_;
  const precert::ReviewRequest& asked_;
  x12::LoopTree tree_;
  std::optional<AnsweredReview> review_;
  std::string broken_, foreign_, set_rejected_, interchange_rejected_;
};

}  // namespace

SentReview sent_review_from(std::string_view interchange) {
  SentReview sent;
  x12::Reader reader(interchange);
  for (x12::Event event = reader.next(); event != x12::Event::done && event != x12::Event::unreadable;
       event = reader.next()) {
    const bool known =
        event == x12::Event::transaction_set && (reader.set().id == "278" || reader.set().id == "275");
    if (!known) continue;
    sent.interchange_number = reader.interchange().control_number;
    sent.group_number = reader.group().control_number;
    sent.set_number = reader.set().control_number;
    for (std::uint32_t i = 0; i < reader.set().tokens.segments.size(); ++i) {
      const SegmentView segment(reader.set().tokens, i);
      if (segment.id() == "BHT") sent.reference = segment.element(3);
    }
    break;
  }
  return sent;
}

ReviewAnswer review_answer_from(std::string_view bytes, const SentReview& sent,
                                const precert::ReviewRequest& asked) {
  Reading reading(sent, asked);
  x12::Reader reader(bytes);
  for (x12::Event event = reader.next(); event != x12::Event::done; event = reader.next()) {
    if (event == x12::Event::unreadable) {
      reading.broken("it is no interchange");
      break;
    }
    switch (event) {
      case x12::Event::acknowledgment: reading.interchange_acknowledgment(reader.acknowledgment()); break;
      case x12::Event::transaction_set:
        reading.set(reader.set(), reader.interchange(), reader.group());
        break;
      case x12::Event::group_end: reading.faults(reader.group_faults()); break;
      case x12::Event::interchange_end: reading.faults(reader.interchange_faults()); break;
      default: break;
    }
  }
  return reading.result();
}

}  // namespace mappers
