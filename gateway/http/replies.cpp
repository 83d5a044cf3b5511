#include "gateway/http/replies.hpp"

#include "mappers/issues/operation_outcome.hpp"
#include "parsers/json/writer.hpp"

namespace gateway {
namespace {

/// The issue code whose words fit a status that has no Issue of its own.
base::IssueCode code_for(unsigned status) {
  switch (status) {
    case 404: return base::IssueCode::not_found;
    case 409: return base::IssueCode::conflict;
    case 405:
    case 406: return base::IssueCode::not_supported;
    case 413:
    case 431: return base::IssueCode::body_too_large;
    case 415: return base::IssueCode::media_type_unsupported;
    case 503: return base::IssueCode::store_unavailable;
    default:
      return status >= 500 ? base::IssueCode::upstream_unavailable : base::IssueCode::message_unreadable;
  }
}

/// CRD wants an OperationOutcome of every refusal of a hook.
bool answers_hooks(const std::string& path) { return path.starts_with("/cds-services/"); }

/// problem+json whose status is the one that is sent, whatever the issues would deserve elsewhere.
std::string problem(unsigned status, const base::Issues& issues) {
  std::string body;
  json::Writer out(body);
  out.begin_object().field("type", "about:blank").field("status", status);
  out.field("title", issues.empty() ? "refused" : base::name(issues.first().code));
  out.field("detail", issues.empty() ? std::string() : issues.first().remedy);
  if (issues.size() > 1) {
    out.array_field("issues");
    for (const base::Issue& issue : issues) {
      out.begin_object().field("code", base::name(issue.code)).field("where", issue.where);
      out.field("remedy", issue.remedy).end_object();
    }
    out.end_array();
  }
  out.end_object();
  return body;
}

}  // namespace

bool speaks_fhir(const std::string& path) { return path == "/fhir" || path.starts_with("/fhir/"); }

HttpReply refusal(unsigned status, const std::string& path, const base::Issues& issues) {
  HttpReply reply;
  reply.status = status;
  if ((speaks_fhir(path) || answers_hooks(path)) && status < 500) {
    reply.content_type = fhir_json;
    reply.body = mappers::operation_outcome_from(issues);
    return reply;
  }
  reply.content_type = "application/problem+json";
  reply.body = problem(status, issues);
  if (status >= 500) reply.headers.emplace_back("Retry-After", "5");
  return reply;
}

HttpReply refusal(unsigned status, const std::string& path, const std::string& words) {
  return refusal(status, path, base::Issues(base::Issue{code_for(status), "", words, base::Severity::error}));
}

HttpReply json_reply(std::string body, unsigned status) {
  HttpReply reply;
  reply.status = status;
  reply.content_type = plain_json;
  reply.body = std::move(body);
  return reply;
}

HttpReply fhir_reply(std::string body, unsigned status) {
  HttpReply reply;
  reply.status = status;
  reply.content_type = fhir_json;
  reply.body = std::move(body);
  return reply;
}

HttpReply fhir_note(const std::string& words, unsigned status) {
  std::string body;
  json::Writer out(body);
  out.begin_object().field("resourceType", "OperationOutcome").array_field("issue").begin_object();
  out.field("severity", "information").field("code", "informational");
  out.object_field("details").field("text", words).end_object();
  out.end_object().end_array().end_object();
  return fhir_reply(std::move(body), status);
}

}  // namespace gateway
