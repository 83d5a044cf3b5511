// What `precert validate` found in one file, and how it is shown: aligned for people, as JSON for machines.
// No I/O here.
//
// JSON, one object a file and line; further fields may come, these stay:
//   file, format ("x12" or "fhir"), valid,
//   levels   object: name of the level -> number of faults
//   answers  array of what a gateway would send back: "TA1 R 021", "999 AK9 R", "AAA 43", …; empty when
//            nothing is owed
//   findings array in reading order, each with
//     severity ("error", "warning", "information"), level, code ("IK403 I6"; of FHIR "fhir_profile"), where,
//     remedy, acknowledgment ("TA1", "999", "AAA" or "OperationOutcome"; of an AAA, loop is that of the
//     answer), interchange, group, set (control numbers, "" outside), loop, segment, position (ST = 1; 0 = not
//     of a set), element, component, repetition (1-based; 0 = none), value_length, and with --show-values also
//     value
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/issue.hpp"
#include "parsers/x12/fault.hpp"

namespace gateway::cli {

/// One fault as it is shown. Owns its texts: a report outlives the bytes it is about.
struct Finding {
  base::Severity severity = base::Severity::error;
  std::string level;           // "code set": which level of validation
  std::string acknowledgment;  // who says it: "TA1", "999", "AAA", "OperationOutcome"
  std::string code;            // "IK403 I6"
  std::string where, value, remedy;
  std::string loop, segment;
  std::uint32_t position = 0;
  std::uint16_t element = 0, component = 0, repetition = 0;
};

/// An interchange, group, transaction set, acknowledgment or bundle, with what was found in it.
struct Section {
  std::uint8_t depth = 0;
  std::string title;                    // "set 0001  278 005010X217 request"
  std::string answer;                   // "accepted", "999 IK5 R 5"
  std::string interchange, group, set;  // control numbers of what it stands in, itself included
  std::vector<Finding> findings;
};

struct Report {
  std::string file, format;
  std::vector<Section> sections;     // in reading order
  std::vector<std::string> answers;  // of the whole file
};

/// How a report is written.
struct ReportStyle {
  bool colour = false;
  bool show_values = false;  // the values themselves, which may be a patient's; else their length
};

[[nodiscard]] Finding finding_from(const x12::Fault& fault);
[[nodiscard]] Finding finding_from(const base::Issue& issue);

/// True when a finding is an error.
[[nodiscard]] bool has_error(const Report& report);
[[nodiscard]] std::string text_from(const Report& report, const ReportStyle& style);
/// One line, its end included.
[[nodiscard]] std::string json_from(const Report& report, const ReportStyle& style);

}  // namespace gateway::cli
