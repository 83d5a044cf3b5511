#include "mappers/fhir/response_notes.hpp"

#include <algorithm>

#include "mappers/fhir/response_elements.hpp"
#include "precert/calendar.hpp"
#include "precert/model/words.hpp"

namespace mappers {
namespace {

using precert::LineDetermination;

std::string sentence(std::string text) {
  if (!text.empty() && text.back() != '.' && text.back() != '?' && text.back() != '!') text += '.';
  return text;
}

void add_reasons(const LineDetermination& line, std::vector<std::string>& out) {
  for (const precert::Reason& reason : line.reasons) {
    if (reason.words.empty()) continue;
    std::string text = sentence(reason.words);
    if (!reason.criteria.empty()) text += " Criteria: " + sentence(reason.criteria);
    out.push_back(std::move(text));
  }
}

/// Quantity and dates have elements of their own; a certified pattern of delivery has not.
void add_delivery(const LineDetermination& line, std::vector<std::string>& out) {
  if (!line.delivery) return;
  const precert::Delivery& delivery = *line.delivery;
  std::string text = "Certified delivery:";
  if (delivery.quantity) text += " " + delivery.quantity->text();
  if (delivery.unit) text += " " + std::string(unit_words(*delivery.unit));
  if (!delivery.frequency_unit.empty()) {
    const std::string every = delivery.every ? delivery.every->text() + " " : "";
    text += ", every " + every + delivery.frequency_unit;
  }
  if (delivery.periods) {
    text += ", for " + std::to_string(*delivery.periods) + " periods of X12 615 " + delivery.period_unit;
  }
  if (delivery.quantity || delivery.periods) out.push_back(sentence(std::move(text)));
}

/// A closed case asks by no day: it is over, and what is sent opens the case again (OR-I3).
void add_missing(const precert::Determination& determination, const LineDetermination& line,
                 std::vector<std::string>& out) {
  for (const precert::MissingInformation& missing : line.missing) {
    if (missing.question.empty()) continue;
    std::string text = "Needed";
    if (!missing.supplier.empty()) text += " from the " + missing.supplier;
    const bool by_when = missing.due != base::Instant{} && !determination.closed_out;
    if (by_when) text += " by " + precert::local_text(missing.due, determination.time_zone);
    text += ": " + sentence(missing.question);
    if (!missing.control_number.empty())
      text += " Quote attachment control number " + missing.control_number + ".";
    out.push_back(std::move(text));
  }
}

void add_timeframe(const LineDetermination& line, const std::string& time_zone,
                   std::vector<std::string>& out) {
  if (!line.timeframe || line.timeframe->due == base::Instant{}) return;
  std::string text = "Decision due by " + precert::local_text(line.timeframe->due, time_zone);
  if (!line.timeframe->source.empty()) text += " (" + line.timeframe->source + ")";
  out.push_back(sentence(std::move(text)));
}

void add_rights(const LineDetermination& line, std::vector<std::string>& out) {
  if (!line.rights) return;
  if (!line.rights->appeal.empty()) {
    std::string text = sentence(line.rights->appeal);
    if (line.rights->appeal_until != base::Date{})
      text += " Appeal until " + base::iso(line.rights->appeal_until) + ".";
    out.push_back(std::move(text));
  }
  if (!line.rights->peer_to_peer.empty()) out.push_back(sentence(line.rights->peer_to_peer));
}

void add_lower_cost(const LineDetermination& line, std::vector<std::string>& out) {
  if (line.lower_cost.empty()) return;
  std::string text = "The same service costs less at:";
  for (const precert::FacilityOffer& offer : line.lower_cost) {
    text += (&offer == &line.lower_cost.front() ? " " : "; ") + offer.name + " (NPI " + offer.npi + ")";
  }
  out.push_back(sentence(std::move(text)));
}

/// Care outside the network has a number of its own, which the reason names: the desk is for questions.
bool says_whom_to_call(const LineDetermination& line) {
  return std::any_of(line.reasons.begin(), line.reasons.end(), [](const precert::Reason& one) {
    return one.rule == "network" && one.words.find("Call ") != std::string::npos;
  });
}

/// Whom to call, in every answer that may leave a question (SC-62).
void add_contact(const precert::Determination& determination, const LineDetermination& line,
                 std::vector<std::string>& out) {
  using enum precert::ReviewAction;
  const bool only_here = line.action == contact_payer;
  const bool leaves_questions = line.action == not_required || line.action == pended ||
                                line.action == not_certified || line.action == modified;
  if (determination.umo_contact.points.empty() || (!only_here && !leaves_questions)) return;
  std::string text = only_here && !says_whom_to_call(line) ? "Contact" : "Questions:";
  std::string_view joint = " ";
  if (!determination.umo_contact.name.empty()) {
    text += " " + determination.umo_contact.name;
    joint = ", ";
  }
  for (const precert::ContactPoint& point : determination.umo_contact.points) {
    text += joint;
    joint = ", ";
    if (point.kind != precert::ContactKind::url) text.append(precert::word(point.kind)).append(" ");
    text += point.value;
    if (!point.extension.empty()) text += " extension " + point.extension;
  }
  out.push_back(sentence(std::move(text)));
}

void add_not_required(const LineDetermination& line, std::vector<std::string>& out) {
  if (line.action != precert::ReviewAction::not_required || line.reference_number.empty()) return;
  out.push_back("No authorization is required; the reference number of this answer is " +
                line.reference_number + ".");
}

}  // namespace

int ProcessNotes::number_of(const std::string& text) {
  if (text.empty()) return 0;
  const auto found = std::find(texts_.begin(), texts_.end(), text);
  const auto place = found - texts_.begin();
  if (found == texts_.end()) texts_.push_back(text);
  return static_cast<int>(place) + 1;
}

std::vector<std::string> notes_of(const precert::Determination& determination,
                                  const LineDetermination& line) {
  std::vector<std::string> out;
  add_reasons(line, out);
  add_not_required(line, out);
  add_delivery(line, out);
  add_missing(determination, line, out);
  add_timeframe(line, determination.time_zone, out);
  add_rights(line, out);
  add_lower_cost(line, out);
  add_contact(determination, line, out);
  for (const precert::Note& note : determination.notes) {
    if (note.service == line.sequence && line.sequence > 0 && !note.text.empty()) out.push_back(note.text);
  }
  return out;
}

std::vector<std::string> event_notes_of(const precert::Determination& determination) {
  std::vector<std::string> out;
  for (const precert::Note& note : determination.notes) {
    if (note.service == 0 && !note.text.empty()) out.push_back(note.text);
  }
  return out;
}

}  // namespace mappers
