// 270 005010X279A1 -> coverage questions, one for each patient.
#include <array>

#include "mappers/codes/clinical_codes.hpp"
#include "mappers/x12/eligibility.hpp"
#include "mappers/x12/event_in.hpp"
#include "mappers/x12/levels_in.hpp"
#include "mappers/x12/party_in.hpp"
#include "mappers/x12/values.hpp"

namespace mappers {
namespace {

using precert::CoverageItem;
using precert::CoverageQuestion;
using precert::PartyRole;
using x12::LoopView;
using x12::SegmentView;

/// The loops of one patient: subscriber (C) or dependent (D).
struct PatientLoops {
  std::string_view name, item;
};
constexpr PatientLoops subscriber_loops{"2100C", "2110C"};
constexpr PatientLoops dependent_loops{"2100D", "2110D"};

/// PRV01 of the patient's level: who treats.
PartyRole role_from(std::string_view function) {
  constexpr std::array<std::pair<std::string_view, PartyRole>, 6> roles{{{"AD", PartyRole::admitting},
                                                                         {"AT", PartyRole::attending},
                                                                         {"PC", PartyRole::primary_care},
                                                                         {"PE", PartyRole::performing},
                                                                         {"RF", PartyRole::referring},
                                                                         {"SU", PartyRole::supervising}}};
  for (const auto& [code, role] : roles) {
    if (code == function) return role;
  }
  return PartyRole::service_provider;
}

/// PRV of 2100C and 2100D names a provider by number (HPI = NPI, else the payer's own) or by specialty (PXC).
std::optional<precert::Party> provider_from(const SegmentView& prv) {
  if (!prv) return std::nullopt;
  precert::Party provider;
  provider.source = source_of(prv);
  provider.function = prv.element(1);
  provider.role = role_from(provider.function);
  const std::string_view qualifier = prv.element(2), value = prv.element(3);
  if (qualifier == "PXC") {
    provider.taxonomy = value;
  } else if (!value.empty()) {
    const auto kind =
        qualifier == "HPI" ? precert::IdentifierKind::npi : precert::IdentifierKind::carrier_assigned;
    provider.identifiers.push_back({kind, text(value), {}});
  }
  return provider;
}

/// REF*1W is the member's number where NM109 is not.
void read_member_number(const LoopView& loop, precert::Person& person) {
  if (!person.member_id().empty()) return;
  const std::string_view number = loop.segment("REF", "1W").element(2);
  if (number.empty()) return;
  person.identifiers.insert(person.identifiers.begin(),
                            {precert::IdentifierKind::member_id, text(number), {}});
}

std::optional<base::Period> dates_from(const LoopView& loop, ValueReader& read) {
  for (const std::string_view qualifier : {"291", "307", "472"}) {
    if (const SegmentView dtp = loop.segment("DTP", qualifier)) return read.period(dtp, 2);
  }
  return std::nullopt;
}

/// 2100C or 2100D besides the person: dates, diagnoses, who treats.
void read_patient(const LoopView& loop, CoverageQuestion& question, ValueReader& read) {
  if (const auto dates = dates_from(loop, read)) question.dates = dates;
  if (const SegmentView hi = loop.segment("HI")) question.diagnoses = diagnoses_from(hi, read);
  if (auto provider = provider_from(loop.segment("PRV"))) question.providers.push_back(std::move(*provider));
}

std::vector<int> pointers_from(const SegmentView& eq) {
  std::vector<int> pointers;
  for (unsigned part = 1; part <= 4; ++part) {
    const auto number = base::decimal_from(eq.component(5, part));
    const auto whole = number ? number->whole() : std::nullopt;
    if (whole && *whole >= 1 && *whole <= 12) pointers.push_back(static_cast<int>(*whole));
  }
  return pointers;
}

/// What every item of one 2110 loop shares.
CoverageItem item_from(const LoopView& loop, ValueReader& read) {
  const SegmentView eq = loop.segment("EQ");
  CoverageItem item;
  item.source = source_of(eq);
  item.diagnosis_pointers = pointers_from(eq);
  item.dates = dates_from(loop, read);
  item.referral_number = loop.segment("REF", "9F").element(2);
  item.previous_certification = loop.segment("REF", "G1").element(2);
  const SegmentView iii = loop.segment("III", "ZZ");
  if (!iii.element(2).empty()) {
    item.place =
        precert::Place{precert::PlaceKind::place_of_service, text(iii.element(2)), source_of(iii, 2)};
  }
  return item;
}

void add_item(CoverageItem item, CoverageQuestion& question) {
  item.sequence = static_cast<int>(question.items.size()) + 1;
  question.items.push_back(std::move(item));
}

/// EQ: a procedure by its code, or by its description alone where no service type stands beside it; else an
/// item for each service type. The guide wants the code; a partner's profile may relax that.
void read_item(const LoopView& loop, CoverageQuestion& question, ValueReader& read) {
  const SegmentView eq = loop.segment("EQ");
  CoverageItem item = item_from(loop, read);
  const bool in_words = !eq.component(2, 7).empty() && eq.repetition(1, 1).empty();
  if (!eq.component(2, 2).empty() || in_words) {
    item.procedure = procedure_from(eq, 2);
    item.service_type = eq.repetition(1, 1);
    add_item(std::move(item), question);
    return;
  }
  constexpr std::uint32_t types_max = 99;  // repeats of EQ01
  for (std::uint32_t which = 1; which <= types_max; ++which) {
    const std::string_view type = eq.repetition(1, which);
    if (type.empty()) break;
    item.service_type = type;
    add_item(item, question);
  }
}

/// The items of a patient: 2110 stands within 2100.
void read_items(const LoopView& level, const PatientLoops& loops, CoverageQuestion& question,
                ValueReader& read) {
  const auto take = [&](const LoopView& loop) { read_item(loop, question, read); };
  level.loop(loops.name).each_loop(loops.item, take);
  level.each_loop(loops.item, take);
}

CoverageQuestion question_of_level(const CoverageQuestion& common, const LoopView& level,
                                   const PatientLoops& loops, ValueReader& read) {
  CoverageQuestion question = common;
  question.traces = traces_from(level);
  const LoopView name = level.loop(loops.name);
  question.source = source_of(name.segment("NM1"));
  read_patient(name, question, read);
  read_items(level, loops, question, read);
  return question;
}

bool asks(const LoopView& level, const PatientLoops& loops) {
  return static_cast<bool>(level.loop(loops.name).loop(loops.item)) ||
         static_cast<bool>(level.loop(loops.item));
}

/// 2000C: the subscriber, when asked about or alone; then every dependent.
void read_subscriber_level(const LoopView& level, CoverageQuestion common,
                           std::vector<CoverageQuestion>& questions, ValueReader& read) {
  const LoopView name = level.loop(subscriber_loops.name);
  common.subscriber = person_from(name, common.insurance, read);
  read_member_number(name, common.subscriber);
  const LoopView first_dependent = level.loop("2000D");
  if (!first_dependent || asks(level, subscriber_loops)) {
    questions.push_back(question_of_level(common, level, subscriber_loops, read));
  }
  level.each_loop("2000D", [&](const LoopView& dependent_level) {
    CoverageQuestion of_dependent = common;
    of_dependent.dependent =
        person_from(dependent_level.loop(dependent_loops.name), of_dependent.insurance, read);
    questions.push_back(question_of_level(of_dependent, dependent_level, dependent_loops, read));
  });
}

}  // namespace

base::Result<std::vector<CoverageQuestion>> coverage_questions_from(const x12::LoopTree& tree,
                                                                    const x12::InterchangeHeader& interchange,
                                                                    const x12::GroupHeader& group) {
  base::Issues issues;
  ValueReader read(issues);
  std::vector<CoverageQuestion> questions;
  CoverageQuestion common;
  common.transmission = transmission_from(interchange, group);
  const LoopView set = x12::root(tree);
  const SegmentView bht = set.segment("BHT");
  common.reference = bht.element(3);
  common.submitted = read.instant(bht, 4);
  set.each_loop("2000A", [&](const LoopView& source) {
    common.payer = party_from(source.loop("2100A"), read);
    source.each_loop("2000B", [&](const LoopView& receiver) {
      common.requester = party_from(receiver.loop("2100B"), read);
      receiver.each_loop("2000C", [&](const LoopView& subscriber) {
        read_subscriber_level(subscriber, common, questions, read);
      });
    });
  });
  if (issues.fatal()) return issues;
  return questions;
}

}  // namespace mappers
