// 2110 of a 271: which EB are written for the plan, for each item and for what was refused.
#include <algorithm>

#include "mappers/codes/clinical_codes.hpp"
#include "mappers/x12/eligibility_eb.hpp"
#include "mappers/x12/eligibility_response_parts.hpp"

namespace mappers {
namespace {

using precert::AuthorizationNeed;
using precert::Benefit;
using precert::CoverageItem;
using precert::CoverageItemAnswer;
using precert::CoverageLimit;
using precert::NetworkStatus;
using precert::Party;
using precert::ServiceRequirement;

std::string_view indicator(AuthorizationNeed need) {
  switch (need) {
    case AuthorizationNeed::required:
    case AuthorizationNeed::vendor_managed: return "Y";
    case AuthorizationNeed::not_required: return "N";
    case AuthorizationNeed::conditional:
    case AuthorizationNeed::unknown: return "U";
  }
  return "U";
}

std::string_view indicator(NetworkStatus status) {
  switch (status) {
    case NetworkStatus::in: return "Y";
    case NetworkStatus::out: return "N";
    case NetworkStatus::unknown: return "U";
  }
  return "U";
}

/// The EB that names what was asked: by procedure or by service type.
Eb eb_of_item(std::string_view code, const CoverageItem& item) {
  Eb eb{code};
  if (item.procedure.code.empty()) {
    if (!item.service_type.empty()) eb.types.push_back(item.service_type);
  } else {
    eb.procedure = &item.procedure;
  }
  eb.dates = item.dates;
  return eb;
}

std::string_view period_of(precert::LimitSpan span) {
  switch (span) {  // X12 615
    case precert::LimitSpan::request: return "26";
    case precert::LimitSpan::day: return "7";
    case precert::LimitSpan::week: return "35";
    case precert::LimitSpan::month: return "34";
    case precert::LimitSpan::year: return "23";
    case precert::LimitSpan::lifetime: return "32";
  }
  return {};
}

/// EB09; "" when X12 has no word for the unit: the amount is then said in words alone.
std::string_view quantity_kind(precert::Unit unit) {
  switch (unit) {
    case precert::Unit::unit: return "P6";
    case precert::Unit::day: return "DY";
    case precert::Unit::hour: return "HS";
    case precert::Unit::month: return "MN";
    case precert::Unit::visit: return "VS";
    case precert::Unit::minute:
    case precert::Unit::international_unit: return {};
  }
  return {};
}

std::string_view rate_unit(precert::LimitSpan span) {
  switch (span) {  // HSD03
    case precert::LimitSpan::day: return "DA";
    case precert::LimitSpan::week: return "WK";
    case precert::LimitSpan::month: return "MO";
    default: return {};
  }
}

/// EB*F: a rate as HSD, a total as EB10 over its period; what is left of a total as a second EB*F (EB06 29).
void write_limit(const Answering271& answering, const CoverageItem& item, const CoverageLimit& limit) {
  constexpr std::string_view remaining = "29";
  Eb eb = eb_of_item("F", item);
  eb.dates.reset();
  const std::string_view kind = quantity_kind(limit.unit);
  const std::string_view every = rate_unit(limit.span);
  eb.messages.add(limit.words);
  if (kind.empty()) {
    if (!limit.rate) eb.messages.add("Left " + limit.remaining.text());
  } else if (!every.empty()) {
    eb.rate = {std::string(codes_of(limit.unit).kind), limit.most.text(), std::string(every)};
  } else {
    eb.period = period_of(limit.span);
    eb.quantity_kind = kind;
    eb.quantity = limit.most.text();
  }
  write_eb(answering.out, eb);
  if (kind.empty() || !every.empty() || limit.span == precert::LimitSpan::request) return;
  Eb left = eb_of_item("F", item);
  left.dates.reset();
  left.period = remaining;
  left.quantity_kind = kind;
  left.quantity = limit.remaining.text();
  write_eb(answering.out, left);
}

/// EB*X: where it can be done, in the network or for less.
void write_facilities(const Answering271& answering, const CoverageItem& item,
                      const CoverageItemAnswer& answer) {
  const auto& offers = answer.lower_cost.empty() ? answer.in_network : answer.lower_cost;
  if (offers.empty()) return;
  Eb eb = eb_of_item("X", item);
  eb.dates.reset();
  eb.network = "Y";
  eb.messages.add(answer.lower_cost.empty() ? "In-network facilities that do this, lowest cost first."
                                            : "In-network facilities that do this for less.");
  for (const precert::FacilityOffer& offer : offers) {
    Party facility;
    facility.role = precert::PartyRole::facility;
    facility.organization = offer.name;
    facility.identifiers = {{precert::IdentifierKind::npi, offer.npi, {}}};
    eb.entities.push_back(std::move(facility));
  }
  write_eb(answering.out, eb);
}

/// A procedure of a service type: what its rule requires, in words with the first one of the rule.
void write_part_of_type(const Answering271& answering, const ServiceRequirement& part,
                        const precert::Procedure& procedure) {
  const bool benefit = part.benefit == Benefit::covered;
  Eb eb{benefit ? std::string_view("1") : std::string_view("I")};
  eb.procedure = &procedure;
  if (benefit) eb.authorization = indicator(part.authorization);
  if (&procedure == &part.procedures.front()) {
    eb.messages.add(part.words.empty() ? part.title : part.words);
    if (part.reviewer) eb.entities.push_back(*part.reviewer);
  }
  if (!part.policy.empty()) eb.messages.add("Rule " + part.policy + ".");
  write_eb(answering.out, eb);
}

/// Each procedure of a service type with its rule (SC-07): all that differ from what was said of the type,
/// and as many of the others as a reader can use.
void write_parts_of_type(const Answering271& answering, const CoverageItemAnswer& answer) {
  constexpr std::size_t alike_max = 200;
  std::size_t alike = 0;
  for (const ServiceRequirement& part : answer.parts) {
    const bool differs = part.benefit != answer.benefit || part.authorization != answer.authorization;
    for (const precert::Procedure& procedure : part.procedures) {
      if (differs || ++alike <= alike_max) write_part_of_type(answering, part, procedure);
    }
  }
}

/// Everything said of one item. A vendor gets an EB*U of its own with how to reach it.
void write_item(const Answering271& answering, const CoverageItem& item, const CoverageItemAnswer& answer) {
  const bool ended = said_by(answer, "coverage");
  const bool covered = answer.benefit == Benefit::covered;
  Eb eb = eb_of_item(covered ? "1" : ended ? "6" : "I", item);
  if (covered) eb.authorization = indicator(answer.authorization);
  if (!ended) eb.network = indicator(answer.network);
  for (const precert::HeldAuthorization& held : answer.held) eb.held.push_back(held.number);
  eb.referral = item.referral_number;
  if (!item.procedure.description.empty()) eb.messages.add("Asked as " + item.procedure.description + ".");
  add_item_messages(answer, eb.messages);
  const std::optional<precert::Place>& place = item.place ? item.place : answering.question.place;
  if (place && place->kind == precert::PlaceKind::place_of_service) eb.place = place->code;
  const bool by_vendor = answer.authorization == AuthorizationNeed::vendor_managed;
  if (answer.reviewer && !by_vendor) eb.entities.push_back(*answer.reviewer);
  write_eb(answering.out, eb);
  if (answer.reviewer && by_vendor) {
    Eb contact = eb_of_item("U", item);
    contact.dates.reset();
    contact.entities.push_back(*answer.reviewer);
    write_eb(answering.out, contact);
  }
  for (const CoverageLimit& limit : answer.limits) write_limit(answering, item, limit);
  write_facilities(answering, item, answer);
  write_parts_of_type(answering, answer);
}

/// Categories of the plan that are alike in what they need.
struct PlanPart {
  Benefit benefit;
  AuthorizationNeed need;
  std::optional<Party> reviewer;
  std::vector<std::string> types;
  std::string titles;
};

void join(PlanPart& part, const ServiceRequirement& one) {
  if (!part.titles.empty()) part.titles += ", ";
  part.titles += one.title;
  for (const std::string& type : one.service_types) {
    if (std::find(part.types.begin(), part.types.end(), type) == part.types.end()) part.types.push_back(type);
  }
}

std::vector<PlanPart> plan_parts_of(const CoverageItemAnswer& answer) {
  std::vector<PlanPart> parts;
  for (const ServiceRequirement& one : answer.parts) {
    const bool vendor = one.authorization == AuthorizationNeed::vendor_managed;
    const std::optional<Party> reviewer = vendor ? one.reviewer : std::nullopt;
    auto same = std::find_if(parts.begin(), parts.end(), [&](const PlanPart& part) {
      return part.benefit == one.benefit && part.need == one.authorization && part.reviewer == reviewer;
    });
    if (same == parts.end()) {
      same = parts.insert(parts.end(), PlanPart{one.benefit, one.authorization, reviewer, {}, {}});
    }
    join(*same, one);
  }
  return parts;
}

std::string_view words_of(const PlanPart& part) {
  if (part.benefit != Benefit::covered) return "No benefit of the plan ";
  return part.need == AuthorizationNeed::conditional ? "Some services need a pre-authorization, ask by code "
                                                     : "Pre-authorization required ";
}

/// EB*CB for what needs an authorization, EB*I for what is excluded, with their service types. Categories
/// that have none are named in words, as a description (EB*D) when all of them are such: EB03 30 must not be
/// taken for the whole plan.
void write_parts_of_plan(const Answering271& answering, const CoverageItemAnswer& answer) {
  for (const PlanPart& part : plan_parts_of(answer)) {
    const bool covered = part.benefit == Benefit::covered;
    const bool typed = !part.types.empty();
    Eb eb{!typed ? std::string_view("D") : covered ? std::string_view("CB") : std::string_view("I")};
    eb.types = part.types;
    if (!typed) eb.types.emplace_back(precert::whole_plan);
    if (covered && typed) eb.authorization = indicator(part.need);
    eb.messages.add(std::string(words_of(part)) + "(" + part.titles + ")");
    if (part.reviewer) eb.entities.push_back(*part.reviewer);
    write_eb(answering.out, eb);
  }
}

/// EB of the plan: active or not, and for service type 30 whether anything needs an authorization.
void write_plan(const Answering271& answering, const precert::MemberCoverage& member,
                const CoverageItemAnswer* whole) {
  Eb eb{member.active ? std::string_view("1") : std::string_view("6")};
  eb.types.emplace_back(precert::whole_plan);
  eb.plan = member.plan;
  const bool answered = whole != nullptr && whole->benefit == Benefit::covered;
  if (answered) {
    eb.authorization = indicator(whole->authorization);
    add_item_messages(*whole, eb.messages);
  }
  if (!member.active) eb.messages.add("No coverage on " + base::iso(member.day) + ".");
  if (member.active && !member.out_of_network_words.empty()) eb.messages.add(member.out_of_network_words);
  write_eb(answering.out, eb);
  if (answered) write_parts_of_plan(answering, *whole);
}

/// EB*V with AAA for an item that cannot be answered.
void write_refused(const Answering271& answering, const CoverageItem& item,
                   std::vector<const precert::Refusal*> refusals) {
  Eb eb = eb_of_item("V", item);
  eb.dates.reset();
  for (const precert::Refusal* refusal : refusals) eb.messages.add(refusal->words);
  eb.refusals = std::move(refusals);
  write_eb(answering.out, eb);
}

/// A service whose words no service of the plan's lists fits: EB13 cannot name it, so nothing is said of it.
void write_unknown_words(const Answering271& answering, const CoverageItem& item) {
  precert::Refusal refusal;
  refusal.code = "AG";
  refusal.follow_up = precert::FollowUp::correct_and_resubmit;
  refusal.words = "No service of the plan's lists is called that. Send its code, or other words.";
  write_refused(answering, item, {&refusal});
}

std::vector<const precert::Refusal*> refusals_of_item(const Answering271& answering, int sequence) {
  std::vector<const precert::Refusal*> found = refusals_in(answering, AaaLoop::benefit);
  std::erase_if(found,
                [&](const precert::Refusal* one) { return one->index != 0 && one->index != sequence; });
  return found;
}

/// The answer about the plan as a whole, when it was asked for.
const CoverageItemAnswer* whole_plan_answer(const Answering271& answering) {
  if (answering.question.items.empty()) return answering.answer.item(0);
  for (const CoverageItem& item : answering.question.items) {
    if (item.of_whole_plan()) return answering.answer.item(item.sequence);
  }
  return nullptr;
}

}  // namespace

void write_benefits(const Answering271& answering) {
  const std::optional<precert::MemberCoverage>& member = answering.answer.member;
  const bool active = member && member->active;
  if (member) write_plan(answering, *member, whole_plan_answer(answering));
  std::vector<CoverageItem> items = answering.question.items;
  if (items.empty() && !member) {
    items.emplace_back().service_type = precert::whole_plan;  // something has to carry the AAA
  }
  for (const CoverageItem& item : items) {
    const CoverageItemAnswer* const answer = answering.answer.item(item.sequence);
    if (answer != nullptr && item.in_words()) {
      write_unknown_words(answering, item);
    } else if (answer != nullptr) {
      const bool said = item.of_whole_plan() || (!active && said_by(*answer, "coverage"));
      if (!said) write_item(answering, item, *answer);
    } else {
      write_refused(answering, item, refusals_of_item(answering, item.sequence));
    }
  }
}

}  // namespace mappers
