// Coverage answer -> 271 005010X279A1: the header and the levels above the benefits, and where the answer
// ends.
#include <array>
#include <utility>

#include "mappers/codes/x12_codes.hpp"
#include "mappers/x12/eligibility.hpp"
#include "mappers/x12/eligibility_messages.hpp"
#include "mappers/x12/eligibility_out_parts.hpp"
#include "mappers/x12/eligibility_response_parts.hpp"
#include "parsers/x12/guide.hpp"

namespace mappers {
namespace {

using precert::MemberCoverage;

/// TRN*2 for each of the asker's, TRN*1 for the payer's own. Rule: 2000C, 2000D TRN x3.
void write_answer_traces(const Answering271& answering) {
  write_traces(answering.out, "2", answering.question.traces, 2, "traces");
  const precert::Numbers& numbers = answering.answer.numbers;
  const std::string& own = numbers.trace.empty() ? numbers.reference : numbers.trace;
  if (own.empty()) return;
  const auto& identifiers = answering.question.payer.identifiers;
  answering.out.x12().segment(
      "TRN", {"1", own, originator_of(identifiers.empty() ? std::string_view() : identifiers.front().value)});
}

/// DTP of the plan and of the member in it, which begin and end together here; the end where it is known.
/// Rule: 2100C DTP 346 and 347, 356 and 357.
void write_plan_dates(x12::Writer& out, const MemberCoverage& member) {
  if (!member.period) return;
  for (const auto& [begin, end] : {std::pair("346", "347"), std::pair("356", "357")}) {
    write_date(out, begin, member.period->start);
    write_date(out, end, member.period->end);
  }
}

/// The asker's own number of the patient comes back, and the number under which this answer is kept.
std::vector<std::pair<std::string_view, std::string_view>> references_of(const Answering271& answering,
                                                                         const MemberCoverage& member,
                                                                         const precert::Person& asked) {
  std::vector<std::pair<std::string_view, std::string_view>> references;
  references.emplace_back("6P", member.group);
  references.emplace_back("18", member.product);
  for (const precert::Identifier& one : asked.identifiers) {
    if (one.kind == precert::IdentifierKind::patient_account) references.emplace_back("EJ", one.value);
  }
  references.emplace_back("3H", answering.answer.numbers.reference);
  return references;
}

/// 2100C or 2100D of the patient, then 2110.
void write_patient_level(const Answering271& answering, bool dependent) {
  Output& out = answering.out;
  const precert::Person& asked = answering.question.patient();
  const AaaLoop loop = dependent ? AaaLoop::dependent : AaaLoop::subscriber;
  const std::string_view role = dependent ? "03" : "IL";
  const std::vector<const precert::Refusal*> refusals = refusals_in(answering, loop);
  write_answer_traces(answering);
  if (!answering.answer.member) {
    const PatientOut patient{role, asked, nullptr, {}, dependent, true, false};
    write_patient_name(out, patient, "patient");
    write_eligibility_refusals(out.x12(), loop, refusals);
    write_patient_details(out, patient);
  } else {
    const MemberCoverage& member = *answering.answer.member;
    const PatientOut patient{
        role, member.patient(), nullptr, references_of(answering, member, asked), dependent,
        true, member.corrected};
    write_patient_name(out, patient, "patient");
    write_patient_details(out, patient);
    write_plan_dates(out.x12(), member);
  }
  if (refusals.empty()) write_benefits(answering);
}

/// 2100C above a dependent: the subscriber as on file, or as sent when refused.
void write_subscriber_above(const Answering271& answering) {
  const precert::MemberCoverage* member = answering.answer.member ? &*answering.answer.member : nullptr;
  const PatientOut subscriber{
      "IL", member == nullptr ? answering.question.subscriber : member->subscriber, nullptr, {}, false, true,
      false};
  write_patient_name(answering.out, subscriber, "subscriber");
  write_eligibility_refusals(answering.out.x12(), AaaLoop::subscriber,
                             refusals_in(answering, AaaLoop::subscriber));
  write_patient_details(answering.out, subscriber);
}

/// The characters of a text that would end an element here.
bool holds_delimiter(const x12::Writer& out, std::string_view text) {
  const x12::Delimiters& set = out.delimiters();
  const std::array<char, 4> four{set.element, set.repetition, set.component, set.segment};
  return text.find_first_of(std::string_view(four.data(), four.size())) != std::string_view::npos;
}

/// A second PER of 2100A: the payer's own has its three numbers. Nobody's answer takes other delimiters for
/// the sake of this one.
void write_discovery(x12::Writer& out, std::string_view url) {
  if (url.empty()) return;
  const std::string text = holds_delimiter(out, url) ? without_scheme(url) : std::string(url);
  if (!holds_delimiter(out, text)) out.segment("PER", {"IC", "", "UR", text});
}

/// HL levels A to D; the answer ends after the level that carries an AAA.
void write_levels(const Answering271& answering, std::string_view discovery) {
  Output& out = answering.out;
  x12::Writer& x12 = out.x12();
  Levels levels;
  const std::vector<const precert::Refusal*> at_level = refusals_in(answering, AaaLoop::source_level);
  const std::vector<const precert::Refusal*> at_source = refusals_in(answering, AaaLoop::source);
  bool ends = !at_level.empty() || !at_source.empty();
  int level = levels.write(x12, 0, "20", !ends);
  write_eligibility_refusals(x12, AaaLoop::source_level, at_level);
  precert::Party payer = answering.question.payer;
  payer.contact = answering.answer.payer_contact;
  if (payer.organization.empty() && payer.entity == precert::EntityType::organization) {
    payer.organization = answering.answer.payer_name;
  }
  write_party(out, loops::eligibility_answer_payer, payer, "payer");
  write_discovery(x12, discovery);
  write_eligibility_refusals(x12, AaaLoop::source, at_source);
  if (ends) return;

  const std::vector<const precert::Refusal*> at_receiver = refusals_in(answering, AaaLoop::receiver);
  ends = !at_receiver.empty();
  level = levels.write(x12, level, "21", !ends);
  precert::Party receiver = answering.question.requester;
  receiver.contact.reset();
  const std::string function = std::exchange(receiver.function, {});
  const std::string taxonomy = std::exchange(receiver.taxonomy, {});
  write_party(out, loops::eligibility_requester, receiver, "requester");
  write_eligibility_refusals(x12, AaaLoop::receiver, at_receiver);
  if (!taxonomy.empty()) x12.segment("PRV", {function.empty() ? "PE" : function, "PXC", taxonomy});
  if (ends) return;

  const bool dependent = answering.at_dependent();
  const bool subscriber_refused = dependent && !refusals_in(answering, AaaLoop::subscriber).empty();
  level = levels.write(x12, level, "22", dependent && !subscriber_refused);
  if (!dependent) {
    write_patient_level(answering, false);
    return;
  }
  write_subscriber_above(answering);
  if (subscriber_refused) return;
  levels.write(x12, level, "23", false);
  write_patient_level(answering, true);
}

}  // namespace

void write_coverage_answer(x12::Writer& writer, const precert::CoverageQuestion& question,
                           const precert::CoverageAnswer& answer, std::string_view control_number,
                           base::Instant at, std::string_view discovery) {
  base::Issues issues;  // what an answer cannot repeat of its own question is no fault of either side
  Output out(writer, issues);
  const Answering271 answering{question, answer, out};
  writer.restart_count();
  writer.follow(x12::guide_for("005010X279A1", "response"));
  write_eligibility_header(out, "271", "11", question.reference, control_number, at);
  write_levels(answering, discovery);
  writer.segment("SE", {std::to_string(writer.segments() + 1), control_number});
  writer.follow(nullptr);
}

}  // namespace mappers
