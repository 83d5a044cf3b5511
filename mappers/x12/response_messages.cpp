// See response_levels_out.hpp: the words of a response, one MSG of 264 characters a level.
//
// Order of need: what may be answered and by when; why; the rights against it; the rest. A part that does not
// fit whole is cut after a sentence or a word if enough of it stays to be read, else left out: longer words
// go by paper or phone.
#include <algorithm>
#include <cctype>

#include "mappers/x12/answers.hpp"
#include "mappers/x12/messages_out.hpp"
#include "mappers/x12/refusals.hpp"
#include "mappers/x12/response_levels_out.hpp"

namespace mappers {
namespace {

using precert::LineDetermination;
using precert::ReviewAction;

/// `text` within `length_max` characters, ended at a sentence where most of it stays, else at a word.
std::string_view cut_at_a_word(std::string_view text, std::size_t length_max) {
  if (text.size() <= length_max) return text;
  const std::string_view within = text.substr(0, length_max + 1);
  const std::size_t sentence = within.rfind(". ");
  if (sentence != std::string_view::npos && sentence >= length_max / 2) return text.substr(0, sentence + 1);
  const std::size_t word = within.find_last_of(' ');
  std::string_view kept = text.substr(0, word == std::string_view::npos ? length_max : word);
  while (!kept.empty() && std::string_view(" ,;:").find(kept.back()) != std::string_view::npos) {
    kept.remove_suffix(1);
  }
  return kept;
}

/// Parts of one message within its length.
class Message {
 public:
  void add(std::string part) { add(std::move(part), std::string::npos); }
  /// No more than `length_max` of it when what follows needs the room.
  void add(std::string part, std::size_t length_max) {
    while (part.ends_with(' ')) part.pop_back();  // X12 suppresses trailing blanks
    if (!part.empty()) parts_.push_back({std::move(part), length_max});
  }
  [[nodiscard]] bool says(std::string_view word) const {
    return std::any_of(parts_.begin(), parts_.end(),
                       [&](const Part& one) { return one.text.find(word) != std::string::npos; });
  }
  [[nodiscard]] std::string take() {
    share_the_rest();
    std::string text;
    for (const Part& part : parts_) lay_down(text, part);
    return text;
  }

 private:
  struct Part {
    std::string text;
    std::size_t length_max;
  };
  /// What the parts leave unused goes to those that would be cut, the first first.
  void share_the_rest() {
    std::size_t used = 0;
    for (const Part& part : parts_) used += 2 + std::min(part.text.size(), part.length_max);
    std::size_t rest = message_length_max + 2 - std::min(message_length_max + 2, used);
    for (Part& part : parts_) {
      if (part.text.size() <= part.length_max) continue;
      const std::size_t more = std::min(rest, part.text.size() - part.length_max);
      part.length_max += more;
      rest -= more;
    }
  }
  static void lay_down(std::string& text, const Part& part) {
    constexpr std::size_t readable = 24;  // less of a cut sentence helps nobody
    const std::string_view joint = text.empty() ? "" : text.ends_with('.') ? " " : ". ";
    const std::size_t room = message_length_max - std::min(message_length_max, text.size() + joint.size());
    const std::string_view kept = cut_at_a_word(part.text, std::min(room, part.length_max));
    const bool cut = kept.size() < part.text.size();
    if (kept.empty() || (cut && kept.size() < readable)) return;
    if (cut && !text.empty() && !kept.ends_with('.')) return;  // half a sentence more says nothing
    text += joint;
    text += kept;
  }

  std::vector<Part> parts_;
};

/// A web address without its scheme: people find it all the same, and the colon is a delimiter in most
/// interchanges.
std::string without_schemes(std::string words) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    for (std::size_t at = words.find(scheme); at != std::string::npos; at = words.find(scheme, at)) {
      words.erase(at, scheme.size());
    }
  }
  return words;
}

/// "10:00 PST" as "1000 PST": a colon is a delimiter in most interchanges, and a semicolon tells no time.
std::string without_colons_of_times(std::string words) {
  const auto is = [&](std::size_t at, int (*kind)(int)) {
    return at < words.size() && kind(static_cast<unsigned char>(words[at])) != 0;
  };
  const auto digit = [&](std::size_t at) { return is(at, std::isdigit); };
  for (std::size_t at = words.find(':', 2); at != std::string::npos; at = words.find(':', at + 1)) {
    const bool zone = at + 3 < words.size() && words[at + 3] == ' ' && is(at + 4, std::isupper);
    if (zone && digit(at - 2) && digit(at - 1) && digit(at + 1) && digit(at + 2)) words.erase(at, 1);
  }
  return words;
}

