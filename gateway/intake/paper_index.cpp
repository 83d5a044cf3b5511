#include "gateway/intake/paper_index.hpp"

#include <array>

#include "gateway/intake/json_fields.hpp"
#include "parsers/json/document.hpp"

namespace gateway {
namespace {

constexpr std::array<std::string_view, 2> paper_channels{"fax", "mail"};
constexpr std::size_t file_name_max = 255;  // NAME_MAX of Linux: the system cannot even look for a longer one

/// What can be a file with pages beside the index; what ends in .json is an index itself, maybe another
/// paper's.
bool names_pages(std::string_view name) {
  return name.find('/') == std::string_view::npos && name.find('\0') == std::string_view::npos &&
         !name.starts_with('.') && name.size() <= file_name_max && !name.ends_with(".json");
}

}  // namespace

base::Result<PaperIndex> paper_index_from(std::string_view text) {
  json::Document document;
  const base::Result<json::Value> parsed = document.parse_copy(text);
  if (!parsed) return parsed.error();
  base::Issues issues;
  JsonFields fields(*parsed, "", issues);
  PaperIndex index;
  Paper& paper = index.paper;
  index.document = fields.text("document", JsonFields::Need::wanted);
  if (!names_pages(index.document)) {
    fields.fault("document", "is the name of a file with pages beside this one, without a folder.");
  }
  paper.channel = fields.one_of("channel", paper_channels, "fax");
  paper.control_number = fields.text("control_number");
  paper.request_number = fields.text("request_number");
  paper.member = fields.text("member_id");
  paper.born = fields.date("birth_date");
  paper.npi = fields.text("npi");
  paper.report_type = fields.text("report_type");
  paper.loinc = fields.text("loinc");
  paper.from = fields.text("from");
  fields.nothing_else();
  if (!issues.empty()) return issues;
  return index;
}

Paper paper_from_name(std::string_view stem) {
  Paper paper;
  paper.control_number = stem.substr(0, stem.find('_'));
  paper.request_number = paper.control_number;
  return paper;
}

}  // namespace gateway
