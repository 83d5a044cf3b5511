// A coverage answer in words for people: what `precert coverage` prints.
#include "precert/calendar.hpp"
#include "precert/engine/coverage_answer.hpp"
#include "precert/model/coverage_words.hpp"

namespace precert {
namespace {

constexpr std::size_t label_width = 14;

void row(std::string& text, std::string_view label, std::string_view value) {
  if (value.empty()) return;
  text += "  ";
  text += label;
  text.append(label.size() < label_width ? label_width - label.size() : 1, ' ');
  text += value;
  text += '\n';
}

std::string service_text(const CoverageQuestion& question, int sequence) {
  const CoverageItem* item = question.item(sequence);
  if (item == nullptr) return "the plan";
  if (item->by_type()) return "service type " + item->service_type;
  std::string text =
      item->procedure.code.empty() ? "revenue code " + item->revenue_code : item->procedure.code;
  for (const std::string& modifier : item->procedure.modifiers) text += "-" + modifier;
  return text;
}

std::string contact_text(const Party& party) {
  std::string text = party.display();
  if (!party.contact) return text;
  for (const ContactPoint& point : party.contact->points) {
    text += ", " + std::string(word(point.kind)) + " " + point.value;
  }
  return text;
}

void add_part(std::string& text, const ServiceRequirement& part) {
  std::string value = part.title + ": " + std::string(word(part.benefit)) + ", authorization " +
                      std::string(word(part.authorization));
  for (const Procedure& procedure : part.procedures) value += " " + procedure.code;
  if (part.reviewer) value += " (" + part.reviewer->display() + ")";
  row(text, "part", value);
}

void add_item(std::string& text, const CoverageQuestion& question, const CoverageItemAnswer& item) {
  text += "\nItem " + std::to_string(item.sequence) + ": " + service_text(question, item.sequence) + " on " +
          base::iso(item.day) + "\n";
  row(text, "benefit", word(item.benefit));
  row(text, "authorization", word(item.authorization));
  row(text, "necessity", word(item.necessity));
  if (item.gold_card) row(text, "gold card", "nothing is required because of who asks");
  if (item.rendering_requests) row(text, "requested by", "the provider who does the service");
  for (const ServiceSuggestion& one : item.suggestions) {
    row(text, one.instead ? "instead" : "along with it",
        one.procedure.code + " " + one.title + ": " + one.words);
  }
  row(text, "network", item.network_words);
  for (const Reason& reason : item.reasons) {
    row(text, "why", reason.code.empty() ? reason.words : reason.code + " " + reason.words);
  }
  row(text, "policy", item.policy.id + (item.policy.where.empty() ? "" : " (" + item.policy.where + ")"));
  if (item.criteria) {
    row(text, "criteria", item.criteria->owner + ", " + item.criteria->title + ", " + item.criteria->edition);
  }
  for (const MissingInformation& one : item.needed) row(text, "needed", one.question + " [" + one.fact + "]");
  for (const CoverageLimit& limit : item.limits) {
    row(text, "limit", limit.words + (limit.rate ? "" : ", left " + limit.remaining.text()));
  }
  if (item.reviewer) row(text, "ask", contact_text(*item.reviewer));
  if (item.validity_days > 0) row(text, "valid for", std::to_string(item.validity_days) + " days");
  for (const Timeframe& one : item.turnaround)
    row(text, one.category, local_text(one.due, item.time_zone) + " (" + one.source + ")");
  for (const FacilityOffer& offer : item.lower_cost)
    row(text, "lower cost", offer.name + " (NPI " + offer.npi + ")");
  for (const FacilityOffer& offer : item.in_network)
    row(text, "in network", offer.name + " (NPI " + offer.npi + ")");
  for (const HeldAuthorization& held : item.held) row(text, "held", held.number);
  for (const ServiceRequirement& part : item.parts) add_part(text, part);
  for (const Step& step : item.steps) {
    row(text, "rule",
        step.rule + ": " + step.outcome + (step.detail.empty() ? "" : " (" + step.detail + ")"));
  }
}

}  // namespace

std::string explanation_of(const CoverageQuestion& question, const CoverageAnswer& answer) {
  std::string text = "Question " + question.reference + (answer.refused() ? ": refused\n" : "\n");
  if (answer.member) {
    const MemberCoverage& member = *answer.member;
    row(text, "coverage", member.active ? "active" : "not active");
    row(text, "plan", member.plan + (member.product.empty() ? "" : " (" + member.product + ")"));
    row(text, "group", member.group);
    if (member.period) {
      row(text, "period",
          base::iso(member.period->start) + " to " +
              (member.period->end ? base::iso(*member.period->end) : std::string("now")));
    }
  }
  row(text, "reference", answer.numbers.reference);
  row(text, "answered", base::iso(answer.answered));
  row(text, "rulebook", answer.rulebook);
  for (const Refusal& refusal : answer.refusals) {
    row(text, "refused", std::string(word(refusal.level)) + " " + refusal.code + " " + refusal.words);
  }
  for (const CoverageItemAnswer& item : answer.items) add_item(text, question, item);
  for (const Note& note : answer.notes) row(text, "note", note.text);
  return text;
}

}  // namespace precert
