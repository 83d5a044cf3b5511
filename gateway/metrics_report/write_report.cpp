#include "gateway/metrics_report/write_report.hpp"

#include <array>
#include <utility>

#include "gateway/metrics_report/write_html.hpp"
#include "parsers/json/writer.hpp"

namespace gateway {
namespace {

constexpr std::array<std::pair<ReportFormat, std::string_view>, 4> format_words{
    {{ReportFormat::text, "text"},
     {ReportFormat::json, "json"},
     {ReportFormat::csv, "csv"},
     {ReportFormat::html, "html"}}};

void write_row(json::Writer& out, const MetricRow& row) {
  out.begin_object().field("id", row.id).field("label", row.label);
  if (row.cms != 0) out.field("cms_metric", row.cms);
  out.key("value");
  if (row.value == "n/a") {
    out.null();
  } else {
    out.number_text(row.value);
  }
  out.field("text", row.value).field("unit", row.unit);
  if (row.numerator) out.field("numerator", *row.numerator).field("denominator", *row.denominator);
  out.end_object();
}

void write_level(json::Writer& out, const LevelReport& level) {
  out.begin_object().field("level", level.level);
  if (!level.line_of_business.empty()) out.field("line_of_business", level.line_of_business);
  out.array_field("metrics");
  for (const MetricRow& row : level.rows) write_row(out, row);
  out.end_array().array_field("late_denials");
  for (const LateDenial& one : level.late_denials) {
    out.begin_object().field("case", one.case_id).field("reference", one.reference);
    out.field("received", base::iso(one.received)).field("decided", base::iso(one.decided));
    out.field("business_days", one.business_days);
    if (one.complete) out.field("complete", base::iso(*one.complete));
    out.end_object();
  }
  out.end_array().array_field("top_codes");
  for (const CodeFigures& one : level.top_codes) {
    out.begin_object()
        .field("code", one.code)
        .field("requests", one.requests)
        .field("approved", one.approved);
    out.field("approved_percent", percent_text(one.approved, one.requests));
    out.field("overturned_on_appeal", one.overturned).field("inpatient", one.inpatient);
    out.field("outpatient", one.requests - one.inpatient).end_object();
  }
  out.end_array().end_object();
}

std::string as_json(const MetricsReport& report, const std::string& payer) {
  std::string text;
  json::Writer out(text, json::Layout::pretty);
  out.begin_object().field("report", "cms-0057-f").field("payer", payer);
  out.field("from", base::iso(report.from)).field("until", base::iso(report.until));
  out.array_field("levels");
  for (const LevelReport& level : report.levels) write_level(out, level);
  out.end_array().object_field("items_requiring_authorization");
  out.field("cms_metric", 1).field("on", base::iso(report.services_on)).array_field("items");
  for (const ListedService& one : report.services) {
    out.begin_object().field("system", one.system).field("code", one.code).field("title", one.title);
    out.field("category", one.category).field("policy", one.policy).array_field("products");
    for (const std::string& product : one.levels) out.string(product);
    out.end_array().end_object();
  }
  out.end_array().end_object().end_object();
  return text + "\n";
}

/// RFC 4180; a cell that a spreadsheet would take for a formula gets a quote in front.
void add_cell(std::string& line, std::string_view text) {
  if (!line.empty() && line.back() != '\n') line += ',';
  std::string cell(text);
  if (!cell.empty() && std::string_view("=+-@").find(cell.front()) != std::string_view::npos)
    cell.insert(0, "'");
  if (cell.find_first_of(",\"\n\r") == std::string::npos) {
    line += cell;
    return;
  }
  line += '"';
  for (const char c : cell) line += c == '"' ? std::string("\"\"") : std::string(1, c);
  line += '"';
}

std::string as_csv(const MetricsReport& report) {
  std::string text = "level,line_of_business,cms_metric,metric,label,value,unit,numerator,denominator\r\n";
  const auto number = [](const std::optional<std::uint64_t>& one) { return one ? std::to_string(*one) : ""; };
  for (const LevelReport& level : report.levels) {
    for (const MetricRow& row : level.rows) {
      std::string line = level.level;
      line.clear();
      add_cell(line, level.level);
      line += ',' + level.line_of_business;
      line += ',' + (row.cms == 0 ? std::string() : std::to_string(row.cms));
      add_cell(line, row.id);
      add_cell(line, row.label);
      add_cell(line, row.value);
      add_cell(line, row.unit);
      line += ',' + number(row.numerator) + ',' + number(row.denominator);
      text += line + "\r\n";
    }
  }
  for (const ListedService& one : report.services) {
    std::string line;
    add_cell(line, "all");
    line += ",,1,item_requiring_authorization";
    add_cell(line, one.system + " " + one.code + " " + one.title);
    line += ",,,,\r\n";
    text += line;
  }
  return text;
}

std::string as_text(const MetricsReport& report, const std::string& payer) {
  std::string text = payer + ": prior authorization from " + base::iso(report.from) + " until before " +
                     base::iso(report.until) + "\n";
  for (const LevelReport& level : report.levels) {
    text += "\n" + level.level + (level.line_of_business.empty() ? "" : " (" + level.line_of_business + ")") +
            "\n";
    for (const MetricRow& row : level.rows) {
      std::string value = row.value;
      if (row.unit == "percent" && value != "n/a") value += " %";
      if (row.unit == "hours" && value != "n/a") value += " h";
      text += "  " + std::string(value.size() < 10 ? 10 - value.size() : 0, ' ') + value + "  " + row.label;
      if (row.numerator)
        text += " (" + std::to_string(*row.numerator) + " of " + std::to_string(*row.denominator) + ")";
      text += '\n';
    }
  }
  text += "\n" + std::to_string(report.services.size()) + " items and services require authorization on " +
          base::iso(report.services_on) + "\n";
  for (const ListedService& one : report.services) text += "  " + one.code + "  " + one.title + "\n";
  return text;
}

}  // namespace

std::optional<ReportFormat> report_format_from(std::string_view word) {
  for (const auto& [format, text] : format_words) {
    if (text == word) return format;
  }
  return std::nullopt;
}

std::string_view content_type_of(ReportFormat format) {
  switch (format) {
    case ReportFormat::text: return "text/plain; charset=utf-8";
    case ReportFormat::json: return "application/json; charset=utf-8";
    case ReportFormat::csv: return "text/csv; charset=utf-8";
    case ReportFormat::html: return "text/html; charset=utf-8";
  }
  return {};
}

std::string written(const MetricsReport& report, const std::string& payer, ReportFormat format) {
  switch (format) {
    case ReportFormat::text: return as_text(report, payer);
    case ReportFormat::json: return as_json(report, payer);
    case ReportFormat::csv: return as_csv(report);
    case ReportFormat::html: return html_of(report, payer);
  }
  return {};
}

}  // namespace gateway
