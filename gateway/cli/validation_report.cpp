// The two faces of a validation report.
#include "gateway/cli/validation_report.hpp"

#include <algorithm>
#include <utility>

#include "parsers/json/writer.hpp"

namespace gateway::cli {
namespace {

constexpr std::size_t widest_place = 60;
constexpr std::size_t longest_value = 40;

/// The element of the acknowledgment that holds the code.
std::string_view element_of(x12::FaultLevel level) {
  switch (level) {
    case x12::FaultLevel::ta1: return "TA105";
    case x12::FaultLevel::ak9: return "AK905";
    case x12::FaultLevel::ik5: return "IK502";
    case x12::FaultLevel::ik3: return "IK304";
    case x12::FaultLevel::ik4: return "IK403";
  }
  return "";
}

/// What an issue of JSON or FHIR is about, in the words of this report.
std::string_view level_of(base::IssueCode code) {
  switch (code) {
    case base::IssueCode::json_syntax:
    case base::IssueCode::json_limit:
    case base::IssueCode::message_unreadable: return "syntax";
    case base::IssueCode::fhir_structure: return "structure";
    case base::IssueCode::fhir_reference_unresolved:
    case base::IssueCode::fhir_duplicate: return "reference";
    case base::IssueCode::fhir_code_invalid: return "code set";
    case base::IssueCode::fhir_value_invalid: return "value";
    case base::IssueCode::fhir_profile:
    case base::IssueCode::fhir_modifier_unknown: return "profile";
    default: return base::name(code);
  }
}

std::string_view severity_word(base::Severity severity) {
  switch (severity) {
    case base::Severity::error: return "error";
    case base::Severity::warning: return "warning";
    case base::Severity::information: return "information";
  }
  return "";
}

/// Bytes that are no printable ASCII as \xNN: a value of any encoding can be shown, and sets no colours.
std::string printable(std::string_view value) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  std::string out;
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7F) {
      out += c;
    } else {
      out += {'\\', 'x', hex[byte >> 4U], hex[byte & 15U]};
    }
  }
  return out;
}

std::string value_words(const Finding& one, bool show) {
  if (one.value.empty()) return "";
  if (!show)
    return "(" + std::to_string(one.value.size()) + (one.value.size() == 1 ? " character)" : " characters)");
  const std::string cut = printable(one.value.substr(0, longest_value));
  return "\"" + cut + (one.value.size() > longest_value ? "\"…" : "\"");
}

/// Levels in the order in which they were met, with their number.
std::vector<std::pair<std::string, std::size_t>> counted_levels(const Report& report) {
  std::vector<std::pair<std::string, std::size_t>> counts;
  for (const Section& section : report.sections) {
    for (const Finding& one : section.findings) {
      const auto known =
          std::find_if(counts.begin(), counts.end(), [&](const auto& row) { return row.first == one.level; });
      if (known == counts.end()) {
        counts.emplace_back(one.level, 1);
      } else {
        ++known->second;
      }
    }
  }
  return counts;
}

/// Writes the text of one report; widths are those of the widest entry, so that columns stand below each
/// other.
class TextWriter {
 public:
  TextWriter(const Report& report, const ReportStyle& style) : report_(report), style_(style) { measure(); }

  std::string text() {
    const bool good = !has_error(report_);
    painted(good ? green : red, report_.file + (good ? ": valid" : ": not valid"));
    out_ += '\n';
    for (const Section& section : report_.sections) this->section(section);
    summary();
    return std::move(out_);
  }

 private:
  static constexpr std::string_view red = "\033[31m", yellow = "\033[33m", green = "\033[32m",
                                    dim = "\033[2m";

  void measure() {
    for (const Section& section : report_.sections) {
      titles_ = std::max(titles_, 2U * section.depth + section.title.size());
      for (const Finding& one : section.findings) {
        levels_ = std::max(levels_, one.level.size());
        places_ = std::max(places_, std::min(one.where.size(), widest_place));
        values_ = std::max(values_, value_words(one, style_.show_values).size());
        codes_ = std::max(codes_, one.acknowledgment.size() + 1 + one.code.size());
      }
    }
  }

  void painted(std::string_view colour, std::string_view words) {
    if (style_.colour) out_ += colour;
    out_ += words;
    if (style_.colour) out_ += "\033[0m";
  }

  void padded(std::string_view words, std::size_t width) {
    out_ += words;
    out_.append(width > words.size() ? width - words.size() + 2 : 2, ' ');
  }

