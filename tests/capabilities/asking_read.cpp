// What each wire answered, read into words that all wires share.
#include <algorithm>

#include "asking.hpp"

namespace capabilities {

// ---- X12 ----

std::vector<std::string> segments(const std::string& interchange, std::string_view start) {
  std::vector<std::string> found;
  std::istringstream parts(interchange);
  for (std::string part; std::getline(parts, part, '~');) {
    part.erase(0, part.find_first_not_of("\r\n"));
    if (part.starts_with(start)) found.push_back(part);
  }
  return found;
}

std::string element(const std::string& segment, std::size_t index) {
  std::istringstream parts(segment);
  std::string part;
  for (std::size_t at = 0; std::getline(parts, part, '*'); ++at) {
    if (at == index) return part;
  }
  return {};
}

namespace {

/// Cut where a segment begins so; what comes before the first is left out.
std::vector<std::vector<std::string>> cut(const std::string& interchange,
                                          const std::function<bool(const std::string&)>& begins) {
  std::vector<std::vector<std::string>> parts;
  for (const std::string& segment : segments(interchange, "")) {
    if (begins(segment)) parts.emplace_back();
    if (!parts.empty()) parts.back().push_back(segment);
  }
  return parts;
}

std::string first_of(const std::vector<std::string>& loop, std::string_view start) {
  const auto found =
      std::find_if(loop.begin(), loop.end(), [&](const std::string& one) { return one.starts_with(start); });
  return found == loop.end() ? std::string() : *found;
}

std::string messages(const std::vector<std::string>& loop) {
  std::string all;
  for (const std::string& one : loop) {
    if (one.starts_with("MSG*") || one.starts_with("PER*") || one.starts_with("PWK*") ||
        one.starts_with("HI*LOI"))
      all += one.substr(4) + "\n";
  }
  return all;
}

/// Excluded is what the plan's text says, denied what a person says.
std::string verdict_of(const std::string& action, const std::string& reason) {
  static const std::map<std::string, std::string> plain = {
      {"NA", "not required"}, {"A1", "approved"}, {"A4", "pended"}, {"A6", "modified"}, {"C", "cancelled"}};
  if (const auto found = plain.find(action); found != plain.end()) return found->second;
  if (action == "CT") return reason == "0J" ? "vendor" : "call";
  if (action == "A3") return reason == "0F" ? "denied" : "excluded";
  return action.empty() ? "refused" : action;
}

}  // namespace

std::vector<std::vector<std::string>> service_loops(const std::string& interchange) {
  return cut(interchange,
             [](const std::string& one) { return one.starts_with("HL*") && one.ends_with("*SS*0"); });
}

std::string requirement(const std::string& verdict) {
  static const std::vector<std::string> required = {"approved", "pended", "modified", "call", "conditional"};
  return std::find(required.begin(), required.end(), verdict) == required.end() ? verdict : "required";
}

std::vector<Answer> Asking::review_x12(const Question& question) {
  const std::string text = say_278(question);
  std::vector<Answer> answers;
  for (const std::vector<std::string>& loop : service_loops(text)) {
    const std::string decided = first_of(loop, "HCR*");
    const std::string refused = first_of(loop, "AAA*");
    Answer answer;
    answer.reason = decided.empty() ? element(refused, 3) : element(decided, 3);
    answer.verdict = verdict_of(element(decided, 1), answer.reason);
    answer.number = element(decided, 2);
    answer.reference = element(first_of(loop, "REF*NT"), 2);
    answer.words = messages(loop);
    answers.push_back(answer);
  }
  if (answers.empty()) {
    for (const std::string& refused : segments(text, "AAA*"))
      answers.push_back({"refused", element(refused, 3), "", "", ""});
  }
  return answers;
}

std::vector<Answer> Asking::check_x12(const Question& question) {
  const std::string text = say_270(question);
  const std::vector<std::string> references = segments(text, "REF*3H");
  const bool inactive = !segments(text, "EB*6*").empty();
  std::vector<Answer> answers;
  for (const std::vector<std::string>& loop :
       cut(text, [](const std::string& one) { return one.starts_with("EB*"); })) {
    const std::string& benefit = loop.front();
    if (benefit.find(":") == std::string::npos) continue;  // of the plan as a whole
    const std::string kind = element(benefit, 1);
    const bool again =
        !answers.empty() && (kind == "U" || kind == "X" || kind == "F" || kind == "C" || kind == "B");
    if (again) {  // more about the service before
      if (kind == "U") answers.back().verdict = "vendor";
      answers.back().words += messages(loop);
      for (const std::string& one : loop) answers.back().words += one + "\n";
      continue;
    }
    Answer answer;
    const std::string needed = element(benefit, 11);
    answer.verdict = kind == "I" || kind == "E" ? "excluded"
                     : kind == "V"              ? "refused"
                     : needed == "Y"            ? "required"
                     : needed == "N"            ? "not required"
                                                : "unknown";
    answer.reason = element(first_of(loop, "AAA*"), 3);
    answer.reference = references.empty() ? "" : element(references.front(), 2);
    answer.words = messages(loop);
    for (const std::string& one : loop) answer.words += one + "\n";
    answers.push_back(answer);
  }
  if (answers.empty() && inactive)
    answers.assign(question.services.size(),
                   {"inactive", "", references.empty() ? "" : element(references.front(), 2), "", text});
  if (answers.empty()) {
    for (const std::string& refused : segments(text, "AAA*"))
      answers.push_back({"refused", element(refused, 3), "", "", text});
  }
  return answers;
}

// ---- FHIR ----

std::vector<json::Value> resources(const json::Value& root, std::string_view type) {
  std::vector<json::Value> found;
  if (root.find("resourceType").string() == type) found.push_back(root);
  for (const std::string_view list : {"entry", "parameter"}) {
    for (const json::Value one : root.find(list).elements()) {
      const std::vector<json::Value> inner = resources(one.find("resource"), type);
      found.insert(found.end(), inner.begin(), inner.end());
    }
  }
  return found;
}

namespace {

/// The extension whose URL ends so.
json::Value extension(const json::Value& element, std::string_view end) {
  for (const json::Value one : element.find("extension").elements()) {
    if (one.find("url").string().ends_with(end)) return one;
  }
  return {};
}

std::string first_code(const json::Value& concept_) {
  return std::string(concept_.find("coding").at(0).find("code").string());
}

std::string notes_of(const json::Value& response, const json::Value& item) {
  std::string all;
  for (const json::Value number : item.find("noteNumber").elements()) {
    for (const json::Value note : response.find("processNote").elements()) {
      if (note.find("number").number_text() == number.number_text())
        all += std::string(note.find("text").string()) + "\n";
    }
  }
  return all;
}

Answer answer_of(const json::Value& response, const json::Value& item) {
  Answer answer;
  const json::Value action = extension(item.find("adjudication").at(0), "extension-reviewAction");
  answer.reason = first_code(extension(action, "reasonCode").find("valueCodeableConcept"));
  answer.verdict = verdict_of(first_code(extension(action, "reviewActionCode").find("valueCodeableConcept")),
                              answer.reason);
  answer.number = std::string(extension(action, "number").find("valueString").string());
  answer.reference =
      std::string(extension(item, "administrationReferenceNumber").find("valueString").string());
  answer.words = notes_of(response, item);
  return answer;
}

}  // namespace

std::vector<Answer> Asking::review_fhir(const Question& question) {
  const Read read(say_pas(question));
  std::vector<Answer> answers;
  for (const json::Value& response : resources(read.root(), "ClaimResponse")) {
    for (const json::Value item : response.find("item").elements())
      answers.push_back(answer_of(response, item));
    for (const json::Value error : response.find("error").elements()) {
      Answer refused{"refused", first_code(error.find("code")), "", "", ""};
      const auto sequence = error.find("itemSequence").number_text();
      const auto place =
          static_cast<std::size_t>(sequence.empty() ? 0 : std::stoi(std::string(sequence)) - 1);
      if (!sequence.empty() && place < answers.size() && answers[place].verdict == "refused")
        answers[place] = refused;
      else
        answers.push_back(refused);
    }
  }
  return answers;
}

std::vector<Answer> Asking::check_fhir(const Question& question) {
  const Read read(say_eligibility(question));
  std::vector<Answer> answers;
  for (const json::Value& response : resources(read.root(), "CoverageEligibilityResponse")) {
    const json::Value insurance = response.find("insurance").at(0);
    const bool inactive = insurance.find("inforce").is_boolean() && !insurance.find("inforce").boolean();
    for (const json::Value item : insurance.find("item").elements()) {
      Answer answer;
      const json::Value needed = item.find("authorizationRequired");
      answer.words = std::string(item.find("description").string()) + "\n" +
                     std::string(item.find("authorizationUrl").string()) + "\n" +
                     std::string(response.find("disposition").string());
      for (const json::Value document : item.find("authorizationSupporting").elements()) {
        for (const json::Value one : document.find("coding").elements())
          answer.words += "\n" + std::string(one.find("code").string());
      }
      answer.verdict = inactive                          ? "inactive"
                       : item.find("excluded").boolean() ? "excluded"
                       : needed.is_boolean()             ? (needed.boolean() ? "required" : "not required")
                                                         : "refused";
      answer.reference = std::string(response.find("preAuthRef").string());
      answers.push_back(answer);
    }
    for (const json::Value error : response.find("error").elements()) {
      const json::Value code = error.find("code");
      const Answer refused{"refused", first_code(code), "", "", std::string(code.find("text").string())};
      const auto item = std::find_if(answers.begin(), answers.end(), [](const Answer& one) {
        return one.verdict == "refused" && one.reason.empty();
      });
      if (item == answers.end()) {
        answers.push_back(refused);
      } else {
        *item = refused;  // the item of the service that the error is about
      }
    }
    if (answers.empty() && inactive) {
      answers.assign(question.services.size(),
                     {"inactive", "", std::string(response.find("preAuthRef").string()), "",
                      std::string(response.find("disposition").string())});
    }
  }
  return answers;
}

std::vector<Answer> Asking::check_crd(const Question& question) {
  const Read read(say_order_sign(question));
  std::vector<Answer> answers;
  for (const json::Value action : read.root().find("systemActions").elements()) {
    const json::Value told = extension(action.find("resource"), "ext-coverage-information");
    if (!told) continue;
    const std::string covered(extension(told, "covered").find("valueCode").string());
    const std::string needed(extension(told, "pa-needed").find("valueCode").string());
    Answer answer;
    for (const json::Value one : told.find("extension").elements()) {
      const json::Value reason = one.find("valueCodeableConcept");
      answer.words += std::string(reason.find("text").string()) + " " + first_code(reason) + " " +
                      std::string(one.find("valueCanonical").string()) + "\n";
    }
    answer.reference = std::string(extension(told, "coverage-assertion-id").find("valueString").string());
    answer.number = std::string(extension(told, "satisfied-pa-id").find("valueString").string());
    const bool inactive = answer.words.find("no-member-found") != std::string::npos ||
                          answer.words.find("no-active-coverage") != std::string::npos;
    answer.verdict = inactive                                           ? "inactive"
                     : covered == "not-covered"                         ? "excluded"
                     : needed == "no-auth"                              ? "not required"
                     : needed == "auth-needed" || needed == "performpa" ? "required"
                                                                        : needed;
    answers.push_back(answer);
  }
  return answers;
}

}  // namespace capabilities