/// "Answer Q/red-flag Q/conservative-care-weeks by 2026-01-07 1730 PST"; of a closed case without the day,
/// which is over.
std::string questions(const LineDetermination& line, const precert::Determination& determination,
                      char component_separator) {
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
  if (due == base::Instant{} || determination.closed_out) return text;
  return (text.empty() ? "Send what is asked for" : text) + " by " + due_words(due, determination.time_zone);
}

void add_reasons(Message& message, const LineDetermination& line) {
  // Leaves half of the message to rights and the rest; where nothing is required the reference alone follows.
  const std::size_t words_max = line.action == ReviewAction::not_required ? 220 : 130;
  for (const precert::Reason& reason : line.reasons) message.add(without_schemes(reason.words), words_max);
}

/// What a decision against the request rests on (SC-20): "Criteria Example Health Plan, MRI of the spine,
/// 2026-01".
std::string criteria_words(const LineDetermination& line) {
  if (!line.rights) return {};
  for (const precert::Reason& reason : line.reasons) {
    if (!reason.criteria.empty()) return "Criteria " + reason.criteria;
  }
  return {};
}

/// The offer of a talk with the medical director (SC-60).
std::string talk_words(const LineDetermination& line) {
  if (!line.rights || line.rights->peer_to_peer.empty()) return {};
  return "Peer to peer, " + line.rights->peer_to_peer;
}

void add_rights(Message& message, const LineDetermination& line) {
  if (!line.rights) return;
  const precert::Rights& rights = *line.rights;
  if (rights.appeal_until != base::Date{}) message.add("Appeal until " + base::iso(rights.appeal_until));
  message.add(rights.appeal);
  message.add(talk_words(line));
  message.add(criteria_words(line));
}

void add_line(Message& message, const LineDetermination& line, const precert::Determination& determination,
              char component_separator) {
  message.add(questions(line, determination, component_separator));
  add_reasons(message, line);
  add_rights(message, line);
  if (line.action == ReviewAction::not_required && !line.reference_number.empty() &&
      !message.says(line.reference_number)) {
    message.add("Reference " + line.reference_number);
  }
  if (line.action == ReviewAction::pended && line.timeframe)
    message.add("Decision due " + due_words(line.timeframe->due, determination.time_zone));
  for (const precert::FacilityOffer& offer : line.lower_cost)
    message.add("Lower cost at " + offer.name + " " + offer.npi);
}

void add_notes(Message& message, const precert::Determination& determination, int service) {
  for (const precert::Note& note : determination.notes) {
    if (note.service == service) message.add(without_colons_of_times(note.text));
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

/// Criteria and the offer of a talk that a line had no room for: the event has, once for all lines.
void add_rest_of_rights(Message& message, const precert::Determination& determination,
                        char component_separator) {
  for (const LineDetermination& line : determination.lines) {
    if (!line.rights) continue;
    Message at_line;
    add_line(at_line, line, determination, component_separator);
    const std::string told = at_line.take();
    for (const std::string& words : {criteria_words(line), talk_words(line)}) {
      if (told.find(words) == std::string::npos && !message.says(words)) message.add(words);
    }
  }
}

}  // namespace

std::string event_message(const Answering& answering) {
  const precert::Determination& determination = answering.determination;
  Message message;
  add_refusals(message, refusals_at(determination, precert::Level::event));
  add_refusals(message, refusals_at(determination, precert::Level::event_provider));
  const char component_separator = answering.out.x12().delimiters().component;
  const LineDetermination* const alone = determination.line(0);
  if (alone != nullptr) {
    add_line(message, *alone, determination, component_separator);
  } else {
    add_summary(message, determination);
  }
  add_notes(message, determination, 0);
  if (alone == nullptr) add_rest_of_rights(message, determination, component_separator);
  return message.take();
}

std::string line_message(const Answering& answering, const precert::ServiceLine& line) {
  Message message;
  add_refusals(message, refusals_of(answering, line, precert::Level::service));
  add_refusals(message, refusals_of(answering, line, precert::Level::service_provider));
  if (const LineDetermination* const decided = answering.determination.line(line.sequence)) {
    add_line(message, *decided, answering.determination, answering.out.x12().delimiters().component);
  }
  add_notes(message, answering.determination, line.sequence);
  return message.take();
}

}  // namespace mappers
