// From YAML files to one immutable Rulebook: parse, read section by section in the order of their references,
// index.
#include "precert/rulebook/rulebook.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/sha256.hpp"
#include "precert/rulebook/reading.hpp"
#include "precert/rulebook/search_index.hpp"

namespace precert {
namespace {

struct SectionReader {
  std::string_view name;
  Read read;
  bool once;  // may stand in one file only
};
/// In the order in which they refer to each other.
constexpr std::array<SectionReader, 13> sections{{{"payer", read_payer, true},
                                                  {"calendar", read_calendar, true},
                                                  {"products", read_products, false},
                                                  {"vendors", read_vendors, false},
                                                  {"categories", read_categories, false},
                                                  {"facilities", read_facilities, false},
                                                  {"services", read_services, false},
                                                  {"facts", read_facts, false},
                                                  {"criteria", read_criteria, false},
                                                  {"policies", read_policies, false},
                                                  {"promises", read_promises, false},
                                                  {"reasons", read_reasons, false},
                                                  {"rejects", read_rejects, false}}};

struct Section {
  std::string name;
  Placed placed;
};

std::optional<YAML::Node> parsed(const RulebookFile& file, base::Issues& issues) {
  try {
    return YAML::Load(file.text);
  } catch (const YAML::Exception& error) {  // yaml-cpp knows no other way to say it
    const int line = error.mark.line + 1;
    issues.add(base::IssueCode::rule_invalid, file.name + (line > 0 ? ":" + std::to_string(line) : ""),
               "this is not YAML (" + error.msg +
                   "); mend the line: a text with signs such as : # ? [ { goes in quotes");
    return std::nullopt;
  }
}

bool is_section(std::string_view name) {
  return std::ranges::any_of(sections, [&](const SectionReader& one) { return one.name == name; });
}

std::string nearest_section(std::string_view name) {
  std::string all;
  for (const SectionReader& one : sections) {
    if (edit_distance(one.name, name) <= 2) return "did you mean \"" + std::string(one.name) + "\"?";
    all += (all.empty() ? "use one of: " : ", ") + std::string(one.name);
  }
  return all;
}

std::vector<Section> sections_of(std::span<const RulebookFile> files, base::Issues& issues) {
  std::vector<Section> found;
  for (const RulebookFile& file : files) {
    const std::optional<YAML::Node> root = parsed(file, issues);
    if (!root || root->IsNull()) continue;
    if (!root->IsMap()) {
      issues.add(base::IssueCode::rule_invalid, file.name, "has to be a mapping of sections");
      continue;
    }
    for (const auto& pair : *root) {
      const Placed key{pair.first, file.name};
      const std::string name = pair.first.IsScalar() ? pair.first.Scalar() : std::string();
      if (is_section(name)) {
        found.push_back(Section{name, Placed{pair.second, file.name}});
      } else {
        issues.add(base::IssueCode::rule_invalid, key.where(),
                   "section \"" + name + "\" is not known; " + nearest_section(name));
      }
    }
  }
  return found;
}

void read_section(Reading& reading, const SectionReader& reader, const std::vector<Section>& found) {
  int seen = 0;
  for (const Section& section : found) {
    if (section.name != reader.name) continue;
    if (reader.once && ++seen > 1) {
      reading.issues.add(base::IssueCode::rule_invalid, section.placed.where(),
                         "section \"" + section.name + "\" stands in the rulebook twice; keep one");
      continue;
    }
    reader.read(reading, section.placed);
  }
  if (reader.once && seen == 0) {
    reading.issues.add(base::IssueCode::rule_invalid, "rulebook",
                       "section \"" + std::string(reader.name) + "\" is missing; add it");
  }
}

bool anything_promised(const Rulebook& book, const Policy& policy, bool urgent) {
  return std::ranges::any_of(book.promises, [&](const Promise& promise) {
    const std::vector<std::string>& kinds = promise.turnarounds;
    const bool of_kind = kinds.empty() || std::ranges::find(kinds, policy.turnaround) != kinds.end();
    return promise.urgent == urgent && of_kind;
  });
}

/// Reasons and promises that policies name have to exist.
void check_policies(Reading& reading) {
  const Rulebook& book = reading.book;
  for (const Policy& policy : book.policies) {
    if (!policy.reason_code.empty() && book.reason_words(policy.reason_code).empty()) {
      reading.issues.add(base::IssueCode::rule_invalid, policy.where,
                         "reason \"" + policy.reason_code + "\" has no words; add it to section reasons");
    }
    for (const bool urgent : {false, true}) {
      const bool reviewed = policy.requirement == Requirement::required;
      if (reviewed && !anything_promised(book, policy, urgent)) {
        reading.issues.add(base::IssueCode::rule_invalid, policy.where,
                           std::string("no promise says how long ") + (urgent ? "urgent" : "routine") +
                               " requests of turnaround \"" + policy.turnaround + "\" may take; add one");
      }
    }
  }
}

/// The product that stands in for a record of the member has to exist.
void check_payer(Reading& reading) {
  const std::string& product = reading.book.payer.unknown_members;
  if (product.empty() || reading.book.product(product) != no_index) return;
  reading.issues.add(
      base::IssueCode::rule_invalid, "payer",
      "unknown_members names \"" + product + "\", which is no product; name one of section products");
}

/// The first 128 bits of the SHA-256 of the files sorted by name, each as the lengths of its name and text, a
/// line each, and then both.
std::string version_of_files(std::span<const RulebookFile> files) {
  constexpr std::size_t version_digits = 32;
  std::vector<const RulebookFile*> sorted;
  for (const RulebookFile& file : files) sorted.push_back(&file);
  std::ranges::sort(sorted, {}, [](const RulebookFile* file) { return std::tie(file->name, file->text); });
  base::Sha256 hash;
  for (const RulebookFile* file : sorted) {
    hash.add(std::to_string(file->name.size()) + "\n" + std::to_string(file->text.size()) + "\n");
    hash.add(file->name);
    hash.add(file->text);
  }
  return hash.hex().substr(0, version_digits);
}

void read_sections(Reading& reading, std::span<const RulebookFile> files) {
  const std::vector<Section> found = sections_of(files, reading.issues);
  for (const SectionReader& reader : sections) {
    read_section(reading, reader, found);
    if (reader.name == "services") index_services(reading);  // policies name their positions
  }
}

}  // namespace

base::Result<std::shared_ptr<const Rulebook>> rulebook_from(std::span<const RulebookFile> files) {
  Reading reading;
  read_sections(reading, files);
  order_editions(reading);
  check_payer(reading);
  check_policies(reading);
  if (!reading.issues.empty()) return std::move(reading.issues);
  split_policies(reading.book);
  index_policies(reading.book);
  reading.book.search = search_index_of(reading.book);
  reading.book.version = version_of_files(files);
  return std::make_shared<const Rulebook>(std::move(reading.book));
}

std::vector<KeyUse> keys_asked(std::span<const RulebookFile> files) {
  Reading reading;
  std::vector<KeyUse> keys;
  reading.keys = &keys;
  read_sections(reading, files);
  return keys;
}

const std::string& version_of(const Rulebook& rulebook) { return rulebook.version; }

}  // namespace precert
