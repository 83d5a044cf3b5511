// See changed_lines.hpp.
#include "gateway/upstream/changed_lines.hpp"

#include <algorithm>

#include "mappers/model/canonical.hpp"

namespace gateway {
namespace {

using precert::CertificationType;
using precert::Change;
using precert::ReviewRequest;
using precert::ServiceLine;

/// What a line asks for, without the names it goes by and with what the event says for it.
ServiceLine content_of(const ReviewRequest& request, const ServiceLine& line) {
  ServiceLine content = line;
  content.traces.clear();
  content.category.reset();
  content.certification.reset();
  content.service_type = request.service_type_of(line);
  content.place = request.place_of(line);
  content.previous_certification.clear();
  content.previous_reference.clear();
  content.change = line.change == Change::cancelled ? Change::cancelled : Change::none;
  return content;
}

/// A line of a revision may be an extension or an appeal of its own.
bool asks_otherwise(const ReviewRequest& update, const ServiceLine& line, const ReviewRequest& then,
                    const ServiceLine& before) {
  const CertificationType type = update.certification_of(line);
  const bool usual = type == CertificationType::initial || type == CertificationType::revision;
  return !usual && type != then.certification_of(before);
}

/// True when something of that line is not among what the case had.
template <class Fact, class Same>
bool any_news(const std::vector<Fact>& now, const std::vector<Fact>& then, int sequence, const Same& same) {
  return std::any_of(now.begin(), now.end(), [&](const Fact& one) {
    return one.service == sequence &&
           std::none_of(then.begin(), then.end(), [&](const Fact& other) { return same(one, other); });
  });
}

bool same_document(precert::Document a, const precert::Document& b) {
  const bool withdrawn = a.change == Change::cancelled;
  if (withdrawn != (b.change == Change::cancelled)) return false;
  a.change = b.change;
  return a == b;
}

bool has_news(const ReviewRequest& update, const ReviewRequest& then, int sequence) {
  const auto equal = [](const auto& one, const auto& other) { return one == other; };
  return any_news(update.documents, then.documents, sequence, same_document) ||
         any_news(update.notes, then.notes, sequence, equal) ||
         any_news(update.answers, then.answers, sequence, equal);
}

Change change_of(const ReviewRequest& update, const ServiceLine& line, const ReviewRequest& then) {
  if (line.change == Change::cancelled) return Change::cancelled;
  const auto before = std::find_if(then.services.begin(), then.services.end(),
                                   [&](const ServiceLine& one) { return one.sequence == line.sequence; });
  if (before == then.services.end()) return Change::added;
  const bool changed = line.change != Change::none || content_of(update, line) != content_of(then, *before) ||
                       asks_otherwise(update, line, then, *before) || has_news(update, then, line.sequence);
  return changed ? Change::changed : Change::none;
}

bool quotes_a_number(const precert::PatientEvent& event) {
  return !event.previous_certification.empty() || !event.previous_reference.empty();
}

/// The event's number, else that of the first line that has one.
std::string payers_number(const precert::Determination& decided, const std::string& of_event,
                      std::string precert::LineDetermination::*of_line) {
  if (!of_event.empty()) return of_event;
  for (const precert::LineDetermination& line : decided.lines) {
    if (!(line.*of_line).empty()) return line.*of_line;
  }
  return {};
}

void quote_numbers(precert::PatientEvent& event, const precert::Determination& decided) {
  using precert::LineDetermination;
  event.previous_certification =
      payers_number(decided, decided.numbers.certification, &LineDetermination::certification_number);
  if (!event.previous_certification.empty()) return;
  event.previous_reference =
      payers_number(decided, decided.numbers.reference, &LineDetermination::reference_number);
}

/// The lines of the case, each of them withdrawn; what they share stands at the event.
void withdraw_lines(ReviewRequest& update, const ReviewRequest& then) {
  update.services = then.services;
  for (ServiceLine& line : update.services) line.certification.reset();
  if (update.event.service_type.empty()) update.event.service_type = then.event.service_type;
  if (!update.event.place) update.event.place = then.event.place;
  mappers::make_canonical(update);
}

}  // namespace

void name_earlier(ReviewRequest& update, const precert::PriorCase& earlier) {
  if (update.event.certification == CertificationType::initial) return;
  if (!quotes_a_number(update.event)) quote_numbers(update.event, earlier.determination);
  const bool withdraws_all = update.event.certification == CertificationType::cancellation;
  if (withdraws_all && update.services.empty()) withdraw_lines(update, earlier.request);
}

void mark_changes(ReviewRequest& update, const precert::PriorCase* earlier) {
  if (update.event.certification != CertificationType::revision) return;
  for (ServiceLine& line : update.services) {
    if (earlier != nullptr) {
      line.change = change_of(update, line, earlier->request);
    } else if (line.change == Change::none) {
      line.change = Change::changed;
    }
  }
  mappers::make_canonical(update);  // what a line's certification says follows from the mark
}

}  // namespace gateway
