#include "gateway/review/exchange_metrics.hpp"

#include <algorithm>
#include <array>

#include "gateway/review/submit_review.hpp"
#include "mappers/codes/fhir_systems.hpp"
#include "mappers/fhir/code_systems.hpp"
#include "mappers/fhir/identifiers.hpp"
#include "parsers/json/writer.hpp"

namespace gateway {
namespace {

using precert::LineDetermination;
using precert::ReviewAction;
using Versions = std::vector<MeasuredVersion>;

/// Loops of the 278 in the order of precert::Level.
constexpr std::array<std::string_view, 9> loops = {"2000A", "2010A",  "2010B", "2010C", "2010D",
                                                   "2000E", "2010EA", "2000F", "2010FA"};

/// The model knows no word for what needs no authorization or a call.
std::string_view result_of(ReviewAction action) {
  switch (action) {
    case ReviewAction::certified: return "approved";
    case ReviewAction::partially_certified:
    case ReviewAction::modified: return "modified";
    case ReviewAction::not_certified: return "denied";
    case ReviewAction::pended: return "pended";
    case ReviewAction::cancelled: return "cancelled";
    case ReviewAction::contact_payer:
    case ReviewAction::not_required: return {};
  }
  return {};
}

/// `initialDocToPayer` is the first that brings documents, `subsequent` each later one.
std::string_view type_of(const Versions& versions, std::size_t index) {
  const MeasuredVersion& version = versions[index];
  if (version.documents) {
    const auto here = versions.begin() + static_cast<std::ptrdiff_t>(index);
    const bool first =
        std::none_of(versions.begin(), here, [](const MeasuredVersion& one) { return one.documents; });
    return first ? "initialDocToPayer" : "subsequent";
  }
  if (index == 0) return "initial";
  return version.request.purpose == precert::Purpose::cancellation ? "cancel" : "update";
}

void write_coded(json::Writer& out, std::string_view name, std::string_view system, std::string_view code) {
  out.object_field(name).array_field("coding").begin_object();
  out.field("system", system).field("code", code).end_object().end_array().end_object();
}

void write_party(json::Writer& out, std::string_view name, const precert::Party& party) {
  if (party.identifiers.empty()) return;
  out.key(name);
  mappers::write_identifier(out, party.identifiers.front());
}

void write_exchanges(json::Writer& out, const Versions& versions) {
  out.array_field("exchange");
  for (std::size_t i = 0; i < versions.size(); ++i) {
    const CaseRecord& record = versions[i].record;
    if (record.message.empty()) continue;
    out.begin_object().field("type", type_of(versions, i)).field("with", "provider");
    out.field("method", record.submitter.starts_with("x12:") ? "x12" : "restful");
    out.field("requestTime", base::iso(record.received));
    if (versions[i].status) {
      out.field("responseTime", base::iso(record.decided)).field("httpResponse", *versions[i].status);
    }
    out.end_object();
  }
  out.end_array();
}

/// Refusals of a service line stand with the line, the others at the record.
void write_refusals(json::Writer& out, const precert::Determination& determination, int sequence) {
  const auto belongs = [&](const precert::Refusal& one) {
    const bool of_line =
        one.level == precert::Level::service || one.level == precert::Level::service_provider;
    return sequence == 0 ? !of_line : of_line && one.index == sequence;
  };
  const std::vector<precert::Refusal>& all = determination.refusals;
  if (std::none_of(all.begin(), all.end(), belongs)) return;
  out.array_field("aaaCodes");
  for (const precert::Refusal& one : all) {
    if (!belongs(one)) continue;
    out.begin_object().field("loopID", loops.at(static_cast<std::size_t>(one.level)));
    out.field("aaaCode", one.code).end_object();
  }
  out.end_array();
}

/// How a line came to its result.
struct Course {
  const MeasuredVersion* first = nullptr;  // that had the line
  const MeasuredVersion* final = nullptr;  // since when it is decided; nullptr while it pends
  int responses = 0;                   // up to that one
};

Course course_of(const Versions& versions, int sequence) {
  Course course;
  int responses = 0;
  for (const MeasuredVersion& version : versions) {
    const LineDetermination* const line = version.determination.line(sequence);
    if (line == nullptr) continue;
    ++responses;
    if (course.first == nullptr) course.first = &version;
    if (line->action == ReviewAction::pended) {
      course.final = nullptr;
    } else if (course.final == nullptr) {
      course.final = &version;
      course.responses = responses;
    }
  }
  return course;
}

const precert::ServiceLine* service_of(const precert::ReviewRequest& request, const LineDetermination& line) {
  if (line.added) return &*line.added;
  const auto found = std::find_if(request.services.begin(), request.services.end(),
                                  [&](const auto& one) { return one.sequence == line.sequence; });
  return found == request.services.end() ? nullptr : &*found;
}

void write_service(json::Writer& out, const precert::ReviewRequest& request, const LineDetermination& line) {
  const precert::ServiceLine* const service = service_of(request, line);
  const std::vector<precert::Trace>& traces = service == nullptr ? request.event.traces : service->traces;
  if (!traces.empty()) out.field("trn", traces.front().number);
  if (service != nullptr && !service->procedure.code.empty()) {
    return write_coded(out, "item", mappers::fhir_system_of(service->procedure.system),
                       service->procedure.code);
  }
  const std::string& type =
      service == nullptr ? request.event.service_type : request.service_type_of(*service);
  if (!type.empty()) write_coded(out, "item", mappers::systems::service_type, type);
}

void write_line(json::Writer& out, const Versions& versions, const LineDetermination& line) {
  const MeasuredVersion& newest = versions.back();
  const Course course = course_of(versions, line.sequence);
  out.begin_object();
  write_service(out, newest.request, line);
  if (course.first != nullptr) out.field("initialSubmissionTime", base::iso(course.first->record.received));
  if (course.final != nullptr) {
    out.field("finalResponseTime", base::iso(course.final->record.decided));
    out.field("responsesRequired", course.responses);
  }
  if (line.sequence != 0) write_refusals(out, newest.determination, line.sequence);
  if (const std::string_view result = result_of(line.action); !result.empty()) out.field("result", result);
  if (line.action == ReviewAction::not_certified && !line.reasons.empty()) {
    write_coded(out, "denialReason", mappers::systems::decision_reason, line.reasons.front().code);
  }
  out.end_object();
}

void write_lines(json::Writer& out, const Versions& versions) {
  const std::vector<LineDetermination>& lines = versions.back().determination.lines;
  if (lines.empty()) return;
  out.array_field("itemDetail");
  for (const LineDetermination& line : lines) write_line(out, versions, line);
  out.end_array();
}

bool asks(const precert::Determination& determination, const std::string& control_number) {
  return std::any_of(
      determination.lines.begin(), determination.lines.end(), [&](const LineDetermination& line) {
        return std::any_of(line.missing.begin(), line.missing.end(),
                           [&](const auto& one) { return one.control_number == control_number; });
      });
}

/// When the answer to a question came: the first message after which nobody asks any more.
const MeasuredVersion* answered_by(const Versions& versions, std::size_t asked,
                               const std::string& control_number) {
  for (std::size_t i = asked + 1; i < versions.size(); ++i) {
    if (asks(versions[i].determination, control_number)) continue;
    return versions[i].record.message.empty() ? nullptr : &versions[i];
  }
  return nullptr;
}

void write_question(json::Writer& out, const Versions& versions, std::size_t asked,
                    const precert::MissingInformation& question) {
  const bool by_loinc = !question.loinc.empty();
  out.begin_object().array_field("docRequest").begin_object().array_field("coding").begin_object();
  out.field("system", by_loinc ? mappers::systems::loinc : mappers::systems::report_type);
  out.field("code", by_loinc ? question.loinc : question.report_type);
  out.end_object().end_array().end_object().end_array();
  out.field("timeRequested", base::iso(versions[asked].record.decided));
  if (const MeasuredVersion* const answer = answered_by(versions, asked, question.control_number)) {
    out.field("timeSubmitted", base::iso(answer->record.received));
  }
  out.end_object();
}

/// Documents that were asked for by a code, each where it was asked for first.
void write_questions(json::Writer& out, const Versions& versions) {
  std::vector<std::string> known;
  for (std::size_t i = 0; i < versions.size(); ++i) {
    for (const LineDetermination& line : versions[i].determination.lines) {
      for (const precert::MissingInformation& question : line.missing) {
        if (question.loinc.empty() && question.report_type.empty()) continue;
        if (std::find(known.begin(), known.end(), question.control_number) != known.end()) continue;
        if (known.empty()) out.array_field("requestedDoc");
        known.push_back(question.control_number);
        write_question(out, versions, i, question);
      }
    }
  }
  if (!known.empty()) out.end_array();
}

base::Result<Versions> versions_of(const precert::CaseId& id, Store& store) {
  const base::Result<std::vector<CaseRecord>> history = store.history(id);
  if (!history) return history.error();
  const base::Result<std::vector<DocumentOutline>> attached = store.outlines_of(id);
  if (!attached) return attached.error();
  Versions versions;
  for (const CaseRecord& record : *history) {
    base::Result<precert::PriorCase> read = prior_from(record);
    if (!read) return read.error();
    MeasuredVersion version{record, std::move(read->request), std::move(read->determination), std::nullopt,
                        false};
    if (!record.message.empty()) {
      const base::Result<std::optional<StoredMessage>> message = store.message(record.message);
      if (!message) return message.error();
      if (*message) version.status = (*message)->answer.status;
      version.documents = std::any_of(attached->begin(), attached->end(), [&](const DocumentOutline& one) {
        return one.record.message == record.message;
      });
    }
    versions.push_back(std::move(version));
  }
  return versions;
}

/// The record of one case as JSON on one line: who asked whom, each exchange with its times and status, each
/// line with result, first and final time, what was asked for and when it came. `versions`: all of one case,
/// the first first, at least one. Decisions of reviewers are no exchanges; they show in the results. Names no
/// patient.
std::string metrics_record_of(const Versions& versions) {
  const MeasuredVersion& newest = versions.back();
  std::string text;
  json::Writer out(text);
  const bool elsewhere = newest.determination.rulebook.starts_with("upstream:");
  out.begin_object().field("source", elsewhere ? "intermediary-src" : "payer-src");
  write_party(out, "providerId", newest.request.requester);
  if (!newest.request.insurance.group.empty()) out.field("groupId", newest.request.insurance.group);
  write_party(out, "payerId", newest.request.umo);
  write_exchanges(out, versions);
  write_refusals(out, newest.determination, 0);
  write_lines(out, versions);
  write_questions(out, versions);
  out.end_object();
  return text;
}

}  // namespace

base::Result<void> each_metrics_record(Store& store, base::Instant from, base::Instant until,
                                       const std::function<bool(std::string_view)>& write) {
  std::vector<precert::CaseId> ids;  // the store must not be called while it visits
  const base::Result<void> visited = store.each_case(from, until, [&](const CaseRecord& record) {
    ids.push_back(record.id);
    return true;
  });
  if (!visited) return visited.error();
  for (const precert::CaseId& id : ids) {
    const base::Result<Versions> versions = versions_of(id, store);
    if (!versions) return versions.error();
    if (!versions->empty() && !write(metrics_record_of(*versions))) break;
  }
  return {};
}

}  // namespace gateway
