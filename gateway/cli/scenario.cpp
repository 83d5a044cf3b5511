#include "gateway/cli/scenario.hpp"

#include <algorithm>

#include "gateway/cli/cli.hpp"
#include "gateway/cli/text_difference.hpp"
#include "parsers/json/document.hpp"
#include "parsers/json/writer.hpp"

namespace gateway::cli {
namespace {

namespace fs = std::filesystem;
using base::Issue;
using base::IssueCode;
using base::Issues;

constexpr const char* usual_time = "2026-01-05T17:30:00Z";

const char* extension_of(Transport dialect) { return dialect == Transport::x12 ? ".x12" : ".fhir.json"; }

/// One segment a line for X12, two-space JSON for FHIR: as the files are kept and as differences read.
std::string readable(const std::string& answer) {
  if (looks_like_x12(answer)) {
    const char terminator = answer.size() > 105 ? answer[105] : '~';
    std::string lines;
    for (const char c : answer) {
      if (c == '\n' || c == '\r') continue;
      lines += c;
      if (c == terminator) lines += '\n';
    }
    return lines;
  }
  json::Document document;
  const base::Result<json::Value> parsed = document.parse_copy(answer);
  if (!parsed) return answer;
  std::string pretty;
  json::Writer(pretty, json::Layout::pretty).raw(*parsed);
  return pretty + "\n";
}

/// The version of the rulebook is a digest of its files: goldens have a placeholder for it.
std::string without_version(std::string text) {
  constexpr std::string_view before = "StructureDefinition/rulebook-version\",";
  constexpr std::string_view name = "\"valueString\": \"";
  const std::size_t said = text.find(before);
  const std::size_t start = said == std::string::npos ? said : text.find(name, said);
  if (start == std::string::npos) return text;
  const std::size_t value = start + name.size();
  const std::size_t end = text.find('"', value);
  return end == std::string::npos ? text : text.replace(value, end - value, "{{rulebook}}");
}

/// A gateway that was asked the same before answers with the decision of then, as it stands now, and reason
/// 0Q: such a line counts as the expected one.
std::vector<std::string> without_repeats(std::vector<std::string> answered,
                                         const std::vector<std::string>& expected) {
  for (std::size_t i = 0; i < std::min(answered.size(), expected.size()); ++i) {
    const std::string_view until = "decided ";
    const bool same_line =
        answered[i].substr(0, answered[i].find(until)) == expected[i].substr(0, expected[i].find(until));
    if (same_line && answered[i].ends_with("0Q")) answered[i] = expected[i];
  }
  return answered;
}

/// The numbers and the id of the case a message led to.
struct CaseNames {
  std::string id, certification, reference;
};

class Play {
 public:
  Play(const Scenario& scenario, Transport dialect, const Send& send, Comparison comparison)
      : scenario_(scenario), dialect_(dialect), send_(send), comparison_(comparison) {}

  base::Result<std::vector<Check>> run() {
    const char* extension = extension_of(dialect_);
    base::Result<void> done = message(std::string("before") + extension, "");
    if (done) done = message(std::string("request") + extension, std::string("response") + extension);
    if (done) done = decision();
    if (done) done = message(std::string("after") + extension, std::string("after-response") + extension);
    if (done && dialect_ == Transport::fhir) done = status();
    if (!done) return done.error();
    return std::move(checks_);
  }

 private:
  /// Sends a message file, when it is there, and compares the answer with `expected`, when that is wanted.
  base::Result<void> message(const std::string& file, const std::string& expected) {
    const fs::path path = scenario_.folder / file;
    if (!fs::exists(path)) return {};
    base::Result<std::string> text = read_file(path);
    if (!text) return text.error();
    HttpRequest request;
    request.method = Method::post;
    request.path = dialect_ == Transport::x12 ? "/x12" : fhir_path_of(*text);
    request.content_type = dialect_ == Transport::x12 ? "application/edi-x12" : "application/fhir+json";
    request.body = with_numbers(std::move(*text));
    const base::Result<HttpReply> reply = send_(request);
    if (!reply) return reply.error();
    if (!expected.empty()) compare(expected, reply->body);
    return learn(reply->body);
  }

  base::Result<void> decision() {
    const fs::path path = scenario_.folder / "decision.json";
    if (!fs::exists(path)) return {};
    base::Result<std::string> text = read_file(path);
    if (!text) return text.error();
    HttpRequest request;
    request.method = Method::post;
    request.path = "/review/" + names_.id + "/decision";
    request.content_type = "application/json";
    request.body = std::move(*text);
    const base::Result<HttpReply> reply = send_(request);
    if (!reply) return reply.error();
    if (reply->status != 200) {
      return Issues(Issue{IssueCode::conflict, path.string(), "the decision was refused: " + reply->body,
                          base::Severity::error});
    }
    return {};
  }

  base::Result<void> status() {
    if (!fs::exists(scenario_.folder / "status.fhir.json")) return {};
    const base::Result<HttpReply> reply = get("/fhir/ClaimResponse/" + names_.id, "");
    if (!reply) return reply.error();
    compare("status.fhir.json", reply->body);
    return {};
  }

  base::Result<HttpReply> get(const std::string& path, const std::string& query) {
    HttpRequest request;
    request.path = path;
    request.query = query;
    return send_(request);
  }

