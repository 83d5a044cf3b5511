// Model -> 278 X215 response: each review that was found, as it is now.
#include <algorithm>

#include "mappers/x12/inquiry.hpp"
#include "mappers/x12/inquiry_levels_out.hpp"
#include "mappers/x12/refusals.hpp"
#include "mappers/x12/response_levels_out.hpp"
#include "mappers/x12/speakable.hpp"
#include "parsers/x12/guide.hpp"

namespace mappers {
namespace {

using precert::Determination;
using precert::Inquiry;
using precert::InquiryCandidate;
using precert::InquiryMatch;
using precert::Level;
using precert::Person;
using precert::ReviewRequest;

void write_header(Output& out, const Inquiry& inquiry, std::string_view control_number, base::Instant at) {
  x12::Writer& x12 = out.x12();
  x12.segment("ST", {"278", control_number, "005010X215"});
  x12.begin("BHT");
  x12.element("0007");
  x12.element("49");
  out.text(inquiry.example.reference, 50, "reference");
  x12.element(base::ccyymmdd(base::utc_date(at)));
  x12.element(time_text(at));
  x12.element("RD");
  x12.end();
}

bool is_said(const Person& person) { return !person.identifiers.empty() || !person.name.family.empty(); }

/// What identifies a patient and nothing else: address and account numbers came from another asker.
Person identity_of(const Person& held) {
  Person shown;
  shown.name = held.name;
  shown.birth_date = held.birth_date;
  shown.gender = held.gender;
  shown.relationship = held.relationship;
  shown.birth_sequence = held.birth_sequence;
  for (const precert::Identifier& one : held.identifiers) {
    const bool names = one.kind == precert::IdentifierKind::member_id ||
                       one.kind == precert::IdentifierKind::unique_health_id;
    if (names) shown.identifiers.push_back(one);
  }
  return shown;
}

/// A copy as X12 can say it.
template <class Model>
Model said(const Model& model, x12::Writer& writer) {
  base::Issues issues;  // what an answer cannot repeat is no fault of either side
  std::optional<Model> changed = speakable(model, writer, issues);
  return changed ? std::move(*changed) : model;
}

/// The patient as the inquiry said it, as the case holds it where the inquiry did not.
struct Patient {
  Person subscriber;
  std::optional<Person> dependent;
  friend bool operator==(const Patient&, const Patient&) = default;
};

Patient patient_of(const ReviewRequest& example, const ReviewRequest& held) {
  Patient patient;
  patient.subscriber = is_said(example.subscriber) ? example.subscriber : identity_of(held.subscriber);
  if (example.dependent) {
    patient.dependent = example.dependent;
  } else if (held.dependent) {
    patient.dependent = identity_of(*held.dependent);
  }
  return patient;
}

/// The matches of one patient: one 2000C each.
struct Group {
  Patient patient;
  std::vector<const InquiryMatch*> matches;
};

std::vector<Group> grouped(const Inquiry& inquiry, const precert::InquiryAnswer& answer,
                           std::span<const InquiryCandidate> candidates) {
  std::vector<Group> groups;
  for (const InquiryMatch& match : answer.matches) {
    Patient patient = patient_of(inquiry.example, candidates[match.candidate].found.request);
    const auto known =
        std::find_if(groups.begin(), groups.end(), [&](const Group& one) { return one.patient == patient; });
    Group& group = known == groups.end() ? groups.emplace_back(Group{std::move(patient), {}}) : *known;
    group.matches.push_back(&match);
  }
  return groups;
}

/// The request of the case as it is answered: traces are the inquiry's, never those of whoever sent it.
ReviewRequest answered_request(const Inquiry& inquiry, const InquiryMatch& match, const ReviewRequest& held) {
  ReviewRequest request = held;
  request.umo = inquiry.example.umo;
  request.event.traces = inquiry.example.event.traces;
  for (precert::ServiceLine& line : request.services) {
    line.traces.clear();
    const auto pair = std::find_if(match.lines.begin(), match.lines.end(),
                                   [&](const auto& one) { return one.first == line.sequence; });
    if (pair == match.lines.end()) continue;
    for (const precert::ServiceLine& asked : inquiry.example.services) {
      if (asked.sequence == pair->second) line.traces = asked.traces;
    }
  }
  return request;
}

void write_groups(Output& out, const Inquiry& inquiry, const std::vector<Group>& groups,
                  std::span<const InquiryCandidate> candidates, Levels& levels, int parent) {
  for (const Group& group : groups) {
    ReviewRequest whose;
    whose.subscriber = group.patient.subscriber;
    whose.dependent = group.patient.dependent;
    whose.insurance = inquiry.example.insurance;
    whose = said(whose, out.x12());
    const Determination none;
    Answering patient{whose, none, out};
    const int level = write_patient_levels(patient, levels, parent);
    for (const InquiryMatch* match : group.matches) {
      const precert::PriorCase& found = candidates[match->candidate].found;
      const ReviewRequest request = said(answered_request(inquiry, *match, found.request), out.x12());
      const std::optional<Determination> numbered = unnumbered_pended(request, found.determination);
      const Determination determination = said(numbered ? *numbered : found.determination, out.x12());
      Answering review{request, determination, out, true};
      write_event_levels(review, levels, level);
    }
  }
}

/// Nothing was found: the event is echoed with the AAA.
void write_refused_event(Answering& answering, const Inquiry& inquiry, Levels& levels, int parent) {
  Output& out = answering.out;
  levels.write(out.x12(), parent, "EV", false);
  write_traces(out, "2", inquiry.example.event.traces, 2, "event.traces");
  write_refusals(out.x12(), Level::event, refusals_at(answering.determination, Level::event));
  write_inquiry_um(out.x12(), inquiry, nullptr);
}

/// Without a patient there is no level for a refusal of the event: it is said of the requester, who left the
/// patient out.
void settle_levels(const ReviewRequest& example, std::vector<precert::Refusal>& refusals) {
  if (is_said(example.subscriber)) return;
  for (precert::Refusal& one : refusals) {
    if (one.level != Level::event) continue;
    one.level = Level::requester;
    one.code = "15";
  }
}

}  // namespace

void write_inquiry_response(x12::Writer& writer, const Inquiry& asked_for,
                            const precert::InquiryAnswer& answer,
                            std::span<const InquiryCandidate> candidates, std::string_view control_number,
                            base::Instant at) {
  const Inquiry inquiry{said(asked_for.example, writer), asked_for.keys};
  base::Issues issues;  // as in said()
  Output out(writer, issues);
  writer.restart_count();
  const x12::Guide* const guide = x12::guide_for("005010X215", "response");
  writer.follow(guide);
  const bool any_foreign = std::any_of(candidates.begin(), candidates.end(), [](const InquiryCandidate& one) {
    return one.found.request.transmission.usage.empty();
  });
  if (any_foreign) out.hold_to(*guide, Speech::answers);  // came from a dialect without these lists
  write_header(out, inquiry, control_number, at);
  Determination refused;
  refused.refusals = answer.refusals;
  refused.umo_contact = answer.umo_contact;
  settle_levels(inquiry.example, refused.refusals);
  Answering asked{inquiry.example, refused, out};
  Levels levels;
  if (const int requester = write_asked_levels(asked, levels)) {
    if (answer.found()) {
      write_groups(out, inquiry, grouped(inquiry, answer, candidates), candidates, levels, requester);
    } else if (const int patient = write_patient_levels(asked, levels, requester)) {
      write_refused_event(asked, inquiry, levels, patient);
    }
  }
  writer.segment("SE", {std::to_string(writer.segments() + 1), control_number});
  writer.follow(nullptr);
}

}  // namespace mappers
