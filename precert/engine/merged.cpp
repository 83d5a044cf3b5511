// An update read together with the case it continues.
#include <algorithm>

#include "precert/engine/determine.hpp"
#include "precert/engine/later_answers.hpp"
#include "precert/engine/line_match.hpp"
#include "precert/engine/merged_diagnoses.hpp"
#include "precert/engine/merged_lines.hpp"
#include "precert/engine/on_top.hpp"

namespace precert {
namespace {

void fill_event(PatientEvent& event, const PatientEvent& then) {
  fill(event.service_type, then.service_type);
  fill(event.place, then.place);
  fill(event.related, then.related);
  fill(event.level, then.level);
  fill(event.onset, then.onset);
  fill(event.last_menstrual_period, then.last_menstrual_period);
  fill(event.estimated_birth, then.estimated_birth);
  fill(event.diagnoses, then.diagnoses);
  fill(event.conditions, then.conditions);
  fill(event.admission_details, then.admission_details);
  fill(event.transport, then.transport);
  fill(event.spinal_manipulation, then.spinal_manipulation);
  fill(event.oxygen, then.oxygen);
  fill(event.home_health, then.home_health);
  fill(event.providers, then.providers);
  fill(event.transport_locations, then.transport_locations);
  fill(event.other_umos, then.other_umos);
  if (is_on_top(event.certification)) return;
  fill(event.dates, then.dates);
  fill(event.admission, then.admission);
  fill(event.discharge, then.discharge);
  fill(event.delivery, then.delivery);
}

int last_added(const Determination& determination) {
  int last = 0;
  for (const LineDetermination& line : determination.lines) {
    if (line.added) last = std::max(last, line.sequence);
  }
  return last;
}

bool same_document(const Document& a, const Document& b) {
  if (!a.control_number.empty() && a.control_number == b.control_number) return true;
  if (!a.content_hash.empty() && a.content_hash == b.content_hash) return true;
  return a.report_type == b.report_type && a.loinc == b.loinc && a.description == b.description &&
         a.service == b.service && a.control_number == b.control_number && a.content_hash == b.content_hash;
}

/// Earlier documents first; a later word about the same one replaces it, a cancelled one is not used any
/// more.
std::vector<Document> merged_documents(const std::vector<Document>& now, const std::vector<Document>& then) {
  std::vector<Document> all = then;
  for (const Document& document : now) {
    std::erase_if(all, [&](const Document& one) { return same_document(one, document); });
    if (document.change != Change::cancelled) all.push_back(document);
  }
  return all;
}

/// A document that quotes the control number of a question answers it: what it is and for which line need not
/// be said again (PWK06, 275 TRN02).
std::vector<Document> answering(std::vector<Document> documents, const Determination& asked) {
  for (Document& document : documents) {
    if (document.control_number.empty()) continue;
    for (const LineDetermination& line : asked.lines) {
      for (const MissingInformation& one : line.missing) {
        if (one.control_number != document.control_number) continue;
        fill(document.loinc, one.loinc);
        fill(document.report_type, one.report_type);
        if (document.service == 0) document.service = line.sequence;
      }
    }
  }
  return documents;
}

/// A withdrawal without a line, and a fact of the event, concern every line.
bool concern_one_line(int a, int b) { return a == b || a == 0 || b == 0; }

/// An answer without a value takes back what was said before: the question is open again, or the message that
/// it names is not to be read any more. PAS says so with infoCancelled, X12 as `Q:question=`.
bool takes_back(const Answer& answer) {
  const auto* text = std::get_if<std::string>(&answer.value);
  return text != nullptr && text->empty();
}

bool takes_back_of(const Answer& one, std::string_view what, int service) {
  return takes_back(one) && one.question == what && concern_one_line(one.service, service);
}

std::vector<Answer> left_of(std::vector<Answer> answers, const std::vector<Answer>& now) {
  std::erase_if(answers, [&](const Answer& answer) {
    return std::any_of(now.begin(), now.end(), [&](const Answer& one) {
      return takes_back_of(one, answer.question, answer.service) && concern_one_form(one, answer);
    });
  });
  return answers;
}

std::vector<Note> left_of(std::vector<Note> notes, const std::vector<Answer>& now) {
  std::erase_if(notes, [&](const Note& note) {
    return std::any_of(now.begin(), now.end(),
                       [&](const Answer& one) { return takes_back_of(one, note.text, note.service); });
  });
  return notes;
}

std::vector<Note> merged_notes(const std::vector<Note>& now, const std::vector<Note>& then) {
  std::vector<Note> all = then;
  for (const Note& note : now) {
    if (std::find(all.begin(), all.end(), note) == all.end()) all.push_back(note);
  }
  return all;
}

/// What stands behind another case says which. What was said there of lines that are not asked for here, and
/// the numbers its papers came under, stay there.
void set_apart(ReviewRequest& whole, const PriorCase& named) {
  if (whole.event.previous_certification.empty() && whole.event.previous_reference.empty() &&
      !named.determination.lines.empty()) {
    const LineDetermination& line = named.determination.lines.front();
    whole.event.previous_certification = line.certification_number;
    if (line.certification_number.empty()) whole.event.previous_reference = line.reference_number;
  }
  const auto of_other_line = [&](const auto& fact) {
    return fact.service != 0 && std::none_of(whole.services.begin(), whole.services.end(),
                                             [&](const auto& line) { return line.sequence == fact.service; });
  };
  std::erase_if(whole.answers, of_other_line);
  std::erase_if(whole.notes, of_other_line);
  std::erase_if(whole.documents, of_other_line);
  const std::vector<Document>& then = named.request.documents;
  for (Document& document : whole.documents) {
    if (std::find(then.begin(), then.end(), document) != then.end()) document.control_number.clear();
  }
}

/// `UM02` 3 of the event that names no number, while its lines do: those lines are withdrawn, not all of the
/// case. Rule: one line is cancelled by its own REF*BB, everything by that of the event (005010X217 2000E,
/// 2000F).
bool cancels_named_lines(const ReviewRequest& update, const PriorCase& previous) {
  const PatientEvent& event = update.event;
  const bool by_event = event.certification == CertificationType::cancellation &&
                        update.purpose != Purpose::cancellation && event.previous_certification.empty() &&
                        event.previous_reference.empty();
  if (!by_event || says_everything(update) || update.services.size() >= previous.request.services.size())
    return false;
  return !update.services.empty() && std::ranges::all_of(update.services, [](const ServiceLine& line) {
    return !line.previous_certification.empty() || !line.previous_reference.empty();
  });
}

ReviewRequest of_named_lines(ReviewRequest update) {
  for (ServiceLine& line : update.services) line.certification = CertificationType::cancellation;
  update.event.certification = CertificationType::revision;
  return update;
}

ReviewRequest merged_with(const ReviewRequest& update, const PriorCase& previous, bool differential) {
  ReviewRequest whole = update;
  std::erase_if(whole.answers, takes_back);
  const ReviewRequest& then = previous.request;
  const bool apart = opens_own_case(update, previous);
  MergedLines lines(update, previous, last_added(previous.determination), apart);
  std::vector<MergedLine> made = lines.take();
  whole.event.diagnoses = merged_diagnoses(update.event.diagnoses, then.event.diagnoses, made);
  whole.services.clear();
  for (MergedLine& one : made) whole.services.push_back(std::move(one.line));
  if (differential || !says_everything(update)) fill_event(whole.event, then.event);
  fill(whole.insurance.group, then.insurance.group);
  fill(whole.insurance.plan, then.insurance.plan);
  fill(whole.dependent, then.dependent);
  whole.documents = merged_documents(answering(renumbered(update.documents, lines), previous.determination),
                                     then.documents);
  const std::vector<Answer> now = renumbered(update.answers, lines);
  whole.answers = with_later(left_of(then.answers, now), renumbered(whole.answers, lines));
  whole.notes = merged_notes(renumbered(update.notes, lines), left_of(then.notes, now));
  if (apart) set_apart(whole, previous);
  return whole;
}

}  // namespace

ReviewRequest merged(const ReviewRequest& update, const PriorCase* previous, bool differential) {
  if (previous != nullptr) {
    if (cancels_named_lines(update, *previous))
      return merged_with(of_named_lines(update), *previous, differential);
    return merged_with(update, *previous, differential);
  }
  ReviewRequest whole = update;
  std::erase_if(whole.answers, takes_back);
  return whole;
}

}  // namespace precert
