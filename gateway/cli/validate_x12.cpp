// Walks the events of a file. What is wrong with an interchange or a group shows at its end, so their
// sections are filled last, while their sets are told below them.
#include "gateway/cli/validate_x12.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

#include "mappers/issues/ack_999.hpp"
#include "parsers/x12/check.hpp"
#include "parsers/x12/envelope_check.hpp"
#include "parsers/x12/guide.hpp"
#include "parsers/x12/reader.hpp"

namespace gateway::cli {
namespace {

std::string party(std::string_view qualifier, std::string_view id) {
  return std::string(qualifier) + ":" + std::string(id);
}

class X12Report {
 public:
  X12Report(const std::string& file, const std::string& text, const Partners& partners, const Partner* named,
            const BusinessRules& rules)
      : rules_(rules),
        partners_(partners),
        named_(named),
        partner_(named != nullptr ? named : &partners.of({}, {})),
        reader_(text, {}, named != nullptr ? named->reading : partners.reading()) {
    report_.file = file;
    report_.format = "x12";
  }

  Report made() {
    for (x12::Event event = reader_.next(); event != x12::Event::done; event = reader_.next()) {
      switch (event) {
        case x12::Event::interchange: begin_interchange(); break;
        case x12::Event::acknowledgment: acknowledgment(); break;
        case x12::Event::group: begin_group(); break;
        case x12::Event::transaction_set: set(); break;
        case x12::Event::group_end: end_group(); break;
        case x12::Event::interchange_end: end_interchange(); break;
        case x12::Event::unreadable: unreadable(); return std::move(report_);
        case x12::Event::done: break;
      }
    }
    return std::move(report_);
  }

 private:
  Section& section(std::uint8_t depth, std::string title) {
    Section& made = report_.sections.emplace_back();
    made.depth = depth;
    made.title = std::move(title);
    made.interchange = interchange_number_;
    made.group = group_number_;
    return made;
  }

  void add(Section& to, const x12::Fault& fault) { to.findings.push_back(finding_from(fault)); }

  void unreadable() {
    Section& made = section(0, "no interchange");
    made.answer = "nothing: without a readable ISA no TA1 can be made";
    add(made, reader_.unreadable());
    report_.answers.emplace_back("HTTP 400");
  }

  void begin_interchange() {
    const x12::InterchangeHeader& header = reader_.interchange();
    interchange_number_ = header.control_number;
    group_number_.clear();
    partner_ = named_ != nullptr ? named_ : &partners_.of(header.sender_qualifier, header.sender);
    interchange_ = report_.sections.size();
    rejected_sets_ = 0;
    acknowledgments_ = 0;
    groups_.clear();
    section(0, "interchange " + interchange_number_ + "  " + party(header.sender_qualifier, header.sender) +
                   " to " + party(header.receiver_qualifier, header.receiver));
  }

  void acknowledgment() {
    const x12::SegmentView ta1 = reader_.acknowledgment();
    ++acknowledgments_;
    Section& made = section(1, "TA1 for " + std::string(ta1.element(1)));
    x12::TransactionSet alone;
    alone.id = "TA1";
    alone.tokens.delimiters = reader_.interchange().delimiters;
    for (std::uint32_t i = 0; i <= ta1.size(); ++i) alone.tokens.elements.push_back(ta1.element(i));
    alone.tokens.end_segment(0);
    if (const x12::Guide* guide = x12::guide_for_set("TA1", alone)) {
      faults_.clear();
      x12::check(alone, *guide, partner_->check, tree_, faults_);
      for (const x12::Fault& fault : faults_) add(made, fault);
    }
    const std::optional<x12::Fault> unusable = x12::acknowledgment_fault(ta1);
    if (made.findings.empty() && unusable) add(made, *unusable);
    made.answer = made.findings.empty() ? "accepted" : "no answer: a TA1 is never answered";
  }

  void begin_group() {
    const x12::GroupHeader& header = reader_.group();
    group_number_ = header.control_number;
    group_ = report_.sections.size();
    sets_ = 0;
    rejected_sets_ = 0;
    refused_.clear();
    Section& made = section(1, "group " + group_number_ + "  " + std::string(header.functional_id) + " " +
                                   std::string(header.version));
    if (const std::optional<x12::Fault> refused = group_refusal(*partner_, header)) add(made, *refused);
  }

