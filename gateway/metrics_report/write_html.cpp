#include "gateway/metrics_report/write_html.hpp"

#include <string_view>

#include "base/markup.hpp"

namespace gateway {
namespace {

using base::escaped_markup;

constexpr std::string_view page_head = R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Prior authorization metrics</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.25rem; margin-top: 2.5rem; } h3 { font-size: 1.05rem; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1.5rem; }
caption { text-align: left; font-weight: 600; padding: .3rem 0; }
th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #ccc; vertical-align: top; }
thead th { border-bottom: 2px solid #555; }
td.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
tbody th { font-weight: 400; }
tr.cms th { font-weight: 600; }
.wide { overflow-x: auto; }
@media print { body { margin: 0; max-width: none; font-size: 10pt; } h2 { break-after: avoid; } tr { break-inside: avoid; } a { color: inherit; } }
</style>
</head>
<body>
<main>
)";

std::string value_of(const MetricRow& row) {
  if (row.value == "n/a") return "<abbr title=\"not applicable: there were none\">n/a</abbr>";
  if (row.unit == "percent") return escaped_markup(row.value) + "&nbsp;%";
  if (row.unit == "hours") return escaped_markup(row.value) + "&nbsp;hours";
  return escaped_markup(row.value);
}

std::string count_of(const MetricRow& row) {
  if (!row.numerator) return {};
  return std::to_string(*row.numerator) + " of " + std::to_string(*row.denominator);
}

void add_metrics(std::string& page, const LevelReport& level) {
  page += "<table><caption>Metrics, " + escaped_markup(level.level) +
          "</caption><thead><tr><th scope=\"col\">Metric</th><th scope=\"col\">CMS-0057-F</th>"
          "<th scope=\"col\">Value</th><th scope=\"col\">Requests</th></tr></thead><tbody>\n";
  for (const MetricRow& row : level.rows) {
    page += row.cms == 0 ? "<tr>" : "<tr class=\"cms\">";
    page += "<th scope=\"row\">" + escaped_markup(row.label) + "</th><td class=\"n\">";
    page += row.cms == 0 ? std::string() : std::to_string(row.cms);
    page +=
        "</td><td class=\"n\">" + value_of(row) + "</td><td class=\"n\">" + count_of(row) + "</td></tr>\n";
  }
  page += "</tbody></table>\n";
}

void add_late(std::string& page, const LevelReport& level) {
  if (level.late_denials.empty()) return;
  page +=
      "<table><caption>Denials over two business days</caption><thead><tr><th scope=\"col\">Reference</th>"
      "<th scope=\"col\">Received</th><th scope=\"col\">All information in</th><th scope=\"col\">Decided</th>"
      "<th scope=\"col\">Business days</th></tr></thead><tbody>\n";
  for (const LateDenial& one : level.late_denials) {
    page += "<tr><th scope=\"row\">" + escaped_markup(one.reference.empty() ? one.case_id : one.reference) +
            "</th><td>" + base::iso(one.received) + "</td><td>" +
            (one.complete ? base::iso(*one.complete) : std::string("not asked")) + "</td><td>" +
            base::iso(one.decided) + "</td><td class=\"n\">" + std::to_string(one.business_days) +
            "</td></tr>\n";
  }
  page += "</tbody></table>\n";
}

void add_codes(std::string& page, const LevelReport& level) {
  if (level.top_codes.empty()) return;
  page +=
      "<table><caption>Codes asked for most</caption><thead><tr><th scope=\"col\">Code</th>"
      "<th scope=\"col\">Requests</th><th scope=\"col\">Approved</th>"
      "<th scope=\"col\">Overturned on appeal</th><th scope=\"col\">Inpatient</th>"
      "<th scope=\"col\">Outpatient</th></tr></thead><tbody>\n";
  for (const CodeFigures& one : level.top_codes) {
    const std::string approved = percent_text(one.approved, one.requests) + "&nbsp;%";
    page += "<tr><th scope=\"row\">" + escaped_markup(one.code) + "</th><td class=\"n\">" +
            std::to_string(one.requests) + "</td><td class=\"n\">" + approved + "</td><td class=\"n\">" +
            std::to_string(one.overturned) + "</td><td class=\"n\">" + std::to_string(one.inpatient) +
            "</td><td class=\"n\">" + std::to_string(one.requests - one.inpatient) + "</td></tr>\n";
  }
  page += "</tbody></table>\n";
}

void add_services(std::string& page, const MetricsReport& report) {
  page += "<h2 id=\"items\">Items and services that require prior authorization</h2>\n<p>On " +
          base::iso(report.services_on) + ". Drugs are not listed.</p>\n";
  page += "<table><caption>Metric 1: " + std::to_string(report.services.size()) +
          " items and services</caption><thead><tr><th scope=\"col\">Code</th><th scope=\"col\">Service</th>"
          "<th scope=\"col\">Category</th><th scope=\"col\">Products</th></tr></thead><tbody>\n";
  for (const ListedService& one : report.services) {
    std::string products;
    for (const std::string& product : one.levels) products += (products.empty() ? "" : ", ") + product;
    page += "<tr><th scope=\"row\">" + escaped_markup(one.code) + "</th><td>" + escaped_markup(one.title) + "</td><td>" +
            escaped_markup(one.category) + "</td><td>" + (products.empty() ? "all" : escaped_markup(products)) +
            "</td></tr>\n";
  }
  page += "</tbody></table>\n";
}

}  // namespace

std::string html_of(const MetricsReport& report, const std::string& payer) {
  std::string page(page_head);
  page +=
      "<h1>" + escaped_markup(payer) + ": prior authorization metrics</h1>\n<p>Decisions issued from " +
      base::iso(report.from) + " to " + base::iso(report.until.plus_days(-1)) +
      ". Counted per request, drugs left out; time runs from receipt of the request. A request approved in "
      "part "
      "counts with the approved and with the denied where a line says \"or in part\". Withdrawn and closed "
      "requests are told apart from decisions. n/a: there was nothing to count.</p>\n";
  page += "<nav aria-label=\"Contents\"><ul>\n";
  for (std::size_t i = 0; i < report.levels.size(); ++i) {
    page +=
        "<li><a href=\"#level-" + std::to_string(i) + "\">" + escaped_markup(report.levels[i].level) + "</a></li>\n";
  }
  page +=
      "<li><a href=\"#items\">Items and services that require prior authorization</a></li>\n</ul></nav>\n";
  for (std::size_t i = 0; i < report.levels.size(); ++i) {
    const LevelReport& level = report.levels[i];
    page += "<h2 id=\"level-" + std::to_string(i) + "\">" + escaped_markup(level.level);
    if (!level.line_of_business.empty()) page += " (" + escaped_markup(level.line_of_business) + ")";
    page += "</h2>\n";
    add_metrics(page, level);
    add_late(page, level);
    add_codes(page, level);
  }
  add_services(page, report);
  return page + "</main>\n</body>\n</html>\n";
}

}  // namespace gateway
