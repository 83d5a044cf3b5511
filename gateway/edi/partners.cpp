// Who a sender is, and which guide and which groups are his. How partners are read from YAML:
// partners_yaml.cpp.
#include "gateway/edi/partners.hpp"

#include <algorithm>
#include <string>

#include "gateway/edi/conversations.hpp"
#include "mappers/x12/envelope.hpp"

namespace gateway {
namespace {

/// "ZZ:SUBMITTER1" against its two parts.
bool is_pair(std::string_view listed, std::string_view qualifier, std::string_view id) {
  return listed.size() == qualifier.size() + 1 + id.size() && listed.starts_with(qualifier) &&
         listed[qualifier.size()] == ':' && listed.ends_with(id);
}

const PartnerGuide* listed_version(const Partner& partner, std::string_view version) {
  const auto found = std::find_if(partner.guides.begin(), partner.guides.end(),
                                  [&](const PartnerGuide& one) { return one.version == version; });
  return found == partner.guides.end() ? nullptr : &*found;
}

x12::Fault sender_refusal(const x12::GroupHeader& group) {
  x12::Fault fault;
  fault.level = x12::FaultLevel::ak9;
  fault.code = "1";
  fault.kind = x12::kind_of(fault.level, fault.code);
  fault.segment_id = "GS";
  fault.element = 2;
  fault.value = group.sender;
  fault.remedy = "GS02 is an application sender code that was agreed with this gateway";
  return fault;
}

void add_once(std::vector<std::string>& all, std::string_view one) {
  if (std::find(all.begin(), all.end(), one) == all.end()) all.emplace_back(one);
}

/// "GS08 is 005010X215 or 005010X217": what this partner may send.
std::string versions_in_words(const Partner& partner) {
  std::vector<std::string> all;
  for (const PartnerGuide& one : partner.guides) add_once(all, one.version);
  if (!partner.only_listed_guides) {
    for (const x12::Guide* guide : x12::all_guides()) {
      const std::string_view version = x12::implementation_of(*guide);
      const bool in_group = !x12::functional_id_for(version).empty();  // a TA1 is in none
      if (in_group && !only_by_agreement(version)) add_once(all, version);
    }
  }
  std::sort(all.begin(), all.end());
  std::string words = "GS08 is ";
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i > 0) words += i + 1 == all.size() ? " or " : ", ";
    words += all[i];
  }
  return words;
}

}  // namespace

std::string_view implementation_named(const Partner& partner, std::string_view version) {
  const PartnerGuide* listed = listed_version(partner, version);
  return listed == nullptr ? version : std::string_view(listed->implementation);
}

const Partner& Partners::of(std::string_view qualifier, std::string_view id) const {
  static const Partner everybody{};
  if (partners_.empty()) return everybody;
  const auto named = std::find_if(partners_.begin(), partners_.end(), [&](const Partner& partner) {
    return std::any_of(partner.senders.begin(), partner.senders.end(),
                       [&](const std::string& listed) { return is_pair(listed, qualifier, id); });
  });
  return named == partners_.end() ? partners_.back() : *named;
}

const Partner* Partners::of_core_sender(std::string_view id) const {
  if (id.empty()) return nullptr;
  const auto named = std::find_if(partners_.begin(), partners_.end(),
                                  [&](const Partner& partner) { return partner.core_sender == id; });
  return named == partners_.end() ? nullptr : &*named;
}

Partners Partners::standard() {
  Partners made;
  made.partners_.emplace_back().name = "default";
  return made;
}

x12::Delimiters delimiters_for(const Partner& partner, const x12::Delimiters& received) {
  const std::string& own = partner.delimiters;
  if (own.size() != 4) return mappers::answer_delimiters(received);
  return {own[0], own[1], own[2], own[3]};
}

const x12::Guide* guide_of(const Partner& partner, const x12::TransactionSet& set,
                           const x12::GroupHeader& group) {
  const std::string_view version = group.version.empty() ? set.implementation : group.version;
  for (const PartnerGuide& one : partner.guides) {
    if (one.version != version) continue;
    const x12::Guide* const table = x12::guide_for_set(one.implementation, set);
    if (table == nullptr) continue;
    if (!one.direction.empty() && one.direction != x12::direction_of(*table)) continue;
    return one.guide != nullptr ? one.guide.get() : table;
  }
  return partner.only_listed_guides ? nullptr : x12::guide_for_set(version, set);
}

std::optional<x12::Fault> group_refusal(const Partner& partner, const x12::GroupHeader& group) {
  const PartnerGuide* const listed = listed_version(partner, group.version);
  const bool unlisted_taken = !partner.only_listed_guides && !only_by_agreement(group.version);
  const std::string_view implementation = listed != nullptr
                                              ? std::string_view(listed->implementation)
                                              : (unlisted_taken ? group.version : std::string_view{});
  if (std::optional<x12::Fault> refused = x12::group_refusal(group, implementation)) {
    if (refused->code == "2") refused->remedy = versions_in_words(partner);
    return refused;
  }
  const std::vector<std::string>& senders = partner.group_senders;
  if (!senders.empty() && std::find(senders.begin(), senders.end(), group.sender) == senders.end()) {
    return sender_refusal(group);
  }
  return std::nullopt;
}

}  // namespace gateway
