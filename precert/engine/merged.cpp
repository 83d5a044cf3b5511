// An update read together with the case it continues.
#include <algorithm>

#include "precert/engine/determine.hpp"
#include "precert/engine/later_answers.hpp"
#include "precert/engine/on_top.hpp"

namespace precert {
namespace {

/// PAS sends an update whole; a 278 revision sends only what changed. Only FHIR paths and identifiers tell
/// them apart.
bool says_everything(const ReviewRequest& update) {
  if (!update.reference_system.empty()) return true;
  return std::any_of(update.services.begin(), update.services.end(), [](const ServiceLine& line) {
    return line.source.where.starts_with("Claim") || line.source.where.starts_with("Bundle");
  });
}

bool shares_a_trace(const ServiceLine& a, const ServiceLine& b) {
  return std::any_of(a.traces.begin(), a.traces.end(), [&](const Trace& one) {
    return !one.number.empty() && std::find(b.traces.begin(), b.traces.end(), one) != b.traces.end();
  });
}

bool same_code(const ServiceLine& a, const ServiceLine& b) {
  return a.procedure.system == b.procedure.system && a.procedure.code == b.procedure.code &&
         a.procedure.modifiers == b.procedure.modifiers && a.revenue_code == b.revenue_code;
}

bool is_new(const ReviewRequest& update, const ServiceLine& line) {
  if (line.change == Change::added) return true;
  return line.certification == CertificationType::initial &&
         update.event.certification != CertificationType::initial;
}

template <class T>
void fill(std::optional<T>& now, const std::optional<T>& then) {
  if (!now) now = then;
}
void fill(std::string& now, const std::string& then) {
  if (now.empty()) now = then;
}
template <class T>
void fill(std::vector<T>& now, const std::vector<T>& then) {
  if (now.empty()) now = then;
}

/// What a changed line of a 278 leaves out stays as it was. How much and when is never filled in for an
/// extension: it asks for more, not for the same again.
void fill_line(const ReviewRequest& update, ServiceLine& line, const ServiceLine& then) {
  fill(line.category, then.category);
  fill(line.service_type, then.service_type);
  fill(line.place, then.place);
  if (line.procedure.code.empty() && line.revenue_code.empty()) {
    line.procedure = then.procedure;
    line.revenue_code = then.revenue_code;
  }
  fill(line.diagnosis_pointers, then.diagnosis_pointers);
  fill(line.epsdt, then.epsdt);
  fill(line.nursing_home_level, then.nursing_home_level);
  fill(line.nursing_home_status, then.nursing_home_status);
  fill(line.dental, then.dental);
  fill(line.providers, then.providers);
  if (is_on_top(update.certification_of(line))) return;
  fill(line.dates, then.dates);
  if (same_code(line, then)) {  // another service has another price
    fill(line.amount, then.amount);
    fill(line.unit_rate, then.unit_rate);
  }
  fill(line.quantity, then.quantity);
  fill(line.delivery, then.delivery);
}

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

/// Pairs the lines of an update with those of the case and builds the lines they mean together.
class Lines {
 public:
  /// `last` is the highest number that the payer gave to a line of its own; `apart`: a case of its own, which
  /// leaves the other's lines where they are.
  Lines(const ReviewRequest& update, const PriorCase& previous, int last, bool apart)
      : update_(update),
        then_(previous.request),
        decided_(previous.determination),
        last_(last),
        apart_(apart),
        taken_(then_.services.size(), false) {}

  /// Builds the lines; `new_sequence` then tells what a line number of the update became.
  std::vector<ServiceLine> take() {
    const bool whole = says_everything(update_);
    for (const ServiceLine& line : update_.services) {
      const std::size_t at = whole ? by_sequence(line) : by_content(line);
      ServiceLine merged_line = line;
      if (at < taken_.size() && !whole && comes_beside(line, then_.services[at])) {
        fill_line(update_, merged_line, then_.services[at]);
        merged_line.sequence = 0;
      } else if (at < taken_.size()) {
        taken_[at] = true;
        merged_line.sequence = then_.services[at].sequence;
        if (!whole) fill_line(update_, merged_line, then_.services[at]);
      } else if (!whole) {
        merged_line.sequence = 0;  // numbered below: its own number may mean another line of the case
      }
      lines_.push_back(std::move(merged_line));
    }
    carry_over();
    number();
    std::vector<ServiceLine> in_order = lines_;
    std::sort(in_order.begin(), in_order.end(),
              [](const ServiceLine& a, const ServiceLine& b) { return a.sequence < b.sequence; });
    return in_order;
  }

  /// 0 (the event) and numbers the update does not have stay.
  [[nodiscard]] int new_sequence(int sequence) const {
    for (std::size_t i = 0; i < update_.services.size(); ++i) {
      if (update_.services[i].sequence == sequence) return lines_[i].sequence;
    }
    return sequence;
  }

 private:
  template <class Fits>
  [[nodiscard]] std::size_t first_free(const Fits& fits) const {
    for (std::size_t i = 0; i < taken_.size(); ++i) {
      if (!taken_[i] && fits(then_.services[i])) return i;
    }
    return taken_.size();
  }

  [[nodiscard]] std::size_t by_sequence(const ServiceLine& line) const {
    return first_free([&](const ServiceLine& one) { return one.sequence == line.sequence; });
  }

  [[nodiscard]] std::size_t by_content(const ServiceLine& line) const {
    const std::size_t none = taken_.size();
    std::size_t at = first_free([&](const ServiceLine& one) { return shares_a_trace(one, line); });
    if (at == none) at = by_number(line);
    if (at == none && is_new(update_, line)) return none;
    const bool coded = !line.procedure.code.empty() || !line.revenue_code.empty();
    if (at == none && coded) {
      at = first_free(
          [&](const ServiceLine& one) { return one.sequence == line.sequence && same_code(one, line); });
    }
    if (at == none && coded) at = first_free([&](const ServiceLine& one) { return same_code(one, line); });
    return at == none ? by_sequence(line) : at;
  }

