#include "gateway/rules/search_json.hpp"

#include "parsers/json/writer.hpp"
#include "precert/model/words.hpp"

namespace gateway {
namespace {

void write_criterion(json::Writer& out, const precert::Criterion& criterion) {
  out.object_field("criteria").field("id", criterion.id).field("owner", criterion.owner);
  out.field("title", criterion.title).field("edition", criterion.edition);
  out.field("summary", criterion.summary).field("link", criterion.link).end_object();
}

void write_vendor(json::Writer& out, const precert::Vendor& vendor) {
  out.object_field("vendor").field("id", vendor.id).field("name", vendor.name).field("phone", vendor.phone);
  if (!vendor.fax.empty()) out.field("fax", vendor.fax);
  if (!vendor.url.empty()) out.field("url", vendor.url);
  out.end_object();
}

void write_suggestions(json::Writer& out, std::string_view key, const precert::Rulebook& book,
                       const std::vector<precert::Suggestion>& suggestions) {
  if (suggestions.empty()) return;
  out.array_field(key);
  for (const precert::Suggestion& one : suggestions) {
    const precert::ServiceCode& service = book.services[one.code];
    out.begin_object().field("system", precert::word(service.system)).field("code", service.code);
    out.field("title", service.title).field("words", one.words).end_object();
  }
  out.end_array();
}

void write_plan(json::Writer& out, const precert::Rulebook& book, const precert::PlanRequirement& plan) {
  out.begin_object().field("product", book.products[plan.product].id);
  out.field("requires", precert::requirement_word(plan.requirement()));
  if (plan.policy == nullptr) {  // not required by default: the dated list says so (SC-11)
    out.field("words", book.payer.not_listed).field("listDate", base::iso(book.payer.list_date)).end_object();
    return;
  }
  out.field("policy", plan.policy->id).field("words", plan.policy->words);
  if (!plan.policy->reason_code.empty()) out.field("reason", plan.policy->reason_code);
  if (plan.criterion != nullptr) write_criterion(out, *plan.criterion);
  if (plan.vendor != nullptr) write_vendor(out, *plan.vendor);
  if (!plan.policy->limits.empty()) {
    out.array_field("limits");
    for (const precert::QuantityLimit& limit : plan.policy->limits) out.string(limit.words);
    out.end_array();
  }
  // How many, not who: everybody may search.
  if (!plan.policy->gold_card.empty())
    out.field("goldCards", static_cast<std::int64_t>(plan.policy->gold_card.size()));
  if (plan.policy->rendering_requests) out.field("renderingRequests", true);
  write_suggestions(out, "companions", book, plan.policy->companions);
  write_suggestions(out, "alternatives", book, plan.policy->alternatives);
  out.end_object();
}

void write_service(json::Writer& out, const precert::Rulebook& book, const precert::ServiceFound& found) {
  const precert::ServiceCode& service = *found.service;
  const precert::Category& category = book.categories[service.category];
  out.begin_object().field("system", precert::word(service.system)).field("code", service.code);
  out.field("title", service.title).field("category", category.id).field("categoryTitle", category.title);
  out.field("edition", service.edition).field("unlisted", service.unlisted).array_field("plans");
  for (const precert::PlanRequirement& plan : found.plans) write_plan(out, book, plan);
  out.end_array().end_object();
}

}  // namespace

std::string search_json(const precert::Rulebook& rulebook, std::string_view query, base::Date day,
                        const precert::RuleSearch& found) {
  std::string text;
  json::Writer out(text);
  out.begin_object().field("query", query).field("date", base::iso(day));
  out.field("rulebook", rulebook.version).field("total", found.total).array_field("services");
  for (const precert::ServiceFound& one : found.services) write_service(out, rulebook, one);
  out.end_array().array_field("summary");
  for (const precert::PlanSummary& plan : found.summary) {
    out.begin_object().field("product", rulebook.products[plan.product].id).field("required", plan.required);
    out.field("not_required", plan.not_required).field("excluded", plan.excluded);
    out.field("vendor_managed", plan.vendor_managed).end_object();
  }
  out.end_array();
  if (!found.words.empty()) out.field("words", found.words);
  out.end_object();
  return text;
}

}  // namespace gateway
