// The reader's state machine: interchange, group, transaction set, and what is wrong with their envelopes.
#include "parsers/x12/reader.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "parsers/x12/envelope_check.hpp"
#include "parsers/x12/fault_order.hpp"
#include "parsers/x12/isa.hpp"
#include "parsers/x12/tokenise.hpp"

namespace x12 {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// One TA105 can be told: faults of the ISA first, then 021, 001, 023, 024 (X12.5, TA1).
unsigned rank_of(const Fault& fault) {
  constexpr std::array<std::string_view, 4> after_isa{"021", "001", "023", "024"};
  if (fault.segment_id == "ISA") return 0;
  const auto* const found = std::find(after_isa.begin(), after_isa.end(), fault.code);
  return 1 + static_cast<unsigned>(found - after_isa.begin());
}

/// What stood at an element of that segment; "" when the segment at `index` is another one.
std::string_view value_in(const Tokens& tokens, std::string_view segment, std::uint16_t element,
                          std::size_t index = 0) {
  if (element == 0 || index >= tokens.segments.size()) return {};
  const SegmentView view(tokens, static_cast<std::uint32_t>(index));
  return view.id() == segment ? view.element(element) : std::string_view{};
}

}  // namespace

Reader::Reader(std::string_view input, const Limits& limits, const ReadOptions& options)
    : input_(input), limits_(limits), options_(options) {
  if (options_.skip_leading_space && input_.starts_with(byte_order_mark)) at_ = byte_order_mark.size();
}

Event Reader::next() {
  switch (state_) {
    case State::outside: return read_outside();
    case State::in_interchange: return read_in_interchange();
    case State::in_group: return read_in_group();
    case State::skipping: return skip_interchange();
    case State::finished: break;
  }
  return Event::done;
}

Event Reader::refuse(std::string why) {
  unreadable_ = envelope_fault(FaultLevel::ta1, "", "ISA", 0, std::move(why));
  state_ = State::finished;
  return Event::unreadable;
}

/// Line ends after an interchange are padding for everybody; anything else, and anything before the first, is
/// tolerated by agreement only.
void Reader::skip_between_interchanges() {
  constexpr std::string_view anything(" \t\r\n\x1A\0", 6);
  constexpr std::string_view line_ends = "\r\n";
  if (!options_.skip_leading_space && !any_interchange_) return;
  const std::string_view skipped = options_.skip_leading_space ? anything : line_ends;
  at_ = std::min(input_.find_first_not_of(skipped, at_), input_.size());
}

Event Reader::read_outside() {
  skip_between_interchanges();
  if (at_ == input_.size()) {
    state_ = State::finished;
    return any_interchange_ ? Event::done : refuse("no interchange: the input is empty");
  }
  interchange_ = {};
  interchange_faults_.clear();
  interchange_start_ = at_;
  const std::string_view rest = input_.substr(at_);
  const std::size_t taken = read_isa(rest, options_.accept_collapsed_isa, interchange_, interchange_faults_);
  if (taken == 0) return refuse("no interchange: " + why_no_isa(rest));
  at_ += taken;
  any_interchange_ = true;
  groups_ = 0;
  sets_in_interchange_ = 0;
  answered_only_ = false;
  group_numbers_.clear();
  control_.clear();
  control_.delimiters = interchange_.delimiters;
  set_.tokens.delimiters = interchange_.delimiters;
  const bool separable =
      std::none_of(interchange_faults_.begin(), interchange_faults_.end(), [](const Fault& one) {
        return one.code == "004" || one.code == "022" || one.code == "026" || one.code == "027";
      });
  state_ = separable ? State::in_interchange : State::skipping;
  return Event::interchange;
}

/// With separators that cannot be trusted the next ISA is the next place to begin from.
Event Reader::skip_interchange() {
  const std::size_t next = input_.find("ISA", at_);
  std::size_t found = input_.size();
  for (std::size_t at = next; at != std::string_view::npos; at = input_.find("ISA", at + 1)) {
    const char before = input_[at - 1];
    const bool starts = before == '\n' || before == '\r' || before == interchange_.delimiters.segment;
    if (starts && at + 3 < input_.size() && input_[at + 3] == interchange_.delimiters.element) {
      found = at;
      break;
    }
  }
  at_ = found;
  return end_interchange();
}

Event Reader::end_interchange() {
  state_ = State::outside;
  put_in_order(interchange_faults_, 0, rank_of);
  return Event::interchange_end;
}

Event Reader::end_group() {
  state_ = State::in_interchange;
  return Event::group_end;
}

void Reader::skip_padding() {
  while (at_ < input_.size() && input_[at_] != interchange_.delimiters.segment && is_padding(input_[at_]))
    ++at_;
}

