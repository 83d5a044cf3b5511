// A certified case and the inquiry that asks for it: tests change one thing.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "precert/engine/inquiry.hpp"
#include "tests/unit/precert/determine_support.hpp"

namespace precert::test {

inline constexpr const char* requester_npi = "1999000015";
inline constexpr const char* attending_npi = "1999000064";
inline constexpr const char* stranger_npi = "1999000072";

/// An admission in which every key has something to fit: MRI of the brain at the hospital, with a modifier,
/// and three visits of therapy elsewhere.
inline ReviewRequest asked_before() {
  ReviewRequest made = request();
  made.event.place = Place{PlaceKind::place_of_service, "22", {}};
  made.event.dates = period("2026-03-08", "2026-03-12");
  made.event.providers = {party(PartyRole::attending, attending_npi)};
  made.services.front().procedure.modifiers = {"TC"};
  made.services.front().revenue_code = "0611";
  ServiceLine therapy = line(2, "97110");
  therapy.service_type = "PT";
  therapy.quantity = Quantity{base::Decimal(3), Unit::visit, {}};
  therapy.dates = period("2026-04-01", "2026-04-30");
  therapy.providers = {party(PartyRole::service_provider, centre)};
  made.services.push_back(therapy);
  return made;
}

inline PriorCase certified_case() { return {CaseId("C1"), 1, asked_before(), World()(asked_before())}; }

/// By member alone, asked by the one who requested it.
inline Inquiry inquiry() {
  Inquiry made;
  made.example.reference = "INQ1";
  made.example.umo = request().umo;
  made.example.requester = party(PartyRole::provider, requester_npi);
  made.example.subscriber = request().subscriber;
  return made;
}

/// Facts with these cases as candidates, found by member.
struct InquiryWorld {
  MemberRecord record = member();
  InquiryFacts facts;

  explicit InquiryWorld(std::vector<PriorCase> cases = {certified_case()}) {
    facts.now = at("2026-03-07T18:00:00Z");
    facts.member = &record;
    for (PriorCase& one : cases) add_candidate(facts.candidates, std::move(one));
  }
  InquiryWorld(const InquiryWorld&) = delete;
  InquiryWorld& operator=(const InquiryWorld&) = delete;

  InquiryAnswer operator()(const Inquiry& asked) const { return inquiry_answer(asked, rulebook(), facts); }
  bool finds(const Inquiry& asked) const { return (*this)(asked).found(); }
};

/// "requester 41" for each refusal, joined by blanks.
inline std::string refusals_of(const InquiryAnswer& answer) {
  std::string all;
  for (const Refusal& one : answer.refusals) {
    if (!all.empty()) all += ", ";
    for (const auto& [level, word] : Words<Level>::all) {
      if (level == one.level) all += word;
    }
    all += " " + one.code;
  }
  return all;
}

}  // namespace precert::test
