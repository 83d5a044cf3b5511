// The impact of a draft rulebook for programs and for people.
#include <cstdio>

#include "gateway/rules/impact.hpp"
#include "parsers/json/writer.hpp"

namespace gateway {
namespace {

std::string name_of(const std::string& policy) { return policy.empty() ? "no policy" : policy; }

}  // namespace

std::string impact_json(const Impact& impact, const ImpactQuestion& question) {
  std::string text;
  json::Writer out(text);
  out.begin_object().field("current", precert::version_of(question.current));
  out.field("draft", precert::version_of(question.draft)).field("cases", impact.cases);
  out.field("lines", impact.lines).field("unreadable", impact.unreadable);
  out.array_field("changed");
  for (const ChangedLine& change : impact.changed) {
    out.begin_object().field("case", change.id.text()).field("line", change.line);
    if (!change.code.empty()) out.field("code", change.code);
    if (!change.product.empty()) out.field("product", change.product);
    out.field("from", change.from).field("to", change.to);
    if (!change.policy_before.empty()) out.field("policyBefore", change.policy_before);
    if (!change.policy_after.empty()) out.field("policyAfter", change.policy_after);
    out.field("reason", change.reason).end_object();
  }
  out.end_array().array_field("summary");
  for (const auto& [row, count] : impact.summary) {
    out.begin_object().field("policy", row.policy).field("from", row.from).field("to", row.to);
    out.field("lines", count).end_object();
  }
  out.end_array().end_object();
  return text;
}

std::string impact_text(const Impact& impact, const ImpactQuestion& question) {
  std::string text;
  for (const ChangedLine& change : impact.changed) {
    text += change.id.text() + (change.line == 0 ? "" : " line " + std::to_string(change.line)) +
            (change.code.empty() ? "" : " " + change.code) +
            (change.product.empty() ? "" : " " + change.product) + ": " + change.from + " -> " + change.to +
            " (" + name_of(change.policy_before);
    if (change.policy_before != change.policy_after) text += " -> " + name_of(change.policy_after);
    text += ")" + (change.reason.empty() ? "" : ": " + change.reason) + "\n";
  }
  if (!impact.changed.empty()) text += "\n";
  for (const auto& [row, count] : impact.summary) {
    text +=
        "  " + name_of(row.policy) + ": " + row.from + " -> " + row.to + "  " + std::to_string(count) + "\n";
  }
  text += "rulebook " + precert::version_of(question.current) + " -> " + precert::version_of(question.draft) +
          ": " + std::to_string(impact.changed.size()) + " of " + std::to_string(impact.lines) +
          " lines in " + std::to_string(impact.cases) + " cases would be decided differently\n";
  if (impact.unreadable > 0)
    text += std::to_string(impact.unreadable) + " stored requests could not be read\n";
  return text;
}

}  // namespace gateway
