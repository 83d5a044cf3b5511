// What an answer decided, in words that do not depend on times, numbers or the dialect.
#include <algorithm>

#include "gateway/cli/cli.hpp"
#include "gateway/cli/scenario.hpp"
#include "parsers/json/document.hpp"
#include "parsers/x12/reader.hpp"

namespace gateway::cli {
namespace {

std::string joined(std::initializer_list<std::string_view> words) {
  std::string out;
  for (const std::string_view word : words) {
    if (word.empty()) continue;
    if (!out.empty()) out += ' ';
    out += word;
  }
  return out;
}

/// EB of the plan and of what was asked; limits, places and contacts are no decision.
void add_benefit(const x12::SegmentView& eb, std::vector<std::string>& outcomes) {
  const std::string_view said = eb.element(1), type = eb.repetition(3, 1), code = eb.component(13, 2);
  const bool of_plan = type == "30" && code.empty();
  if (of_plan && (said == "1" || said == "6")) {
    outcomes.emplace_back(said == "1" ? "coverage active" : "coverage not active");
    return;
  }
  if (said != "1" && said != "I" && said != "V") return;
  const std::string_view need = eb.element(11);
  const std::string_view verdict = said == "I"   ? "excluded"
                                   : said == "V" ? "not answered"
                                   : need == "Y" ? "authorization required"
                                   : need == "N" ? "no authorization"
                                                 : "ask";
  outcomes.push_back(joined({code.empty() ? "type" : "", code.empty() ? type : code, verdict}));
}

void add_segment(const x12::SegmentView& segment, std::vector<std::string>& outcomes) {
  const std::string_view id = segment.id();
  if (id == "EB") add_benefit(segment, outcomes);
  if (id == "HCR") outcomes.push_back(joined({"decided", segment.element(1), segment.element(3)}));
  if (id == "AAA") outcomes.push_back(joined({"refused", segment.element(3), segment.element(4)}));
  if (id == "PWK") outcomes.push_back(joined({"asks for report", segment.element(1)}));
  if (id == "IK5" || id == "AK9" || id == "IK3") {
    outcomes.push_back(joined({id, segment.element(1), segment.element(2), segment.element(4)}));
  }
  if (id != "HI") return;
  for (std::uint32_t i = 1; i <= segment.size(); ++i) {
    if (segment.component(i, 1) == "LOI") outcomes.push_back(joined({"asks for LOINC", segment.component(i, 2)}));
  }
}

std::vector<std::string> x12_outcomes(const std::string& answer) {
  std::vector<std::string> outcomes;
  x12::Reader reader(answer);
  for (x12::Event event = reader.next(); event != x12::Event::done; event = reader.next()) {
    if (event == x12::Event::unreadable) break;
    if (event != x12::Event::transaction_set) continue;
    for (std::uint32_t i = 0; i < reader.set().tokens.segments.size(); ++i) {
      add_segment(x12::SegmentView(reader.set().tokens, i), outcomes);
    }
  }
  const std::size_t ta1 = answer.find("TA1");
  if (ta1 != std::string::npos) outcomes.push_back(answer.substr(ta1, answer.find_first_of("~\n", ta1) - ta1));
  return outcomes;
}

std::string_view code_of(const json::Value& codeable) { return codeable.find("coding").at(0).find("code").string(); }

/// The decision of one item: every reviewAction below it.
void add_review_actions(const json::Value& item, std::string_view what, std::vector<std::string>& outcomes) {
  for (const json::Value& adjudication : item.find("adjudication").elements()) {
    for (const json::Value& review : adjudication.find("extension").elements()) {
      std::string_view action;
      std::string reasons;
      for (const json::Value& part : review.find("extension").elements()) {
        const std::string_view code = code_of(part.find("valueCodeableConcept"));
        if (part.find("url").string().ends_with("extension-reviewActionCode")) action = code;
        if (part.find("url").string() == "reasonCode") reasons += (reasons.empty() ? "" : "^") + std::string(code);
      }
      outcomes.push_back(joined({what, action, reasons}));
    }
  }
}

void add_eligibility(const json::Value& response, std::vector<std::string>& outcomes) {
  for (const json::Value& insurance : response.find("insurance").elements()) {
    outcomes.emplace_back(insurance.find("inforce").boolean() ? "coverage active" : "coverage not active");
    for (const json::Value& item : insurance.find("item").elements()) {
      const std::string_view code = code_of(item.find("productOrService"));
      const json::Value needed = item.find("authorizationRequired");
      const std::string_view verdict = item.find("excluded").boolean() ? "excluded"
                                       : needed.boolean()              ? "authorization required"
                                       : needed.is_boolean()           ? "no authorization"
                                                                       : "ask";
      outcomes.push_back(joined(
          {code.empty() ? "type" : "", code.empty() ? code_of(item.find("category")) : code, verdict}));
    }
  }
  for (const json::Value& error : response.find("error").elements()) {
    outcomes.push_back(joined({"refused", code_of(error.find("code"))}));
  }
}

void add_resource(const json::Value& resource, std::vector<std::string>& outcomes) {
  const std::string_view type = resource.find("resourceType").string();
  if (type == "CoverageEligibilityResponse") add_eligibility(resource, outcomes);
  if (type == "ClaimResponse") {
    outcomes.push_back(joined({"outcome", resource.find("outcome").string()}));
    for (const json::Value& item : resource.find("item").elements()) {
      add_review_actions(item, joined({"item", item.find("itemSequence").number_text(), "decided"}), outcomes);
    }
    for (const json::Value& item : resource.find("addItem").elements()) {
      add_review_actions(item, "added item decided", outcomes);
    }
    for (const json::Value& error : resource.find("error").elements()) {
      outcomes.push_back(joined({"refused", code_of(error.find("code"))}));
    }
  }
  if (type == "CommunicationRequest") {
    for (const json::Value& payload : resource.find("payload").elements()) {
      outcomes.push_back(joined({"asks for", payload.find("contentString").string()}));
    }
  }
  if (type == "OperationOutcome") {
    for (const json::Value& issue : resource.find("issue").elements()) {
      outcomes.push_back(joined({issue.find("severity").string(), issue.find("code").string()}));
    }
  }
}

std::vector<std::string> fhir_outcomes(const std::string& answer) {
  std::vector<std::string> outcomes;
  json::Document document;
  const base::Result<json::Value> parsed = document.parse_copy(answer);
  if (!parsed) return {"no JSON"};
  if (parsed->find("resourceType").string() != "Bundle") {
    add_resource(*parsed, outcomes);
    return outcomes;
  }
  for (const json::Value& entry : parsed->find("entry").elements()) add_resource(entry.find("resource"), outcomes);
  return outcomes;
}

}  // namespace

std::vector<std::string> outcomes_of(const std::string& answer) {
  if (answer.empty()) return {"nothing is owed"};
  return looks_like_x12(answer) ? x12_outcomes(answer) : fhir_outcomes(answer);
}

}  // namespace gateway::cli
