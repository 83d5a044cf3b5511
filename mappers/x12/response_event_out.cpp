// See response_levels_out.hpp: 2000E, and the segments both levels of a response share.
#include <algorithm>
#include <array>

#include "mappers/codes/x12_codes.hpp"
#include "mappers/x12/care_out.hpp"
#include "mappers/x12/party_out.hpp"
#include "mappers/x12/refusals.hpp"
#include "mappers/x12/request_levels_out.hpp"
#include "mappers/x12/response_levels_out.hpp"

namespace mappers {
namespace {

using precert::Determination;
using precert::Level;
using precert::LineDetermination;
using precert::PatientEvent;
using precert::ReviewAction;

constexpr std::size_t composites_max = 12;  // of an HI

/// The first number that a line of this action has, else `otherwise`.
std::string_view number_of(const Determination& determination, std::string LineDetermination::* number,
                           std::string_view otherwise) {
  const bool some_usable = usable(determination.action);
  for (const LineDetermination& line : determination.lines) {
    const bool alike = line.action == determination.action || (some_usable && usable(line.action));
    if (alike && !(line.*number).empty()) return line.*number;
  }
  return otherwise;
}

/// The number that the first line goes on with which has one.
std::string_view first_previous(const precert::ReviewRequest& request) {
  for (const precert::ServiceLine& line : request.services) {
    if (!line.previous_certification.empty()) return line.previous_certification;
  }
  return {};
}

/// HCR02: the number to bill with; a cancellation names what it ended.
std::string_view certification_number(const Answering& answering) {
  const Determination& determination = answering.determination;
  if (usable(determination.action)) {
    const std::string_view own =
        number_of(determination, &LineDetermination::certification_number, number_of_case(answering));
    return own.empty() ? first_previous(answering.request) : own;
  }
  if (determination.action != ReviewAction::cancelled) return {};
  return number_of(determination, &LineDetermination::certification_number,
                   answering.request.event.previous_certification);
}

void write_event_um(Output& out, const PatientEvent& event) {
  x12::Writer& x12 = out.x12();
  x12.begin("UM");
  x12.element(x12_code(event.category));
  x12.element(x12_code(event.certification));
  x12.element(event.service_type);
  write_place(out, event.place, "event.place");
  x12.element("");
  x12.element(event.level ? x12_code(*event.level) : std::string_view{});
  x12.end();
}

/// HCR with REF NT (what has no number to bill with is tracked by it) and REF BB.
void write_event_decision(Answering& answering, bool refused) {
  const Determination& determination = answering.determination;
  const bool decided = !refused && !determination.lines.empty();
  if (decided) {
    std::vector<std::string_view> codes;
    for (const LineDetermination& line : determination.lines) {
      if (line.action == determination.action) add_codes(line, codes);
    }
    const std::string_view number = certification_number(answering);
    write_decision(answering.out, determination.action, number, codes);
    if (number.empty()) {
      write_reference(
          answering.out, "NT",
          number_of(determination, &LineDetermination::reference_number, determination.numbers.reference),
          "numbers.reference");
    }
  }
  write_reference(answering.out, "BB", answering.request.event.previous_certification, "event");
}

/// What all usable lines share; absent when they differ.
std::optional<base::Period> common_validity(const Determination& determination) {
  std::optional<base::Period> common;
  for (const LineDetermination& line : determination.lines) {
    if (!usable(line.action)) continue;
    if (!line.validity || (common && *common != *line.validity)) return std::nullopt;
    common = line.validity;
  }
  return common;
}

/// The dates that were asked for; when other dates were certified for the event as a whole, those.
void write_event_dates(Answering& answering, const LineDetermination* alone) {
  Output& out = answering.out;
  const PatientEvent& event = answering.request.event;
  const bool changed = alone != nullptr && alone->dates.has_value();
  const bool stay = event.admission.has_value();
  write_period(out, "AAH", changed && !stay ? alone->dates : event.dates, "event.dates");
  write_period(out, "435", changed && stay ? alone->dates : event.admission, "event.admission");
  if (!changed) write_date(out.x12(), "096", event.discharge);
  if (usable(answering.determination.action)) {
    write_validity(out, base::utc_date(answering.determination.decided),
                   common_validity(answering.determination));
  }
}

/// Each LOINC that is asked for, once.
std::vector<std::string_view> loincs_of(const std::vector<precert::MissingInformation>& missing) {
  std::vector<std::string_view> codes;
  for (const precert::MissingInformation& one : missing) {
    const bool known = std::find(codes.begin(), codes.end(), one.loinc) != codes.end();
    if (!one.loinc.empty() && !known && codes.size() < composites_max) codes.push_back(one.loinc);
  }
  return codes;
}

/// HI: what is asked for has its place, the diagnoses of the request have the rest, so that the asker can match
/// the answer (CORE 278 data content: the response returns the diagnosis codes).
void write_event_codes(Answering& answering, const LineDetermination* alone) {
  const std::vector<std::string_view> wanted =
      alone == nullptr ? std::vector<std::string_view>{} : loincs_of(alone->missing);
  Output& out = answering.out;
  out.x12().begin("HI");
  write_diagnosis_parts(out, answering.request.event.diagnoses, composites_max - wanted.size());
  for (const std::string_view code : wanted) out.x12().composite({"LOI", code});
  out.x12().end();
}

/// HSD: the certified amount; as asked only when all was certified.
void write_event_amount(Answering& answering, const LineDetermination* alone) {
  if (!usable(answering.determination.action)) return;
  if (alone != nullptr && alone->delivery)
    return write_delivery(answering.out, alone->delivery, "lines[0].delivery");
  if (alone != nullptr && alone->quantity) {
    precert::Delivery amount;
    amount.unit = alone->quantity->unit;
    amount.quantity = alone->quantity->value;
    return write_delivery(answering.out, amount, "lines[0].quantity");
  }
  if (answering.determination.action == ReviewAction::certified) {
    write_delivery(answering.out, answering.request.event.delivery, "event.delivery");
  }
}

/// 2010EA: the providers as certified, and those that were refused.
void write_event_providers(Answering& answering, const LineDetermination* alone) {
  constexpr std::size_t loops_max = 14;
  const auto& providers = answering.request.event.providers;
  const bool certified = usable(answering.determination.action) && !answering.determination.lines.empty();
  std::size_t written = 0;
  const bool other = certified && alone != nullptr && alone->provider.has_value();
  if (other && write_party(answering.out, loops::event_provider, *alone->provider, "lines[0].provider"))
    ++written;
  for (std::size_t i = 0; i < providers.size() && written < loops_max; ++i) {
    auto refusals = refusals_at(answering.determination, Level::event_provider, static_cast<int>(i + 1));
    if (i == 0) {  // index 0 means "the only one"
      for (const precert::Refusal* one : refusals_at(answering.determination, Level::event_provider)) {
        if (one->index == 0) refusals.push_back(one);
      }
    }
    const bool replaced =
        other && (providers[i].role == alone->provider->role || providers[i].npi() == alone->provider->npi());
    const bool named = (certified || answering.inquired) && !replaced;
    if (refusals.empty() && !named) continue;
    if (write_party(answering.out, loops::event_provider, providers[i], "event.providers",
                    {Level::event_provider, refusals}))
      ++written;
  }
}

void write_transport_locations(Answering& answering) {
  constexpr std::size_t loops_max = 5;
  if (!usable(answering.determination.action)) return;
  const auto& places = answering.request.event.transport_locations;
  for (std::size_t i = 0; i < std::min(places.size(), loops_max); ++i) {
    write_party(answering.out, loops::transport_place, places[i], "event.transport_locations");
  }
}

}  // namespace

std::string_view number_of_case(const Answering& answering) {
  const precert::Numbers& numbers = answering.determination.numbers;
  if (!numbers.certification.empty()) return numbers.certification;
  return answering.request.event.previous_certification;
}

std::optional<Determination> unnumbered_pended(const precert::ReviewRequest& request,
                                               const Determination& decided) {
  if (!decided.numbers.certification.empty() || !request.event.previous_certification.empty())
    return std::nullopt;
  const auto goes_on = [&](int sequence) {
    return std::any_of(request.services.begin(), request.services.end(), [&](const auto& line) {
      return line.sequence == sequence && !line.previous_certification.empty();
    });
  };
  std::optional<Determination> changed;
  for (std::size_t i = 0; i < decided.lines.size(); ++i) {
    const LineDetermination& line = decided.lines[i];
    if (!usable(line.action) || !line.certification_number.empty() || goes_on(line.sequence)) continue;
    if (!changed) changed = decided;
    changed->lines[i].action = ReviewAction::pended;
    changed->lines[i].validity.reset();
    changed->notes.push_back(
        {"Certified, but the reviewer gave no number to bill with; ask it.", line.sequence, {}});
  }
  if (changed) changed->action = precert::summary_of(changed->lines);
  return changed;
}

void write_decision(Output& out, ReviewAction action, std::string_view number,
                    const std::vector<std::string_view>& codes, const std::optional<bool>& second_opinion) {
  constexpr std::array with_reasons{ReviewAction::not_certified, ReviewAction::pended, ReviewAction::modified,
                                    ReviewAction::contact_payer, ReviewAction::not_required};
  constexpr std::size_t codes_max = 5;
  x12::Writer& x12 = out.x12();
  x12.begin("HCR");
  x12.element(x12_code(action));
  out.text(number, 50, "numbers.certification");
  if (std::find(with_reasons.begin(), with_reasons.end(), action) != with_reasons.end()) {
    x12.repeated(std::vector(codes.begin(),
                             codes.begin() + static_cast<std::ptrdiff_t>(std::min(codes.size(), codes_max))));
  } else if (second_opinion) {
    x12.element("");
  }
  if (second_opinion) x12.element(*second_opinion ? "Y" : "N");
  x12.end();
}

void add_codes(const LineDetermination& line, std::vector<std::string_view>& codes) {
  for (const precert::Reason& reason : line.reasons) {
    const bool known = std::find(codes.begin(), codes.end(), reason.code) != codes.end();
    if (!reason.code.empty() && !known) codes.push_back(reason.code);
  }
}

void write_validity(Output& out, base::Date issued, const std::optional<base::Period>& validity) {
  write_date(out.x12(), "102", issued);
  if (!validity) return;
  write_date(out.x12(), "036", validity->end);
  write_period(out, "007", validity, "validity");
}

void write_loinc(Output& out, const std::vector<precert::MissingInformation>& missing) {
  out.x12().begin("HI");
  for (const std::string_view code : loincs_of(missing)) out.x12().composite({"LOI", code});
  out.x12().end();
}

void write_papers(Output& out, const std::vector<precert::MissingInformation>& missing) {
  constexpr std::size_t segments_max = 10;
  std::vector<std::string_view> numbers;  // two questions that one paper answers share its control number
  for (const precert::MissingInformation& one : missing) {
    const bool paper = !one.report_type.empty() || !one.loinc.empty();
    const bool known = std::find(numbers.begin(), numbers.end(), one.control_number) != numbers.end();
    if (!paper || one.control_number.size() < 2 || known || numbers.size() == segments_max) continue;
    numbers.push_back(one.control_number);
    x12::Writer& x12 = out.x12();
    x12.begin("PWK");
    x12.element(one.report_type.empty() ? "77" : std::string_view(one.report_type));  // 77: support data
    x12.element("EL");
    x12.element("");
    x12.element("");
    x12.element("AC");
    out.text(one.control_number, 80, "missing");
    out.text(one.question, 80, "missing");
    x12.end();
  }
}

void write_intake(Answering& answering, const std::vector<precert::MissingInformation>& missing) {
  const precert::Party& intake = answering.determination.intake;
  if (missing.empty() || intake.display().empty()) return;
  write_party(answering.out, loops::response_contact, intake, "intake");
}

void write_answered_event(Answering& answering) {
  Output& out = answering.out;
  const precert::ReviewRequest& request = answering.request;
  const Determination& determination = answering.determination;
  const LineDetermination* const alone = determination.line(0);
  write_traces(out, "2", request.event.traces, 2, "event.traces");
  if (!determination.numbers.trace.empty()) {
    const precert::Identifier* const payer =
        request.umo.identifiers.empty() ? nullptr : &request.umo.identifiers.front();
    // Nine characters make originator_of() put the "9" of an own assignment in front, also for an id of ten.
    std::string id =
        originator_of(payer == nullptr ? std::string_view{} : std::string_view(payer->value).substr(0, 9));
    write_traces(out, "1", {{determination.numbers.trace, std::move(id), {}, {}}}, 1, "numbers.trace");
  }
  auto refusals = refusals_at(determination, Level::event);
  if (request.event.providers.empty()) {
    for (const precert::Refusal* one : refusals_at(determination, Level::event_provider))
      refusals.push_back(one);
  }
  write_refusals(out.x12(), Level::event, refusals);
  write_event_um(out, request.event);
  write_event_decision(answering, !refusals.empty());
  write_event_dates(answering, alone);
  const bool certified = usable(determination.action) && !determination.lines.empty();
  write_event_codes(answering, alone);
  write_event_amount(answering, alone);
  if (certified) write_care(out, request.event, Direction::response);
  if (alone != nullptr) write_papers(out, alone->missing);
  out.message(event_message(answering));
  write_event_providers(answering, alone);
  if (alone != nullptr) write_intake(answering, alone->missing);
  write_transport_locations(answering);
}

}  // namespace mappers
