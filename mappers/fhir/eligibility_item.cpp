#include "mappers/fhir/eligibility_item.hpp"

#include <algorithm>
#include <array>

#include "mappers/codes/fhir_systems.hpp"
#include "mappers/fhir/code_systems.hpp"
#include "mappers/fhir/eligibility_extensions.hpp"
#include "mappers/fhir/eligibility_words.hpp"
#include "mappers/fhir/identifiers.hpp"
#include "precert/model/coverage_words.hpp"

namespace mappers {
namespace {

using precert::AuthorizationNeed;
using precert::Benefit;
using precert::ContactKind;
using precert::CoverageItemAnswer;

/// Whether an authorization is needed, where that is known for all of it.
std::optional<bool> required(AuthorizationNeed need) {
  switch (need) {
    case AuthorizationNeed::required:
    case AuthorizationNeed::vendor_managed: return true;
    case AuthorizationNeed::not_required: return false;
    case AuthorizationNeed::conditional:
    case AuthorizationNeed::unknown: break;
  }
  return std::nullopt;
}

std::string contact_of(const precert::Party& party, ContactKind kind) {
  if (!party.contact) return {};
  for (const precert::ContactPoint& point : party.contact->points) {
    if (point.kind == kind) return point.value;
  }
  return {};
}

void write_reviewer(Extensions& extensions, const precert::Party& party) {
  Extensions parts(extensions, eligibility::reviewer);
  parts.text("name", party.display());
  for (const ContactKind kind :
       {ContactKind::phone, ContactKind::fax, ContactKind::email, ContactKind::url}) {
    parts.text(precert::word(kind), contact_of(party, kind));
  }
}

void write_facilities(Extensions& extensions, std::string_view offer,
                      const std::vector<precert::FacilityOffer>& facilities) {
  for (const precert::FacilityOffer& one : facilities) {
    Extensions parts(extensions, eligibility::facility);
    parts.code("offer", offer);
    parts.text("name", one.name);
    parts.identifier("identifier", systems::npi, one.npi);
    parts.text("network-tier", one.network_tier);
    parts.positive("cost-tier", one.cost_tier);
  }
}

void write_rules(Extensions& extensions, const CoverageItemAnswer& said) {
  if (!said.policy.id.empty()) {
    Extensions parts(extensions, eligibility::policy);
    parts.text("id", said.policy.id);
    if (said.policy.list_date != base::Date{}) parts.date("list-date", said.policy.list_date);
    parts.text("list-url", said.policy.list_url);
  }
  if (!said.criteria) return;
  Extensions parts(extensions, eligibility::criteria);
  parts.text("id", said.criteria->id);
  parts.text("owner", said.criteria->owner);
  parts.text("title", said.criteria->title);
  parts.text("edition", said.criteria->edition);
  parts.text("link", said.criteria->link);
  if (said.criteria_met) parts.boolean("met", *said.criteria_met);
}

void write_times(Extensions& extensions, const CoverageItemAnswer& said) {
  for (const precert::Timeframe& one : said.turnaround) {
    Extensions parts(extensions, eligibility::turnaround);
    parts.code("category", one.category);
    parts.begin("due").field("valueInstant", base::iso(one.due));
    parts.end();
    parts.text("source", one.source);
  }
}

void write_held(Extensions& extensions, const CoverageItemAnswer& said) {
  for (const precert::HeldAuthorization& one : said.held) {
    Extensions parts(extensions, eligibility::held);
    parts.text("number", one.number);
    if (one.validity && one.validity->end) parts.date("until", *one.validity->end);
    if (!one.covers()) parts.text("differs", one.differs);
  }
}

/// True when the words of the item led to this service.
bool is_candidate(const EligibilityItem& item) {
  return item.item != nullptr && !item.item->procedure.code.empty() &&
         !item.item->procedure.description.empty() &&
         item.asked.find("productOrService").find("coding").empty();
}

/// The facility that was named for the item; nullptr when there is none.
const precert::Party* site_of(const EligibilityItem& item) {
  if (item.item == nullptr) return nullptr;
  for (const precert::Party& party : item.item->providers) {
    if (party.role == precert::PartyRole::facility) return &party;
  }
  return nullptr;
}

void write_site(Extensions& extensions, const EligibilityItem& item) {
  const precert::Party* const site = site_of(item);
  if (site == nullptr || !item.several_sites) return;
  json::Writer& out = extensions.begin(eligibility::at_facility);
  out.object_field("valueReference");
  if (!site->identifiers.empty()) {
    out.key("identifier");
    write_identifier(out, site->identifiers.front());
  }
  if (!site->organization.empty()) out.field("display", site->organization);
  out.end_object();
  extensions.end();
}

/// In words, before everything else that is said of the item.
std::string site_words(const EligibilityItem& item) {
  const precert::Party* const site = site_of(item);
  if (site == nullptr || !item.several_sites) return {};
  return "At " + (site->organization.empty() ? "NPI " + site->npi() : site->organization) + ": ";
}

void write_extensions(json::Writer& out, const EligibilityItem& item) {
  const CoverageItemAnswer& said = item.said;
  Extensions extensions(out);
  extensions.positive(eligibility::item_asked, item.place);
  write_site(extensions, item);
  if (is_candidate(item)) extensions.text(eligibility::candidate_for, item.item->procedure.description);
  extensions.code(eligibility::answer_code, precert::word(said.authorization));
  if (said.benefit == Benefit::covered)
    extensions.code(eligibility::necessity, precert::word(said.necessity));
  if (said.gold_card) extensions.boolean(eligibility::gold_card, true);
  if (said.rendering_requests) extensions.code(eligibility::requested_by, "rendering-provider");
  if (said.reviewer) write_reviewer(extensions, *said.reviewer);
  write_rules(extensions, said);
  extensions.text(eligibility::form, said.form);
  write_times(extensions, said);
  write_held(extensions, said);
  write_facilities(extensions, "lower-cost", said.lower_cost);
  write_facilities(extensions, "in-network", said.in_network);
}

/// The service as it was asked; a candidate with its code beside the words.
void write_asked(json::Writer& out, const EligibilityItem& item) {
  const json::Value category = item.asked.find("category");
  if (category.exists()) {
    out.field("category", category);
  } else if (item.item == nullptr) {
    write_codeable(out, "category", eligibility::benefit_category, precert::whole_plan);
  } else {
    write_codeable(out, "category", eligibility::benefit_category, item.item->service_type);
  }
  const json::Value product = item.asked.find("productOrService");
  const bool coded = !product.find("coding").empty();
  if (coded) {
    out.field("productOrService", product);
  } else if (item.item != nullptr && !item.item->procedure.code.empty()) {
    const precert::Procedure& procedure = item.item->procedure;
    out.object_field("productOrService").array_field("coding").begin_object();
    out.field("system", fhir_system_of(procedure.system))
        .field("code", procedure.code)
        .end_object()
        .end_array();
    if (!procedure.description.empty()) out.field("text", procedure.description);
    out.end_object();
  } else if (product.exists()) {
    out.field("productOrService", product);
  }
  for (const std::string_view name : {"modifier", "provider"}) {
    const json::Value value = item.asked.find(name);
    if (value.exists()) out.field(name, value);
  }
}

std::string_view term_of(precert::LimitSpan span) {
  switch (span) {
    case precert::LimitSpan::day: return "day";
    case precert::LimitSpan::year: return "annual";
    case precert::LimitSpan::lifetime: return "lifetime";
    case precert::LimitSpan::request:
    case precert::LimitSpan::week:
    case precert::LimitSpan::month: break;
  }
  return {};
}

/// The span that all limits share, where FHIR has a word for it.
void write_term(json::Writer& out, const CoverageItemAnswer& said) {
  if (said.limits.empty()) return;
  const precert::LimitSpan span = said.limits.front().span;
  const bool shared = std::all_of(said.limits.begin(), said.limits.end(),
                                  [&](const precert::CoverageLimit& one) { return one.span == span; });
  if (shared) write_codeable(out, "term", eligibility::benefit_term, term_of(span));
}

void write_benefits(json::Writer& out, const CoverageItemAnswer& said) {
  OptionalArray benefits(out, "benefit");
  for (const precert::CoverageLimit& limit : said.limits) {
    benefits.next().begin_object().object_field("type").array_field("coding").begin_object();
    const bool visits = limit.unit == precert::Unit::visit;
    out.field("system", eligibility::benefit_type).field("code", visits ? "visit" : "benefit").end_object();
    out.end_array().field("text", limit.words).end_object();
    const auto most = limit.most.whole();
    if (most && *most >= 0) {
      out.field("allowedUnsignedInt", *most);
    } else {
      out.field("allowedString", limit.words);
    }
    const auto used = limit.used.whole();
    if (!limit.rate && used && *used >= 0) out.field("usedUnsignedInt", *used);
    out.end_object();
  }
}

/// HL7's example list, by the paper that is wanted (X12 755).
struct PaperKind {
  std::string_view report_type, code;
};
constexpr std::array<PaperKind, 6> papers{{{"RR", "diagnosticimagereport"},
                                           {"RB", "picture"},
                                           {"XP", "picture"},
                                           {"LA", "labreport"},
                                           {"PO", "diagnosticimageorder"},
                                           {"LR", "labreport"}}};

std::string_view paper_of(const precert::MissingInformation& one) {
  if (one.report_type.empty()) return {};
  for (const PaperKind& paper : papers) {
    if (paper.report_type == one.report_type) return paper.code;
  }
  return "professionalreport";
}

void write_supporting(json::Writer& out, const CoverageItemAnswer& said) {
  OptionalArray supporting(out, "authorizationSupporting");
  for (const precert::MissingInformation& one : said.needed) {
    supporting.next().begin_object();
    {
      OptionalArray codings(out, "coding");
      const auto add = [&](std::string_view system, std::string_view code) {
        if (!code.empty())
          codings.next().begin_object().field("system", system).field("code", code).end_object();
      };
      add(eligibility::supporting, paper_of(one));
      add(systems::loinc, one.loinc);
    }
    out.field("text", one.question).end_object();
  }
}

/// Where to go: the vendor that decides, the criteria, else the list.
std::string url_of(const CoverageItemAnswer& said) {
  if (said.authorization == AuthorizationNeed::vendor_managed && said.reviewer) {
    std::string url = contact_of(*said.reviewer, ContactKind::url);
    if (!url.empty()) return url;
  }
  if (said.criteria && !said.criteria->link.empty()) return said.criteria->link;
  return said.policy.list_url;
}

void write_network(json::Writer& out, precert::NetworkStatus network) {
  if (network == precert::NetworkStatus::unknown) return;
  write_codeable(out, "network", eligibility::benefit_network,
                 network == precert::NetworkStatus::in ? "in" : "out");
}

void write_excluded(json::Writer& out, Benefit benefit) {
  if (benefit != Benefit::unknown) out.field("excluded", benefit != Benefit::covered);
}

/// What is required of one group of services that were asked for together.
void write_part(json::Writer& out, const precert::ServiceRequirement& part,
                const precert::Procedure* procedure, const EligibilityItem& item) {
  out.begin_object();
  {
    Extensions extensions(out);
    extensions.positive(eligibility::item_asked, item.place);
    extensions.code(eligibility::answer_code, precert::word(part.authorization));
    if (part.reviewer) write_reviewer(extensions, *part.reviewer);
  }
  const std::string_view type = part.service_types.empty() ? std::string_view() : part.service_types.front();
  if (procedure == nullptr && !type.empty()) {
    write_codeable(out, "category", eligibility::benefit_category, type);
  } else if (item.asked.find("category").exists()) {
    out.field("category", item.asked.find("category"));
  }
  if (procedure != nullptr) {
    write_codeable(out, "productOrService", fhir_system_of(procedure->system), procedure->code);
  }
  write_excluded(out, part.benefit);
  if (!part.title.empty()) out.field("name", part.title);
  out.field("description", eligibility_words(part));
  if (const auto needed = required(part.authorization)) out.field("authorizationRequired", *needed);
  out.end_object();
}

}  // namespace

void write_eligibility_item(OptionalArray& items, const EligibilityItem& item) {
  const CoverageItemAnswer& said = item.said;
  json::Writer& out = items.next();
  out.begin_object();
  write_extensions(out, item);
  write_asked(out, item);
  write_excluded(out, said.benefit);
  const std::string& name = said.policy.title.empty() ? said.category_title : said.policy.title;
  if (!name.empty()) out.field("name", name);
  out.field("description", site_words(item) + eligibility_words(said, item.answer));
  write_network(out, said.network);
  write_term(out, said);
  write_benefits(out, said);
  if (const auto needed = required(said.authorization)) out.field("authorizationRequired", *needed);
  write_supporting(out, said);
  const std::string url = url_of(said);
  if (!url.empty()) out.field("authorizationUrl", url);
  out.end_object();
  for (const precert::ServiceRequirement& part : said.parts) {
    if (part.procedures.empty()) write_part(items.next(), part, nullptr, item);
    for (const precert::Procedure& one : part.procedures) write_part(items.next(), part, &one, item);
  }
}

}  // namespace mappers
