// A rulebook as large as a big payer's: as many codes, policies and criteria as asked for, all invented, the
// same for the same numbers.
#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "precert/rulebook/rulebook.hpp"

namespace support {

struct BigRulebook {
  std::size_t codes = 20'000, policies = 500, criteria = 200, categories = 100, products = 5;
};

/// "10000" and on: every one has the form of a CPT code.
inline std::string big_code(std::size_t at) { return std::to_string(10'000 + at); }

inline std::string big_title(std::size_t at) {
  constexpr std::string_view what[]{"MRI",       "CT",         "Ultrasound", "Repair",
                                    "Removal",   "Biopsy",     "Injection",  "Implant",
                                    "Endoscopy", "Laboratory", "Reduction",  "Transfer"};
  constexpr std::string_view of[]{"brain",   "knee",   "shoulder", "lumbar spine", "cervical spine",
                                  "liver",   "kidney", "heart",    "lung",         "hip",
                                  "wrist",   "ankle",  "pancreas", "thyroid",      "bladder",
                                  "abdomen", "pelvis", "breast"};
  constexpr std::string_view how[]{"",          " with contrast", " without contrast", " bilateral",
                                   " open",     " laparoscopic",  " percutaneous",     " with guidance",
                                   " revision", " initial",       " follow-up"};
  return std::string(what[at % std::size(what)]) + " of the " + std::string(of[at / 12 % std::size(of)]) +
         std::string(how[at / 216 % std::size(how)]) + ", variant " + std::to_string(at / 2376);
}

namespace big {

inline std::string head(const BigRulebook& size) {
  std::string text = R"(payer:
  name: Big Plan
  ids: [BIG1]
  contact: {phone: "5550100"}
  intake: {organization: Big Intake, fax: "5550101"}
  appeal: Write to us.
  peer_to_peer: Call us.
  certification_prefix: AUTH
  reference_prefix: NR
  not_listed: No review.
  list_date: 2026-01-01
calendar: {time_zone: America/Los_Angeles}
reasons: {"0M": not covered, "0V": a medical review is needed, "0U": more information is needed, "0H": not required}
rejects: {"AG": the code is wrong}
vendors:
  - {id: vendor, name: Example Vendor, phone: "5550102"}
promises:
  - {id: routine, within: business_days, count: 2, source: two days}
  - {id: urgent, urgent: true, within: same_day, source: same day}
  - {id: federal, within: calendar_days, count: 7, source: seven days}
products:
)";
  for (std::size_t i = 0; i < size.products; ++i) {
    text += "  - {id: P" + std::to_string(i) + ", name: Plan, out_of_network_words: call}\n";
  }
  return text;
}

inline std::string catalogue(const BigRulebook& size) {
  std::string text = "categories:\n";
  for (std::size_t i = 0; i < size.categories; ++i) {
    text += "  - {id: category-" + std::to_string(i) + ", title: Category " + std::to_string(i) +
            ", synonyms: [group " + std::to_string(i) + "]}\n";
  }
  text += "services:\n";
  const std::size_t each = (size.codes + size.categories - 1) / size.categories;
  for (std::size_t i = 0; i < size.categories; ++i) {
    text += "  - edition: \"2026\"\n    category: category-" + std::to_string(i) + "\n    codes:\n";
    for (std::size_t code = i * each; code < std::min(size.codes, (i + 1) * each); ++code) {
      text += "      \"" + big_code(code) + "\": " + "\"" + big_title(code) + "\"\n";
    }
  }
  return text;
}

inline std::string criteria(const BigRulebook& size) {
  std::string facts = "facts:\n  - {id: red-flag, type: yes_no, question: \"Is there a red flag?\"}\n";
  std::string all = "criteria:\n";
  for (std::size_t i = 0; i < size.criteria; ++i) {
    const std::string n = std::to_string(i);
    facts += "  - {id: weeks-" + n + ", type: number, question: \"How many weeks " + n + "?\"}\n";
    facts += "  - {id: exam-" + n + ", type: yes_no, question: \"Was there an exam " + n + "?\"}\n";
    facts += "  - {id: failed-" + n + ", type: yes_no, question: \"Did treatment fail " + n + "?\"}\n";
    all += "  - id: criterion-" + n + "\n    owner: Big Plan\n    title: Criteria " + n +
           "\n    edition: \"1\"\n    link: https://plan.example/" + n + "\n    summary: Six weeks.\n" +
           "    when: {any: [{fact: red-flag}, {all: [{fact: weeks-" + n + ", at_least: 6}, {fact: exam-" +
           n + "}, {fact: failed-" + n + "}]}]}\n";
  }
  return facts + all;
}

/// One policy for each category, the others for forty codes each, some for one product only.
inline std::string policies(const BigRulebook& size) {
  std::string text = "policies:\n";
  const auto requires_criteria = [&](std::size_t i) {
    return size.criteria == 0
               ? std::string("requires: not_required")
               : "requires: required, criteria: criterion-" + std::to_string(i % size.criteria);
  };
  for (std::size_t i = 0; i < size.policies; ++i) {
    const std::string n = std::to_string(i);
    text += "  - {id: policy-" + n + ", title: Policy " + n + ", words: reviewed, ";
    if (i < size.categories) {
      text += "category: category-" + n + ", " + requires_criteria(i) + "}\n";
      continue;
    }
    text += "codes: [";
    const std::size_t first = (i - size.categories) * 40;
    for (std::size_t k = 0; k < 40; ++k)
      text += (k > 0 ? ", \"" : "\"") + big_code((first + k) % size.codes) + "\"";
    text += "], " + (i % 3 == 0 ? "products: [P" + std::to_string(i % size.products) + "], " : std::string());
    text += (i % 7 == 0 ? std::string("requires: not_required") : requires_criteria(i)) + "}\n";
  }
  return text;
}

}  // namespace big

inline std::vector<precert::RulebookFile> big_rulebook_files(const BigRulebook& size = {}) {
  return {{"payer.yaml", big::head(size)},
          {"services.yaml", big::catalogue(size)},
          {"criteria.yaml", big::criteria(size)},
          {"policies.yaml", big::policies(size)}};
}

}  // namespace support
