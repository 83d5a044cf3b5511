#include "gateway/edi/interchange_turn.hpp"

#include <algorithm>

#include "mappers/issues/ta1.hpp"
#include "parsers/x12/check.hpp"
#include "parsers/x12/guide.hpp"

namespace gateway {
namespace {

using mappers::InterchangeVerdict;

constexpr std::string_view acknowledgment_group = "FA";
constexpr std::string_view acknowledgment_version = "005010X231A1";

x12::Fault interchange_fault(std::string_view code, const char* remedy) {
  x12::Fault made;
  made.level = x12::FaultLevel::ta1;
  made.kind = x12::FaultKind::envelope;
  made.code = code;
  made.segment_id = "ISA";
  made.remedy = remedy;
  return made;
}

/// "005010X279" for "005010X279A1": senders leave the addenda out of ST03.
std::string_view without_addenda(std::string_view version) {
  const bool addenda = version.size() > 2 && version[version.size() - 2] == 'A';
  return addenda ? version.substr(0, version.size() - 2) : version;
}

/// The delimiters that a partner's answers are written with.
x12::Delimiters delimiters_for(const Partner& partner, const x12::Delimiters& received) {
  if (partner.delimiters.size() != 4) return mappers::answer_delimiters(received);
  return {partner.delimiters[0], partner.delimiters[1], partner.delimiters[2], partner.delimiters[3]};
}

}  // namespace

bool InterchangeTurn::Group::wants_999(AnswerMode mode) const {
  if (header.functional_id == acknowledgment_group) return false;  // no 999 for a 999
  return mode != AnswerMode::real_time || !answered || !faults.empty() ||
         acknowledgment.accepted() < acknowledgment.received();
}

InterchangeTurn::InterchangeTurn(const x12::InterchangeHeader& received, const x12::InterchangeScan& scan,
                                 MessageTurn& turn, AnswerText& answers)
    : received_(received),
      scan_(scan),
      turn_(turn),
      partner_(turn.knowledge.partners->of(received.sender_qualifier, received.sender)),
      answers_(answers),
      envelope_(mappers::answer_envelope(
          received, scan.groups.empty() ? nullptr : &scan.groups.front().header, turn.received)),
      out_(turn.mode == AnswerMode::apart ? answers.responses : groups_text_,
           delimiters_for(partner_, received.delimiters)) {
  envelope_.delimiters = out_.delimiters();
}

/// What rejects the interchange as a whole; a duplicate counts only when nothing else is wrong.
std::optional<x12::Fault> InterchangeTurn::rejection() const {
  if (!scan_.faults.empty()) return scan_.faults.front();
  const std::string receiver =
      std::string(received_.receiver_qualifier) + ":" + std::string(received_.receiver);
  const std::vector<std::string>& receivers = partner_.receivers;
  if (!receivers.empty() && std::find(receivers.begin(), receivers.end(), receiver) == receivers.end()) {
    return interchange_fault("009", "ISA07 and ISA08 name nobody this sender may write to here.");
  }
  const MessageTurn::Number number(pair_of(received_), received_.control_number);
  if (turn_.refused.contains(number) || turn_.seen.contains(number)) return mappers::duplicate_interchange();
  return std::nullopt;
}

base::Result<void> InterchangeTurn::begin() {
  const base::Result<std::uint32_t> number = turn_.number("control");
  if (!number) return number.error();
  envelope_.interchange_number = *number;
  rejected_ = rejection();
  if (rejected_) {
    turn_.services.metrics.rejection(Rejection::interchange);
    return {};
  }
  ControlNumber used;
  used.pair = pair_of(received_);
  used.number = received_.control_number;
  used.owner = turn_.message;
  used.received = turn_.received;
  if (partner_.control_numbers_kept.count() > 0)
    used.not_before = turn_.received - partner_.control_numbers_kept;
  used.counted = partner_.gaps_noted;
  turn_.seen.emplace(used.pair, used.number);
  turn_.exchange.control_numbers.push_back(std::move(used));
  return {};
}

base::Result<void> InterchangeTurn::begin_group(const x12::GroupHeader& group) {
  if (rejected_) return {};
  envelope_.group_sender = group.receiver;  // each group is answered to the application it came from
  envelope_.group_receiver = group.sender;
  Group& made = groups_.emplace_back(group, envelope_.delimiters, partner_.acknowledgment);
  if (std::optional<x12::Fault> refused = group_refusal(partner_, group))
    made.faults.push_back(std::move(*refused));
  const std::size_t index = groups_.size() - 1;
  if (index < scan_.groups.size()) {
    const std::vector<x12::Fault>& faults = scan_.groups[index].faults;
    made.faults.insert(made.faults.end(), faults.begin(), faults.end());
  }
  if (!made.faults.empty()) turn_.services.metrics.rejection(Rejection::group);
  return {};
}

/// What is held with a set of this group; without one, the reason is in the scratch's faults.
const Conversation* InterchangeTurn::conversation(Group& group, const x12::TransactionSet& set,
                                                  X12Scratch& scratch) {
  const std::string_view of_set = implementation_named(partner_, set.implementation);
  const std::string_view of_group = implementation_named(partner_, group.header.version);
  if (!set.implementation.empty() && without_addenda(of_set) != without_addenda(of_group)) {
    scratch.faults.push_back(mappers::set_refusal("I6", "ST03 is the version that GS08 says."));
    return nullptr;
  }
  const x12::Guide* guide = guide_of(partner_, set, group.header);
  if (guide == nullptr) {
    const bool other_set = set.id != x12::set_id_for(group.header.version);
    scratch.faults.push_back(other_set
                                 ? mappers::set_refusal("1", "this group holds another transaction set.")
                                 : mappers::set_refusal("I6", "send ST03 as GS08 says."));
    return nullptr;
  }
  const Conversation* found = conversation_of(implementation_of(*guide), direction_of(*guide));
  if (found == nullptr) {
    scratch.faults.push_back(mappers::set_refusal("I6", "this is an answer; send the request or notice."));
    return nullptr;
  }
  x12::CheckOptions options = partner_.check;
  options.loops_max = std::min(options.loops_max, turn_.services.config.loops_per_set_max);
  return x12::check(set, *guide, options, scratch.tree, scratch.faults) ? found : nullptr;
}

base::Result<bool> InterchangeTurn::take(const x12::TransactionSet& set, X12Scratch& scratch) {
  if (groups_.empty() || rejected_) return false;
  Group& group = groups_.back();
  scratch.faults.clear();
  bool accepted = false;
  if (group.faults.empty()) {
    const Conversation* held = conversation(group, set, scratch);
    if (held != nullptr) {
      group.answered = !held->answer_group.empty();
      const CheckedSet checked{set, scratch.tree, received_, group.header, partner_};
      const base::Result<void> answered = answer(checked, *held, scratch);
      if (!answered) return answered.error();
    }
    accepted = scratch.faults.empty() && set.envelope_faults.empty();
    if (!accepted) turn_.services.metrics.rejection(Rejection::transaction_set);
  }
  group.acknowledgment.add(set, scratch.faults);
  return accepted;
}

base::Result<void> InterchangeTurn::answer(const CheckedSet& set, const Conversation& conversation,
                                           X12Scratch& scratch) {
  if (!conversation.answer_group.empty()) {
    const base::Result<void> opened = open_answers(conversation);
    if (!opened) return opened;
  }
  AnswerGroup none(out_, nullptr);
  base::Result<std::optional<x12::Fault>> refused =
      conversation.answer(set, turn_, answering_ ? *answering_ : none);
  if (!refused) return refused.error();
  if (*refused) scratch.faults.push_back(std::move(**refused));
  return {};
}

base::Result<void> InterchangeTurn::open_answers(const Conversation& conversation) {
  if (answering_for_ == &conversation) return {};
  close_answers();
  const base::Result<std::uint32_t> number = turn_.number("group");
  if (!number) return number.error();
  answering_number_ = *number;
  answering_for_ = &conversation;
  answering_.emplace(out_, [this] {
    if (turn_.mode == AnswerMode::apart && !envelope_open_) open_envelope();
    open_group(out_, envelope_, answering_for_->answer_group, answering_for_->answer_version,
               answering_number_);
    ++answer_groups_;
  });
  return {};
}

void InterchangeTurn::open_envelope() {
  mappers::open_interchange(answers_.responses, envelope_);
  envelope_open_ = true;
}

void InterchangeTurn::close_answers() {
  if (answering_ && answering_->sets() > 0) mappers::close_group(out_, answering_->sets(), answering_number_);
  answering_.reset();
  answering_for_ = nullptr;
}

void InterchangeTurn::end_group(const x12::Reader& reader) {
  close_answers();
  if (!groups_.empty() && !rejected_) groups_.back().sets_announced = reader.group_count_received();
}

bool InterchangeTurn::ta1_due(bool rejected) const {
  if (scan_.acknowledgments > 0 && scan_.groups.empty()) return false;  // no TA1 for a TA1
  if (partner_.ta1 == Ta1Policy::always) return true;
  if (rejected && (partner_.ta1 == Ta1Policy::rejected || turn_.mode == AnswerMode::real_time)) return true;
  return turn_.mode != AnswerMode::real_time && received_.acknowledgment_requested == "1";
}

/// One group of acknowledgments for each application that sent groups here. Returns how many.
base::Result<std::uint32_t> InterchangeTurn::write_999s(x12::Writer& out) {
  std::uint32_t groups = 0;
  std::vector<const Group*> left;
  for (const Group& group : groups_) {
    if (group.wants_999(turn_.mode)) left.push_back(&group);
  }
  while (!left.empty()) {
    const x12::GroupHeader& to = left.front()->header;
    const auto rest = std::stable_partition(left.begin(), left.end(), [&](const Group* one) {
      return one->header.sender == to.sender && one->header.receiver == to.receiver;
    });
    const base::Result<std::uint32_t> number = turn_.number("group");
    if (!number) return number.error();
    envelope_.group_sender = to.receiver;
    envelope_.group_receiver = to.sender;
    open_group(out, envelope_, acknowledgment_group, acknowledgment_version, *number);
    std::uint32_t sets = 0;
    for (auto one = left.begin(); one != rest; ++one) {
      (*one)->acknowledgment.write(out, mappers::set_number(++sets), (*one)->faults, (*one)->sets_announced);
    }
    mappers::close_group(out, sets, *number);
    ++groups;
    left.erase(left.begin(), rest);
  }
  return groups;
}

base::Result<void> InterchangeTurn::finish() {
  close_answers();
  if (rejected_) return finish_rejected();
  return turn_.mode == AnswerMode::apart ? finish_apart() : finish_together();
}

base::Result<void> InterchangeTurn::finish_rejected() {
  std::string& to = turn_.mode == AnswerMode::apart ? answers_.acknowledgments : answers_.responses;
  if (ta1_due(true)) to += ta1_interchange(envelope_, received_, InterchangeVerdict::rejected, &*rejected_);
  return {};
}

base::Result<void> InterchangeTurn::finish_together() {
  const bool ta1 = ta1_due(false);
  const bool any_999 = std::any_of(groups_.begin(), groups_.end(),
                                   [&](const Group& group) { return group.wants_999(turn_.mode); });
  if (!ta1 && !any_999 && answer_groups_ == 0) return {};  // nothing is owed: it held acknowledgments only
  std::string& answer = answers_.responses;
  open_interchange(answer, envelope_);
  x12::Writer out(answer, envelope_.delimiters);
  if (ta1) write_ta1(out, received_, InterchangeVerdict::accepted, nullptr);
  answer += groups_text_;
  const base::Result<std::uint32_t> acknowledged = write_999s(out);
  if (!acknowledged) return acknowledged.error();
  close_interchange(out, envelope_, answer_groups_ + *acknowledged);
  return {};
}

base::Result<void> InterchangeTurn::finish_apart() {
  if (envelope_open_) close_interchange(out_, envelope_, answer_groups_);
  const bool ta1 = ta1_due(false);
  const bool any_999 = std::any_of(groups_.begin(), groups_.end(),
                                   [&](const Group& group) { return group.wants_999(turn_.mode); });
  if (!ta1 && !any_999) return {};
  const base::Result<std::uint32_t> number = turn_.number("control");
  if (!number) return number.error();
  envelope_.interchange_number = *number;
  open_interchange(answers_.acknowledgments, envelope_);
  x12::Writer out(answers_.acknowledgments, envelope_.delimiters);
  if (ta1) write_ta1(out, received_, InterchangeVerdict::accepted, nullptr);
  const base::Result<std::uint32_t> acknowledged = write_999s(out);
  if (!acknowledged) return acknowledged.error();
  close_interchange(out, envelope_, *acknowledged);
  return {};
}

}  // namespace gateway