Reader::Raw Reader::peek() const {
  Raw raw;
  const std::size_t end = input_.find(interchange_.delimiters.segment, at_);
  raw.terminated = end != std::string_view::npos;
  raw.end = raw.terminated ? end + 1 : input_.size();
  const std::string_view text = input_.substr(at_, raw.end - at_ - (raw.terminated ? 1 : 0));
  raw.id = text.substr(0, std::min(text.find(interchange_.delimiters.element), text.size()));
  return raw;
}

void Reader::split(std::size_t end, Tokens& into) {
  into.clear();
  at_ = tokenise(input_.substr(0, end), at_, limits_.elements_per_segment_max, into);
}

Event Reader::read_in_interchange() {
  for (;;) {
    skip_padding();
    if (at_ >= input_.size()) {
      if (groups_ == 0 && !answered_only_) interchange_fault("024", "GS", 0, "no functional group was sent");
      interchange_fault("023", "IEA", 0, "the input ends before IEA");
      return end_interchange();
    }
    const Raw raw = peek();
    if (raw.id == "GS" && raw.terminated) {
      take_group(raw);
      return Event::group;
    }
    if (raw.id == "IEA") {
      take_interchange_end(raw);
      return end_interchange();
    }
    if (raw.id == "ISA") {
      interchange_fault("023", "IEA", 0, "the next ISA comes before IEA");
      return end_interchange();
    }
    if (raw.id == "TA1" && raw.terminated) {
      answered_only_ = true;
      split(raw.end, control_);
      return Event::acknowledgment;
    }
    if (interchange_faults_.empty() || interchange_faults_.back().code != "024") {
      interchange_fault("024", raw.id.substr(0, 3), 0,
                        "between ISA and IEA only functional groups and TA1 may stand");
    }
    at_ = raw.end;
  }
}

Event Reader::read_in_group() {
  for (;;) {
    skip_padding();
    const bool over = at_ >= input_.size();
    const Raw raw = over ? Raw{} : peek();
    if (raw.id == "ST" && sets_in_interchange_ < limits_.sets_per_interchange_max) {
      take_set();
      return Event::transaction_set;
    }
    if (raw.id == "GE") {
      take_group_end(raw);
      return end_group();
    }
    if (over || raw.id == "IEA" || raw.id == "GS" || raw.id == "ISA") {
      group_fault("3", "GE", 0, "end the functional group with GE");
      return end_group();
    }
    if (interchange_faults_.empty() || interchange_faults_.back().code != "024") {
      interchange_fault("024", raw.id.substr(0, 3), 0,
                        raw.id == "ST" ? "send fewer transaction sets in one interchange"
                                       : "between GS and GE only transaction sets may stand");
    }
    at_ = raw.end;
  }
}

void Reader::take_group(const Raw& raw) {
  split(raw.end, control_);
  const SegmentView gs(control_, 0);
  group_ = {gs.element(1), gs.element(2), gs.element(3), gs.element(4),
            gs.element(5), gs.element(6), gs.element(7), gs.element(8)};
  group_faults_.clear();
  set_numbers_.clear();
  group_count_text_ = {};
  sets_in_group_ = 0;
  ++groups_;
  if (std::optional<Fault> unusable = group_header_fault(gs))
    interchange_faults_.push_back(std::move(*unusable));
  if (!control_version_carries(interchange_.version, group_.version)) {
    group_fault("2", "GS", 8, "an interchange of this control version carries 6020 groups only");
  }
  const std::int64_t number = count_from(group_.control_number);
  if (number < 0 || group_.control_number.size() > 9) {
    group_fault("6", "GS", 6, "GS06 is a number of one to nine digits");
  } else if (!group_numbers_.add(std::to_string(number))) {
    group_fault("19", "GS", 6, "GS06 has to be unique within the interchange");
  }
  state_ = State::in_group;
}

void Reader::take_group_end(const Raw& raw) {
  split(raw.end, control_);
  const SegmentView ge(control_, 0);
  group_count_text_ = ge.element(1);
  const std::int64_t number = count_from(ge.element(2));
  const bool same =
      number >= 0 ? number == count_from(group_.control_number) : ge.element(2) == group_.control_number;
  if (!same) group_fault("4", "GE", 2, "GE02 repeats GS06");
  if (count_from(ge.element(1)) != std::int64_t{sets_in_group_}) {
    group_fault("5", "GE", 1,
                "GE01 counts the transaction sets of the group: " + std::to_string(sets_in_group_));
  }
}

