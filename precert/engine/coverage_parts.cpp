// What differs within a service type: its procedures by the policy that speaks of them, the plan by its
// categories.
#include "precert/engine/coverage_parts.hpp"

#include <algorithm>

namespace precert {
namespace {

/// Procedures of one category under one policy; unlisted ones apart, for they are looked at one by one.
struct Group {
  const Policy* policy = nullptr;
  bool unlisted = false;
  std::vector<const ServiceCode*> codes;
};

std::vector<Group> groups_of(const LineContext& context, Index category) {
  std::vector<Group> groups;
  for (const ServiceCode& code : context.rulebook().services) {
    if (code.category != category) continue;
    const ServiceMatch match{&code, category, false, false};
    const Policy* policy = context.rulebook().policy_for(match, context.product, context.day);
    auto group = std::find_if(groups.begin(), groups.end(), [&](const Group& one) {
      return one.policy == policy && one.unlisted == code.unlisted;
    });
    if (group == groups.end()) group = groups.insert(groups.end(), Group{policy, code.unlisted, {}});
    group->codes.push_back(&code);
  }
  return groups;
}

Procedure procedure_of(const ServiceCode& code) {
  Procedure procedure;
  procedure.system = code.system;
  procedure.code = code.code;
  return procedure;
}

/// The service types that mean a category without more being said; those of a stay mean it for an admission
/// alone.
std::vector<std::string> plain_types(const Category& category) {
  const auto& of = category.request_categories;
  const bool plain =
      of.empty() || std::find(of.begin(), of.end(), RequestCategory::health_services) != of.end();
  return plain ? category.service_types : std::vector<std::string>();
}

/// What the rules say of the group's first procedure, everything else as in the item.
ServiceRequirement requirement_of(const LineContext& context, Index category, const Group& group) {
  ServiceLine line = context.line;
  line.service_type.clear();
  line.procedure = procedure_of(*group.codes.front());
  const LineContext one = line_context_of(context.event, line, false);
  const Ruling ruling = ruling_of(one);
  const Category& of = context.rulebook().categories[category];
  ServiceRequirement part;
  part.category = of.id;
  part.service_types = plain_types(of);
  part.benefit = ruling.benefit;
  part.authorization = ruling.authorization;
  part.policy = group.policy == nullptr ? "not-listed" : group.policy->id;
  part.title = group.policy == nullptr || group.policy->title.empty() ? of.title : group.policy->title;
  if (group.policy != nullptr) part.words = group.policy->words;
  if (part.authorization == AuthorizationNeed::vendor_managed) part.reviewer = reviewer_of(one);
  return part;
}

/// One category as a whole: alike in everything, or conditional.
ServiceRequirement summary_of_category(const LineContext& context, Index category) {
  std::vector<ServiceRequirement> parts;
  for (const Group& group : groups_of(context, category))
    parts.push_back(requirement_of(context, category, group));
  const Category& of = context.rulebook().categories[category];
  ServiceRequirement whole;
  whole.category = of.id;
  whole.title = of.title;
  whole.service_types = plain_types(of);
  if (parts.empty()) {  // a category without procedures is reviewed by its own policy
    ServiceMatch match;
    match.category = category;
    match.by_type = true;
    const Policy* policy = context.rulebook().policy_for(match, context.product, context.day);
    if (policy == nullptr) return whole;
    ServiceLine line = context.line;
    line.service_type = of.service_types.empty() ? std::string() : of.service_types.front();
    if (!of.request_categories.empty()) line.category = of.request_categories.front();
    LineContext one = line_context_of(context.event, line, false);
    one.match = match;
    one.policy = policy;
    const Ruling ruling = ruling_of(one);
    whole.benefit = ruling.benefit;
    whole.authorization = ruling.authorization;
    whole.policy = policy->id;
    whole.words = policy->words;
    if (whole.authorization == AuthorizationNeed::vendor_managed) whole.reviewer = reviewer_of(one);
    return whole;
  }
  const bool alike = std::all_of(parts.begin(), parts.end(), [&](const ServiceRequirement& one) {
    return one.benefit == parts.front().benefit;
  });
  whole.benefit = alike ? parts.front().benefit : Benefit::covered;
  whole.authorization = common_need(parts);
  if (parts.size() == 1) {
    whole.policy = parts.front().policy;
    whole.words = parts.front().words;
  }
  const auto vendor = std::find_if(parts.begin(), parts.end(),
                                   [](const ServiceRequirement& one) { return one.reviewer.has_value(); });
  if (vendor != parts.end()) whole.reviewer = vendor->reviewer;
  return whole;
}

}  // namespace

AuthorizationNeed common_need(const std::vector<ServiceRequirement>& parts) {
  std::optional<AuthorizationNeed> common;
  for (const ServiceRequirement& part : parts) {
    if (part.benefit != Benefit::covered) continue;  // what is no benefit needs nothing
    if (common && *common != part.authorization) return AuthorizationNeed::conditional;
    common = part.authorization;
  }
  return common.value_or(AuthorizationNeed::unknown);
}

std::vector<ServiceRequirement> parts_of_category(const LineContext& context) {
  std::vector<ServiceRequirement> parts;
  if (context.match.category == no_index) return parts;
  for (const Group& group : groups_of(context, context.match.category)) {
    ServiceRequirement part = requirement_of(context, context.match.category, group);
    for (const ServiceCode* code : group.codes) part.procedures.push_back(procedure_of(*code));
    parts.push_back(std::move(part));
  }
  return parts;
}

std::vector<ServiceRequirement> parts_of_plan(const LineContext& context) {
  std::vector<ServiceRequirement> parts;
  for (std::size_t i = 0; i < context.rulebook().categories.size(); ++i) {
    ServiceRequirement part = summary_of_category(context, static_cast<Index>(i));
    const bool nothing =
        part.benefit == Benefit::covered && (part.authorization == AuthorizationNeed::unknown ||
                                             part.authorization == AuthorizationNeed::not_required);
    if (!nothing) parts.push_back(std::move(part));
  }
  return parts;
}

}  // namespace precert
