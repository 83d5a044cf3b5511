#include "gateway/edi/interchange_turn.hpp"

#include <algorithm>

#include "mappers/issues/ta1.hpp"
#include "parsers/x12/check.hpp"
#include "parsers/x12/envelope_check.hpp"
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

/// FNV-1a of what was said before and is said now.
std::uint64_t digest_with(std::uint64_t before, bool accepted, const std::vector<x12::Fault>& faults) {
  std::uint64_t digest = before;
  const auto add = [&digest](std::uint64_t value) { digest = (digest ^ value) * 0x100000001B3U; };
  add(accepted ? 1 : 0);
  for (const x12::Fault& fault : faults) {
    for (const char c : fault.code) add(static_cast<unsigned char>(c));
    add(fault.segment_position);
    add(fault.element);
  }
  return digest;
}

/// "005010X279" for "005010X279A1": senders leave the addenda out of ST03.
std::string_view without_addenda(std::string_view version) {
  const bool addenda = version.size() > 2 && version[version.size() - 2] == 'A';
  return addenda ? version.substr(0, version.size() - 2) : version;
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
      out_(text_, delimiters_for(partner_, received.delimiters), partner_.delimiters_in_data) {
  out_.agree_on_latin(partner_.check.extended_latin);
  use_agreed_delimiters();
}

/// Until data asks for others.
void InterchangeTurn::use_agreed_delimiters() {
  out_.redelimit(delimiters_for(partner_, received_.delimiters));
  out_.note(envelope_.sender + envelope_.receiver);
  envelope_.delimiters = out_.delimiters();
}

std::optional<x12::Fault> interchange_refusal(const x12::InterchangeHeader& received,
                                              const x12::InterchangeScan& scan, const Partner& partner) {
  if (!scan.faults.empty()) return scan.faults.front();
  const std::string receiver =
      std::string(received.receiver_qualifier) + ":" + std::string(received.receiver);
  const std::vector<std::string>& receivers = partner.receivers;
  if (!receivers.empty() && std::find(receivers.begin(), receivers.end(), receiver) == receivers.end()) {
    return interchange_fault("009", "ISA07 and ISA08 name nobody this sender may write to here.");
  }
  return std::nullopt;
}

ControlNumber control_number_of(const x12::InterchangeHeader& received, const Partner& partner,
                                std::string owner, base::Instant at) {
  ControlNumber used;
  used.pair = pair_of(received);
  used.number = received.control_number;
  used.owner = std::move(owner);
  used.received = at;
  if (partner.control_numbers_kept.count() > 0) used.not_before = at - partner.control_numbers_kept;
  used.counted = partner.gaps_noted;
  return used;
}

/// What rejects the interchange as a whole; a duplicate counts only when nothing else is wrong.
std::optional<x12::Fault> InterchangeTurn::rejection() const {
  if (std::optional<x12::Fault> refused = interchange_refusal(received_, scan_, partner_)) return refused;
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
    turn_.rejected.push_back(Rejection::interchange);
    return {};
  }
  ControlNumber used = control_number_of(received_, partner_, turn_.message, turn_.received);
  turn_.seen.emplace(used.pair, used.number);
  turn_.exchange.control_numbers.push_back(std::move(used));
  return {};
}

base::Result<void> InterchangeTurn::begin_group(const x12::GroupHeader& group) {
  if (rejected_) return {};
  envelope_.group_sender = group.receiver;  // each group is answered to the application it came from
  envelope_.group_receiver = group.sender;
  Group& made = groups_.emplace_back(group, envelope_.delimiters, partner_);
  if (std::optional<x12::Fault> refused = group_refusal(partner_, group))
    made.faults.push_back(std::move(*refused));
  const std::size_t index = groups_.size() - 1;
  if (index < scan_.groups.size()) {
    const std::vector<x12::Fault>& faults = scan_.groups[index].faults;
    made.faults.insert(made.faults.end(), faults.begin(), faults.end());
  }
  if (!made.faults.empty()) turn_.rejected.push_back(Rejection::group);
  return {};
}

const Conversation* conversation_held(const x12::TransactionSet& set, const x12::GroupHeader& group,
                                      const Partner& partner, const Config& config, X12Scratch& scratch) {
  const std::string_view of_set = implementation_named(partner, set.implementation);
  const std::string_view of_group = implementation_named(partner, group.version);
  if (!set.implementation.empty() && without_addenda(of_set) != without_addenda(of_group)) {
    scratch.faults.push_back(mappers::set_refusal("I6", "ST03 is the version that GS08 says."));
    return nullptr;
  }
  const x12::Guide* guide = guide_of(partner, set, group);
  if (guide == nullptr) {
    scratch.faults.push_back(mappers::set_refusal("I6", "send ST03 as GS08 says."));
    return nullptr;
  }
  if (std::optional<x12::Fault> refused = x12::set_refusal(set, group, *guide)) {
    scratch.faults.push_back(std::move(*refused));
    return nullptr;
  }
  const Conversation* found = conversation_of(implementation_of(*guide), direction_of(*guide));
  if (found == nullptr) {
    scratch.faults.push_back(mappers::set_refusal("I6", "this is an answer; send the request or notice."));
    return nullptr;
  }
  x12::CheckOptions options = partner.check;
  options.loops_max = std::min(options.loops_max, config.loops_per_set_max);
  return x12::check(set, *guide, options, scratch.tree, scratch.faults) ? found : nullptr;
}

