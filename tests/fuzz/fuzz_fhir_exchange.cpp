// A PAS Bundle through its mapper, the decision and the writers of both dialects: what is answered keeps its
// profile to the letter or passes the guide, whatever was asked, and the asker can read it.
#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "mappers/codes/fhir_systems.hpp"
#include "mappers/fhir/inquiry.hpp"
#include "mappers/fhir/notification.hpp"
#include "mappers/fhir/review_request.hpp"
#include "mappers/fhir/review_response.hpp"
#include "mappers/fhir/review_response_in.hpp"
#include "mappers/fhir/searchset.hpp"
#include "mappers/issues/operation_outcome.hpp"
#include "mappers/model/model_json.hpp"
#include "mappers/x12/inquiry.hpp"
#include "mappers/x12/review_request.hpp"
#include "mappers/x12/review_response.hpp"
#include "parsers/fhir/check.hpp"
#include "parsers/fhir/resource_view.hpp"
#include "parsers/fhir/rules.hpp"
#include "precert/engine/determine.hpp"
#include "precert/engine/inquiry.hpp"
#include "world.hpp"
#include "x12_sets.hpp"

namespace {

using fuzz::world;
using mappers::PasVersion;

constexpr std::string_view set_number = "0001";

/// One Bundle in the words of one version.
struct Dialect {
  PasVersion version;
  fhir::Profiles profiles;
};

const Dialect& dialect(PasVersion version) {
  static const Dialect newest{PasVersion::v2_2_1, fhir::Profiles::of(fhir::Version::pas_2_2_1).value()};
  static const Dialect older{PasVersion::v2_0_1, fhir::Profiles::of(fhir::Version::pas_2_0_1).value()};
  return version == PasVersion::v2_2_1 ? newest : older;
}

/// What is said of a Bundle that is not taken as it is.
void tell_faults(const base::Issues& faults) {
  json::Document document;
  fuzz::must(document.parse_copy(mappers::operation_outcome_from(faults)).has_value(),
             "an OperationOutcome is JSON");
}

/// An Identifier that only its type calls an NPI, which its value is not: profiles look at the system alone.
bool holds_wrong_npi(const json::Value& value) {
  if (fhir::has_code(value.find("type"), mappers::systems::identifier_type, "NPI") &&
      !fhir::is_npi(fhir::text(value, "value"))) {
    return true;
  }
  for (const json::Value element : value.elements()) {
    if (holds_wrong_npi(element)) return true;
  }
  for (const json::Member member : value.members()) {
    if (holds_wrong_npi(member.value)) return true;
  }
  return false;
}

/// What can be read and holds no value that is wrong by itself (an NPI with a wrong digit): such a value
/// comes back as it was sent.
bool is_sound(const fhir::Bundle& bundle, const Dialect& said, fhir::Purpose purpose) {
  const base::Issues faults = fhir::check(bundle, said.profiles, purpose);
  tell_faults(faults);
  const auto is_wrong = [](const base::Issue& one) {
    return one.code == base::IssueCode::fhir_value_invalid;
  };
  const auto names_wrong = [](const fhir::Entry& one) { return holds_wrong_npi(one.resource); };
  return !faults.fatal() && std::ranges::none_of(faults, is_wrong) &&
         std::ranges::none_of(bundle.entries(), names_wrong);
}

void expect_profile(const fhir::Bundle& bundle, const Dialect& said, fhir::Purpose purpose) {
  const base::Issues faults = fhir::check_response(bundle, said.profiles, purpose);
  for (const base::Issue& one : faults)
    std::fprintf(stderr, "%s %s\n", one.where.c_str(), one.remedy.c_str());
  fuzz::must(!faults.fatal(), "an answer keeps its profile");
}

mappers::ResponseContext context_in(PasVersion version, mappers::ResponseKind kind) {
  mappers::ResponseContext context;
  context.version = version;
  context.kind = kind;
  context.case_id = "C1";
  context.base_url = "https://payer.example/fhir";
  context.at = world().now;
  return context;
}

void answer_in_fhir(const precert::ReviewRequest& request, const precert::Determination& determination,
                    PasVersion version) {
  const std::string text = mappers::review_response_from(request, determination,
                                                         context_in(version, mappers::ResponseKind::submit));
  json::Document document;
  const base::Result<json::Value> root = document.parse_copy(text);
  fuzz::must(root.has_value(), "an answer is JSON");
  const base::Result<fhir::Bundle> bundle = fhir::bundle_from(*root);
  fuzz::must(bundle.has_value(), "an answer is a Bundle");
  expect_profile(*bundle, dialect(version), fhir::Purpose::submit);
  fuzz::must(mappers::answered_review_from(*bundle, version, &request).has_value(), "an answer can be read");
}

/// The answer on its own, as a search finds it and as a subscriber gets it.
void tell_later(const precert::ReviewRequest& request, const precert::Determination& determination,
                PasVersion version) {
  const mappers::ResponseContext context = context_in(version, mappers::ResponseKind::submit);
  const mappers::ReviewedCase found{&request, &determination, context};
  mappers::SearchPage page;
  page.cases = std::span(&found, 1);
  page.self = "https://payer.example/fhir/ClaimResponse?_id=C1";
  std::string text;
  json::Writer out(text);
  mappers::write_search_page(out, page, context);
  json::Document document;
  const base::Result<json::Value> searched = document.parse_copy(text);
  fuzz::must(searched && (*searched)["entry"].size() == 1, "what is found stands in its searchset");

  std::string alone;
  json::Writer alone_out(alone);
  mappers::write_claim_response(alone_out, request, determination, context);
  const mappers::NotificationEvent event{1, world().now, context.base_url + "/ClaimResponse/C1", alone};
  const std::string told =
      mappers::notification_from({"s1", context.base_url, "active", 1, ""},
                                 mappers::NotificationType::event_notification, &event, world().now, "fuzz");
  const base::Result<json::Value> root = document.parse_copy(told);
  fuzz::must(root.has_value(), "a notification is JSON");
  const base::Result<fhir::Bundle> bundle = fhir::bundle_from(*root);
  fuzz::must(bundle.has_value(), "a notification is a Bundle");
  const base::Issues faults = fhir::check_strictly(*bundle, dialect(version).profiles, fhir::Purpose::submit);
  for (const base::Issue& one : faults)
    std::fprintf(stderr, "%s %s\n", one.where.c_str(), one.remedy.c_str());
  fuzz::must(!faults.fatal(), "a notification keeps its profile");
}

void answer_in_x12(const precert::ReviewRequest& request, const precert::Determination& determination) {
  base::Issues issues;
  const std::string asked = fuzz::interchange_around("HI", "005010X217", [&](x12::Writer& writer) {
    issues = mappers::write_review_request(writer, request, set_number);
  });
  if (issues.fatal()) return;  // what X12 cannot ask is not answered in X12
  fuzz::must(fuzz::sound(asked, "005010X217", "request"), "a request that is written is valid");
  const std::string answered = fuzz::interchange_around("HI", "005010X217", [&](x12::Writer& writer) {
    mappers::write_review_response(writer, request, determination, set_number, world().now);
  });
  fuzz::must(fuzz::sound(answered, "005010X217", "response"), "a response is valid");
}

/// Request and decision as cases keep them.
void keep(const precert::ReviewRequest& request, const precert::Determination& determination) {
  const auto kept = mappers::review_request_from_json(mappers::to_json(request));
  fuzz::must(kept && mappers::differences(*kept, request).empty(), "a request that is kept comes back");
  const auto decided = mappers::determination_from_json(mappers::to_json(determination));
  if (decided) {
    for (const std::string& one : mappers::differences(*decided, determination))
      std::fprintf(stderr, "%s\n", one.c_str());
  }
  fuzz::must(decided && *decided == determination, "a decision that is kept comes back");
}

void review(const fhir::Bundle& bundle, PasVersion version) {
  if (!is_sound(bundle, dialect(version), fhir::Purpose::submit)) return;
  const auto request = mappers::review_request_from(bundle, version);
  if (!request) return;
  const precert::Facts facts = world().facts_about(request->subscriber);
  const precert::Determination determination = precert::determine(*request, *world().rulebook, facts);
  fuzz::must(determination == precert::determine(*request, *world().rulebook, facts),
             "a decision can be replayed");
  keep(*request, determination);
  answer_in_fhir(*request, determination, PasVersion::v2_2_1);
  answer_in_fhir(*request, determination, PasVersion::v2_0_1);
  tell_later(*request, determination, version);
  answer_in_x12(*request, determination);
}

void tell_cases(const precert::InquiryFacts& facts, const precert::InquiryAnswer& answer,
                PasVersion version) {
  const mappers::ResponseContext context = context_in(version, mappers::ResponseKind::inquire);
  std::vector<mappers::ReviewedCase> cases;
  for (const precert::InquiryMatch& match : answer.matches) {
    const precert::PriorCase& found = facts.candidates[match.candidate].found;
    cases.push_back({&found.request, &found.determination, context});
  }
  std::string text;
  json::Writer out(text);
  mappers::write_inquiry_response(out, cases, context);
  json::Document document;
  const base::Result<json::Value> root = document.parse_copy(text);
  fuzz::must(root.has_value(), "an answer to an inquiry is JSON");
  std::vector<json::Value> bundles;
  if ((*root)["resourceType"].string() == "Bundle" && !cases.empty()) bundles.push_back(*root);
  for (const json::Value part : (*root)["parameter"].elements()) {
    if (part["resource"]["resourceType"].string() == "Bundle") bundles.push_back(part["resource"]);
  }
  fuzz::must(bundles.empty() == cases.empty(), "what is found is told");
  for (const json::Value& one : bundles) {
    const base::Result<fhir::Bundle> bundle = fhir::bundle_from(one);
    fuzz::must(bundle.has_value(), "an answer to an inquiry is a Bundle");
    expect_profile(*bundle, dialect(version), fhir::Purpose::inquire);
  }
}

void inquire(const fhir::Bundle& bundle, PasVersion version) {
  if (!is_sound(bundle, dialect(version), fhir::Purpose::inquire)) return;
  const auto inquiry = mappers::inquiry_from(bundle, version);
  if (!inquiry) return;
  const precert::ReviewRequest& asked = inquiry->example;
  const precert::Facts known = world().facts_about(asked.subscriber);
  precert::InquiryFacts facts;
  facts.now = world().now;
  facts.member = known.member;
  precert::PriorCase found;  // the case that was asked about is there: what is asked, decided
  found.request = asked;
  found.determination = precert::determine(asked, *world().rulebook, known);
  precert::add_candidate(facts.candidates, found, asked.event.previous_certification);
  const precert::InquiryAnswer answer = precert::inquiry_answer(*inquiry, *world().rulebook, facts);
  tell_cases(facts, answer, version);

  base::Issues issues;
  const std::string text = fuzz::interchange_around("HI", "005010X215", [&](x12::Writer& writer) {
    issues = mappers::write_inquiry(writer, *inquiry, set_number);
  });
  if (issues.fatal()) return;
  fuzz::must(fuzz::sound(text, "005010X215", "request"), "an inquiry that is written is valid");
  const std::string told = fuzz::interchange_around("HI", "005010X215", [&](x12::Writer& writer) {
    mappers::write_inquiry_response(writer, *inquiry, answer, facts.candidates, set_number, world().now);
  });
  fuzz::must(fuzz::sound(told, "005010X215", "response"), "an answer to an inquiry is valid");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  json::Document document;
  const base::Result<json::Value> read = document.parse_copy(fuzz::text(data, size));
  if (!read) return 0;
  const base::Result<fhir::Bundle> bundle = fhir::bundle_from(*read);
  if (!bundle) return 0;
  for (const PasVersion version : {PasVersion::v2_2_1, PasVersion::v2_0_1}) {
    review(*bundle, version);
    inquire(*bundle, version);
    if (const auto answered = mappers::answered_review_from(*bundle, version)) {
      keep(answered->told, answered->determination);
    }
  }
  return 0;
}
