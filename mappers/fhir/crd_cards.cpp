#include "mappers/fhir/crd_cards.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "mappers/fhir/crd_reason.hpp"
#include "mappers/fhir/crd_suggestions.hpp"
#include "mappers/fhir/uuid.hpp"

namespace mappers {
namespace {

using precert::CoverageItemAnswer;

constexpr std::size_t summary_max = 139;  // CDS Hooks: fewer than 140 characters

/// Cut at a word, so that it stays a sentence; the whole text stands in the detail.
std::string short_summary(std::string text) {
  if (text.size() <= summary_max) return text;
  std::size_t cut = text.rfind(' ', summary_max - 3);
  if (cut == std::string::npos) cut = summary_max - 3;
  while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U)
    --cut;  // not inside a character
  text.resize(cut);
  return text + "...";
}

/// "8005550210" -> "800-555-0210".
std::string phone_words(const std::string& digits) {
  if (digits.size() != 10) return digits;
  return digits.substr(0, 3) + "-" + digits.substr(3, 3) + "-" + digits.substr(6);
}

std::string reach(const precert::Party& party) {
  std::string words;
  if (!party.contact) return words;
  for (const precert::ContactPoint& point : party.contact->points) {
    if (point.kind == precert::ContactKind::url) continue;  // a number to call, not a page to go to
    const bool fax = point.kind == precert::ContactKind::fax;
    const bool phone = point.kind == precert::ContactKind::phone;
    if (!words.empty()) words += ", ";
    words += fax     ? "fax " + phone_words(point.value)
             : phone ? "call " + phone_words(point.value)
                     : point.value;
  }
  return words;
}

/// One item of an answer with all that a card may need.
struct Seen {
  const AssertedOrder& order;
  const CoverageItemAnswer& item;
  Finding finding;
  const AssertionContext& context;
  const precert::Directory& directory;
  std::span<const AssertedOrder> orders;  // all of the call
};

std::optional<Card> guideline(const Seen& seen) {
  const CoverageItemAnswer& item = seen.item;
  if (!item.needs_authorization() || !item.criteria || item.criteria->link.empty()) return std::nullopt;
  const precert::CriteriaReference& criteria = *item.criteria;
  Card card;
  card.summary = "Clinical criteria: " + criteria.title + ", edition " + criteria.edition;
  card.detail = criteria.summary + "\n\nCriteria " + criteria.id + " by " + criteria.owner + ", edition " +
                criteria.edition + ".";
  card.link_label = "Criteria " + criteria.id;
  card.link = criteria.link;
  return card;
}

std::optional<Card> insurance(const Seen& seen) {
  if (seen.finding != Finding::vendor_managed || !seen.item.reviewer) return std::nullopt;
  const precert::Party& vendor = *seen.item.reviewer;
  Card card;
  card.summary = vendor.display() + " authorizes this service for the plan";
  card.detail = "Send the request to " + vendor.display() + ": " + reach(vendor) + ".";
  return card;
}

std::optional<Card> network(const Seen& seen) {
  if (seen.finding != Finding::by_telephone && seen.finding != Finding::out_of_network) return std::nullopt;
  Card card;
  card.warning = true;
  card.summary = seen.finding == Finding::by_telephone ? "Outside the network: the member starts the request"
                                                       : "Outside the network: not covered there";
  if (!seen.item.reasons.empty()) card.detail = seen.item.reasons.front().words;
  for (const precert::FacilityOffer& offer : seen.item.in_network) {
    card.detail += "\n- in the network: " + offer.name;
  }
  return card;
}

/// CRD 2.2 says it in `detail`.
std::optional<Card> limits(const Seen& seen) {
  if (seen.item.limits.empty() || shape_of(seen.context.request.version).says_details) return std::nullopt;
  Card card;
  card.summary = "Authorized without a second look: " + seen.item.limits.front().words;
  for (const precert::CoverageLimit& limit : seen.item.limits) {
    card.detail += "- " + limit.words;
    if (!limit.rate) card.detail += ": used " + limit.used.text() + ", left " + limit.remaining.text();
    card.detail += "\n";
  }
  return card;
}

std::optional<Card> therapy_first(const Seen& seen) {
  if (seen.item.is_held()) return std::nullopt;  // it was looked at when that was authorized
  const auto& needed = seen.item.needed;
  const auto comes_before = [&](const precert::MissingInformation& one) {
    return is_earlier_treatment(one, seen.context.rulebook);
  };
  if (std::none_of(needed.begin(), needed.end(), comes_before)) return std::nullopt;
  Card card;
  card.summary = "Before ordering: treatment that has to be tried first";
  if (seen.item.criteria) card.detail = seen.item.criteria->summary;
  for (const precert::MissingInformation& missing : needed) {
    if (comes_before(missing)) card.detail += "\n- " + missing.question;
  }
  return card;
}

std::string place_words(const precert::FacilityOffer& offer, const precert::Directory& directory) {
  std::string words = "\n- " + offer.name;
  if (const precert::Facility* facility = directory.find(offer.npi)) {
    std::string kind = facility->kind;
    std::replace(kind.begin(), kind.end(), '_', ' ');
    words += " (" + kind + ", " + facility->address.city + ")";
    if (!facility->phone.empty()) words += ", " + phone_words(facility->phone);
  }
  return words + ", cost tier " + std::to_string(offer.cost_tier);
}

/// Neutral words: the place never decides about the authorization (SC-68).
std::optional<Card> cost(const Seen& seen) {
  const bool cheaper = !seen.item.lower_cost.empty();
  const auto& offers = cheaper ? seen.item.lower_cost : seen.item.in_network;
  if (offers.empty() || codes_of(seen.finding).covered == "not-covered") return std::nullopt;
  Card card;
  const std::string& title = seen.item.category_title;
  const std::string what = title.empty() ? std::string("this service") : title;
  card.summary = cheaper ? "Places in the network where " + what + " costs less"
                         : "Places in the network for " + what + ", by cost";
  card.detail =
      "The patient and you choose the place; the authorization does not depend on it. Cost tier 1 is the "
      "lowest.";
  for (const precert::FacilityOffer& offer : offers) card.detail += place_words(offer, seen.directory);
  return card;
}

std::string what_is_ordered(const CoverageItemAnswer& item) {
  if (!item.policy.title.empty()) return item.policy.title;
  return item.category_title.empty() ? std::string("this service") : item.category_title;
}

/// True when one of the call's orders asks for it already.
bool is_ordered(const Seen& seen, const precert::Procedure& procedure) {
  for (const AssertedOrder& order : seen.orders) {
    for (const precert::CoverageItem& item : order.question->question.items) {
      if (item.procedure.system == procedure.system && item.procedure.code == procedure.code) return true;
    }
  }
  return false;
}

/// A card that proposes orders: only where the client's drafts can be changed.
std::optional<Card> proposed(const Seen& seen, bool instead) {
  if (seen.context.request.hook->focus_field != "draftOrders") return std::nullopt;
  Card card;
  card.one_at_most = instead;
  card.summary = (instead ? "May do instead of " : "Usually goes with ") + what_is_ordered(seen.item);
  for (const precert::ServiceSuggestion& one : seen.item.suggestions) {
    if (one.instead != instead || is_ordered(seen, one.procedure)) continue;
    const json::Value& order = seen.order.question->order;
    std::optional<std::string> resource = instead ? alternate_order(order, one) : companion_order(order, one);
    if (!resource) continue;
    card.detail +=
        (card.detail.empty() ? "- " : "\n- ") + one.procedure.code + " " + one.title + ": " + one.words;
    card.suggestions.push_back(
        CardSuggestion{(instead ? "Change to " : "Add ") + one.procedure.code + " " + one.title, !instead,
                       std::move(*resource)});
  }
  if (card.suggestions.empty()) return std::nullopt;
  return card;
}

std::optional<Card> alternative_services(const Seen& seen) { return proposed(seen, true); }
std::optional<Card> companion_services(const Seen& seen) { return proposed(seen, false); }

struct Maker {
  CrdOption option;
  std::optional<Card> (*make)(const Seen&);
};
/// In the order of use to whoever reads them.
constexpr std::array<Maker, 8> makers{{{CrdOption::insurance, insurance},
                                       {CrdOption::network, network},
                                       {CrdOption::therapy_first, therapy_first},
                                       {CrdOption::therapy_optional, alternative_services},
                                       {CrdOption::companions, companion_services},
                                       {CrdOption::guideline, guideline},
                                       {CrdOption::cost, cost},
                                       {CrdOption::limits, limits}}};

void add(Card card, const std::string& about, std::vector<Card>& cards) {
  card.summary = short_summary(std::move(card.summary));  // before it is compared: the earlier ones are cut
  for (Card& earlier : cards) {
    const bool same = earlier.topic == card.topic && earlier.summary == card.summary &&
                      earlier.detail == card.detail && earlier.link == card.link;
    if (!same) continue;
    if (std::find(earlier.about.begin(), earlier.about.end(), about) != earlier.about.end()) return;
    if (!card.suggestions.empty()) continue;  // each changes one order, whatever others it could be about
    earlier.about.push_back(about);
    return;
  }
  card.about.push_back(about);
  cards.push_back(std::move(card));
}

Finding finding_of(const AssertedOrder& order, const CoverageItemAnswer& item) {
  const precert::CoverageItem* asked = order.question->question.item(item.sequence);
  for (const CoverageInformation& information : order.informations) {
    for (const precert::Procedure& procedure : information.billing) {
      if (asked != nullptr && procedure == asked->procedure) return information.finding;
    }
  }
  return order.informations.front().finding;
}

std::string_view topic_code(CrdOption topic) {
  switch (topic) {
    case CrdOption::coverage_info: return "coverage-info";
    case CrdOption::unsolicited_determ: return "unsolicited-determ";
    case CrdOption::guideline: return "guideline";
    case CrdOption::insurance: return "insurance";
    case CrdOption::network: return "network";
    case CrdOption::limits: return "limits";
    case CrdOption::therapy_first: return "therapy-alternatives-req";
    case CrdOption::cost: return "cost";
    case CrdOption::therapy_optional: return "therapy-alternatives-opt";
    case CrdOption::companions: return "clinical-reminder";
  }
  return "guideline";
}

}  // namespace