base::Result<bool> InterchangeTurn::take(const x12::TransactionSet& set, X12Scratch& scratch) {
  ++turn_.sets;
  scratch.faults.clear();
  base::Result<bool> accepted = false;
  if (!groups_.empty() && !rejected_) accepted = judged(groups_.back(), set, scratch);
  if (accepted) turn_.said = digest_with(turn_.said, *accepted, scratch.faults);
  return accepted;
}

base::Result<bool> InterchangeTurn::judged(Group& group, const x12::TransactionSet& set,
                                           X12Scratch& scratch) {
  bool accepted = false;
  if (group.faults.empty()) {
    const Conversation* held = conversation_held(set, group.header, partner_, turn_.services.config, scratch);
    if (held != nullptr) {
      group.answered = !held->answer_group.empty();
      const CheckedSet checked{set, scratch.tree, received_, group.header, partner_};
      const base::Result<void> answered = answer(checked, *held, scratch);
      if (!answered) return answered.error();
    }
    accepted = scratch.faults.empty() && set.envelope_faults.empty();
    if (!accepted) turn_.rejected.push_back(Rejection::transaction_set);
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
  const std::size_t text = text_.size();
  const std::uint32_t sets = answering_ ? answering_->sets() : 0;
  const std::uint32_t clashed = out_.clashed();
  base::Result<std::optional<x12::Fault>> refused = answered(set, conversation);
  if (!refused) return refused.error();
  if (out_.clashed() != clashed) {
    note_clash();
    if (out_.policy() == x12::DelimiterPolicy::refuse && !*refused) *refused = cannot_say();
  }
  if (*refused) {
    take_back(text, sets);
    scratch.faults.push_back(std::move(**refused));
  }
  return turn_.mode == AnswerMode::apart ? put_out() : base::Result<void>();
}

base::Result<std::optional<x12::Fault>> InterchangeTurn::answered(const CheckedSet& set,
                                                                  const Conversation& conversation) {
  AnswerGroup none(out_, nullptr);
  AnswerGroup& group = answering_ ? *answering_ : none;
  const auto clash = turn_.skipping ? turn_.clashes.find(turn_.sets) : turn_.clashes.end();
  const bool clashed = clash != turn_.clashes.end();
  if (clashed && out_.policy() == x12::DelimiterPolicy::refuse) return std::optional(cannot_say());
  base::Result<std::optional<x12::Fault>> refused = conversation.answer(set, turn_, group);
  if (clashed && out_.policy() == x12::DelimiterPolicy::choose_others) out_.redelimit(clash->second);
  return refused;
}

/// Who goes through this message again knows without writing the answer.
void InterchangeTurn::note_clash() {
  if (out_.policy() != x12::DelimiterPolicy::replace_with_space)
    turn_.clashes.insert_or_assign(turn_.sets, out_.delimiters());
}

/// As if the set at hand had not been answered.
void InterchangeTurn::take_back(std::size_t text, std::uint32_t sets) {
  if (!answering_ || answering_->sets() == sets) return;
  text_.resize(text);
  answering_->take_back(sets);
  if (sets == 0) --answer_groups_;  // its GS is gone too
}

base::Result<void> InterchangeTurn::open_answers(const Conversation& conversation) {
  if (answering_for_ == &conversation) return {};
  base::Result<void> closed = close_answers();
  if (!closed) return closed;
  const base::Result<std::uint32_t> number = turn_.number("group");
  if (!number) return number.error();
  answering_number_ = *number;
  answering_for_ = &conversation;
  sets_out_ = 0;
  sets_ended_ = 0;
  answering_.emplace(out_, [this] {
    open_group(out_, envelope_, answering_for_->answer_group, answering_for_->answer_version,
               answering_number_);
    ++answer_groups_;
  });
  return {};
}

base::Result<void> InterchangeTurn::close_answers() {
  if (answering_ && answering_->sets() > 0)
    mappers::close_group(out_, answering_->sets() - sets_ended_, answering_number_);
  answering_.reset();
  answering_for_ = nullptr;
  return turn_.mode == AnswerMode::apart ? put_out() : base::Result<void>();
}

/// AnswerMode::apart: what was written since the last time goes where the answers go.
base::Result<void> InterchangeTurn::put_out() {
  const bool answered = answering_ && answering_->sets() != sets_out_;  // without a text while skipping
  if (text_.empty() && !answered) return {};
  if (envelope_open_ && envelope_.delimiters != out_.delimiters()) {
    base::Result<void> gone_on = go_on_in_another_interchange();
    if (!gone_on) return gone_on;
  }
  if (!envelope_open_) {
    envelope_.delimiters = out_.delimiters();
    mappers::open_interchange(answers_.responses, envelope_);
    envelope_open_ = true;
  }
  answers_.responses += text_;
  text_.clear();
  if (answering_) sets_out_ = answering_->sets();
  return {};
}

/// Ends the interchange as far as it has gone out, and begins another with the delimiters that text_ has.
base::Result<void> InterchangeTurn::go_on_in_another_interchange() {
  const bool within_group = answering_ && sets_out_ > sets_ended_;
  x12::Writer ending(answers_.responses, envelope_.delimiters);
  if (within_group) mappers::close_group(ending, sets_out_ - sets_ended_, answering_number_);
  mappers::close_interchange(ending, envelope_, within_group ? answer_groups_ : answer_groups_ - 1);
  const base::Result<std::uint32_t> number = turn_.number("control");
  if (!number) return number.error();
  envelope_.interchange_number = *number;
  envelope_.delimiters = out_.delimiters();
  answer_groups_ = 1;
  mappers::open_interchange(answers_.responses, envelope_);
  if (!within_group) return {};  // text_ begins with its GS
  const base::Result<std::uint32_t> group = turn_.number("group");
  if (!group) return group.error();
  answering_number_ = *group;
  sets_ended_ = sets_out_;
  x12::Writer beginning(answers_.responses, envelope_.delimiters);
  mappers::open_group(beginning, envelope_, answering_for_->answer_group, answering_for_->answer_version,
                      answering_number_);
  return {};
}

base::Result<void> InterchangeTurn::end_group(const x12::Reader& reader) {
  if (!groups_.empty() && !rejected_) groups_.back().sets_announced = reader.group_count_received();
  return close_answers();
}

bool InterchangeTurn::ta1_due(bool rejected) const {
  if (scan_.acknowledgments > 0 && scan_.groups.empty()) return false;  // no TA1 for a TA1
  if (partner_.ta1 == Ta1Policy::always) return true;
  if (rejected && (partner_.ta1 == Ta1Policy::rejected || turn_.mode == AnswerMode::real_time)) return true;
  return turn_.mode != AnswerMode::real_time && received_.acknowledgment_requested == "1";
}

bool InterchangeTurn::any_999() const {
  return std::any_of(groups_.begin(), groups_.end(),
                     [&](const Group& group) { return group.wants_999(turn_.mode); });
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
  base::Result<void> closed = close_answers();
  if (!closed) return closed;
  if (rejected_) return finish_rejected();
  return turn_.mode == AnswerMode::apart ? finish_apart() : finish_together();
}

base::Result<void> InterchangeTurn::finish_rejected() {
  std::string& to = turn_.mode == AnswerMode::apart ? answers_.acknowledgments : answers_.responses;
  if (ta1_due(true)) to += ta1_interchange(envelope_, received_, InterchangeVerdict::rejected, &*rejected_);
  return {};
}

base::Result<void> InterchangeTurn::finish_together() {
  const auto responses = static_cast<std::ptrdiff_t>(text_.size());
  const base::Result<std::uint32_t> acknowledged = write_999s(out_);
  if (!acknowledged) return acknowledged.error();
  // What is known last goes first: TA1, the 999 of every group, then the responses.
  std::rotate(text_.begin(), text_.begin() + responses, text_.end());
  write_interchange(answers_.responses, answer_groups_ + *acknowledged);
  return {};
}

base::Result<void> InterchangeTurn::finish_apart() {
  if (envelope_open_) {
    x12::Writer ending(answers_.responses, envelope_.delimiters);
    close_interchange(ending, envelope_, answer_groups_);
  }
  if (!ta1_due(false) && !any_999()) return {};
  const base::Result<std::uint32_t> number = turn_.number("control");
  if (!number) return number.error();
  envelope_.interchange_number = *number;
  use_agreed_delimiters();
  const base::Result<std::uint32_t> acknowledged = write_999s(out_);
  if (!acknowledged) return acknowledged.error();
  write_interchange(answers_.acknowledgments, *acknowledged);
  return {};
}

/// text_ in an envelope of its own, behind the TA1; nothing when nothing is owed: it held acknowledgments
/// only.
void InterchangeTurn::write_interchange(std::string& to, std::uint32_t groups) {
  const bool ta1 = ta1_due(false);
  if (!ta1 && groups == 0) return;
  envelope_.delimiters = out_.delimiters();
  open_interchange(to, envelope_);
  x12::Writer out(to, envelope_.delimiters);
  if (ta1) write_ta1(out, received_, InterchangeVerdict::accepted, nullptr);
  to += text_;
  text_.clear();
  close_interchange(out, envelope_, groups);
}

}  // namespace gateway
