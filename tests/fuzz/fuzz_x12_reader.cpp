// Any bytes through reader, checker and acknowledgments: every interchange gets a 999 and a TA1 that this
// reader accepts.
#include <optional>
#include <string>
#include <vector>

#include "mappers/issues/ack_999.hpp"
#include "mappers/issues/ta1.hpp"
#include "parsers/x12/check.hpp"
#include "parsers/x12/guide.hpp"
#include "x12_sets.hpp"

namespace {

constexpr std::string_view version_999 = "005010X231A1";

/// Gathers what one interchange is owed.
class Answer {
 public:
  explicit Answer(const x12::InterchangeHeader& received)
      : envelope_(mappers::answer_envelope(received, nullptr, base::Instant{})) {
    mappers::open_interchange(text_, envelope_);
    writer_.emplace(text_, envelope_.delimiters);
  }
  Answer(const Answer&) = delete;
  Answer& operator=(const Answer&) = delete;

  void begin_group(const x12::GroupHeader& group) { ack_.emplace(group, envelope_.delimiters); }

  void take(const x12::TransactionSet& set) {
    std::vector<x12::Fault> faults;
    x12::LoopTree tree;
    x12::check(set, *x12::guide_for("005010X217", "request"), {}, tree, faults);
    if (ack_) ack_->add(set, faults);
  }

  void end_group(const x12::Reader& reader) {
    if (!ack_) return;
    mappers::open_group(*writer_, envelope_, "FA", version_999, ++groups_);
    ack_->write(*writer_, "0001", reader.group_faults(), reader.group_count_received());
    mappers::close_group(*writer_, 1, groups_);
    ack_.reset();
  }

  void end(const x12::Reader& reader) {
    const auto& faults = reader.interchange_faults();
    const x12::Fault* first = faults.empty() ? nullptr : &faults.front();
    const auto verdict =
        first == nullptr ? mappers::InterchangeVerdict::accepted : mappers::InterchangeVerdict::rejected;
    expect_sound(mappers::ta1_interchange(envelope_, reader.interchange(), verdict, first));
    if (first != nullptr || groups_ == 0) return;  // a rejected interchange gets its TA1 and nothing else
    mappers::close_interchange(*writer_, envelope_, groups_);
    expect_sound(text_);
  }

 private:
  /// ISA05 to ISA08 are the sender's own words, told back so that the answer finds its way.
  static bool names_a_party(const x12::Fault& fault) { return fault.element >= 5 && fault.element <= 8; }

  static void expect_sound(const std::string& text) {
    x12::Reader reader(text);
    x12::Event event = reader.next();
    for (; event != x12::Event::done && event != x12::Event::unreadable; event = reader.next()) {
      if (event == x12::Event::interchange_end) {
        for (const x12::Fault& fault : reader.interchange_faults()) {
          fuzz::must(names_a_party(fault), "an answer's interchange has no fault of its own");
        }
      }
      if (event == x12::Event::group_end)
        fuzz::must(reader.group_faults().empty(), "an answer's group has no fault");
      if (event != x12::Event::transaction_set) continue;
      fuzz::must(reader.set().envelope_faults.empty(), "a 999 is counted and numbered right");
    }
    fuzz::must(event == x12::Event::done, "an answer can be read to its end");
  }

  mappers::Envelope envelope_;
  std::string text_;
  std::optional<x12::Writer> writer_;
  std::optional<mappers::Ack999> ack_;
  std::uint32_t groups_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input = fuzz::text(data, size);
  std::optional<Answer> answer;
  const x12::ReadOptions options{.accept_collapsed_isa = true};
  const std::vector<x12::InterchangeScan> scanned = x12::scan(input, fuzz::small_limits(), options);
  std::size_t interchanges = 0, groups = 0;
  x12::Reader reader(input, fuzz::small_limits(), options);
  for (x12::Event event = reader.next(); event != x12::Event::done; event = reader.next()) {
    if (event == x12::Event::unreadable) break;
    if (event == x12::Event::interchange) answer.emplace(reader.interchange());
    fuzz::must(answer.has_value() && interchanges < scanned.size(),
               "an interchange comes first, and scan has it");
    const x12::InterchangeScan& seen = scanned[interchanges];
    if (event == x12::Event::group) answer->begin_group(reader.group());
    if (event == x12::Event::transaction_set) answer->take(reader.set());
    if (event == x12::Event::group_end) {
      fuzz::must(groups < seen.groups.size() && seen.groups[groups].sets == reader.sets_in_group() &&
                     seen.groups[groups].faults.size() == reader.group_faults().size(),
                 "scan finds what the reader finds of a group");
      answer->end_group(reader);
      ++groups;
    }
    if (event == x12::Event::interchange_end) {
      fuzz::must(groups == seen.groups.size() && seen.faults.size() == reader.interchange_faults().size(),
                 "scan finds what the reader finds of an interchange");
      answer->end(reader);
      ++interchanges;
      groups = 0;
    }
  }
  fuzz::must(scanned.size() == interchanges, "scan finds the interchanges of the reader");
  return 0;
}
