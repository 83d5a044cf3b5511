// A small rulebook, one family, four facilities and a request that is certified as it stands: tests change
// one thing.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "precert/engine/determine.hpp"
#include "precert/model/words.hpp"
#include "precert/rulebook/tables.hpp"

namespace precert::test {

inline constexpr std::string_view rulebook_yaml = R"(
payer:
  name: Test Plan
  ids: [TEST1]
  contact: {name: DESK, phone: "8005550100"}
  intake: {organization: Intake, phone: "8005550102"}
  appeal: Appeal in writing.
  appeal_days: 180
  peer_to_peer: Call the medical director.
  information_days: 14
  not_listed: Not on the list of reviewed services.
  list_date: 2026-01-01
calendar: {time_zone: America/Los_Angeles, opens: "08:00", closes: "17:00"}
promises:
  - {id: routine, within: business_days, count: 2, holidays: federal, source: "plan promise: 2 business days"}
  - {id: routine-slow, within: calendar_days, count: 7, source: "rule: 7 days"}
  - {id: urgent, urgent: true, within: same_day, holidays: federal, source: "plan promise: same day"}
products:
  - {id: OPEN, name: Open, out_of_network_covered: true, out_of_network_words: "The member calls.", out_of_network_phone: "8005550111"}
  - {id: CLOSED, name: Closed, out_of_network_words: "Network only."}
vendors:
  - {id: v1, name: Vendor One, phone: "8005550133", fax: "8005550134", url: "https://vendor.example"}
categories:
  - {id: mri, title: MRI, service_types: ["62"]}
  - {id: therapy, title: Therapy, service_types: [PT]}
  - {id: cosmetic, title: Cosmetic}
  - {id: sleep, title: Sleep}
  - {id: office, title: Office}
  - {id: surgery, title: Surgery}
  - {id: referral, title: Referral, service_types: ["3"]}
services:
  - {edition: "2026", category: mri, codes: {"70551": brain, "73721": joint, "76498": {title: unlisted MRI, unlisted: true}}}
  - {edition: "2026", category: therapy, codes: {"97110": exercise, "97530": activities, "97112": balance}}
  - {edition: "2026", category: cosmetic, codes: {"15823": eyelid}}
  - {edition: "2026", category: sleep, codes: {"95810": sleep study}}
  - {edition: "2026", category: office, codes: {"99213": visit, "99499": {title: unlisted visit, unlisted: true}}}
  - {edition: "2026", category: surgery, codes: {"29827": shoulder, "27447": knee}}
facts:
  - {id: weeks, type: number, question: "How many weeks of treatment?", loinc: 11506-3, report_type: "PN"}
  - {id: exam, type: yes_no, question: "Was there an examination?", loinc: 34117-2, report_type: "OE"}
  - {id: red-flag, type: yes_no, question: "Red flag?", when_absent: false, from: [{kind: diagnosis, names: [C]}, {kind: answer}]}
  - {id: films, type: document, question: "Send the films.", loinc: 18748-4, report_type: RB}
  - {id: where, type: text, question: "Where?", from: [{kind: place}, {kind: answer}]}
criteria:
  - {id: c-brain, owner: Plan, title: Brain MRI, edition: "2026", link: "https://x.example", summary: s,
     when: {any: [{fact: red-flag}, {all: [{fact: weeks, at_least: 6}, {fact: exam}]}]}}
  - {id: c-joint, owner: Plan, title: Joint MRI, edition: "2026", link: "https://x.example", summary: s, when: {fact: films}}
  - {id: c-knee, owner: Plan, title: Knee, edition: "2026", link: "https://x.example", summary: s,
     when: {fact: where, one_of: ["22", "24"]}}
  - {id: c-referral, owner: Plan, title: Referral, edition: "2026", link: "https://x.example", summary: s,
     when: {fact: exam}}
policies:
  - {id: p-brain, title: Brain MRI, words: w, codes: ["70551"], requires: required, criteria: c-brain, needs_network: true,
     lower_cost: true, validity_days: 90, turnaround: imaging, exempt: [emergency, inpatient]}
  - {id: p-joint, title: Joint MRI, words: w, codes: ["73721"], requires: required, criteria: c-joint}
  - {id: p-unlisted, title: Unlisted, words: w, codes: ["76498"], requires: required}
  - {id: p-therapy, title: Therapy, words: w, category: therapy, requires: required, validity_days: 60,
     limits: [{most: 12, unit: visit, per: request, words: "12 visits a request"},
              {most: 20, unit: visit, per: year, words: "20 visits a year"}]}
  - {id: p-week, title: Balance, words: w, codes: ["97112"], requires: required,
     limits: [{most: 2, unit: visit, per: week, words: "2 visits a week"}]}
  - {id: p-cosmetic, title: Cosmetic, words: Cosmetic surgery is no benefit., category: cosmetic, requires: excluded, reason: "19"}
  - {id: p-sleep, title: Sleep, words: Sleep studies are reviewed by a vendor., category: sleep, requires: vendor_managed, vendor: v1}
  - {id: p-office, title: Office, words: Visits need no review., codes: ["99213"], requires: not_required,
     necessity_after_service: true}
  - {id: p-shoulder, title: Shoulder, words: w, codes: ["29827"], requires: required, criteria: c-brain,
     taxonomies: [207X00000X]}
  - {id: p-knee, title: Knee, words: w, codes: ["27447"], requires: required, criteria: c-knee, needs_network: true}
  - {id: p-referral, title: Referral, words: w, category: referral, requires: required, criteria: c-referral}
reasons: {"04": too much, "09": out of network, "0F": not necessary, "0H": not required, "0J": outside reviewer,
          "0L": maximum, "0M": not covered, "0Q": duplicate, "0U": information, "0V": review, "0W": waiting, "0X": provider type,
          "10": pattern, "19": cosmetic}
rejects: {"43": requester, "56": dates, "57": date, "58": birth date, "60": born later, "62": period, "65": patient name, "71": other birth date,
          "72": number, "73": name, "75": unknown member, "77": unknown dependent, "79": participant, "95": not eligible,
          AA: number not found, AF: diagnosis, AG: code, T4: payer, T5: nothing}
)";

