// Questions about member() of determine_support.hpp, and the demonstration rulebook.
#pragma once

#include "determine_support.hpp"
#include "precert/engine/coverage_answer.hpp"
#include "tests/support/demo_rulebook.hpp"

namespace precert::test {

inline const Rulebook& demo() { return ::support::demo_rulebook(); }

inline CoverageItem asked_by_code(int sequence, std::string code, CodeSystem system = CodeSystem::cpt) {
  CoverageItem item;
  item.sequence = sequence;
  item.procedure.system = system;
  item.procedure.code = std::move(code);
  return item;
}

inline CoverageItem asked_by_type(int sequence, std::string type) {
  CoverageItem item;
  item.sequence = sequence;
  item.service_type = std::move(type);
  return item;
}

/// member() asked about by a clinic, for 10 March 2026, nothing said of place or facts.
inline CoverageQuestion question(std::vector<CoverageItem> items, std::string payer = "TEST1") {
  CoverageQuestion made;
  made.reference = "ELG1";
  made.payer.role = PartyRole::payer;
  made.payer.identifiers = {{IdentifierKind::payer_id, std::move(payer), ""}};
  made.requester = party(PartyRole::provider, "1999000015");
  made.subscriber.name = {"TESTMEMBER", "ALPHA", "", "", ""};
  made.subscriber.identifiers = {{IdentifierKind::member_id, "M100", ""}};
  made.subscriber.birth_date = date("1980-02-14");
  made.dates = base::Period::of(date("2026-03-10"));
  made.items = std::move(items);
  return made;
}

inline CoverageAnswer answered(const CoverageQuestion& asked, const World& world,
                               const Rulebook& rules = rulebook()) {
  return coverage_answer(asked, rules, world.facts);
}

inline CoverageItemAnswer only(const CoverageAnswer& answer) {
  if (answer.items.size() != 1) {
    ADD_FAILURE() << answer.items.size() << " items, "
                  << (answer.refusals.empty() ? "no refusal" : answer.refusals.front().code);
    return {};
  }
  return answer.items.front();
}

}  // namespace precert::test
