// See validate_business.hpp: the mappers read the set, the rules refuse it, the answers' tables name the code.
#include "gateway/cli/validate_business.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

#include "mappers/x12/eligibility.hpp"
#include "mappers/x12/inquiry.hpp"
#include "mappers/x12/notification.hpp"
#include "mappers/x12/refusals.hpp"
#include "mappers/x12/review_request.hpp"
#include "precert/engine/message_refusals.hpp"

namespace gateway::cli {
namespace {

/// The "@7" of a source.
std::uint32_t position_in(std::string_view where) {
  std::uint32_t position = 0;
  const std::size_t at = where.rfind('@');
  if (at != std::string_view::npos) std::from_chars(where.data() + at + 1, where.data() + where.size(), position);
  return position;
}

/// "NM1-03" into segment and element.
void name_element(std::string_view element, Finding& finding) {
  const std::size_t dash = std::min(element.find('-'), element.size());
  finding.segment = element.substr(0, dash);
  if (dash == element.size()) return;
  std::from_chars(element.data() + dash + 1, element.data() + element.size(), finding.element);
}

Finding finding_from_refusal(const precert::Refusal& refusal, const mappers::Aaa& aaa) {
  Finding made;
  made.level = "business";
  made.acknowledgment = "AAA";
  made.code = "AAA03 " + std::string(aaa.reason);
  made.loop = aaa.loop;
  made.position = position_in(refusal.source.where);
  name_element(refusal.element, made);
  made.where = made.loop;
  if (!refusal.element.empty()) made.where += "/" + refusal.element;
  if (made.position != 0) made.where += " @" + std::to_string(made.position);
  made.remedy = refusal.words;
  return made;
}

/// The place of a notice's parties: its source stands first (2010A), its receiver second.
precert::Level notice_level(precert::Level level) {
  if (level == precert::Level::umo) return precert::Level::requester;
  return level == precert::Level::requester ? precert::Level::umo : level;
}

class BusinessCheck {
 public:
  BusinessCheck(const CheckedSet& set, const BusinessRules& rules) : set_(set), rules_(rules) {}

  void review() {
    judge(mappers::review_request_from(set_.tree, set_.interchange, set_.group), [&](const auto& asked) {
      refuse(asked, [](const precert::Refusal& one) { return mappers::aaa_from(one.level, one); });
    });
  }
  void inquiry() {
    judge(mappers::inquiry_from(set_.tree, set_.interchange, set_.group), [&](const auto& asked) {
      refuse(asked, [](const precert::Refusal& one) { return mappers::aaa_from(one.level, one); });
    });
  }
  void notice() {
    judge(mappers::notification_from(set_.tree, set_.interchange, set_.group), [&](const auto& told) {
      refuse(told, [](const precert::Refusal& one) { return mappers::aaa_from(notice_level(one.level), one); });
    });
  }
  void coverage() {
    judge(mappers::coverage_questions_from(set_.tree, set_.interchange, set_.group), [&](const auto& questions) {
      for (const precert::CoverageQuestion& one : questions) {
        const bool at_dependent = one.dependent.has_value();
        refuse(one, [&](const precert::Refusal& refusal) {
          return mappers::coverage_aaa_from(at_dependent, refusal);
        });
      }
    });
  }

  [[nodiscard]] std::vector<Finding> take() && { return std::move(findings_); }

 private:
  template <class Read, class Judge>
  void judge(const Read& read, Judge&& judged) {
    if (read) {
      judged(*read);
    } else {
      findings_.push_back(finding_from(cannot_keep(read.error(), set_)));
    }
  }

  template <class Message, class Said>
  void refuse(const Message& message, Said&& said) {
    for (const precert::Refusal& one : precert::message_refusals_of(message, *rules_.rulebook, rules_.now)) {
      const bool of_payer = one.level == precert::Level::umo && one.code == "79";
      if (of_payer && rules_.any_payer) continue;
      findings_.push_back(finding_from_refusal(one, said(one)));
    }
  }

  const CheckedSet& set_;
  const BusinessRules& rules_;
  std::vector<Finding> findings_;
};

struct Judged {
  std::string_view implementation;
  void (BusinessCheck::*check)();
};
constexpr std::array<Judged, 4> judged_messages{{{"005010X217", &BusinessCheck::review},
                                                 {"005010X215", &BusinessCheck::inquiry},
                                                 {"005010X216", &BusinessCheck::notice},
                                                 {"005010X279A1", &BusinessCheck::coverage}}};

}  // namespace

std::vector<Finding> business_findings(const CheckedSet& set, std::string_view implementation,
                                       std::string_view direction, const BusinessRules& rules) {
  BusinessCheck check(set, rules);
  for (const Judged& one : judged_messages) {
    if (direction == "request" && one.implementation == implementation) (check.*one.check)();
  }
  return std::move(check).take();
}

}  // namespace gateway::cli
