#include "gateway/edi/conversations.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "mappers/issues/ack_999.hpp"
#include "mappers/x12/envelope.hpp"

namespace gateway {
namespace {

constexpr std::array<Conversation, 9> conversations{{
    {"005010X217", "request", "HI", "005010X217", answer_review},
    {"005010X215", "request", "HI", "005010X215", answer_inquiry},
    {"005010X216", "request", "HI", "005010X216", answer_notification},
    {"006020X316", "request", "", "", answer_attachments},
    {"006020X314", "request", "", "", answer_attachments, true},
    {"005010X211", "request", "", "", answer_attachments, true},
    {"005010X210", "request", "", "", answer_attachments, true},
    {"005010X279A1", "request", "HB", "005010X279A1", answer_coverage},
    {"005010X231A1", "response", "", "", note_acknowledgment},
}};

/// The loop whose own segments include the one at `position`; "" when it stands in none.
std::string_view loop_at(const x12::LoopTree& tree, std::uint32_t position) {
  std::string_view loop;
  for (const x12::LoopTree::Node& node : tree.nodes) {
    if (position > node.first_segment && position <= node.first_segment + node.segments) loop = node.id;
  }
  return loop;
}

/// IK402 of an element of BIN (length, data) or BDS (filter, length, data); 0 of any other.
std::uint16_t binary_element(std::string_view segment, std::uint16_t element) {
  constexpr std::array<std::uint16_t, 3> numbers{1570, 784, 785};
  const std::size_t skipped = segment == "BIN" ? 1 : segment == "BDS" ? 0 : numbers.size();
  const std::size_t at = element - 1U + skipped;
  return at < numbers.size() ? numbers.at(at) : std::uint16_t{0};
}

}  // namespace

std::string AnswerGroup::next_set() {
  clashed_before_ = out_->clashed();
  if (sets_ == 0 && open_) open_();
  return mappers::set_number(++sets_);
}

const Conversation* conversation_of(std::string_view implementation, std::string_view direction) {
  const auto* const found =
      std::find_if(conversations.begin(), conversations.end(), [&](const Conversation& one) {
        return one.implementation == implementation && one.direction == direction;
      });
  return found == conversations.end() ? nullptr : found;
}

bool only_by_agreement(std::string_view implementation) {
  return std::any_of(conversations.begin(), conversations.end(), [&](const Conversation& one) {
    return one.by_agreement && one.implementation == implementation;
  });
}

std::string submitter_of(const x12::InterchangeHeader& interchange) { return "x12:" + pair_of(interchange); }

x12::Fault cannot_say() {
  return mappers::set_refusal("I6", "its answer would hold a delimiter as data; agree on other delimiters.");
}

x12::Fault cannot_keep(const base::Issues& issues, const CheckedSet& set) {
  const base::Issue issue = issues.first();
  x12::Fault fault = mappers::set_refusal("I6", issue.remedy);
  // "BDS-03 @14": where a mapper says it found something.
  const std::size_t dash = issue.where.find('-'), at = issue.where.find('@');
  if (dash == std::string::npos || at == std::string::npos || dash < 2 || at < dash) return fault;
  const std::string_view where = issue.where;
  std::uint16_t element = 0;
  std::from_chars(where.data() + dash + 1, where.data() + at, element);
  std::from_chars(where.data() + at + 1, where.data() + where.size(), fault.segment_position);
  if (element == 0 || fault.segment_position == 0 || fault.segment_position > set.set.tokens.segments.size())
    return fault;
  fault.segment_id = x12::SegmentView(set.set.tokens, fault.segment_position - 1).id();
  fault.loop = loop_at(set.tree, fault.segment_position);
  fault.level = x12::FaultLevel::ik4;
  fault.kind = x12::FaultKind::syntax;
  fault.code = "I12";
  fault.element = element;
  fault.data_element = binary_element(fault.segment_id, element);
  return fault;
}

}  // namespace gateway
