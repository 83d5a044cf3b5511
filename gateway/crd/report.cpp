#include "gateway/crd/report.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <vector>

#include "gateway/app/background.hpp"
#include "gateway/http/replies.hpp"
#include "parsers/fhir/resource_view.hpp"
#include "parsers/json/document.hpp"
#include "parsers/json/writer.hpp"

namespace gateway {
namespace {

constexpr int in_time_ms = 5000;  // CRD found-2

using Counts = std::map<std::string, std::int64_t, std::less<>>;

/// What is counted of one hook, or of all together.
struct Tally {
  std::int64_t calls = 0, in_time = 0;
  std::vector<int> milliseconds;
  Counts token_use, statuses, covered, pa_needed, doc_needed, info_needed, issues, business;
  std::int64_t assertions = 0, satisfied = 0, with_documents = 0, cards = 0;
  std::set<std::string, std::less<>> providers, patients;
};

void count(Counts& counts, std::string_view name) {
  if (!name.empty()) ++counts[std::string(name)];
}

void add_assertion(Tally& tally, const json::Value& assertion) {
  ++tally.assertions;
  count(tally.covered, fhir::text(assertion, "covered"));
  count(tally.pa_needed, fhir::text(assertion, "paNeeded"));
  count(tally.business, fhir::text(assertion, "businessLine"));
  if (!fhir::text(assertion, "satisfiedId").empty()) ++tally.satisfied;
  if (assertion.find("docNeeded").exists()) ++tally.with_documents;
  for (const json::Value code : fhir::list(assertion, "docNeeded")) count(tally.doc_needed, code.string());
  for (const json::Value code : fhir::list(assertion, "infoNeeded")) count(tally.info_needed, code.string());
}

void add_call(Tally& tally, const HookCall& call, const json::Value& details) {
  ++tally.calls;
  if (call.milliseconds <= in_time_ms) ++tally.in_time;
  tally.milliseconds.push_back(call.milliseconds);
  count(tally.token_use, call.token_use);
  count(tally.statuses, std::to_string(call.status));
  if (!call.provider.empty()) tally.providers.insert(call.provider);
  const std::string_view patient = fhir::text(details, "patient");
  if (!patient.empty()) tally.patients.emplace(patient);
  for (const json::Value one : fhir::list(details, "coverageInfo")) add_assertion(tally, one);
  for (const json::Value one : fhir::list(details, "issues")) count(tally.issues, one.string());
}

void write_counts(json::Writer& out, std::string_view name, const Counts& counts) {
  out.object_field(name);
  for (const auto& [code, number] : counts) out.field(code, number);
  out.end_object();
}

int percentile(std::vector<int>& all, std::size_t percent) {
  if (all.empty()) return 0;
  std::sort(all.begin(), all.end());
  return all.at(std::min(all.size() - 1, all.size() * percent / 100));
}

void write_tally(json::Writer& out, Tally& tally) {
  out.begin_object().field("calls", tally.calls).field("inTime", tally.in_time);
  out.object_field("milliseconds").field("p50", percentile(tally.milliseconds, 50));
  out.field("p90", percentile(tally.milliseconds, 90)).field("p99", percentile(tally.milliseconds, 99));
  out.end_object();
  write_counts(out, "tokenUse", tally.token_use);
  write_counts(out, "httpResponse", tally.statuses);
  write_counts(out, "issue", tally.issues);
  out.field("assertions", tally.assertions);
  write_counts(out, "covered", tally.covered);
  write_counts(out, "paNeeded", tally.pa_needed);
  out.field("satisfied", tally.satisfied).field("withDocuments", tally.with_documents);
  write_counts(out, "docNeeded", tally.doc_needed);
  write_counts(out, "infoNeeded", tally.info_needed);
  write_counts(out, "businessLine", tally.business);
  out.field("providers", tally.providers.size()).field("patients", tally.patients.size()).end_object();
}

constexpr std::chrono::hours span_max{24 * 400};

/// Reads every call of that time: long work.
HttpReply counted(const std::string& path, base::Instant from, base::Instant until, Services& services) {
  Tally all;
  std::map<std::string, Tally, std::less<>> by_hook;
  json::Document document;
  const base::Result<void> read = services.store.each_hook_call(from, until, [&](const HookCall& call) {
    const base::Result<json::Value> details = document.parse_copy(call.details.empty() ? "{}" : call.details);
    const json::Value told = details ? *details : json::Value();
    add_call(all, call, told);
    add_call(by_hook[call.hook], call, told);
    return true;
  });
  if (!read) return refusal(503, path, read.error());
  std::string body;
  json::Writer out(body);
  out.begin_object()
      .field("from", base::iso(from))
      .field("until", base::iso(until))
      .field("source", "payer-src");
  out.key("total");
  write_tally(out, all);
  out.object_field("hooks");
  for (auto& [hook, tally] : by_hook) {
    out.key(hook);
    write_tally(out, tally);
  }
  out.end_object().end_object();
  return json_reply(std::move(body));
}

/// A date means its first second, in UTC.
bool read_instant(const std::string& text, base::Instant& into) {
  if (text.empty()) return true;
  const auto at = base::instant_from_iso(text);
  if (at) into = *at;
  return at.has_value();
}

}  // namespace

boost::asio::awaitable<HttpReply> crd_metrics(const HttpRequest& request, const std::string&,
                                             Services& services) {
  base::Instant until = services.clock.now() + std::chrono::seconds(1);
  base::Instant from = until - std::chrono::hours{24 * 30};
  if (!read_instant(request.parameter("from"), from) || !read_instant(request.parameter("until"), until)) {
    co_return refusal(400, request.path, "Give from and until as dates or instants: 2026-01-01.");
  }
  if (until > from && until - from > span_max) {
    co_return refusal(400, request.path, "Ask for 400 days at most.");
  }
  std::function<HttpReply()> work = [&request, &services, from, until] {
    return counted(request.path, from, until, services);
  };
  HttpReply reply = co_await in_background<HttpReply>(services.background, std::move(work));
  co_return reply;
}

}  // namespace gateway
