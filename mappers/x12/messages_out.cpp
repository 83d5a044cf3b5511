// See messages_out.hpp.
#include "mappers/x12/messages_out.hpp"

#include <algorithm>
#include <map>
#include <string_view>

#include "mappers/x12/answers.hpp"
#include "precert/calendar.hpp"

namespace mappers {
namespace {

std::string joined_notes(const precert::ReviewRequest& request, int service) {
  std::string text;
  for (const precert::Note& note : request.notes) {
    if (note.service != service) continue;
    if (!text.empty()) text += " / ";
    text += note.text;
  }
  return text;
}

std::string notes_of(Output& out, const precert::ReviewRequest& request, int service) {
  std::string text = joined_notes(request, service);
  if (text.size() > message_length_max) {
    out.lost("notes", "cut to the 264 characters of the level's MSG");
    text.resize(message_length_max);
  }
  return text;
}

/// When each measurement of a line was taken last.
std::map<std::string_view, base::Instant> last_taken(const precert::ReviewRequest& request, int service) {
  std::map<std::string_view, base::Instant> last;
  for (const precert::Answer& answer : request.answers) {
    if (answer.service != service || !answer.measured) continue;
    const auto known = last.emplace(answer.question, *answer.measured).first;
    known->second = std::max(known->second, *answer.measured);
  }
  return last;
}

std::string answers_of(Output& out, const precert::ReviewRequest& request, int service) {
  std::vector<const precert::Answer*> answers;
  const auto last = last_taken(request, service);
  for (const precert::Answer& answer : request.answers) {
    if (answer.service != service) continue;
    if (answer.measured && *answer.measured < last.at(answer.question)) {
      out.lost("answers", "X12 does not say when: of one measurement only the newest is sent");
    } else {
      answers.push_back(&answer);
    }
  }
  AnswerText made = answer_text(answers, out.x12().delimiters().component, message_length_max);
  for (std::size_t i = made.fitting; i < answers.size(); ++i) {
    out.lost("answers", "the level's MSG has room for 264 characters");
  }
  return std::move(made.text);
}

}  // namespace

std::string due_words(base::Instant due, const std::string& time_zone) {
  std::string text = precert::local_text(due, time_zone);
  std::erase(text, ':');
  return text;
}

std::vector<std::string> messages_of(Output& out, const precert::ReviewRequest& request) {
  std::vector<std::string> answers, notes;
  answers.push_back(answers_of(out, request, 0));
  notes.push_back(notes_of(out, request, 0));
  for (const precert::ServiceLine& line : request.services) {
    answers.push_back(answers_of(out, request, line.sequence));
    notes.push_back(notes_of(out, request, line.sequence));
  }
  const bool both_at_event = !answers[0].empty() && !notes[0].empty();
  if (both_at_event && answers.size() > 1 && answers[1].empty() && notes[1].empty()) {
    out.moved("notes", "the event's MSG holds answers: its note is sent with the first service");
    notes[1] = std::move(notes[0]);
    notes[0].clear();
  }
  for (std::size_t level = 0; level < answers.size(); ++level) {
    if (answers[level].empty()) {
      answers[level] = std::move(notes[level]);
    } else if (!notes[level].empty()) {
      out.lost("notes", "the level's only MSG holds answers");
    }
  }
  return answers;
}

}  // namespace mappers