  /// More of a certified line, within a change of other lines: it stands beside that line. A PAS item keeps its
  /// sequence, so it cannot.
  [[nodiscard]] bool comes_beside(const ServiceLine& line, const ServiceLine& then) const {
    if (is_on_top(update_.event.certification) || !is_on_top(update_.certification_of(line))) return false;
    const LineDetermination* const decided = decided_.line(then.sequence);
    return decided != nullptr && (decided->action == ReviewAction::certified || decided->action == ReviewAction::modified);
  }

  /// A line that quotes a number means one that bears it.
  [[nodiscard]] std::size_t by_number(const ServiceLine& line) const {
    const auto bears = [&](const ServiceLine& one) {
      const LineDetermination* const decided = decided_.line(one.sequence);
      if (decided == nullptr) return false;
      const auto is = [&](const std::string& number) {
        return !number.empty() && (number == decided->certification_number || number == decided->reference_number);
      };
      return is(line.previous_certification) || is(line.previous_reference);
    };
    const std::size_t same =
        first_free([&](const ServiceLine& one) { return bears(one) && same_code(one, line); });
    const bool coded = !line.procedure.code.empty() || !line.revenue_code.empty();
    return same < taken_.size() || coded ? same : first_free(bears);
  }

  /// Lines that the update does not mention stay. An update of the event alone speaks of all of them.
  void carry_over() {
    const bool event_speaks = update_.services.empty() || update_.purpose == Purpose::cancellation ||
                              update_.event.certification == CertificationType::cancellation;
    if (apart_ && !event_speaks) return;
    for (std::size_t i = 0; i < taken_.size(); ++i) {
      if (taken_[i]) continue;
      ServiceLine line = then_.services[i];
      if (line.change != Change::cancelled) line.change = Change::none;
      if (event_speaks) {
        line.certification.reset();
        if (apart_) line.dates.reset();  // as much again, at another time
      } else {
        line.certification = then_.certification_of(then_.services[i]);
      }
      lines_.push_back(std::move(line));
    }
  }

  void number() {
    int last = last_;  // a case apart leaves lines where they are: their numbers mean them, not its own
    for (const ServiceLine& line : then_.services) last = std::max(last, line.sequence);
    for (const ServiceLine& line : lines_) last = std::max(last, line.sequence);
    for (ServiceLine& line : lines_) {
      if (line.sequence == 0) line.sequence = ++last;
    }
  }

  const ReviewRequest& update_;
  const ReviewRequest& then_;
  const Determination& decided_;
  int last_;
  bool apart_;
  std::vector<bool> taken_;
  std::vector<ServiceLine> lines_;  // those of the update first, in its order
};

int last_added(const Determination& determination) {
  int last = 0;
  for (const LineDetermination& line : determination.lines) {
    if (line.added) last = std::max(last, line.sequence);
  }
  return last;
}

/// The same facts with the line numbers of the case.
template <class Fact>
std::vector<Fact> renumbered(std::vector<Fact> facts, const Lines& lines) {
  for (Fact& fact : facts) fact.service = lines.new_sequence(fact.service);
  return facts;
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

/// What stands behind another case says which. What was said there of lines that are not asked for here, and the
/// numbers its papers came under, stay there.
void set_apart(ReviewRequest& whole, const PriorCase& named) {
  if (whole.event.previous_certification.empty() && whole.event.previous_reference.empty() &&
      !named.determination.lines.empty()) {
    const LineDetermination& line = named.determination.lines.front();
    whole.event.previous_certification = line.certification_number;
    if (line.certification_number.empty()) whole.event.previous_reference = line.reference_number;
  }
  const auto of_other_line = [&](const auto& fact) {
    return fact.service != 0 && std::none_of(whole.services.begin(), whole.services.end(), [&](const auto& line) {
      return line.sequence == fact.service;
    });
  };
  std::erase_if(whole.answers, of_other_line);
  std::erase_if(whole.notes, of_other_line);
  std::erase_if(whole.documents, of_other_line);
  const std::vector<Document>& then = named.request.documents;
  for (Document& document : whole.documents) {
    if (std::find(then.begin(), then.end(), document) != then.end()) document.control_number.clear();
  }
}

}  // namespace

ReviewRequest merged(const ReviewRequest& update, const PriorCase* previous, bool differential) {
  ReviewRequest whole = update;
  std::erase_if(whole.answers, takes_back);
  if (previous == nullptr) return whole;
  const ReviewRequest& then = previous->request;
  const bool apart = opens_own_case(update, *previous);
  Lines lines(update, *previous, last_added(previous->determination), apart);
  whole.services = lines.take();
  if (differential || !says_everything(update)) fill_event(whole.event, then.event);
  if (whole.event.diagnoses.empty()) whole.event.diagnoses = then.event.diagnoses;
  fill(whole.insurance.group, then.insurance.group);
  fill(whole.insurance.plan, then.insurance.plan);
  fill(whole.dependent, then.dependent);
  whole.documents = merged_documents(answering(renumbered(update.documents, lines), previous->determination),
                                     then.documents);
  const std::vector<Answer> now = renumbered(update.answers, lines);
  whole.answers = with_later(left_of(then.answers, now), renumbered(whole.answers, lines));
  whole.notes = merged_notes(renumbered(update.notes, lines), left_of(then.notes, now));
  if (apart) set_apart(whole, *previous);
  return whole;
}

}  // namespace precert