namespace {

/// Rule: CDS Hooks 2.0 suggestions, CRD resp-3, resp-53.
void write_suggestions(json::Writer& out, const Card& card, const std::string& uuid) {
  if (card.suggestions.empty()) return;
  out.field("selectionBehavior", card.one_at_most ? "at-most-one" : "any").array_field("suggestions");
  for (std::size_t i = 0; i < card.suggestions.size(); ++i) {
    const CardSuggestion& one = card.suggestions[i];
    out.begin_object()
        .field("label", one.label)
        .field("uuid", uuid_from(uuid, "suggestion" + std::to_string(i)));
    out.array_field("actions").begin_object().field("type", one.create ? "create" : "update");
    out.field("description", one.label).key("resource").raw_text(one.resource);
    out.end_object().end_array().end_object();
  }
  out.end_array();
}

}  // namespace

std::vector<Card> cards_from(std::span<const AssertedOrder> orders, const AssertionContext& context,
                             const precert::Directory& directory) {
  std::vector<Card> cards;
  for (const Maker& maker : makers) {
    if (!context.request.configuration.wants(maker.option)) continue;
    for (const AssertedOrder& order : orders) {
      if (order.answer == nullptr || order.informations.empty()) continue;
      for (const CoverageItemAnswer& item : order.answer->items) {
        std::optional<Card> card =
            maker.make(Seen{order, item, finding_of(order, item), context, directory, orders});
        if (!card) continue;
        card->topic = maker.option;
        add(std::move(*card), order.question->resource, cards);
      }
    }
  }
  if (cards.size() > context.request.configuration.cards_max)
    cards.resize(context.request.configuration.cards_max);
  if (orders.size() < 2) return cards;
  for (Card& card : cards) {  // a card about some of the orders names them (dev-24)
    if (card.about.size() == orders.size()) continue;
    card.detail += "\n\nThis is about";
    for (const std::string& one : card.about) card.detail += " " + one;
    card.detail += ".";
  }
  return cards;
}

void write_card(json::Writer& out, const Card& card, const std::string& uuid, const std::string& payer,
                CrdVersion version) {
  out.begin_object().field("uuid", uuid).field("summary", card.summary);
  out.field("indicator", card.warning ? "warning" : "info");
  if (!card.detail.empty()) out.field("detail", card.detail);
  out.object_field("source").field("label", payer).object_field("topic");
  out.field("system", shape_of(version).topic_system).field("code", topic_code(card.topic));
  out.end_object().end_object();
  if (!card.link.empty()) {
    out.array_field("links").begin_object().field("label", card.link_label).field("url", card.link);
    out.field("type", "absolute").end_object().end_array();
  }
  write_suggestions(out, card, uuid);
  out.object_field("extension").array_field("davinci-crd.associated-resource");
  for (const std::string& one : card.about) out.begin_object().field("reference", one).end_object();
  out.end_array().end_object().end_object();
}

}  // namespace mappers