  [[nodiscard]] std::string with_numbers(std::string text) const {
    const auto replace = [&](std::string_view hole, const std::string& value) {
      for (std::size_t at = text.find(hole); at != std::string::npos;
           at = text.find(hole, at + value.size())) {
        text.replace(at, hole.size(), value);
      }
    };
    replace("{{certification}}", names_.certification);
    replace("{{reference}}", names_.reference);
    return text;
  }

  /// Finds the case of an answer: by ClaimResponse.id, or by a number that stands in the 278 response.
  base::Result<void> learn(const std::string& answer) {
    std::string id;
    if (looks_like_x12(answer)) {
      const std::string number = number_in(answer);
      if (number.empty()) return {};  // a refusal: there is no case to go on with
      const base::Result<HttpReply> found = get("/fhir/ClaimResponse", "identifier=" + number);
      if (!found) return found.error();
      id = first_id(found->body);
    } else {
      id = first_id(answer);
    }
    if (id.empty()) return {};
    const base::Result<HttpReply> one = get("/review/" + id, "");
    if (!one) return one.error();
    json::Document document;
    const base::Result<json::Value> parsed = document.parse_copy(one->body);
    if (!parsed) return parsed.error();
    const json::Value numbers = parsed->find("determination").find("numbers");
    names_ = {id, std::string(numbers.find("certification").string()),
              std::string(numbers.find("reference").string())};
    return {};
  }

  /// HCR02 or REF*NT of a 278 response.
  static std::string number_in(const std::string& answer) {
    const std::string lines = readable(answer);
    for (const std::string_view start : {"\nREF*NT*", "\nHCR*A1*", "\nHCR*A6*", "\nHCR*A2*", "\nHCR*C*"}) {
      const std::size_t at = lines.find(start);
      if (at == std::string::npos) continue;
      const std::size_t from = at + start.size();
      const std::string number = lines.substr(from, lines.find_first_of("*~", from) - from);
      if (!number.empty()) return number;
    }
    return {};
  }

  /// Id of the first resource of a Bundle.
  static std::string first_id(const std::string& bundle) {
    json::Document document;
    const base::Result<json::Value> parsed = document.parse_copy(bundle);
    if (!parsed) return {};
    const json::Value resource = parsed->find("entry").at(0).find("resource");
    if (resource.find("resourceType").string() != "ClaimResponse") return {};
    return std::string(resource.find("id").string());
  }

  void compare(const std::string& file, const std::string& answer) {
    Check check;
    check.expected_file = scenario_.folder / file;
    check.answered = without_version(readable(answer));
    const base::Result<std::string> expected = read_file(check.expected_file);
    const std::string wanted = expected ? *expected : std::string();
    if (comparison_ == Comparison::exact) {
      check.differences = line_differences(lines_of(wanted), lines_of(check.answered));
    } else {
      const std::vector<std::string> outcomes = outcomes_of(wanted);
      check.differences = line_differences(outcomes, without_repeats(outcomes_of(answer), outcomes));
    }
    checks_.push_back(std::move(check));
  }

  const Scenario& scenario_;
  Transport dialect_;
  const Send& send_;
  Comparison comparison_;
  CaseNames names_;
  std::vector<Check> checks_;
};

void add_if_scenario(const fs::path& folder, std::vector<Scenario>& found) {
  if (!fs::exists(folder / "request.x12") && !fs::exists(folder / "request.fhir.json")) return;
  Scenario scenario;
  scenario.name = folder.filename().string();
  scenario.folder = folder;
  scenario.at = base::instant_from_iso(usual_time).value_or(base::Instant{});
  const base::Result<std::string> at = fs::exists(folder / "at") ? read_file(folder / "at") : std::string();
  if (at && at->size() >= 20) scenario.at = base::instant_from_iso(at->substr(0, 20)).value_or(scenario.at);
  found.push_back(std::move(scenario));
}

}  // namespace

std::vector<Scenario> scenarios_in(const fs::path& path) {
  std::vector<Scenario> found;
  std::error_code error;
  if (!fs::is_directory(path, error)) return found;
  add_if_scenario(path, found);
  for (const auto& entry : fs::recursive_directory_iterator(path, error)) {
    if (entry.is_directory()) add_if_scenario(entry.path(), found);
  }
  std::sort(found.begin(), found.end(), [](const Scenario& a, const Scenario& b) { return a.name < b.name; });
  return found;
}

const char* fhir_path_of(const std::string& message) {
  constexpr std::string_view question = "CoverageEligibilityRequest";
  const char* const eligibility = "/fhir/CoverageEligibilityRequest/$submit";
  json::Document document;
  const base::Result<json::Value> parsed = document.parse_copy(message);
  if (!parsed) return "/fhir/Claim/$submit";
  if (parsed->find("resourceType").string() == question) return eligibility;
  for (const char* const list : {"entry", "parameter"}) {
    for (const json::Value& one : parsed->find(list).elements()) {
      if (one.find("resource").find("resourceType").string() == question) return eligibility;
    }
  }
  return "/fhir/Claim/$submit";
}

bool has(const Scenario& scenario, Transport dialect) {
  return fs::exists(scenario.folder / (std::string("request") + extension_of(dialect)));
}

base::Result<std::vector<Check>> play(const Scenario& scenario, Transport dialect, const Send& send,
                                      Comparison comparison) {
  return Play(scenario, dialect, send, comparison).run();
}

}  // namespace gateway::cli
