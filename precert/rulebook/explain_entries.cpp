// See explain_entries.hpp.
#include "precert/rulebook/explain_entries.hpp"

#include <algorithm>
#include <string_view>

#include "precert/rulebook/facilities.hpp"

namespace precert {
namespace {

/// "  name: value", nothing for an empty value.
void add_row(std::string& text, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  text.append("  ").append(name).append(": ").append(value).append("\n");
}

std::string list_text(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& one : words) text += (text.empty() ? "" : ", ") + one;
  return text;
}

std::string term_text(const Term& term) {
  switch (term.unit) {
    case Term::Unit::hours: return std::to_string(term.count) + " hours";
    case Term::Unit::calendar_days: return std::to_string(term.count) + " calendar days";
    case Term::Unit::days_excluding_holidays: return std::to_string(term.count) + " days without holidays";
    case Term::Unit::business_days: return std::to_string(term.count) + " business days";
    case Term::Unit::same_day: return "the same day";
  }
  return {};
}

std::string_view subject_text(PromiseSubject subject) {
  switch (subject) {
    case PromiseSubject::review: return "review";
    case PromiseSubject::appeal: return "appeal";
    case PromiseSubject::peer_to_peer: return "peer-to-peer talk";
  }
  return {};
}

void add_promises(const Rulebook& book, const RuleQuestion& question, Index product, std::string& text) {
  const base::Date received = book.calendar.local_date(question.now);
  for (const Promise& promise : book.promises) {
    const auto& products = promise.products;
    const bool holds = products.empty() || std::ranges::find(products, product) != products.end();
    if (!holds || !promise.effective.contains(received)) continue;
    std::string words = std::string(promise.urgent ? "urgent " : "") +
                        std::string(subject_text(promise.subject)) + " within " + term_text(promise.term);
    if (!promise.turnarounds.empty()) words += " for turnaround " + list_text(promise.turnarounds);
    add_row(text, "promise " + promise.id, words + " (" + promise.source + ")");
  }
}

std::string explained_product(const Rulebook& book, const RuleQuestion& question) {
  const Index at = book.product(question.name);
  if (at == no_index) return {};
  const Product& product = book.products[at];
  std::string text = "product " + product.id + " (" + product.where + "): " + product.name + "\n";
  const std::string_view line = line_of_business_word(product.line_of_business);
  add_row(text, "line of business", line.empty() ? std::string_view("not said") : line);
  add_row(text, "reported as", product.reported_as);
  add_row(text, "lines of coverage", list_text(product.lines_of_coverage));
  add_row(text, "out of network",
          std::string(product.out_of_network_covered ? "covered" : "not covered") + ". " +
              product.out_of_network_words);
  add_row(text, "number to call", product.contact_phone);
  add_promises(book, question, at, text);
  return text;
}

std::string explained_vendors(const Rulebook& book, const RuleQuestion& question) {
  std::string text;
  for (std::size_t i = 0; i < book.vendors.size(); ++i) {
    const Vendor& vendor = book.vendors[i];
    if (vendor.id != question.name) continue;
    text += "vendor " + vendor.id + " (" + vendor.where + "): " + vendor.name + "\n";
    add_row(text, "phone", vendor.phone);
    add_row(text, "fax", vendor.fax);
    add_row(text, "link", vendor.url);
    std::string_view before;  // rows of one policy are spans of time of the same
    for (const Policy& policy : book.policies) {
      if (policy.vendor != i || policy.id == before) continue;
      add_row(text, "policy", policy.id + " (" + policy.where + "): " + policy.title);
      before = policy.id;
    }
  }
  return text;
}

std::string explained_facility(const Rulebook& book, const RuleQuestion& question) {
  if (book.facilities == nullptr) return {};
  std::string text;
  for (const ListedFacility& one : book.facilities->listed) {
    const Facility& facility = one.facility;
    if (facility.npi != question.name) continue;
    text += "facility " + facility.npi + " (" + one.where + "): " + facility.name + "\n";
    add_row(text, "kind", facility.kind);
    add_row(text, "network", facility.in_network ? "in, tier " + facility.network_tier : std::string("out"));
    add_row(text, "cost tier", std::to_string(facility.cost_tier) + " (1 is the lowest)");
    add_row(text, "performs",
            facility.service_categories.empty() ? "anything" : list_text(facility.service_categories));
    add_row(text, "state", facility.address.state);
    add_row(text, "phone", facility.phone);
    add_row(text, "note",
            "a record that was loaded with this NPI (precert load facilities) wins over this one");
  }
  return text;
}

}  // namespace

std::string entry_explanation_of(const Rulebook& rulebook, const RuleQuestion& question) {
  return explained_product(rulebook, question) + explained_vendors(rulebook, question) +
         explained_facility(rulebook, question);
}

}  // namespace precert