inline std::shared_ptr<const Rulebook> rulebook_with(std::string_view before = {},
                                                     std::string_view after = {}) {
  std::string text(rulebook_yaml);
  if (!before.empty()) text.replace(text.find(before), before.size(), after);
  const std::vector<RulebookFile> files{{"test.yaml", text}};
  const auto made = rulebook_from(files);
  if (!made) {
    std::string faults;
    for (const base::Issue& issue : made.error()) faults += issue.where + ": " + issue.remedy + "\n";
    ADD_FAILURE() << faults;
    return nullptr;
  }
  return *made;
}

inline const Rulebook& rulebook() {
  static const std::shared_ptr<const Rulebook> made = rulebook_with();
  return *made;
}

inline base::Date date(std::string_view iso) { return base::date_from_iso(iso).value(); }
inline base::Instant at(std::string_view iso) { return base::instant_from_iso(iso).value(); }
inline base::Period period(std::string_view from, std::string_view to) {
  return base::Period{date(from), date(to)};
}

inline Party party(PartyRole role, std::string npi) {
  Party made;
  made.role = role;
  made.organization = "Example " + npi.substr(7);
  made.identifiers = {{IdentifierKind::npi, std::move(npi), ""}};
  return made;
}

inline constexpr const char* hospital = "1999000023";  // in network, cost tier 3
inline constexpr const char* centre = "1999000155";    // in network, cost tier 1
inline constexpr const char* outside = "1999000031";   // out of network
inline constexpr const char* emergency = "1999000049";

inline const Directory& directory() {
  static const Directory made([] {
    const auto facility = [](const char* npi, const char* kind, bool in, int tier) {
      Facility one;
      one.npi = npi;
      one.name = std::string("Facility ") + npi;
      one.kind = kind;
      one.in_network = in;
      one.network_tier = tier == 1 ? "preferred" : "standard";
      one.cost_tier = tier;
      one.address.state = "WA";
      return one;
    };
    return std::vector<Facility>{
        facility(hospital, "hospital", true, 3), facility(centre, "imaging_centre", true, 1),
        facility(outside, "hospital", false, 2), facility(emergency, "emergency_room", true, 3)};
  }());
  return made;
}

