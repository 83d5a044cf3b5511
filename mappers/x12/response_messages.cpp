// See response_levels_out.hpp: the words of a response, one MSG of 264 characters a level.
//
// Order of need: what may be answered and by when; why; the rights against it; the rest. A part that does not
// fit whole is cut if enough of it stays to be read, else left out: longer words go by paper or phone.
#include <algorithm>

#include "mappers/x12/answers.hpp"
#include "mappers/x12/messages_out.hpp"
#include "mappers/x12/refusals.hpp"
#include "mappers/x12/response_levels_out.hpp"

namespace mappers {
namespace {

using precert::LineDetermination;
using precert::ReviewAction;

/// Parts of one message within its length.
class Message {
 public:
  void add(std::string_view part) {
    constexpr std::size_t readable = 24;  // less of a cut sentence helps nobody
    if (part.empty()) return;
    const std::string_view joint = text_.empty() ? "" : text_.ends_with('.') ? " " : ". ";
    const std::size_t room = message_length_max - std::min(message_length_max, text_.size() + joint.size());
    if (part.size() > room && room < readable) return;
    text_ += joint;
    text_ += part.substr(0, room);
    while (text_.ends_with(' ')) text_.pop_back();  // X12 suppresses trailing blanks
  }
  /// No more than `length_max` of it, so that what follows finds room.
  void add(std::string_view part, std::size_t length_max) { add(part.substr(0, length_max)); }
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

/// No colon: it is a delimiter in most interchanges.
std::string when(base::Instant at) { return base::iso(base::utc_date(at)) + " " + base::hhmm(at) + " UTC"; }

/// "Answer Q/red-flag Q/conservative-care-weeks by 2026-01-07 1730 UTC".
std::string questions(const LineDetermination& line, char component_separator) {
  std::string text;
  base::Instant due{};
  for (const precert::MissingInformation& one : line.missing) {
    if (due == base::Instant{} || (one.due != base::Instant{} && one.due < due)) due = one.due;
    if (one.fact.empty()) continue;
    const std::string key = question_key(one.fact, component_separator);
    if (text.size() + key.size() > 180) continue;  // the due time has to follow
    text += text.empty() ? "Answer " : " ";
    text += key;
  }
  if (due == base::Instant{}) return text;
  return (text.empty() ? "Send what is asked for" : text) + " by " + when(due);
}

void add_reasons(Message& message, const LineDetermination& line) {
  // Leaves half of the message to rights and the rest; where nothing is required the reference alone follows.
  const std::size_t words_max = line.action == ReviewAction::not_required ? 220 : 130;
  for (const precert::Reason& reason : line.reasons) message.add(reason.words, words_max);
}

void add_rights(Message& message, const LineDetermination& line) {
  if (!line.rights) return;
  const precert::Rights& rights = *line.rights;
  if (rights.appeal_until != base::Date{}) message.add("Appeal until " + base::iso(rights.appeal_until));
  message.add(rights.appeal);
  if (!rights.peer_to_peer.empty()) message.add("Peer to peer, " + rights.peer_to_peer);
}

void add_line(Message& message, const LineDetermination& line, char component_separator) {
  message.add(questions(line, component_separator));
  add_reasons(message, line);
  add_rights(message, line);
  if (line.action == ReviewAction::not_required && !line.reference_number.empty()) {
    message.add("Reference " + line.reference_number);
  }
  if (line.action == ReviewAction::pended && line.timeframe)
    message.add("Decision due " + when(line.timeframe->due));
  for (const precert::FacilityOffer& offer : line.lower_cost)
    message.add("Lower cost at " + offer.name + " " + offer.npi);
}

void add_notes(Message& message, const precert::Determination& determination, int service) {
  for (const precert::Note& note : determination.notes) {
    if (note.service == service) message.add(note.text);
  }
}

void add_refusals(Message& message, const std::vector<const precert::Refusal*>& refusals) {
  for (const precert::Refusal* refusal : refusals) message.add(refusal->words, 130);
}

/// The event's summary says once what its lines have in common; their own words stand at the lines.
void add_summary(Message& message, const precert::Determination& determination) {
  if (determination.action != ReviewAction::contact_payer) return;
  const auto line = std::find_if(determination.lines.begin(), determination.lines.end(),
                                 [](const auto& one) { return one.action == ReviewAction::contact_payer; });
  if (line != determination.lines.end()) add_reasons(message, *line);
}

}  // namespace

std::string event_message(const Answering& answering) {
  const precert::Determination& determination = answering.determination;
  Message message;
  add_refusals(message, refusals_at(determination, precert::Level::event));
  add_refusals(message, refusals_at(determination, precert::Level::event_provider));
  if (const LineDetermination* const alone = determination.line(0)) {
    add_line(message, *alone, answering.out.x12().delimiters().component);
  } else {
    add_summary(message, determination);
  }
  add_notes(message, determination, 0);
  return message.take();
}

std::string line_message(const Answering& answering, const precert::ServiceLine& line) {
  Message message;
  add_refusals(message, refusals_of(answering, line, precert::Level::service));
  add_refusals(message, refusals_of(answering, line, precert::Level::service_provider));
  if (const LineDetermination* const decided = answering.determination.line(line.sequence)) {
    add_line(message, *decided, answering.out.x12().delimiters().component);
  }
  add_notes(message, answering.determination, line.sequence);
  return message.take();
}

}  // namespace mappers
