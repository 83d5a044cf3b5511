// Sections categories and services: the code catalogue.
#include <algorithm>

#include "precert/rulebook/reading.hpp"

namespace precert {
namespace {

/// One code of a group: `"70551": MRI of the brain` or `"70551": {title: …, synonyms: […], unlisted: true}`.
void read_code(Reading& reading, const Placed& key, const Placed& value, ServiceCode code) {
  code.where = key.where();
  code.code = key.node.IsScalar() ? key.node.Scalar() : std::string();
  if (!well_formed(code.system, code.code)) {
    reading.issues.add(base::IssueCode::rule_invalid, key.where(),
                       "\"" + code.code + "\" has not the form of a " + std::string(word(code.system)) +
                           " code; correct it or set `system`");
    return;
  }
  if (value.node.IsScalar()) {
    code.title = value.node.Scalar();
  } else {
    Entry entry(value, reading, "services[].codes{}");
    entry.need_text("title", code.title);
    entry.texts("synonyms", code.synonyms);
    entry.flag("unlisted", code.unlisted);
    entry.period("effective", code.effective);
    entry.done();
  }
  reading.claim("code", std::string(word(code.system)) + ":" + code.code, key.where());
  reading.book.services.push_back(std::move(code));
}

}  // namespace

void read_categories(Reading& reading, const Placed& section) {
  for_each_entry(reading, section, "categories[]", [&](Entry& entry) {
    Category category;
    category.where = entry.where();
    entry.need_text("id", category.id);
    entry.need_text("title", category.title);
    entry.texts("service_types", category.service_types);
    entry.words("request_categories", category.request_categories, Words<RequestCategory>::all);
    entry.texts("synonyms", category.synonyms);
    entry.texts("revenue_codes", category.revenue_codes);
    entry.flag("advanced_imaging", category.advanced_imaging);
    entry.flag("drug", category.drug);
    reading.claim("category", category.id, entry.where());
    reading.book.category_index.emplace(category.id, static_cast<Index>(reading.book.categories.size()));
    reading.book.categories.push_back(std::move(category));
  });
}

void read_services(Reading& reading, const Placed& section) {
  for_each_entry(reading, section, "services[]", [&](Entry& entry) {
    ServiceCode group;
    entry.word("system", group.system);
    entry.need_text("edition", group.edition);
    std::string category;
    entry.need_text("category", category);
    group.category = reading.resolve(reading.book.category_index, category, entry, "category");
    entry.texts("synonyms", group.synonyms);
    entry.period("effective", group.effective);
    reading.book.edition = std::max(reading.book.edition, group.edition);
    const Placed codes = entry.child("codes");
    if (!codes.node.IsDefined() || !codes.node.IsMap())
      return entry.fault("codes", "has to be a mapping of codes to titles");
    for (const auto& pair : codes.node) {
      read_code(reading, Placed{pair.first, codes.file}, Placed{pair.second, codes.file}, group);
    }
  });
}

}  // namespace precert
