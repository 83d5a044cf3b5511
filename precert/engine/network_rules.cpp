// Who performs a service and where: network, specialty, and places that could do it for less.
#include <algorithm>

#include "precert/engine/line_rules.hpp"
#include "precert/engine/outcome.hpp"
#include "precert/engine/started_by_member.hpp"

namespace precert {
namespace {

constexpr std::size_t offers_max = 3;

const Facility* facility_of(const LineContext& context, const Party& party) {
  const Directory* directory = context.event.facts.directory;
  const Identifier* npi = party.identifier(IdentifierKind::npi);
  return directory == nullptr || npi == nullptr ? nullptr : directory->find(npi->value);
}

/// The place of the line as the directory knows it; nullptr when it does not.
const Facility* place_in_directory(const LineContext& context) {
  for (const Party& party : context.providers()) {
    if (!performs(party.role)) continue;
    if (const Facility* facility = facility_of(context, party)) return facility;
  }
  return nullptr;
}

/// Why nobody should be called about a cheaper place (SC-66); "" when nothing speaks against it.
std::string_view no_offer_because(const LineContext& context, const Facility* place) {
  if (place == nullptr) return "the place is not in the directory";
  if (context.event.urgent()) return "urgent or emergency";
  if (stays_where_it_is(context)) return "an emergency or a hospital stay";
  if (place->cost_tier <= 1) return "already a place of the lowest cost";
  for (const Answer& answer : context.request().answers) {
    const bool* yes = std::get_if<bool>(&answer.value);
    if (answer.question == "no-other-facility" && yes != nullptr && *yes)
      return "no other facility is possible";
  }
  return {};
}

constexpr std::string_view exception_fact = "network-exception";

/// Certified before for the same place: whoever did that has looked at it.
bool certified_there_before(const LineContext& context) {
  const LineDetermination* before = context.extended();
  if (before == nullptr && context.certified_earlier()) before = context.earlier;
  const std::optional<Party> now = provider_of(context);
  if (before == nullptr || !before->provider || !now) return false;
  return !now->npi().empty() && now->npi() == before->provider->npi();
}

/// Whom the status follows from; nobody when the directory knows none of them.
struct NetworkFinding {
  const Facility* who = nullptr;
  bool requester = false;