  void set() {
    const x12::TransactionSet& set = reader_.set();
    const x12::Guide* const guide = guide_of(*partner_, set, reader_.group());
    std::string title = "set " + std::string(set.control_number) + "  " + std::string(set.id);
    if (guide != nullptr) {
      title +=
          " " + std::string(x12::implementation_of(*guide)) + " " + std::string(x12::direction_of(*guide));
    }
    faults_.clear();
    std::optional<x12::Fault> refused;
    if (guide != nullptr) refused = x12::set_refusal(set, reader_.group(), *guide);
    if (refused) {
      faults_.push_back(std::move(*refused));
    } else if (guide != nullptr) {
      x12::check(set, *guide, partner_->check, tree_, faults_);
    } else {
      faults_.push_back(
          mappers::set_refusal("I6", "send ST03 as GS08 says, of a guide this partner may send"));
    }
    Section& made = section(2, std::move(title));
    made.set = set.control_number;
    for (const x12::Fault& fault : set.envelope_faults) add(made, fault);
    for (const x12::Fault& fault : faults_) add(made, fault);
    if (made.findings.empty() && guide != nullptr && rules_.rulebook != nullptr) judge(set, *guide, made);
    const bool of_business = std::ranges::all_of(
        made.findings, [](const Finding& one) { return one.acknowledgment == "AAA"; });
    made.answer = made.findings.empty() ? "accepted" : of_business ? business_answer(made) : "999 IK5 R";
    ++sets_;
    if (!of_business) ++rejected_sets_;
    if (of_business && !made.findings.empty()) refused_.push_back(made.answer);
  }

  void judge(const x12::TransactionSet& set, const x12::Guide& guide, Section& made) {
    const CheckedSet checked{set, tree_, reader_.interchange(), reader_.group(), *partner_};
    made.findings = business_findings(checked, x12::implementation_of(guide), x12::direction_of(guide), rules_);
  }

  /// "AAA 58 73": every code once, in the order of the levels.
  static std::string business_answer(const Section& made) {
    std::string answer = "AAA";
    for (const Finding& one : made.findings) {
      const std::string code = one.code.substr(one.code.find(' '));
      if (answer.find(code) == std::string::npos) answer += code;
    }
    return answer;
  }

  void end_group() {
    Section& made = report_.sections[group_];
    for (const x12::Fault& fault : reader_.group_faults()) add(made, fault);
    const bool is_999 = reader_.group().functional_id == "FA";
    const bool as_such = !made.findings.empty();
    const char* verdict = as_such || (sets_ > 0 && rejected_sets_ == sets_) ? "R" : "P";
    made.answer = as_such || rejected_sets_ > 0 ? "999 AK9 " + std::string(verdict) : "accepted";
    if (is_999 && made.answer != "accepted") made.answer = "no answer: a 999 is never answered";
    groups_.push_back(made.answer);
    if (!as_such) groups_.insert(groups_.end(), refused_.begin(), refused_.end());
    group_number_.clear();
  }

  void end_interchange() {
    Section& made = report_.sections[interchange_];
    std::vector<x12::Fault> faults = reader_.interchange_faults();
    const x12::InterchangeHeader& header = reader_.interchange();
    const std::string receiver = party(header.receiver_qualifier, header.receiver);
    const std::vector<std::string>& known = partner_->receivers;
    if (!known.empty() && std::find(known.begin(), known.end(), receiver) == known.end()) {
      faults.push_back(x12::envelope_fault(x12::FaultLevel::ta1, "009", "ISA", 8,
                                           "ISA07 and ISA08 name a receiver this partner may write to"));
      faults.back().value = header.receiver;
    }
    for (const x12::Fault& fault : faults) add(made, fault);
    if (faults.empty()) {
      made.answer = "accepted";
      report_.answers.insert(report_.answers.end(), groups_.begin(), groups_.end());
    } else if (acknowledgments_ > 0 && report_.sections.size() == interchange_ + 1 + acknowledgments_) {
      made.answer = "no answer: a TA1 is never answered";
    } else {
      // One code can be told, the first; nothing inside is processed.
      made.answer = "TA1 R " + std::string(faults.front().code);
      report_.answers.push_back(made.answer);
    }
  }

  const BusinessRules& rules_;
  const Partners& partners_;
  const Partner* named_;
  const Partner* partner_;
  x12::Reader reader_;
  Report report_;
  x12::LoopTree tree_;
  std::vector<x12::Fault> faults_;
  std::string interchange_number_, group_number_;
  std::size_t interchange_ = 0, group_ = 0;  // their sections
  std::size_t sets_ = 0, rejected_sets_ = 0, acknowledgments_ = 0;
  std::vector<std::string> groups_;   // what each group of the interchange would be answered
  std::vector<std::string> refused_;  // AAA that sets of the group would be answered with
};

}  // namespace

Report x12_report(const std::string& file, const std::string& text, const Partners& partners,
                  const Partner* named, const BusinessRules& rules) {
  return X12Report(file, text, partners, named, rules).made();
}

}  // namespace gateway::cli
