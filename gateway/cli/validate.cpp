// `precert validate`: every fault of X12 and FHIR files, aligned for people or as JSON for machines.
#include <algorithm>
#include <cstdio>

#include "gateway/cli/cli.hpp"
#include "gateway/edi/guides.hpp"
#include "parsers/fhir/bundle.hpp"
#include "parsers/fhir/check.hpp"
#include "parsers/json/document.hpp"
#include "parsers/json/writer.hpp"
#include "parsers/x12/check.hpp"
#include "parsers/x12/reader.hpp"

namespace gateway::cli {
namespace {

/// One fault as it is shown: severity, the code of its wire, the place and the remedy.
struct Finding {
  base::Severity severity = base::Severity::error;
  std::string code, where, remedy;
};

/// "999 IK403 7", as an analyst looks it up.
std::string code_of(const x12::Fault& fault) {
  const auto with = [&](const char* element) { return std::string(element) + " " + std::string(fault.code); };
  switch (fault.level) {
    case x12::FaultLevel::ta1: return with("TA105");
    case x12::FaultLevel::ak9: return with("AK905");
    case x12::FaultLevel::ik5: return with("IK502");
    case x12::FaultLevel::ik3: return with("IK304");
    case x12::FaultLevel::ik4: return with("IK403");
  }
  return std::string(fault.code);
}

void add(std::vector<Finding>& findings, const std::vector<x12::Fault>& faults, const std::string& prefix) {
  for (const x12::Fault& fault : faults) {
    findings.push_back({base::Severity::error, code_of(fault), prefix + fault.where(), fault.remedy});
  }
}

void check_set(const x12::Reader& reader, std::vector<Finding>& findings) {
  const x12::TransactionSet& set = reader.set();
  const std::string prefix = "ST " + std::string(set.control_number) + " ";
  const x12::Guide* guide = guide_of(set, reader.group());
  add(findings, set.envelope_faults, prefix);
  if (guide == nullptr) {
    findings.push_back({base::Severity::error, "IK502 I6", prefix + "ST-03",
                        "no guide is known for this implementation; 005010X217 is."});
    return;
  }
  x12::LoopTree tree;
  std::vector<x12::Fault> faults;
  x12::check(set, *guide, {}, tree, faults);
  add(findings, faults, prefix);
}

std::vector<Finding> x12_findings(const std::string& text) {
  std::vector<Finding> findings;
  x12::Reader reader(text);
  for (x12::Event event = reader.next(); event != x12::Event::done; event = reader.next()) {
    if (event == x12::Event::unreadable) {
      add(findings, {reader.unreadable()}, "");
      break;
    }
    if (event == x12::Event::transaction_set) check_set(reader, findings);
    if (event == x12::Event::group_end) add(findings, reader.group_faults(), "");
    if (event == x12::Event::interchange_end) add(findings, reader.interchange_faults(), "");
  }
  return findings;
}

std::vector<Finding> from_issues(const base::Issues& issues) {
  std::vector<Finding> findings;
  for (const base::Issue& issue : issues) {
    findings.push_back({issue.severity, std::string(base::name(issue.code)), issue.where, issue.remedy});
  }
  return findings;
}

std::vector<Finding> fhir_findings(const std::string& text) {
  json::Document document;
  const base::Result<json::Value> parsed = document.parse_copy(text);
  if (!parsed) return from_issues(parsed.error());
  const base::Result<fhir::Bundle> bundle = fhir::bundle_from(*parsed);
  if (!bundle) return from_issues(bundle.error());
  const base::Result<fhir::Profiles> profiles = fhir::Profiles::of(fhir::Version::pas_2_2_1);
  if (!profiles) return from_issues(profiles.error());
  return from_issues(fhir::check(*bundle, *profiles, fhir::Purpose::submit));
}

bool has_error(const std::vector<Finding>& findings) {
  return std::any_of(findings.begin(), findings.end(),
                     [](const Finding& one) { return one.severity == base::Severity::error; });
}

const char* severity_word(base::Severity severity) {
  switch (severity) {
    case base::Severity::error: return "error";
    case base::Severity::warning: return "warning";
    case base::Severity::information: return "information";
  }
  return "";
}

void print_for_people(const std::string& file, const std::vector<Finding>& findings) {
  const bool colour = to_a_terminal();
  const char* red = colour ? "\033[31m" : "";
  const char* yellow = colour ? "\033[33m" : "";
  const char* green = colour ? "\033[32m" : "";
  const char* plain = colour ? "\033[0m" : "";
  if (!has_error(findings)) std::printf("%s%s: valid%s\n", green, file.c_str(), plain);
  if (has_error(findings)) std::printf("%s%s: not valid%s\n", red, file.c_str(), plain);
  std::size_t code_width = 0;
  std::size_t place_width = 0;
  for (const Finding& one : findings) {
    code_width = std::max(code_width, one.code.size());
    place_width = std::max(place_width, std::min<std::size_t>(one.where.size(), 60));
  }
  for (const Finding& one : findings) {
    std::printf("  %s%-7s%s  %-*s  %-*s  %s\n", one.severity == base::Severity::error ? red : yellow,
                severity_word(one.severity), plain, static_cast<int>(code_width), one.code.c_str(),
                static_cast<int>(place_width), one.where.c_str(), one.remedy.c_str());
  }
}

void print_json(const std::string& file, const std::vector<Finding>& findings) {
  std::string line;
  json::Writer out(line);
  out.begin_object().field("file", file).field("valid", !has_error(findings)).array_field("findings");
  for (const Finding& one : findings) {
    out.begin_object().field("severity", severity_word(one.severity)).field("code", one.code);
    out.field("where", one.where).field("remedy", one.remedy).end_object();
  }
  out.end_array().end_object();
  std::printf("%s\n", line.c_str());
}

}  // namespace

int validate(const ValidateOptions& options) {
  int outcome = good;
  for (const std::string& file : options.files) {
    const base::Result<std::string> text = read_file(file);
    if (!text) {
      print(text.error());
      return environment_failed;
    }
    const std::vector<Finding> findings = looks_like_x12(*text) ? x12_findings(*text) : fhir_findings(*text);
    if (has_error(findings)) outcome = bad_data;
    if (options.json) {
      print_json(file, findings);
    } else {
      print_for_people(file, findings);
    }
  }
  return outcome;
}

}  // namespace gateway::cli
