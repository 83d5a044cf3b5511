#include "mappers/issues/operation_outcome.hpp"

#include "mappers/issues/wire.hpp"

namespace mappers {
namespace {

using base::Issue;
using base::IssueCode;
using base::Issues;
using base::Severity;

std::string_view severity_text(Severity severity) {
  switch (severity) {
    case Severity::error: return "error";
    case Severity::warning: return "warning";
    case Severity::information: return "information";
  }
  return "error";
}

/// True when `where` is a FHIRPath: "Bundle.entry[0].resource", not "byte 12, line 1:13" and not "2000E/UM-02
/// @15".
bool is_fhir_path(const Issue& issue) {
  if (issue.where.empty()) return false;
  if (issue.code >= IssueCode::fhir_structure && issue.code <= IssueCode::fhir_profile) return true;
  if (issue.code >= IssueCode::x12_interchange && issue.code <= IssueCode::x12_element) return false;
  return issue.where[0] >= 'A' && issue.where[0] <= 'Z' && issue.where.find('.') != std::string::npos &&
         issue.where.find(' ') == std::string::npos;
}

/// "json_syntax: Send one JSON value. (byte 12, line 1:13)".
std::string diagnostics_of(const Issue& issue) {
  std::string text(base::name(issue.code));
  if (!issue.remedy.empty()) text += ": " + issue.remedy;
  if (!issue.where.empty() && !is_fhir_path(issue)) text += " (" + issue.where + ")";
  return text;
}

void write_issue(json::Writer& writer, const Issue& issue) {
  const Wire words = wire(issue.code);
  writer.begin_object();
  writer.field("severity", severity_text(issue.severity)).field("code", words.fhir);
  writer.object_field("details").field("text", words.title).end_object();
  writer.field("diagnostics", diagnostics_of(issue));
  if (is_fhir_path(issue)) writer.array_field("expression").string(issue.where).end_array();
  writer.end_object();
}

/// The error whose code goes first (IssueCode is in order of precedence); nullptr when none is an error.
const Issue* decisive(const Issues& issues) {
  const Issue* found = nullptr;
  for (const Issue& one : issues) {
    if (one.severity != Severity::error) continue;
    if (found == nullptr || one.code < found->code) found = &one;
  }
  return found;
}

}  // namespace

void write_operation_outcome(json::Writer& writer, const base::Issues& issues) {
  writer.begin_object().field("resourceType", "OperationOutcome").array_field("issue");
  for (const Issue& one : issues) write_issue(writer, one);
  if (issues.empty()) {
    writer.begin_object().field("severity", "information").field("code", "informational");
    writer.object_field("details").field("text", "All OK").end_object().end_object();
  }
  writer.end_array().end_object();
}

std::string operation_outcome_from(const base::Issues& issues) {
  std::string text;
  json::Writer writer(text);
  write_operation_outcome(writer, issues);
  return text;
}

unsigned http_status_of(const base::Issues& issues) {
  const Issue* const first = decisive(issues);
  return first == nullptr ? 200 : wire(first->code).http;
}

}  // namespace mappers
