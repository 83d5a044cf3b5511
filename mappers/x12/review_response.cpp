// Model -> 278 X217 response: the header and the levels above the event, and where the answer ends.
#include "mappers/x12/review_response.hpp"

#include <algorithm>

#include "mappers/codes/x12_codes.hpp"
#include "mappers/x12/party_out.hpp"
#include "mappers/x12/refusals.hpp"
#include "mappers/x12/response_levels_out.hpp"
#include "mappers/x12/speakable.hpp"
#include "parsers/x12/guide.hpp"

namespace mappers {
namespace {

using precert::Determination;
using precert::Level;

bool refused_at(const Determination& determination, std::initializer_list<Level> levels) {
  return std::any_of(determination.refusals.begin(), determination.refusals.end(), [&](const auto& refusal) {
    return std::find(levels.begin(), levels.end(), refusal.level) != levels.end();
  });
}

/// BHT06: 19 when more will follow: a pended line, or a request that is held (AAA04 Y).
std::string_view finality(const Determination& determination) {
  const bool held =
      std::any_of(determination.refusals.begin(), determination.refusals.end(),
                  [](const auto& refusal) { return refusal.follow_up == precert::FollowUp::held; });
  return determination.final() && !held ? "18" : "19";
}

void write_header(Answering& answering, std::string_view control_number, base::Instant at) {
  x12::Writer& x12 = answering.out.x12();
  x12.segment("ST", {"278", control_number, "005010X217"});
  x12.begin("BHT");
  x12.element("0007");
  x12.element("11");
  answering.out.text(answering.request.reference, 50, "reference");
  x12.element(base::ccyymmdd(base::utc_date(at)));
  x12.element(time_text(at));
  x12.element(finality(answering.determination));
  x12.end();
}

/// 2000A with 2010A: name, where to ask, refusals.
void write_umo(Answering& answering) {
  write_party(answering.out, loops::umo, answering.request.umo, "umo");
  write_contact(answering.out, answering.determination.umo_contact, "umo_contact");
  write_refusals(answering.out.x12(), Level::umo, refusals_at(answering.determination, Level::umo));
}

void write_services(Answering& answering, Levels& levels, int event) {
  for (const precert::ServiceLine& line : answering.request.services) {
    if (!is_answered(answering.determination, line)) continue;
    levels.write(answering.out.x12(), event, "SS", false);
    write_answered_service(answering, line);
  }
  for (const precert::LineDetermination& line : answering.determination.lines) {
    if (!line.added) continue;  // a line of the UMO's own follows those it was asked for
    levels.write(answering.out.x12(), event, "SS", false);
    write_answered_service(answering, *line.added);
  }
}

}  // namespace

// The answer ends after the level that carries an AAA, whose HL04 is then 0.

int write_asked_levels(Answering& answering, Levels& levels) {
  const Determination& determination = answering.determination;
  x12::Writer& x12 = answering.out.x12();
  bool ends = refused_at(determination, {Level::umo_level, Level::umo});
  const int umo = levels.write(x12, 0, "20", !ends);
  write_refusals(x12, Level::umo_level, refusals_at(determination, Level::umo_level));
  write_umo(answering);
  if (ends) return 0;

  ends = refused_at(determination, {Level::requester});
  const int requester = levels.write(x12, umo, "21", !ends);
  write_party(answering.out, loops::response_requester, answering.request.requester, "requester",
              {Level::requester, refusals_at(determination, Level::requester)});
  return ends ? 0 : requester;
}

int write_patient_levels(Answering& answering, Levels& levels, int parent) {
  const precert::ReviewRequest& request = answering.request;
  const Determination& determination = answering.determination;
  Output& out = answering.out;
  bool ends = refused_at(determination, {Level::subscriber});
  int level = levels.write(out.x12(), parent, "22", !ends);
  write_person(out, loops::subscriber, request.subscriber, &request.insurance, "subscriber",
               {Level::subscriber, refusals_at(determination, Level::subscriber)});
  if (request.dependent && !ends) {
    ends = refused_at(determination, {Level::dependent});
    level = levels.write(out.x12(), level, "23", !ends);
    write_person(out, loops::response_dependent, *request.dependent, nullptr, "dependent",
                 {Level::dependent, refusals_at(determination, Level::dependent)});
  }
  return ends ? 0 : level;
}

void write_event_levels(Answering& answering, Levels& levels, int parent) {
  const auto& services = answering.request.services;
  const auto& decided = answering.determination.lines;
  const bool answered =
      std::any_of(services.begin(), services.end(),
                  [&](const auto& line) { return is_answered(answering.determination, line); }) ||
      std::any_of(decided.begin(), decided.end(), [](const auto& line) { return line.added.has_value(); });
  const int event = levels.write(answering.out.x12(), parent, "EV", answered);
  write_answered_event(answering);
  write_services(answering, levels, event);
}

namespace {

void write_set(x12::Writer& writer, const precert::ReviewRequest& request,
               const precert::Determination& determination, std::string_view control_number,
               base::Instant at) {
  base::Issues issues;  // what an answer cannot repeat of its own request is no fault of either side
  Output out(writer, issues);
  Answering answering{request, determination, out};
  writer.restart_count();
  static const x12::Guide* const guide = x12::guide_for("005010X217", "response");
  writer.follow(guide);
  // It came from a dialect without these lists.
  if (request.transmission.usage.empty()) out.hold_to(*guide, Speech::answers);
  write_header(answering, control_number, at);
  Levels levels;
  if (const int requester = write_asked_levels(answering, levels)) {
    const int patient = write_patient_levels(answering, levels, requester);
    if (patient != 0) write_event_levels(answering, levels, patient);
  }
  writer.segment("SE", {std::to_string(writer.segments() + 1), control_number});
  writer.follow(nullptr);
}

}  // namespace

void write_review_response(x12::Writer& writer, const precert::ReviewRequest& asked,
                           const precert::Determination& made, std::string_view control_number,
                           base::Instant at) {
  const std::optional<precert::Determination> numbered = unnumbered_pended(asked, made);
  const precert::Determination& decided = numbered ? *numbered : made;
  const x12::Writer::Mark before = writer.mark();
  write_set(writer, asked, decided, control_number, at);
  if (!writer.changed_since(before)) return;
  // Some text cannot be said as it is: once more without what then says nothing.
  writer.take_back(before);
  base::Issues issues;
  const std::optional<precert::ReviewRequest> request = speakable(asked, writer, issues);
  const std::optional<precert::Determination> determination = speakable(decided, writer, issues);
  write_set(writer, request ? *request : asked, determination ? *determination : decided, control_number, at);
}

}  // namespace mappers