  void section(const Section& section) {
    const std::string indent(2U * section.depth, ' ');
    out_ += "  " + indent;
    const std::size_t width = titles_ - indent.size();
    padded(section.title, section.answer.empty() ? 0 : width);
    if (section.answer.empty()) out_.resize(out_.size() - 2);
    if (!section.answer.empty()) painted(section.answer == "accepted" ? green : red, section.answer);
    out_ += '\n';
    for (const Finding& one : section.findings) finding(one, indent + "    ");
  }

  void finding(const Finding& one, const std::string& indent) {
    out_ += indent;
    const bool error = one.severity == base::Severity::error;
    if (style_.colour) out_ += error ? red : yellow;
    padded(one.level, levels_);
    if (style_.colour) out_ += "\033[0m";
    padded(one.where, places_);
    if (values_ > 0) padded(value_words(one, style_.show_values), values_);
    if (style_.colour) out_ += dim;
    padded(one.acknowledgment + " " + one.code, codes_);
    if (style_.colour) out_ += "\033[0m";
    if (!error) out_ += std::string(severity_word(one.severity)) + ": ";
    out_ += one.remedy;
    out_ += '\n';
  }

  void summary() {
    std::size_t all = 0;
    std::string words;
    for (const auto& [level, count] : counted_levels(report_)) {
      all += count;
      words += (words.empty() ? "" : ", ") + std::to_string(count) + " " + level;
    }
    out_ += "  ";
    out_ += all == 0 ? std::string("no faults")
                     : std::to_string(all) + (all == 1 ? " fault: " : " faults: ") + words;
    out_ += "; answer: ";
    std::string answers;
    for (const std::string& one : report_.answers) answers += (answers.empty() ? "" : ", ") + one;
    out_ += answers.empty() ? "none" : answers;
    out_ += '\n';
  }

  const Report& report_;
  const ReportStyle& style_;
  std::string out_;
  std::size_t titles_ = 0, levels_ = 0, places_ = 0, values_ = 0, codes_ = 0;
};

void write(json::Writer& out, const Section& section, const Finding& one, bool show_values) {
  out.begin_object();
  out.field("severity", severity_word(one.severity)).field("level", one.level).field("code", one.code);
  out.field("where", one.where).field("remedy", one.remedy).field("acknowledgment", one.acknowledgment);
  out.field("interchange", section.interchange).field("group", section.group).field("set", section.set);
  out.field("loop", one.loop).field("segment", one.segment).field("position", one.position);
  out.field("element", one.element).field("component", one.component).field("repetition", one.repetition);
  out.field("value_length", one.value.size());
  if (show_values) out.field("value", printable(one.value));
  out.end_object();
}

}  // namespace

Finding finding_from(const x12::Fault& fault) {
  Finding made;
  made.level = x12::name_of(fault.kind);
  made.acknowledgment = fault.level == x12::FaultLevel::ta1 ? "TA1" : "999";
  made.code = std::string(element_of(fault.level));
  if (!fault.code.empty()) made.code += " " + std::string(fault.code);
  made.where = fault.where();
  made.value = fault.value;
  made.remedy = fault.remedy;
  made.loop = fault.loop;
  made.segment = fault.segment_id;
  made.position = fault.segment_position;
  made.element = fault.element;
  made.component = fault.component;
  made.repetition = fault.repetition;
  return made;
}

Finding finding_from(const base::Issue& issue) {
  Finding made;
  made.severity = issue.severity;
  made.level = level_of(issue.code);
  made.acknowledgment = "OperationOutcome";
  made.code = base::name(issue.code);
  made.where = issue.where;
  made.remedy = issue.remedy;
  return made;
}

bool has_error(const Report& report) {
  return std::any_of(report.sections.begin(), report.sections.end(), [](const Section& section) {
    return std::any_of(section.findings.begin(), section.findings.end(),
                       [](const Finding& one) { return one.severity == base::Severity::error; });
  });
}

std::string text_from(const Report& report, const ReportStyle& style) {
  return TextWriter(report, style).text();
}

std::string json_from(const Report& report, const ReportStyle& style) {
  std::string line;
  json::Writer out(line);
  out.begin_object()
      .field("file", report.file)
      .field("format", report.format)
      .field("valid", !has_error(report));
  out.object_field("levels");
  for (const auto& [level, count] : counted_levels(report)) out.field(level, count);
  out.end_object().array_field("answers");
  for (const std::string& one : report.answers) out.string(one);
  out.end_array().array_field("findings");
  for (const Section& section : report.sections) {
    for (const Finding& one : section.findings) write(out, section, one, style.show_values);
  }
  out.end_array().end_object();
  return line + "\n";
}

}  // namespace gateway::cli
