// What the targets that decide something look things up in: the demo rulebook with its members and
// facilities.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "mappers/model/model_json.hpp"
#include "parsers/json/document.hpp"
#include "parsers/json/writer.hpp"
#include "precert/engine/facts.hpp"
#include "tests/support/demo_rulebook.hpp"

namespace fuzz {

/// Read once, then shared.
struct World {
  std::shared_ptr<const precert::Rulebook> rulebook;
  std::vector<precert::MemberRecord> members;
  std::unique_ptr<precert::Directory> directory;
  base::Instant now{};

  World() : rulebook(support::shared_demo_rulebook()), now(*base::instant_from_iso("2026-01-05T17:30:00Z")) {
    std::vector<precert::Facility> facilities;
    each_record("members.json",
                [&](const std::string& text) { members.push_back(mappers::member_from_json(text).value()); });
    each_record("facilities.json", [&](const std::string& text) {
      facilities.push_back(mappers::facility_from_json(text).value());
    });
    directory = std::make_unique<precert::Directory>(std::move(facilities));
  }

  /// `person` as this side knows them.
  [[nodiscard]] precert::Facts facts_about(const precert::Person& person) const {
    precert::Facts facts;
    facts.now = now;
    facts.directory = directory.get();
    facts.numbers = {"AUTH0000000001", "REF0000000001", "TRC0000000001"};
    for (const precert::MemberRecord& member : members) {
      for (const precert::Identifier& one : person.identifiers) {
        if (one.value == member.id.text()) facts.member = &member;
      }
    }
    return facts;
  }

 private:
  template <class Take>
  static void each_record(const std::string& name, Take take) {
    json::Document document;
    const json::Value all =
        document.parse_copy(support::file_text(PRECERT_SOURCE_DIR "/fixtures/" + name)).value();
    for (const json::Value& one : all.elements()) {
      std::string text;
      json::Writer(text).raw(one);
      take(text);
    }
  }
};

inline const World& world() {
  static const World made;
  return made;
}

}  // namespace fuzz
