#include "gateway/fhir/claim_response.hpp"

#include <array>
#include <string>

#include "gateway/fhir/client_rights.hpp"
#include "gateway/fhir/read_case.hpp"
#include "gateway/http/replies.hpp"

namespace gateway {
namespace {

/// "Mon, 05 Jan 2026 17:30:00 GMT" (RFC 9110, 5.6.7).
std::string http_date(base::Instant at) {
  constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const base::Date day = base::utc_date(at);
  const std::string date = base::ccyymmdd(day);
  std::string text = std::string(days.at(day.weekday())) + ", " + date.substr(6) + " ";
  text += std::string(months.at(day.month - 1U)) + " " + date.substr(0, 4) + " ";
  return text + base::iso(at).substr(11, 8) + " GMT";
}

constexpr const char* unknown = "There is no ClaimResponse with this id.";

/// A version of a case is its ETag.
void name_version(const CaseRecord& record, HttpReply& reply) {
  reply.headers.emplace_back("ETag", "W/\"" + std::to_string(record.version) + "\"");
  reply.headers.emplace_back("Last-Modified", http_date(record.received));
}

}  // namespace

HttpReply read_claim_response(const HttpRequest& request, const std::string& id, mappers::PasVersion version,
                              Services& services) {
  const base::Result<std::optional<CaseRecord>> record = services.store.find_case(precert::CaseId(id));
  if (!record) return refusal(503, request.path, record.error());
  if (!*record) return refusal(404, request.path, unknown);
  base::Result<ReadCase> read = read_case(**record, services);
  if (!read) {
    const bool is_away = read.error().first().code == base::IssueCode::store_unavailable;
    return refusal(is_away ? 503 : 500, request.path, read.error());
  }
  if (!may_read(request, read->found.request, services)) {
    HttpReply refused = refusal(404, request.path, unknown);  // whether there is one is not said, but noted
    refused.looked_at.push_back({LookUpKind::review, id, id, LookUpOutcome::refused});
    return refused;
  }
  read->is_part = keep_own_lines(request, read->found, services);
  std::string body;
  json::Writer out(body);
  mappers::write_claim_response(out, read->found.request, read->found.determination,
                                context_of(*read, version, services));
  HttpReply reply = fhir_reply(std::move(body));
  name_version(read->record, reply);
  return reply;
}

}  // namespace gateway
