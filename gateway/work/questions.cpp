// Asking for information, extending the review, looking at what needs no authorization, and another place.
// See actions.hpp.
#include "gateway/http/replies.hpp"
#include "gateway/work/action_body.hpp"
#include "gateway/work/actions.hpp"
#include "gateway/work/events.hpp"
#include "gateway/work/place_body.hpp"
#include "precert/engine/after_pending.hpp"
#include "precert/rulebook/tables.hpp"

namespace gateway {
namespace {

/// What a body asks for. A day as `due` is one of the plan's, whose zone the rulebook knows.
struct Question {
  precert::InformationRequest wanted;
  std::optional<base::Date> due_day;
};

void read_due(ActionBody& body, Question& question) {
  question.due_day = base::date_from_iso(body.fields().child("due").string());
  if (question.due_day) return;
  const auto due = body.fields().value_of("due", base::instant_from_iso,
                                          "is a day or an instant: 2026-01-20 or 2026-01-20T08:00:00Z.");
  if (due) question.wanted.due = *due;
}

Question question_from(ActionBody& body) {
  Question question;
  precert::InformationRequest& wanted = question.wanted;
  wanted.lines = body.fields().wholes("lines");
  read_due(body, question);
  std::size_t index = 0;
  for (const json::Value one : body.fields().child("wanted").elements()) {
    BodyFields said(one, "$.wanted[" + std::to_string(index++) + "]", body.issues());
    wanted.wanted.push_back(
        {said.text("fact"), said.text("loinc"), said.text("report_type"), said.text("words")});
  }
  return question;
}

}  // namespace

precert::PlaceChange place_change_from(ActionBody& body, const precert::Directory* directory) {
  precert::PlaceChange change;
  change.lines = body.fields().wholes("lines");
  change.place_code = body.fields().text("place_of_service");
  BodyFields facility = body.child("facility");
  const std::string npi = facility.text("npi", true);
  change.place.role = precert::PartyRole::facility;
  change.place.organization = facility.text("name");
  change.place.identifiers = {{precert::IdentifierKind::npi, npi, ""}};
  const precert::Facility* const known = directory == nullptr ? nullptr : directory->find(npi);
  if (known != nullptr) {
    change.place.organization = known->name;
    change.place.address = known->address;
  }
  return change;
}

CaseEvent place_event(const CaseRecord& record, const precert::PlaceChange& change, std::string_view actor,
                      base::Instant at) {
  return work_event::event_of(record, work_event::place_changed, actor, at, [&](json::Writer& out) {
    out.field("facility", change.place.npi());
    if (!change.place_code.empty()) out.field("place_of_service", change.place_code);
  });
}

CaseAction request_information(const HttpRequest& request, const std::string& id, Services& services) {
  ActionBody body(request.body);
  const Actor actor = body.actor();
  const Question question = question_from(body);
  if (!body.good()) co_return refusal(400, request.path, body.issues());
  const MakeChange make = [&](const OpenCase& open) -> base::Result<CaseChangeMade> {
    const base::Result<void> ours = is_open_to(open, actor.id);
    if (!ours) return ours.error();
    precert::InformationRequest wanted = question.wanted;
    if (question.due_day) wanted.due = open.knowledge.rulebook->calendar.end_of_day(*question.due_day);
    base::Result<precert::Determination> made =
        precert::information_requested(open.prior, wanted, *open.knowledge.rulebook, open.known.facts);
    if (!made) return made.error();
    CaseChangeMade change;
    change.determination = std::move(*made);
    return change;  // its event comes with the piece of work that it opens
  };
  co_return co_await change_case(request, id, body.seen(), actor.id, services, make);
}

CaseAction extend_review(const HttpRequest& request, const std::string& id, Services& services) {
  ActionBody body(request.body);
  const Actor actor = body.actor();
  precert::Extension extension;
  extension.days = body.fields().whole("days").value_or(0);
  extension.reason = body.fields().text("reason");
  if (!body.good()) co_return refusal(400, request.path, body.issues());
  const MakeChange make = [&](const OpenCase& open) -> base::Result<CaseChangeMade> {
    const base::Result<void> ours = is_open_to(open, actor.id);
    if (!ours) return ours.error();
    base::Result<precert::Determination> made =
        precert::extended(open.prior, extension, *open.knowledge.rulebook, open.known.facts);
    if (!made) return made.error();
    CaseChangeMade change;
    change.determination = std::move(*made);
    change.events.push_back(work_event::event_of(
        open.record, work_event::review_extended, actor.id, open.now,
        [&](json::Writer& out) { out.field("days", extension.days).field("reason", extension.reason); }));
    return change;
  };
  co_return co_await change_case(request, id, body.seen(), actor.id, services, make);
}

CaseAction change_place(const HttpRequest& request, const std::string& id, Services& services) {
  ActionBody body(request.body);
  const Actor actor = body.actor();
  const Snapshot knowledge = services.knowledge.current();
  const precert::PlaceChange place = place_change_from(body, knowledge.directory.get());
  if (!body.good()) co_return refusal(400, request.path, body.issues());
  const MakeChange make = [&](const OpenCase& open) -> base::Result<CaseChangeMade> {
    base::Result<precert::ReviewRequest> changed = precert::place_change_of(open.prior, place);
    if (!changed) return changed.error();
    CaseChangeMade change;
    change.request = std::move(*changed);
    change.events.push_back(place_event(open.record, place, actor.id, open.now));
    return change;
  };
  co_return co_await change_case(request, id, body.seen(), actor.id, services, make);
}

CaseAction review_anyway(const HttpRequest& request, const std::string& id, Services& services) {
  ActionBody body(request.body);
  const Actor actor = body.actor();
  if (!body.good()) co_return refusal(400, request.path, body.issues());
  const MakeChange make = [&actor](const OpenCase& open) -> base::Result<CaseChangeMade> {
    base::Result<precert::ReviewRequest> wanted = precert::review_anyway_of(open.prior);
    if (!wanted) return wanted.error();
    CaseChangeMade change;
    change.request = std::move(*wanted);
    change.events.push_back(
        work_event::event_of(open.record, work_event::review_asked_for, actor.id, open.now));
    return change;
  };
  co_return co_await change_case(request, id, body.seen(), actor.id, services, make);
}

}  // namespace gateway