inline MemberRecord member() {
  MemberRecord made;
  made.id = MemberId("M100");
  made.name = {"TESTMEMBER", "ALPHA", "", "", ""};
  made.birth_date = date("1980-02-14");
  made.gender = Gender::female;
  made.address.state = "WA";
  made.coverage = {{"OPEN", "G1", {date("2026-01-01"), std::nullopt}},
                   {"CLOSED", "G1", period("2025-01-01", "2025-12-31")}};
  DependentRecord child{MemberId(),          {"TESTMEMBER", "BETA", "", "", ""},
                        date("2015-05-05"),  Gender::male,
                        Relationship::child, std::nullopt};
  DependentRecord own{MemberId("M101"),    {"OTHERNAME", "GAMMA", "", "", ""},
                      date("2010-01-01"),  Gender::female,
                      Relationship::child, std::nullopt};
  made.dependents = {child, own};
  return made;
}

/// Answers that meet c-brain.
inline std::vector<Answer> good_answers() {
  return {{"weeks", base::Decimal(6), 0, {"MSG @9"}}, {"exam", true, 0, {"MSG @10"}}};
}

inline ServiceLine line(int sequence, std::string code) {
  ServiceLine made;
  made.sequence = sequence;
  made.procedure.code = std::move(code);
  made.dates = base::Period::of(date("2026-03-10"));
  made.providers = {party(PartyRole::facility, hospital)};
  return made;
}

inline ReviewRequest request() {
  ReviewRequest made;
  made.reference = "REQ1";
  made.umo.role = PartyRole::umo;
  made.umo.identifiers = {{IdentifierKind::payer_id, "TEST1", ""}};
  made.requester = party(PartyRole::provider, "1999000015");
  made.subscriber.name = {"TESTMEMBER", "ALPHA", "", "", ""};
  made.subscriber.identifiers = {{IdentifierKind::member_id, "M100", ""}};
  made.subscriber.birth_date = date("1980-02-14");
  made.event.service_type = "62";
  made.event.diagnoses = {
      {DiagnosisKind::principal, CodeSystem::icd10_cm, "G43909", std::nullopt, {"HI-01 @8"}}};
  made.services = {line(1, "70551")};
  made.answers = good_answers();
  return made;
}

/// Facts about member() that live as long as this.
struct World {
  MemberRecord record = member();
  Facts facts;

  World() {
    facts.now = at("2026-03-06T18:00:00Z");  // Friday 10:00 in Los Angeles
    facts.member = &record;
    facts.directory = &directory();
    facts.numbers = {"AUTH1", "NR1", "T1"};
  }
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  Determination operator()(const ReviewRequest& asked) const { return determine(asked, rulebook(), facts); }
  LineDetermination first(const ReviewRequest& asked) const {
    const Determination made = (*this)(asked);
    if (made.lines.empty()) {
      ADD_FAILURE() << "refused: " << (made.refusals.empty() ? "?" : made.refusals.front().code);
      return {};
    }
    return made.lines.front();
  }
  /// Makes `earlier` the case that the next request continues.
  void continues(const ReviewRequest& earlier, const Determination& determination) {
    facts.previous = PriorCase{CaseId("C1"), 1, earlier, determination};
    facts.previous_wanted = true;
    facts.numbers = {"AUTH2", "NR2", "T2"};
  }
  void decided_before(const ReviewRequest& earlier) { continues(earlier, (*this)(earlier)); }
  Determination update(const ReviewRequest& asked) const { return (*this)(merged(asked, &*facts.previous)); }
};

inline std::string code_of(const LineDetermination& line) {
  return line.reasons.empty() ? "" : line.reasons.front().code;
}
inline std::string words_of(const LineDetermination& line) {
  std::string all;
  for (const Reason& reason : line.reasons) all += reason.words + "\n";
  return all;
}
inline std::vector<std::string> missing_facts(const LineDetermination& line) {
  std::vector<std::string> all;
  for (const MissingInformation& one : line.missing) all.push_back(one.fact);
  return all;
}
inline bool has_step(const LineDetermination& line, std::string_view rule, std::string_view outcome) {
  for (const Step& step : line.steps) {
    if (step.rule == rule && step.outcome == outcome) return true;
  }
  return false;
}

}  // namespace precert::test