void Reader::take_interchange_end(const Raw& raw) {
  split(raw.end, control_);
  const SegmentView iea(control_, 0);
  if (groups_ == 0 && !answered_only_) interchange_fault("024", "GS", 0, "no functional group was sent");
  // A last terminator that is missing is no loss, also before the end of a line; an IEA that was cut inside is the
  // end of the file.
  std::string_view number = iea.element(2);
  if (!raw.terminated) number = number.substr(0, number.find_last_not_of("\r\n") + 1);
  const bool same_number = number == interchange_.control_number;
  if (!same_number && !raw.terminated) {
    interchange_fault("023", "IEA", 0, "the input ends inside IEA");
    return;
  }
  if (count_from(iea.element(1)) != std::int64_t{groups_} && !(answered_only_ && groups_ == 0)) {
    interchange_fault("021", "IEA", 1, "IEA01 counts the functional groups: " + std::to_string(groups_));
  }
  if (!same_number) interchange_fault("001", "IEA", 2, "IEA02 repeats ISA13");
}

void Reader::take_set() {
  set_.tokens.clear();
  set_.envelope_faults.clear();
  set_.binary_faults.clear();
  ++sets_in_group_;
  ++sets_in_interchange_;
  const std::size_t start = at_;
  const SetEnd end =
      envelope_only_ ? skip_set(input_, at_, interchange_.delimiters, looked_ahead_)
                     : tokenise_set(input_, at_, limits_, set_.tokens, set_.binary_faults, looked_ahead_);
  at_ = end.at;
  set_.bytes = input_.substr(start, end.at - start);
  if (!envelope_only_) finish_set(end);
}

void Reader::finish_set(const SetEnd& end) {
  const SegmentView st(set_.tokens, 0);
  set_.id = st.element(1);
  set_.control_number = st.element(2);
  set_.implementation = st.element(3);
  if (set_.id.size() != 3) set_fault("6", "ST", 1, "ST01 is the transaction set, such as 278");
  if (set_.control_number.size() < 4 || set_.control_number.size() > 9) {
    set_fault("7", "ST", 2, "ST02 has four to nine characters");
  } else if (!set_numbers_.add(set_.control_number)) {
    set_fault("23", "ST", 2, "ST02 has to be unique within the group");
  }
  if (end.too_long)
    set_fault("5", "ST", 0,
              "at most " + std::to_string(limits_.segments_per_set_max) +
                  " segments of a transaction set are read: split it");
  if (!end.complete) {
    set_fault("2", "SE", 0, "end the transaction set with SE");
    return;
  }
  const auto last = static_cast<std::uint32_t>(set_.tokens.segments.size() - 1);
  const SegmentView se(set_.tokens, last);
  if (se.element(2) != set_.control_number) set_fault("3", "SE", 2, "SE02 repeats ST02");
  // What a wrong binary length swallowed cannot be counted.
  const bool countable = !end.too_long && !end.resynchronised;
  if (countable && count_from(se.element(1)) != std::int64_t{last} + 1) {
    set_fault("4", "SE", 1, "SE01 counts the segments, ST and SE included: " + std::to_string(last + 1));
  }
}

void Reader::interchange_fault(std::string_view code, std::string_view segment, std::uint16_t element,
                               std::string why) {
  interchange_faults_.push_back(envelope_fault(FaultLevel::ta1, code, segment, element, std::move(why)));
  interchange_faults_.back().value = value_in(control_, segment, element);
}

void Reader::group_fault(std::string_view code, std::string_view segment, std::uint16_t element,
                         std::string why) {
  group_faults_.push_back(envelope_fault(FaultLevel::ak9, code, segment, element, std::move(why)));
  group_faults_.back().value = value_in(control_, segment, element);
}

void Reader::set_fault(std::string_view code, std::string_view segment, std::uint16_t element,
                       std::string why) {
  set_.envelope_faults.push_back(envelope_fault(FaultLevel::ik5, code, segment, element, std::move(why)));
  Fault& made = set_.envelope_faults.back();
  const auto segments = static_cast<std::uint32_t>(set_.tokens.segments.size());
  const bool at_end = segment == "SE";
  made.value = value_in(set_.tokens, segment, element, at_end ? segments - 1 : 0);
  // Where a missing SE should have stood: after the last segment.
  made.segment_position = !at_end ? 1 : element == 0 ? segments + 1 : segments;
}

std::vector<InterchangeScan> scan(std::string_view input, const Limits& limits, const ReadOptions& options,
                                  const std::function<void(std::size_t)>& passed) {
  Reader reader(input, limits, options);
  reader.envelope_only_ = true;
  std::vector<InterchangeScan> found;
  for (Event event = reader.next(); event != Event::done && event != Event::unreadable;
       event = reader.next()) {
    if (passed) passed(reader.at_);
    if (event == Event::interchange) {
      found.emplace_back();
    } else if (event == Event::acknowledgment) {
      ++found.back().acknowledgments;
    } else if (event == Event::group_end) {
      found.back().groups.push_back({reader.group(), reader.sets_in_group(), reader.group_faults()});
    } else if (event == Event::interchange_end) {
      found.back().header = reader.interchange();
      found.back().begin = reader.interchange_start_;
      found.back().end = reader.at_;
      found.back().faults = reader.interchange_faults();
    }
  }
  return found;
}

}  // namespace x12
