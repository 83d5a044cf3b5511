#include "gateway/app/knowledge.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

#include "gateway/edi/partners.hpp"
#include "mappers/model/model_json.hpp"
#include "parsers/json/document.hpp"
#include "parsers/json/writer.hpp"

namespace gateway {

namespace demo {
std::string_view embedded(std::string_view name);  // fixtures/rulebook/*.yaml, members.json, facilities.json
}

namespace {

namespace fs = std::filesystem;
using base::Issue;
using base::IssueCode;
using base::Issues;

constexpr std::array demo_files{"payer.yaml",    "products.yaml", "services.yaml", "policies.yaml",
                                "criteria.yaml", "facts.yaml",    "calendar.yaml"};

base::Result<std::string> text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return Issues(Issue{IssueCode::config_invalid, file.string(), "the file cannot be read."});
  return std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
}

/// Reads each element of a JSON array with `read_one`, gathering the faults of all.
template <class Record, class ReadOne>
base::Result<std::vector<Record>> records_from(std::string_view text, ReadOne read_one) {
  json::Limits limits;
  limits.bytes_max = std::size_t{4} << 30U;
  limits.nodes_max = 2'000'000'000;
  json::Document document;
  const base::Result<json::Value> parsed = document.parse_copy(text, limits);
  if (!parsed) return parsed.error();
  if (!parsed->is_array()) {
    return Issues(Issue{IssueCode::data_invalid, "$", "a JSON array of records is wanted."});
  }
  std::vector<Record> records;
  Issues issues;
  std::size_t index = 0;
  for (const json::Value& element : parsed->elements()) {
    std::string one;
    json::Writer(one).raw(element);
    base::Result<Record> record = read_one(one);
    if (record) {
      records.push_back(std::move(*record));
    } else {
      for (Issue fault : record.error()) {
        fault.where = "$[" + std::to_string(index) + "]" + (fault.where.empty() ? "" : "." + fault.where);
        issues.add(std::move(fault));
      }
    }
    ++index;
  }
  if (!issues.empty()) return issues;
  return records;
}

}  // namespace

base::Result<std::vector<precert::RulebookFile>> rulebook_files(const fs::path& path) {
  std::vector<fs::path> paths;
  std::error_code error;
  if (fs::is_regular_file(path, error)) {
    paths.push_back(path);
  } else {
    for (const auto& entry : fs::directory_iterator(path, error)) {
      if (entry.path().extension() == ".yaml" || entry.path().extension() == ".yml")
        paths.push_back(entry.path());
    }
  }
  if (paths.empty()) {
    return Issues(Issue{IssueCode::config_invalid, path.string(),
                        "there is no rulebook here: *.yaml files are wanted."});
  }
  std::sort(paths.begin(), paths.end());
  std::vector<precert::RulebookFile> files;
  for (const fs::path& file : paths) {
    base::Result<std::string> text = text_of(file);
    if (!text) return text.error();
    files.push_back({file.filename().string(), std::move(*text)});
  }
  return files;
}

std::vector<precert::RulebookFile> demo_rulebook_files() {
  std::vector<precert::RulebookFile> files;
  files.reserve(demo_files.size());
  for (const char* name : demo_files) files.push_back({name, std::string(demo::embedded(name))});
  return files;
}

base::Result<std::shared_ptr<const precert::Rulebook>> load_rulebook(const fs::path& path) {
  if (path.empty()) return precert::rulebook_from(demo_rulebook_files());
  const base::Result<std::vector<precert::RulebookFile>> files = rulebook_files(path);
  if (!files) return files.error();
  return precert::rulebook_from(*files);
}

base::Result<std::shared_ptr<const Partners>> load_partners(const fs::path& file) {
  if (file.empty()) return std::make_shared<const Partners>(Partners::standard());
  const base::Result<std::string> text = text_of(file);
  if (!text) return text.error();
  base::Result<Partners> read = Partners::from_yaml(*text, file.string());
  if (!read) return read.error();
  return std::make_shared<const Partners>(std::move(*read));
}

base::Result<std::vector<precert::MemberRecord>> members_from(std::string_view json) {
  return records_from<precert::MemberRecord>(json, mappers::member_from_json);
}

base::Result<std::vector<precert::Facility>> facilities_from(std::string_view json) {
  return records_from<precert::Facility>(json, mappers::facility_from_json);
}

base::Result<void> load_demo_people(Store& store) {
  const base::Result<std::vector<precert::MemberRecord>> members =
      members_from(demo::embedded("members.json"));
  if (!members) return members.error();
  const base::Result<std::vector<precert::Facility>> facilities =
      facilities_from(demo::embedded("facilities.json"));
  if (!facilities) return facilities.error();
  const base::Result<void> loaded = store.load_members(*members);
  if (!loaded) return loaded.error();
  return store.load_facilities(*facilities);
}

}  // namespace gateway
