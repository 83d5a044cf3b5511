#include "precert/engine/line_rules.hpp"

#include <array>

namespace precert {
namespace {

/// A code without a name in its list is looked at one by one unless the plan says something of it (SC-14).
bool decide_unlisted_without_policy(const LineContext& context, LineDetermination& out) {
  return context.policy == nullptr && decide_unlisted(context, out);
}

constexpr std::array rules{
    NamedRule{"cancelled", decide_cancelled, false},
    NamedRule{"kept", decide_kept, false},
    NamedRule{"place-changed", decide_place_changed, false},
    NamedRule{"appealed", decide_appealed, false},
    NamedRule{"predetermination", decide_predetermination, false},
    NamedRule{"coverage", decide_not_covered},
    NamedRule{rule_duplicate, decide_duplicate, false},
    NamedRule{"excluded", decide_excluded},
    NamedRule{"vendor", decide_vendor_managed},
    NamedRule{"exempt", decide_exempt},
    NamedRule{"unlisted", decide_unlisted_without_policy},
    NamedRule{"not-required", decide_not_required},
    NamedRule{"network", decide_out_of_network},
    NamedRule{"unlisted", decide_unlisted},
    NamedRule{rule_criteria, decide_by_criteria},
};

}  // namespace

std::span<const NamedRule> line_rules() { return rules; }

}  // namespace precert
