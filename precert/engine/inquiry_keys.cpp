// See inquiry_keys.hpp. A key that is not said leaves nothing out.
#include "precert/engine/inquiry_keys.hpp"

#include <algorithm>
#include <array>

namespace precert {
namespace {

bool overlap(const base::Period& a, const base::Period& b) {
  return (!a.end || b.start <= *a.end) && (!b.end || a.start <= *b.end);
}

bool overlap(const std::optional<base::Period>& asked, const std::optional<base::Period>& held) {
  return asked && held && overlap(*asked, *held);
}

/// By identifier when the party has one; a name alone is no key.
bool same_party(const Party& asked, const Party& held) {
  const std::string npi = asked.npi();
  if (!npi.empty()) return npi == held.npi();
  return std::any_of(asked.identifiers.begin(), asked.identifiers.end(), [&](const Identifier& one) {
    return std::find(held.identifiers.begin(), held.identifiers.end(), one) != held.identifiers.end();
  });
}

bool among(const Party& asked, const std::vector<Party>& held) {
  return std::any_of(held.begin(), held.end(), [&](const Party& one) { return same_party(asked, one); });
}

/// What a line asks for and what was decided about it.
struct Reviewed {
  const PriorCase& found;
  const ServiceLine& line;
  const LineDetermination* decided = nullptr;
};

bool line_has(const Reviewed& review, const Party& asked) {
  if (among(asked, review.line.providers) || among(asked, review.found.request.event.providers)) return true;
  return review.decided != nullptr && review.decided->provider &&
         same_party(asked, *review.decided->provider);
}

/// True when `fits` holds for one of the case's lines.
template <class Fits>
bool any_line(const PriorCase& found, const Fits& fits) {
  const std::span<const ServiceLine> lines = lines_of(found.request);
  return std::any_of(lines.begin(), lines.end(), [&](const ServiceLine& line) {
    return fits(Reviewed{found, line, found.determination.line(line.sequence)});
  });
}

bool category_fits(RequestCategory asked, const Reviewed& review) {
  const RequestCategory of_event = review.found.request.event.category;
  if (asked == review.line.category.value_or(of_event) || asked == of_event) return true;
  // 2000F has no word for these two: its lines say health services.
  return asked == RequestCategory::health_services &&
         (of_event == RequestCategory::admission || of_event == RequestCategory::reservation);
}

bool action_fits(ReviewAction asked, const Reviewed& review) {
  return review.decided != nullptr && review.decided->action == asked;
}

bool expires_fits(const base::Period& asked, const Reviewed& review) {
  return review.decided != nullptr && review.decided->validity && review.decided->validity->end &&
         asked.contains(*review.decided->validity->end);
}

bool effective_fits(const base::Period& asked, const Reviewed& review) {
  return review.decided != nullptr && overlap(asked, review.decided->validity);
}

bool dates_fit(const base::Period& asked, const Reviewed& review) {
  if (overlap(asked, review.line.dates)) return true;
  if (review.decided != nullptr &&
      (overlap(asked, review.decided->dates) || overlap(asked, review.decided->validity)))
    return true;
  const PatientEvent& event = review.found.request.event;
  return overlap(asked, event.dates) || overlap(asked, event.admission) ||
         (event.discharge && asked.contains(*event.discharge));
}

/// A review that names no date at all is looked for by the day it was decided.
bool undated(const PriorCase& found) {
  const PatientEvent& event = found.request.event;
  return !event.dates && !event.admission && !event.discharge && !any_line(found, [](const Reviewed& review) {
    return review.line.dates ||
           (review.decided != nullptr && (review.decided->dates || review.decided->validity));
  });
}

base::Date issued(const PriorCase& found) { return base::utc_date(found.determination.decided); }

bool certification_fits(CertificationType asked, const PriorCase& found) {
  // Every authorization began with an initial request, whatever its last update was.
  if (asked == CertificationType::initial || asked == found.request.event.certification) return true;
  return any_line(
      found, [&](const Reviewed& review) { return found.request.certification_of(review.line) == asked; });
}

struct EventQuestion {
  const PatientEvent& asked;
  const SearchKeys& keys;
  const PriorCase& found;
  bool alone = true;  // the inquiry has no lines: else they say service type and place, the event's as well
};
using EventKey = bool (*)(const EventQuestion&);

constexpr std::array<EventKey, 14> event_keys{
    [](const EventQuestion& q) {  // DTP*AAH, billablePeriod
      if (!q.asked.dates) return true;
      if (undated(q.found)) return q.asked.dates->contains(issued(q.found));
      return any_line(q.found, [&](const Reviewed& review) { return dates_fit(*q.asked.dates, review); });
    },
    [](const EventQuestion& q) {  // DTP*435
      const PatientEvent& event = q.found.request.event;
      return !q.asked.admission ||
             overlap(q.asked.admission, event.admission ? event.admission : event.dates);
    },
    [](const EventQuestion& q) {  // DTP*096
      const PatientEvent& event = q.found.request.event;
      return !q.asked.discharge || event.discharge == q.asked.discharge ||
             (event.admission && event.admission->end == q.asked.discharge);
    },
    [](const EventQuestion& q) {
      const PatientEvent& event = q.found.request.event;
      const auto within = [&](const std::optional<base::Date>& day) {
        return day && q.keys.discharged->contains(*day);
      };
      return !q.keys.discharged || within(event.discharge) ||
             (event.admission && within(event.admission->end));
    },
    [](const EventQuestion& q) { return !q.keys.issued || q.keys.issued->contains(issued(q.found)); },
    [](const EventQuestion& q) {
      return !q.keys.expires ||
             any_line(q.found, [&](const Reviewed& review) { return expires_fits(*q.keys.expires, review); });
    },
    [](const EventQuestion& q) {
      return !q.keys.effective || any_line(q.found, [&](const Reviewed& review) {
        return effective_fits(*q.keys.effective, review);
      });
    },
    [](const EventQuestion& q) {
      return !q.keys.category || any_line(q.found, [&](const Reviewed& review) {
        return category_fits(*q.keys.category, review);
      });
    },
    [](const EventQuestion& q) {
      return !q.keys.certification || certification_fits(*q.keys.certification, q.found);
    },
    [](const EventQuestion& q) {
      return !q.keys.action || q.found.determination.action == *q.keys.action ||
             any_line(q.found, [&](const Reviewed& review) { return action_fits(*q.keys.action, review); });
    },
    [](const EventQuestion& q) {  // UM03
      const ReviewRequest& request = q.found.request;
      return !q.alone || q.asked.service_type.empty() || request.event.service_type == q.asked.service_type ||
             any_line(q.found, [&](const Reviewed& review) {
               return request.service_type_of(review.line) == q.asked.service_type;
             });
    },
    [](const EventQuestion& q) {  // UM04
      const ReviewRequest& request = q.found.request;
      return !q.alone || !q.asked.place || request.event.place == q.asked.place ||
             any_line(q.found,
                      [&](const Reviewed& review) { return request.place_of(review.line) == q.asked.place; });
    },
    [](const EventQuestion& q) {  // HI: several are alternatives, each an inquiry of its own in X12
      const auto& held = q.found.request.event.diagnoses;
      const auto is_held = [&](const Diagnosis& asked) {
        return std::any_of(held.begin(), held.end(), [&](const Diagnosis& one) {
          return one.system == asked.system && one.code == asked.code;
        });
      };
      return q.asked.diagnoses.empty() ||
             std::any_of(q.asked.diagnoses.begin(), q.asked.diagnoses.end(), is_held);
    },
    [](const EventQuestion& q) {  // 2010EA: all that are named
      return std::all_of(q.asked.providers.begin(), q.asked.providers.end(), [&](const Party& asked) {
        return asked.identifiers.empty() || same_party(asked, q.found.request.requester) ||
               any_line(q.found, [&](const Reviewed& review) { return line_has(review, asked); });
      });
    },
};

/// The code, or a range of codes, against the line's code or range.
bool code_fits(const Procedure& asked, const Procedure& held) {
  if (asked.code.empty()) return true;
  if (held.code.empty() || asked.system != held.system) return false;
  const std::string& asked_end = asked.code_end.empty() ? asked.code : asked.code_end;
  const std::string& held_end = held.code_end.empty() ? held.code : held.code_end;
  if (asked.code.size() != held.code.size()) return false;
  return asked.code <= held_end && held.code <= asked_end;
}

struct LineQuestion {
  const ReviewRequest& example;
  const ServiceLine& asked;
  const SearchKeys& keys;
  const Reviewed& review;
};
using LineKey = bool (*)(const LineQuestion&);

constexpr std::array<LineKey, 13> line_keys{
    [](const LineQuestion& q) { return code_fits(q.asked.procedure, q.review.line.procedure); },
    [](const LineQuestion& q) {
      const auto& held = q.review.line.procedure.modifiers;
      const auto& asked = q.asked.procedure.modifiers;
      return std::all_of(asked.begin(), asked.end(), [&](const std::string& one) {
        return std::find(held.begin(), held.end(), one) != held.end();
      });
    },
    [](const LineQuestion& q) {
      return q.asked.revenue_code.empty() || q.asked.revenue_code == q.review.line.revenue_code;
    },
    [](const LineQuestion& q) { return !q.asked.dates || dates_fit(*q.asked.dates, q.review); },
    [](const LineQuestion& q) { return !q.keys.issued || q.keys.issued->contains(issued(q.review.found)); },
    [](const LineQuestion& q) { return !q.keys.expires || expires_fits(*q.keys.expires, q.review); },
    [](const LineQuestion& q) { return !q.keys.effective || effective_fits(*q.keys.effective, q.review); },
    [](const LineQuestion& q) { return !q.keys.category || category_fits(*q.keys.category, q.review); },
    [](const LineQuestion& q) {
      return !q.keys.certification || certification_fits(*q.keys.certification, q.review.found);
    },
    [](const LineQuestion& q) { return !q.keys.action || action_fits(*q.keys.action, q.review); },
    [](const LineQuestion& q) {
      const std::string& asked = q.example.service_type_of(q.asked);
      return asked.empty() || asked == q.review.found.request.service_type_of(q.review.line);
    },
    [](const LineQuestion& q) {
      const auto& asked = q.example.place_of(q.asked);
      return !asked || asked == q.review.found.request.place_of(q.review.line);
    },
    [](const LineQuestion& q) {
      return std::all_of(q.asked.providers.begin(), q.asked.providers.end(), [&](const Party& asked) {
        return asked.identifiers.empty() || line_has(q.review, asked);
      });
    },
};

}  // namespace

std::span<const ServiceLine> lines_of(const ReviewRequest& request) {
  static const ServiceLine event = [] {
    ServiceLine line;
    line.sequence = 0;
    line.procedure.system = CodeSystem::service_type;
    return line;
  }();
  if (request.services.empty()) return {&event, 1};
  return request.services;
}

bool event_fits(const Inquiry& inquiry, const PriorCase& found) {
  const EventQuestion question{inquiry.example.event, inquiry.keys_at(0), found,
                               inquiry.example.services.empty()};
  return std::all_of(event_keys.begin(), event_keys.end(), [&](EventKey fits) { return fits(question); });
}

bool line_fits(const Inquiry& inquiry, const ServiceLine& asked, const PriorCase& found,
               const ServiceLine& line) {
  const Reviewed review{found, line, found.determination.line(line.sequence)};
  const LineQuestion question{inquiry.example, asked, inquiry.keys_at(asked.sequence), review};
  return std::all_of(line_keys.begin(), line_keys.end(), [&](LineKey fits) { return fits(question); });
}

}  // namespace precert
