// The decision in words for people: what `precert explain` and `precert determine` print.
#include <algorithm>
#include <string>

#include "precert/calendar.hpp"
#include "precert/engine/determine.hpp"
#include "precert/model/words.hpp"

namespace precert {
namespace {

constexpr std::size_t label_width = 14;

/// Indented lines with labels of one width, so that values stand in one column.
class Text {
 public:
  void heading(std::string_view text) {
    if (!text_.empty()) text_ += '\n';
    text_ += text;
    text_ += '\n';
  }
  void row(std::string_view label, std::string_view value) {
    if (value.empty()) return;
    text_ += "  ";
    text_ += label;
    text_.append(label.size() < label_width ? label_width - label.size() : 1, ' ');
    text_ += value;
    text_ += '\n';
  }
  void item(std::string_view text) {
    text_ += "    - ";
    text_ += text;
    text_ += '\n';
  }
  [[nodiscard]] std::string take() && { return std::move(text_); }

 private:
  std::string text_;
};

std::string plain(std::string_view word_with_underscores) {
  std::string words(word_with_underscores);
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

std::string period_text(const std::optional<base::Period>& period) {
  if (!period) return {};
  const std::string start = base::iso(period->start);
  if (!period->end) return start + " on";
  return period->start == *period->end ? start : start + " to " + base::iso(*period->end);
}

std::string quantity_text(const std::optional<Quantity>& quantity) {
  if (!quantity) return {};
  std::string text = quantity->value.text() + " " + plain(word(quantity->unit));
  if (quantity->value != base::Decimal(1)) text += 's';
  return text;
}

std::string party_text(const Party& party) {
  std::string text = party.display();
  const std::string npi = party.npi();
  if (npi.empty()) return text;
  return text.empty() ? "NPI " + npi : text + " (NPI " + npi + ")";
}

std::string service_text(const ReviewRequest& request, const ServiceLine* line) {
  if (line == nullptr || (line->procedure.code.empty() && line->revenue_code.empty())) {
    const std::string& type = line == nullptr ? request.event.service_type : request.service_type_of(*line);
    std::string text = plain(word(request.event.category));
    if (!type.empty()) text += ", service type " + type;
    return text;
  }
  if (line->procedure.code.empty()) return "revenue code " + line->revenue_code;
  std::string text = line->procedure.code;
  for (const std::string& modifier : line->procedure.modifiers) text += "-" + modifier;
  if (!line->procedure.description.empty()) text += " " + line->procedure.description;
  return text;
}

std::string sources_text(const std::vector<Source>& sources) {
  std::string text;
  for (const Source& source : sources) {
    if (source.where.empty()) continue;
    if (!text.empty()) text += "; ";
    text += source.where;
  }
  return text;
}

void add_reasons(const LineDetermination& line, Text& text) {
  for (const Reason& reason : line.reasons) {
    text.row("why", reason.code.empty() ? reason.words : reason.code + " " + reason.words);
    text.row("  rule", reason.rule);
    text.row("  criteria", reason.criteria);
    text.row("  evidence", sources_text(reason.evidence));
  }
}

void add_missing(const LineDetermination& line, const std::string& time_zone, Text& text) {
  if (line.missing.empty()) return;
  text.row("missing", std::to_string(line.missing.size()));
  for (const MissingInformation& one : line.missing) {
    text.item(one.question + " [" + one.fact + "]");
    std::string how = "from " + (one.supplier.empty() ? std::string("the requester") : one.supplier) +
                      " by " + local_text(one.due, time_zone);
    if (!one.control_number.empty()) how += ", quoting " + one.control_number;
    if (!one.loinc.empty()) how += ", LOINC " + one.loinc;
    if (!one.report_type.empty()) how += ", report type " + one.report_type;
    text.row("", "  " + how);
  }
}

void add_rights(const LineDetermination& line, Text& text) {
  if (!line.rights) return;
  text.row("appeal", line.rights->appeal);
  text.row("  until", base::iso(line.rights->appeal_until));
  text.row("peer to peer", line.rights->peer_to_peer);
}

void add_steps(const LineDetermination& line, Text& text) {
  if (line.steps.empty()) return;
  text.row("rules", std::to_string(line.steps.size()) + " applied, in order");
  std::size_t width = 0;
  for (const Step& one : line.steps) width = std::max(width, one.rule.size() + one.outcome.size());
  for (const Step& one : line.steps) {
    std::string row = one.rule + ": " + one.outcome;
    if (!one.detail.empty()) {
      row.append(width - one.rule.size() - one.outcome.size() + 2, ' ');
      row += one.detail;
    }
    text.item(row);
  }
}

void add_line(const ReviewRequest& request, const LineDetermination& line, const std::string& time_zone,
              Text& text) {
  const ServiceLine* asked = nullptr;
  for (const ServiceLine& one : request.services) {
    if (one.sequence == line.sequence) asked = &one;
  }
  if (line.added) asked = &*line.added;
  const std::string name = line.sequence == 0 ? "Event" : "Line " + std::to_string(line.sequence);
  text.heading(name + ": " + service_text(request, asked));
  text.row("action", plain(word(line.action)) + (line.added ? ", added by the payer" : ""));
  text.row("number", line.certification_number);
  text.row("reference", line.reference_number);
  text.row("valid", period_text(line.validity));
  text.row("quantity", quantity_text(line.quantity));
  if (line.provider) text.row("at", party_text(*line.provider));
  text.row("waits in", line.queue);
  if (line.timeframe) {
    text.row("due", local_text(line.timeframe->due, time_zone) + " (" + line.timeframe->source + ")");
  }
  add_reasons(line, text);
  add_missing(line, time_zone, text);
  add_rights(line, text);
  for (const FacilityOffer& offer : line.lower_cost) {
    text.row("lower cost",
             offer.name + " (NPI " + offer.npi + ", cost tier " + std::to_string(offer.cost_tier) + ")");
  }
  add_steps(line, text);
}

void add_request(const ReviewRequest& request, const Determination& determination, Text& text) {
  const std::string_view summary = determination.refused() ? "refused" : word(determination.action);
  text.heading("Request " + request.reference + ": " + plain(summary));
  text.row("asked by", party_text(request.requester));
  text.row("asked of", party_text(request.umo));
  text.row("member", request.subscriber.member_id());
  text.row("kind", plain(word(request.event.category)) + ", " + plain(word(request.event.certification)) +
                       (request.event.level ? ", " + plain(word(*request.event.level)) : std::string()));
  text.row("dates", period_text(request.event.dates ? request.event.dates : request.event.admission));
  std::string diagnoses;
  for (const Diagnosis& diagnosis : request.event.diagnoses)
    diagnoses += (diagnoses.empty() ? "" : " ") + diagnosis.code;
  text.row("diagnoses", diagnoses);
  text.row("decided", base::iso(determination.decided));
  if (determination.reviewer) text.row("reviewer", determination.reviewer->id);
  text.row("rulebook", determination.rulebook);
}

}  // namespace

std::string explanation_of(const ReviewRequest& request, const Determination& determination) {
  Text text;
  add_request(request, determination, text);
  if (!determination.refusals.empty()) text.heading("Refused");
  for (const Refusal& refusal : determination.refusals) {
    std::string where = plain(word(refusal.level));
    if (refusal.index > 0) where += " " + std::to_string(refusal.index);
    text.row(where, refusal.code + " " + refusal.words + " (" + plain(word(refusal.follow_up)) + ")");
    std::string place = refusal.element;
    if (!refusal.source.where.empty()) place += (place.empty() ? "" : " at ") + refusal.source.where;
    text.row("  place", place);
  }
  for (const LineDetermination& line : determination.lines) {
    add_line(request, line, determination.time_zone, text);
  }
  if (!determination.notes.empty()) text.heading("Notes");
  for (const Note& note : determination.notes) text.item(note.text);
  return std::move(text).take();
}

}  // namespace precert
