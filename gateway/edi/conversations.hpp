// What is done with each transaction that a clearinghouse routes: one table, one function a transaction.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/edi/message_turn.hpp"
#include "gateway/edi/partners.hpp"
#include "parsers/x12/fault.hpp"
#include "parsers/x12/loop_view.hpp"
#include "parsers/x12/reader.hpp"
#include "parsers/x12/writer.hpp"

namespace gateway {

/// A transaction set that its guide has nothing against.
struct CheckedSet {
  const x12::TransactionSet& set;
  const x12::LoopTree& tree;
  const x12::InterchangeHeader& interchange;
  const x12::GroupHeader& group;
  const Partner& partner;
};

/// The functional group that answers are written into; `open` writes its GS before the first set.
class AnswerGroup {
 public:
  AnswerGroup(x12::Writer& out, std::function<void()> open) : out_(&out), open_(std::move(open)) {}

  [[nodiscard]] x12::Writer& out() { return *out_; }
  /// ST02 of the next set.
  [[nodiscard]] std::string next_set();
  [[nodiscard]] std::uint32_t sets() const { return sets_; }
  /// True when data of the newest set holds a delimiter and the partner wants no such answers: a conversation
  /// that keeps something asks before it does; the set is taken back afterwards whatever it held.
  [[nodiscard]] bool refused() const {
    return out_->policy() == x12::DelimiterPolicy::refuse && out_->clashed() != clashed_before_;
  }
  /// The newest sets are none of this group's: `sets` are left.
  void take_back(std::uint32_t sets) { sets_ = sets; }

 private:
  x12::Writer* out_;
  std::function<void()> open_;
  std::uint32_t sets_ = 0;
  std::uint32_t clashed_before_ = 0;  // texts that held a delimiter, before the newest set
};

/// Answers one set: its effects go into `turn`, its answer into `group`. A fault: the set cannot be kept,
/// nothing was done. While `turn.skipping` only the sets of the answer are counted. Errors:
/// store_unavailable.
using SetAnswer = base::Result<std::optional<x12::Fault>> (*)(const CheckedSet& set, MessageTurn& turn,
                                                              AnswerGroup& group);

/// What is done with the sets of one guide.
struct Conversation {
  std::string_view implementation, direction;     // of the guide
  std::string_view answer_group, answer_version;  // GS01 and GS08 of the answer; "" = nothing but the 999
  SetAnswer answer;
  bool by_agreement = false;  // taken only of partners who list the version
};

/// nullptr: this gateway does not hold that conversation (a response, say).
[[nodiscard]] const Conversation* conversation_of(std::string_view implementation,
                                                  std::string_view direction);

/// Whether a partner has to list this implementation before it may send it.
[[nodiscard]] bool only_by_agreement(std::string_view implementation);

// One file each: answer_review.cpp …
base::Result<std::optional<x12::Fault>> answer_review(const CheckedSet& set, MessageTurn& turn,
                                                      AnswerGroup& group);
base::Result<std::optional<x12::Fault>> answer_inquiry(const CheckedSet& set, MessageTurn& turn,
                                                       AnswerGroup& group);
base::Result<std::optional<x12::Fault>> answer_notification(const CheckedSet& set, MessageTurn& turn,
                                                            AnswerGroup& group);
base::Result<std::optional<x12::Fault>> answer_attachments(const CheckedSet& set, MessageTurn& turn,
                                                           AnswerGroup& group);
base::Result<std::optional<x12::Fault>> answer_coverage(const CheckedSet& set, MessageTurn& turn,
                                                        AnswerGroup& group);
base::Result<std::optional<x12::Fault>> note_acknowledgment(const CheckedSet& set, MessageTurn& turn,
                                                            AnswerGroup& group);

/// Who a case of this interchange answers to: CaseRecord::submitter.
[[nodiscard]] std::string submitter_of(const x12::InterchangeHeader& interchange);
/// The answer to a set cannot be said in the delimiters that were agreed (AnswerGroup::refused).
[[nodiscard]] x12::Fault cannot_say();
/// A value that no guide could refuse and that can still not be kept (IK403 I12), at the place that the
/// mapper named.
[[nodiscard]] x12::Fault cannot_keep(const base::Issues& issues, const CheckedSet& set);

}  // namespace gateway