  [[nodiscard]] NetworkStatus status() const {
    if (who == nullptr) return NetworkStatus::unknown;
    return who->in_network ? NetworkStatus::in : NetworkStatus::out;
  }
};

NetworkFinding network_finding_of(const LineContext& context) {
  const Facility* asks = facility_of(context, context.request().requester);
  if (asks != nullptr && !asks->in_network) return {asks, true};
  NetworkFinding last;
  for (const Party& party : context.providers()) {
    if (!performs(party.role)) continue;
    const Facility* facility = facility_of(context, party);
    if (facility == nullptr) continue;
    last.who = facility;
    if (facility->in_network) break;
  }
  return last;
}

}  // namespace

NetworkStatus network_status_of(const LineContext& context, std::string& detail) {
  const NetworkFinding found = network_finding_of(context);
  if (found.who == nullptr) {
    detail = "no performer is in the directory";
  } else {
    detail = (found.requester ? "the requester " : "") + found.who->npi +
             (found.who->in_network ? " is in the network" : " is outside the network");
  }
  return found.status();
}

bool decide_out_of_network(const LineContext& context, LineDetermination& out) {
  if (context.policy == nullptr || !context.policy->needs_network) return false;
  std::string detail;
  const NetworkStatus status = network_status_of(context, detail);
  step(out, "network",
       status == NetworkStatus::out  ? "false"
       : status == NetworkStatus::in ? "true"
                                     : "unknown",
       std::move(detail));
  if (status != NetworkStatus::out) return false;
  const Product* product =
      context.product == no_index ? nullptr : &context.rulebook().products[context.product];
  if (product == nullptr || !product->out_of_network_covered) {
    refuse_administratively(
        context, out,
        reason_of(context, "09", "network", "The plan does not cover care outside its network."));
    return true;
  }
  if (started_by_member(context.request())) {
    step(out, "network", "started", "the member has started it by telephone");
    return false;
  }
  const std::string phone =
      product->out_of_network_phone.empty() ? phone_of(context) : product->out_of_network_phone;
  std::string words = product->out_of_network_words.empty()
                          ? std::string("Outside the network: the member starts the request by telephone.")
                          : product->out_of_network_words;
  if (!phone.empty() && words.find(phone) == std::string::npos) words += " Call " + phone + ".";
  settle(context, out, ReviewAction::contact_payer,
         reason_of(context, "09", "network", with_reference(context, std::move(words))));
  return true;
}

bool stays_where_it_is(const LineContext& context) {
  if (context.request().event.level == LevelOfService::emergency) return true;
  const std::optional<Place>& place = context.request().place_of(context.line);
  if (place && place->kind == PlaceKind::place_of_service) {
    if (place->code == "21" || place->code == "23") return true;
  } else if (place && place->code == "11") {
    return true;  // type of bill: inpatient
  }
  return std::ranges::any_of(context.providers(), [&](const Party& party) {
    const Facility* const facility = performs(party.role) ? facility_of(context, party) : nullptr;
    return facility != nullptr && facility->kind == "emergency_room";
  });
}

NetworkProof network_proof_of(const LineContext& context) {
  const Directory* directory = context.event.facts.directory;
  if (context.policy == nullptr || !context.policy->needs_network) return NetworkProof::none_needed;
  if (directory == nullptr || directory->size() == 0) return NetworkProof::none_needed;
  const bool named =
      std::ranges::any_of(context.providers(), [](const Party& party) { return performs(party.role); });
  if (!named || network_finding_of(context).who != nullptr) return NetworkProof::none_needed;
  if (certified_there_before(context)) return NetworkProof::none_needed;
  return network_exception_said(context) ? NetworkProof::claimed : NetworkProof::missing;
}

bool network_exception_said(const LineContext& context) {
  return std::ranges::any_of(context.request().answers, [&](const Answer& one) {
    return one.question == exception_fact && (one.service == 0 || one.service == context.line.sequence);
  });
}

MissingInformation network_exception_asked(const LineContext& context) {
  return missing_of(context, exception_fact,
                    "Why must it be done outside the network? Or name a place in the network.", "77", "11503-0");
}

void pend_for_network_exception(const LineContext& context, LineDetermination& out) {
  step(out, "network", "exception asked for", "the request says why it has to be outside");
  pend(context, out, "clinician",
       reason_of(context, "0V", "network", "Care that is not known to be in the network is looked at by a clinician."));
}

Truth specialty_of(const LineContext& context) {
  if (context.policy == nullptr || context.policy->taxonomies.empty()) return Truth::yes;
  const auto fits = [&](const Party& party) {
    const auto& allowed = context.policy->taxonomies;
    return std::find(allowed.begin(), allowed.end(), party.taxonomy) != allowed.end();
  };
  bool said = false;
  bool performer = false;
  for (const Party& party : context.providers()) {
    if (!performs(party.role)) continue;
    performer = true;
    if (party.taxonomy.empty()) continue;
    if (fits(party)) return Truth::yes;
    said = true;
  }
  const Party& requester = context.request().requester;  // performs it when nobody else is named
  if (!performer && !requester.taxonomy.empty()) return fits(requester) ? Truth::yes : Truth::no;
  return said ? Truth::no : Truth::unknown;
}

void add_lower_cost(const LineContext& context, LineDetermination& out) {
  if (context.policy == nullptr || !context.policy->lower_cost || context.match.category == no_index) return;
  const Facility* place = place_in_directory(context);
  if (const std::string_view why = no_offer_because(context, place); !why.empty()) {
    step(out, "lower-cost", "no call", std::string(why));
    return;
  }
  const std::string& home = context.event.facts.member->address.state;
  const std::string& state = home.empty() ? place->address.state : home;
  const std::string& category = context.rulebook().categories[context.match.category].id;
  for (const Facility* cheaper :
       context.event.facts.directory->cheaper(category, state, place->cost_tier, offers_max)) {
    out.lower_cost.push_back(
        FacilityOffer{cheaper->npi, cheaper->name, cheaper->network_tier, cheaper->cost_tier});
  }
  step(out, "lower-cost", out.lower_cost.empty() ? "none" : "offered",
       std::to_string(out.lower_cost.size()) + " below cost tier " + std::to_string(place->cost_tier));
}

}  // namespace precert
