#include "gateway/intake/papers.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "gateway/edi/attachments.hpp"
#include "gateway/review/submit_review.hpp"
#include "gateway/work/events.hpp"
#include "mappers/fhir/content_hash.hpp"
#include "mappers/model/attachment_json.hpp"
#include "precert/engine/attached.hpp"

namespace gateway {
namespace {

using precert::Attachment;
using precert::AttachmentMessage;

constexpr const char* document_received = "document_received";
constexpr const char* document_indexed = "document_indexed";
constexpr const char* intake_queue = "intake";

AttachmentMessage message_from_paper(const Paper& paper, const MessageTurn& turn) {
  AttachmentMessage message;
  message.paper = true;
  message.submitted = turn.received;
  message.certification = paper.request_number;
  message.administrative = paper.request_number;
  message.patient.birth_date = paper.born;
  if (!paper.member.empty()) {
    message.patient.identifiers = {{precert::IdentifierKind::member_id, paper.member, ""}};
  }
  if (!paper.npi.empty()) message.provider.identifiers = {{precert::IdentifierKind::npi, paper.npi, ""}};
  Attachment& attachment = message.attachments.emplace_back();
  attachment.control_number = paper.control_number;
  attachment.report_type = paper.report_type;
  attachment.loinc = paper.loinc;
  attachment.content_type = paper.content_type;
  attachment.content = paper.content;
  attachment.content_hash = mappers::content_hash_of_bytes(paper.content);
  attachment.title = "Document received by " + paper.channel;
  attachment.source = {paper.channel};
  return message;
}

base::Result<AttachmentRecord> record_from_paper(const Paper& paper, MessageTurn& turn) {
  return document_record(message_from_paper(paper, turn), "intake:" + paper.channel,
                         turn.services.config.intake.held, turn);
}

/// Something that a case waits for: asked for, or announced and not here yet.
struct Awaited {
  std::string number, report_type, loinc;
  bool announced = false;
};

std::vector<Awaited> awaited_by(const precert::PriorCase& found) {
  std::vector<Awaited> all;
  for (const precert::LineDetermination& line : found.determination.lines) {
    if (line.action != precert::ReviewAction::pended) continue;
    for (const precert::MissingInformation& one : line.missing) {
      if (!one.control_number.empty()) all.push_back({one.control_number, one.report_type, one.loinc, false});
    }
  }
  for (const precert::Document& one : found.request.documents) {
    const bool here = !one.content_hash.empty() || one.change == precert::Change::cancelled;
    if (!here && !one.control_number.empty())
      all.push_back({one.control_number, one.report_type, one.loinc, true});
  }
  return all;
}

bool is_same_kind(const Awaited& a, const Awaited& b) {
  return (!a.report_type.empty() && a.report_type == b.report_type) ||
         (!a.loinc.empty() && a.loinc == b.loinc);
}

/// The number of the one thing that is awaited; "" when there are several. What was announced and is asked
/// for on some lines as well is one thing: it answers all of them.
std::string only_number(const std::vector<Awaited>& awaited) {
  if (awaited.size() == 1) return awaited.front().number;
  const auto announced = std::ranges::find_if(awaited, [](const Awaited& one) { return one.announced; });
  if (announced == awaited.end()) return {};
  const bool same = std::ranges::all_of(awaited, [&](const Awaited& one) {
    return one.number == announced->number || (!one.announced && is_same_kind(one, *announced));
  });
  return same ? announced->number : std::string();
}

/// Says in the record what the paper is; the description holds the same as the columns do.
base::Result<void> say_what_it_is(AttachmentRecord& document, const Indexing& said) {
  base::Result<AttachmentMessage> message = mappers::attachment_message_from_json(document.description);
  if (!message) return message.error();
  for (Attachment& one : message->attachments) {
    if (!said.control_number.empty()) one.control_number = said.control_number;
    if (!said.report_type.empty()) one.report_type = said.report_type;
    if (!said.loinc.empty()) one.loinc = said.loinc;
  }
  if (!said.control_number.empty()) document.control_number = said.control_number;
  document.description = mappers::to_json(*message);
  return {};
}

/// The piece of work that shows the paper to people: what is known of it, nothing of the patient.
WorkItem indexing_item(const AttachmentRecord& document, const Paper& paper, const char* why,
                       const precert::CaseId& id, int priority) {
  WorkItem item;
  item.id = indexing_work_of(document.id);
  item.kind = WorkKind::indexing;
  item.case_id = id;
  item.queue = intake_queue;
  item.priority = priority;
  item.opened = document.received;
  json::Writer out(item.details);
  out.begin_object().field("document", document.id).field("why", why).field("channel", paper.channel);
  out.field("content_type", paper.content_type)
      .field("bytes", static_cast<std::int64_t>(paper.content.size()));
  if (!paper.control_number.empty()) out.field("control_number", paper.control_number);
  if (!paper.request_number.empty()) out.field("request_number", paper.request_number);
  if (!paper.from.empty()) out.field("from", paper.from);
  out.end_object();
  return item;
}

/// The case as this message has made it.
const CaseRecord& as_changed(const CaseRecord& record, const MessageTurn& turn) {
  const auto changed = std::ranges::find_if(turn.exchange.cases,
                                            [&](const CaseWrite& one) { return one.record.id == record.id; });
  return changed == turn.exchange.cases.end() ? record : changed->record;
}

void note_paper(const char* kind, const std::string& document, std::string_view channel,
                const std::string& actor, const CaseRecord& record, MessageTurn& turn) {
  turn.exchange.events.push_back(
      work_event::event_of(as_changed(record, turn), kind, actor, turn.received, [&](json::Writer& out) {
        out.field("document", document);
        if (!channel.empty()) out.field("channel", channel);
      }));
}

/// Keeps the paper; it waits for its request and for people.
PaperOutcome hold_paper(AttachmentRecord document, const Paper& paper, const char* why, MessageTurn& turn) {
  PaperOutcome outcome;
  outcome.document = document.id;
  outcome.work = indexing_work_of(document.id);
  outcome.why = why;
  constexpr int routine = 2;
  turn.exchange.work.push_back(indexing_item(document, paper, why, {}, routine));
  // Only a number that no case has may still find its request by itself.
  if (why != std::string_view(why_unknown_number)) document.control_number.clear();
  turn.exchange.attachments.push_back(std::move(document));
  return outcome;
}

/// What the paper is where it does not say so: the one thing that the case waits for. Several: people say.
base::Result<bool> settle_what_it_is(AttachmentRecord& document, const Paper& paper,
                                     const CaseRecord& record) {
  const base::Result<precert::PriorCase> found = prior_from(record);
  if (!found) return found.error();
  const std::vector<Awaited> awaited = awaited_by(*found);
  const bool quoted =
      std::ranges::any_of(awaited, [&](const Awaited& one) { return one.number == paper.control_number; });
  if (quoted || awaited.empty() || !paper.report_type.empty() || !paper.loinc.empty()) return true;
  Indexing said;
  said.control_number = only_number(awaited);
  if (said.control_number.empty()) return false;
  const base::Result<void> settled = say_what_it_is(document, said);
  if (!settled) return settled.error();
  return true;
}

base::Result<PaperOutcome> join_paper(AttachmentRecord document, const Paper& paper, const CaseRecord& record,
                                      const std::string& actor, MessageTurn& turn) {
  const base::Result<bool> clear = settle_what_it_is(document, paper, record);
  if (!clear) return clear.error();
  PaperOutcome outcome;
  outcome.document = document.id;
  outcome.case_id = record.id;
  if (!*clear) {
    outcome.work = indexing_work_of(document.id);
    outcome.why = why_unclear_answer;
    turn.exchange.work.push_back(
        indexing_item(document, paper, why_unclear_answer, record.id, record.priority));
  }
  const base::Result<void> attached = attach_to(record, std::move(document), turn);
  if (!attached) return attached.error();
  note_paper(document_received, outcome.document, paper.channel, actor, record, turn);
  return outcome;
}

/// True when nothing else that the paper says speaks against the case whose id it quotes: the id is one more
/// number of that case here.
base::Result<bool> is_case_of_paper(const AttachmentRecord& document, const Paper& paper,
                                    const CaseRecord& record, const MessageTurn& turn) {
  const base::Result<AttachmentMessage> message = mappers::attachment_message_from_json(document.description);
  if (!message) return message.error();
  base::Result<precert::PriorCase> named = prior_from(record);
  if (!named) return named.error();
  named->request.event.previous_reference = paper.request_number;
  return std::ranges::all_of(message->attachments, [&](const Attachment& one) {
    return precert::matches(*message, one, *named, turn.knowledge.rulebook.get());
  });
}

/// Cases that fit: by the numbers, and by the id of the case, which people may write on a sheet as well.
base::Result<std::vector<CaseRecord>> fitting_cases(const AttachmentRecord& document, const Paper& paper,
                                                    MessageTurn& turn) {
  base::Result<std::vector<CaseRecord>> cases = cases_of_document(document, turn);
  if (!cases || !cases->empty() || paper.request_number.empty()) return cases;
  const base::Result<std::optional<CaseRecord>> named =
      turn.services.store.find_case(precert::CaseId(paper.request_number));
  if (!named) return named.error();
  if (!*named) return cases;
  const base::Result<bool> fits = is_case_of_paper(document, paper, **named, turn);
  if (!fits) return fits.error();
  if (*fits) cases->push_back(**named);
  return cases;
}

/// Why people have to see a paper that could not be put to its case; nullptr = try again later.
const char* why_it_stays(const base::Issues& issues) {
  switch (issues.first().code) {
    case base::IssueCode::conflict: return why_elsewhere;
    case base::IssueCode::data_invalid: return why_unreadable_case;
    default: return nullptr;
  }
}

/// Puts the paper to the one case that fits what it says, or keeps it. Errors: as take_paper_for().
base::Result<PaperOutcome> placed_paper(const AttachmentRecord& document, const Paper& paper,
                                        const std::string& actor, MessageTurn& turn) {
  if (paper.control_number.empty() && paper.request_number.empty()) {
    return hold_paper(document, paper, why_no_number, turn);
  }
  const base::Result<std::vector<CaseRecord>> cases = fitting_cases(document, paper, turn);
  if (!cases) return cases.error();
  if (cases->size() != 1) {
    const char* const why = cases->empty() ? why_unknown_number : why_several_cases;
    return hold_paper(document, paper, why, turn);
  }
  return join_paper(document, paper, cases->front(), actor, turn);
}

}  // namespace

base::Result<PaperOutcome> take_paper(const Paper& paper, const std::string& actor, MessageTurn& turn) {
  base::Result<AttachmentRecord> document = record_from_paper(paper, turn);
  if (!document) return document.error();
  base::Result<PaperOutcome> placed = placed_paper(*document, paper, actor, turn);
  const char* const why = placed ? nullptr : why_it_stays(placed.error());
  if (why == nullptr) return placed;
  turn.exchange = {};  // the turn is this paper's alone
  turn.decided.clear();
  return hold_paper(std::move(*document), paper, why, turn);
}

base::Result<PaperOutcome> take_paper_for(const CaseRecord& record, const Paper& paper,
                                          const std::string& actor, MessageTurn& turn) {
  base::Result<AttachmentRecord> document = record_from_paper(paper, turn);
  if (!document) return document.error();
  return join_paper(std::move(*document), paper, record, actor, turn);
}

base::Result<PaperOutcome> index_paper(const AttachmentRecord& document, const Indexing& said,
                                       const CaseRecord& record, MessageTurn& turn) {
  if (document.state == AttachmentState::attached && document.case_id != record.id) {
    return base::Issues(base::Issue{base::IssueCode::conflict, "document",
                                    "This document belongs to another case already; look at it again."});
  }
  AttachmentRecord indexed = document;
  const base::Result<void> named = say_what_it_is(indexed, said);
  if (!named) return named.error();
  Paper paper;
  paper.control_number = said.control_number;
  paper.report_type = said.report_type;
  paper.loinc = said.loinc;
  if (document.state != AttachmentState::attached) {
    const base::Result<bool> clear = settle_what_it_is(indexed, paper, record);
    if (!clear) return clear.error();  // unclear: it is attached as support data, people have looked at it
  }
  const base::Result<void> attached = attach_to(record, std::move(indexed), turn);
  if (!attached) return attached.error();
  note_paper(document_indexed, document.id, "", said.actor, record, turn);
  PaperOutcome outcome;
  outcome.document = document.id;
  outcome.case_id = record.id;
  return outcome;
}

}  // namespace gateway
