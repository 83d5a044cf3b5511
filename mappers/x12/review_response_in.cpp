// See review_response_in.hpp: header, levels above the event, and the decision as a whole.
#include "mappers/x12/review_response_in.hpp"

#include <algorithm>

#include "mappers/codes/x12_codes.hpp"
#include "mappers/model/canonical.hpp"
#include "mappers/model/certified.hpp"
#include "mappers/x12/event_in.hpp"
#include "mappers/x12/levels_in.hpp"
#include "mappers/x12/party_in.hpp"
#include "mappers/x12/response_refusals_in.hpp"
#include "mappers/x12/response_service_in.hpp"

namespace mappers {
namespace {

using precert::Determination;
using precert::Level;
using precert::LineDetermination;
using precert::ReviewAction;
using x12::LoopView;

/// 2000E as a request would say it. The loops that have another meaning here are read anew: 2010EB is a
/// contact, 2010EC a place of the transport; PWK, MSG and REF NT speak for the reviewer.
void read_told_event(const LoopView& event, precert::ReviewRequest& told, ValueReader& read) {
  if (!event) return;
  read_event(event, told, read);
  told.documents.clear();
  told.notes.clear();
  told.answers.clear();
  told.event.previous_reference.clear();
  told.event.traces = traces_of(event, "2");
  told.event.transport_locations.clear();
  told.event.other_umos.clear();
  event.each_loop("2010EC", [&](const LoopView& place) {
    told.event.transport_locations.push_back(party_from(place, read));
  });
}

void read_told_services(const LoopView& event, precert::ReviewRequest& told, ValueReader& read) {
  int sequence = 0;
  event.each_loop("2000F", [&](const LoopView& service) {
    read_service(service, ++sequence, told, read);
    precert::ServiceLine& line = told.services.back();
    line.previous_reference.clear();
    line.traces = traces_of(service, "2");
    service.each_loop("2010FA",
                      [&](const LoopView& party) { line.providers.push_back(party_from(party, read)); });
  });
  told.documents.clear();
  told.notes.clear();
  told.answers.clear();
}

/// Where to ask, and where papers go: the event's contact, else that of the first line that has one.
void read_contacts(const LoopView& umo, const LoopView& event, Determination& determination,
                   ValueReader& read) {
  const precert::Party who = party_from(umo, read);
  if (who.contact) determination.umo_contact = *who.contact;
  LoopView intake = event.loop("2010EB");
  event.each_loop("2000F", [&](const LoopView& service) {
    if (!intake) intake = service.loop("2010FB");
  });
  if (intake) determination.intake = party_from(intake, read);
}

void read_numbers(const LoopView& event, Determination& determination) {
  const LineDetermination whole = event_decision_from(event);
  determination.numbers.certification = whole.certification_number;
  determination.numbers.reference = whole.reference_number;
  for (const precert::Trace& own : traces_of(event, "1")) {
    if (determination.numbers.trace.empty()) determination.numbers.trace = own.number;
  }
}

/// A2 and A6 of the event do not say what of a line is certified, unless there is one line only and the event
/// says what is other than was asked.
bool leaves_open(const precert::ReviewRequest& told, const precert::ReviewRequest& asked,
                 LineDetermination& shared) {
  if (shared.action == ReviewAction::partially_certified) return true;
  if (shared.action != ReviewAction::modified) return false;
  if (asked.services.size() == 1)
    keep_differences(event_line(told.event), event_line(asked.event), asked, shared);
  return !(shared.delivery || shared.dates || shared.provider);
}

/// The lines that the answer leaves to the event's HCR.
void share_event_decision(const LoopView& event, const precert::ReviewRequest& told,
                          const precert::ReviewRequest& asked, Determination& determination) {
  if (!from_x12<ReviewAction>(event.segment("HCR").element(1))) return;
  for (const precert::ServiceLine& line : asked.services) {
    const bool refused =
        std::any_of(determination.refusals.begin(), determination.refusals.end(), [&](const auto& one) {
          const bool of_line = one.level == Level::service || one.level == Level::service_provider;
          return of_line && one.index == line.sequence;
        });
    if (refused || determination.line(line.sequence) != nullptr) continue;
    LineDetermination shared = event_decision_from(event);
    shared.sequence = line.sequence;
    if (leaves_open(told, asked, shared)) {
      shared.action = ReviewAction::pended;
      shared.certification_number.clear();
      shared.validity.reset();
      determination.notes.push_back({unsaid_change, line.sequence, {}});
    }
    determination.lines.push_back(std::move(shared));
  }
}

void read_event_decision(const LoopView& event, const precert::ReviewRequest& told,
                         const precert::ReviewRequest& asked, Determination& determination) {
  if (asked.services.empty() && determination.lines.empty() && event.segment("HCR")) {
    LineDetermination alone = event_decision_from(event);
    read_missing(event, alone);
    keep_differences(event_line(told.event), event_line(asked.event), asked, alone);
    determination.lines.push_back(std::move(alone));
  } else {
    share_event_decision(event, told, asked, determination);
  }
  const std::string_view words = event.segment("MSG").element(1);
  const bool refused = bool(event.segment("AAA"));
  if (!words.empty() && !refused) determination.notes.push_back({std::string(words), 0, {}});
}

}  // namespace

std::vector<precert::Trace> traces_of(const LoopView& loop, std::string_view type) {
  std::vector<precert::Trace> traces;
  loop.each_segment("TRN", [&](const x12::SegmentView& trn) {
    if (trn.element(1) != type) return;
    traces.push_back({text(trn.element(2)), text(trn.element(3)), text(trn.element(4)), source_of(trn)});
  });
  return traces;
}

base::Result<AnsweredReview> answered_review_from(const x12::LoopTree& tree,
                                                  const x12::InterchangeHeader& interchange,
                                                  const x12::GroupHeader& group,
                                                  const precert::ReviewRequest* asked) {
  base::Issues issues;
  ValueReader read(issues);
  AnsweredReview answer;
  answer.told.transmission = transmission_from(interchange, group);
  const LoopView set = x12::root(tree);
  read_header(set, answer.told, read);
  const LoopView event = read_levels(set, answer.told.umo, answer.told.requester, answer.told, read);
  read_told_event(event, answer.told, read);
  read_told_services(event, answer.told, read);
  make_canonical(answer.told);

  Determination& determination = answer.determination;
  determination.decided = answer.told.submitted;
  const precert::ReviewRequest& request = asked == nullptr ? answer.told : *asked;
  read_refusals(set, request, determination);
  read_contacts(set.loop("2000A").loop("2010A"), event, determination, read);
  read_numbers(event, determination);
  read_lines(event, answer.told, asked, determination);
  read_event_decision(event, answer.told, request, determination);
  const bool any_decided = !determination.lines.empty();
  pend_unanswered(request, determination);
  determination.action = from_x12<ReviewAction>(event.segment("HCR").element(1))
                             .value_or(precert::summary_of(determination.lines));
  if (issues.fatal()) return issues;
  const bool silent = !event.segment("HCR") && determination.refusals.empty() && !any_decided;
  if (silent) {
    return base::Issue{base::IssueCode::x12_set, "2000E/HCR",
                       "the answer holds neither a decision nor a refusal."};
  }
  return answer;
}

}  // namespace mappers
