// Reads profiles/*.profile and codes.txt (format: profiles/README.md).
#include "parsers/fhir/profile.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace fhir {

namespace {

using base::IssueCode;
using base::Issues;

/// Cuts the next word off `rest`; "" when none is left.
std::string_view next_word(std::string_view& rest, char separator = ' ') {
  const std::size_t start = rest.find_first_not_of(separator);
  if (start == std::string_view::npos) {
    rest = {};
    return {};
  }
  rest.remove_prefix(start);
  const std::string_view word = rest.substr(0, rest.find(separator));
  rest.remove_prefix(std::min(rest.size(), word.size() + 1));
  return word;
}

std::optional<std::uint32_t> count_from(std::string_view digits) {
  if (digits == "*") return std::numeric_limits<std::uint32_t>::max();
  if (digits.empty() || digits.size() > 4) return std::nullopt;
  std::uint32_t value = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<std::uint32_t>(c - '0');
  }
  return value;
}

std::optional<Cardinality> cardinality_from(std::string_view text) {
  if (text == "-") return Cardinality{.stated = false};
  const std::size_t dots = text.find("..");
  if (dots == std::string_view::npos) return std::nullopt;
  const auto min = count_from(text.substr(0, dots)), max = count_from(text.substr(dots + 2));
  if (!min || !max || *min > *max) return std::nullopt;
  return Cardinality{*min, *max, true};
}

/// "1..1" for all kinds or "1..1/-/0..1" for request, update, inquiry.
std::optional<std::array<Cardinality, 3>> cardinalities_from(std::string_view text) {
  std::array<Cardinality, 3> cards;
  if (text.find('/') == std::string_view::npos) {
    const auto one = cardinality_from(text);
    if (!one) return std::nullopt;
    cards.fill(*one);
    return cards;
  }
  for (Cardinality& card : cards) {
    const auto one = cardinality_from(next_word(text, '/'));
    if (!one) return std::nullopt;
    card = *one;
  }
  return cards;
}

/// Cuts the "?" of what a request may send though the profile does not have it off; true when it was there.
bool cut_tolerated(std::string_view& text) {
  if (!text.ends_with('?')) return false;
  text.remove_suffix(1);
  return true;
}

/// "Reference(A|B?)" or a plain name, with "?" behind it when it is only tolerated.
Type type_from(std::string_view text) {
  Type type;
  type.tolerated = cut_tolerated(text);
  const std::size_t open = text.find('(');
  type.name = text.substr(0, open);
  type.in_fhir = type.name.starts_with("Pas") ? type.name.substr(3) : type.name;
  if (open != std::string_view::npos) {
    std::string_view targets = text.substr(open + 1, text.size() - open - 2);
    while (!targets.empty()) {
      TargetType target;
      target.resource = next_word(targets, '|');
      target.tolerated = cut_tolerated(target.resource);
      type.targets.push_back(target);
    }
  }
  type.shape = shape_of(type.name);
  return type;
}

/// Reads the lines of one file into tables; reports the first fault of each line.
class Reader {
 public:
  Reader(std::string_view file, Version version, ProfileTables& tables)
      : file_(file), version_(version), tables_(tables) {}

  void line(std::string_view text) {
    ++number_;
    const std::size_t indent = text.find_first_not_of(' ');
    if (indent == std::string_view::npos || text[indent] == '#') return;
    const std::string_view rest = text.substr(indent);
    if (indent == 0) {
      header(rest);
    } else if (table_ == nullptr || indent % 2 != 0) {
      fault("Indent elements by two spaces below a resource, role or type line.");
    } else {
      element(rest, indent / 2 - 1);
    }
  }

  [[nodiscard]] Issues take() { return std::move(faults_); }

 private:
  void fault(std::string remedy) {
    faults_.add(IssueCode::data_invalid, std::string(file_) + ":" + std::to_string(number_),
                std::move(remedy));
  }

  void header(std::string_view rest) {
    const std::string_view word = next_word(rest), name = next_word(rest);
    if (name.empty()) return fault("Write a name behind the first word.");
    if (word == "system") {
      systems_.emplace(name, next_word(rest));
    } else if (word == "list") {
      list(name, rest);
    } else if (word == "like") {
      like(name);
    } else if (word == "resource" || word == "type") {
      Table made;
      made.name = name;
      if (word == "resource") {
        made.resource = name;
        made.bundle = next_word(rest);
      }
      open(std::move(made));
    } else if (word == "role") {
      role(name, rest);
    } else if (word == "bundle") {
      Table made;
      made.name = name;
      made.resource = "Bundle";
      made.bundle = next_word(rest);
      if (made.bundle.empty()) return fault("Write: bundle NAME answer or bundle NAME notification.");
      open(std::move(made));
    } else {
      fault("Begin with resource, role, bundle, type, like, system or list.");
    }
  }

  void role(std::string_view name, std::string_view rest) {
    Table made;
    made.name = name;
    made.resource = next_word(rest);
    for (std::string_view at = next_word(rest); !at.empty(); at = next_word(rest)) {
      const std::size_t dot = at.find('.');
      if (dot == std::string_view::npos) return fault("Write: role NAME RESOURCE Claim.ELEMENT ClaimResponse.ELEMENT.");
      made.role.push_back({at.substr(0, dot), at.substr(dot + 1)});
    }
    if (made.role.empty()) return fault("Write: role NAME RESOURCE Claim.ELEMENT ClaimResponse.ELEMENT.");
    open(std::move(made));
  }

  void open(Table table) {
    const std::string_view name = table.name;
    const auto [place, is_new] = tables_.tables.emplace(name, std::move(table));
    if (!is_new) return fault("This table is there already.");
    table_ = &place->second;
    levels_.clear();
  }

  void like(std::string_view name) {
    const auto other = tables_.tables.find(name);
    if (table_ == nullptr || other == tables_.tables.end())
      return fault("Copy a table that stands further up.");
    table_->elements = other->second.elements;
  }

  void list(std::string_view name, std::string_view rest) {
    CodeList& list = tables_.lists[name];
    list.name = name;
    const auto system = systems_.find(next_word(rest));
    if (system == systems_.end()) return fault("Define the system of the list above it.");
    for (std::string_view code = next_word(rest); !code.empty(); code = next_word(rest)) {
      list.codes.push_back({system->second, code == "*" ? std::string_view{} : code});
    }
  }

  void element(std::string_view rest, std::size_t depth) {
    Element made;
    made.label = next_word(rest);
    if (made.label == "invariant") return invariant(rest, depth);
    name(made);
    const std::string_view cards = next_word(rest), types = next_word(rest);
    const auto read = cardinalities_from(cards);
    if (!read || types.empty()) return fault("Write NAME, CARDINALITY and TYPE.");
    made.cards = *read;
    this->types(made, types);
    bool absent = false;
    for (std::string_view word = next_word(rest); !word.empty(); word = next_word(rest)) {
      if (!for_this_version(word)) continue;
      absent = absent || word == "absent";
      if (!option(made, word)) return fault("This option is not known: " + std::string(word) + ".");
    }
    place(std::move(made), absent, depth);
  }

  /// "invariant RULE": a rule of the object around the line.
  void invariant(std::string_view rest, std::size_t depth) {
    Element made;
    made.form = Form::invariant;
    std::string_view word = next_word(rest);
    const bool here = for_this_version(word);
    word = word.substr(0, word.find('@'));
    made.label = word;
    made.rule = rule_named(word);
    if (made.rule < Rule::first_invariant) return fault("This invariant is not known: " + std::string(word) + ".");
    place(std::move(made), !here, depth);
  }

  void place(Element made, bool absent, std::size_t depth) {
    if (depth > levels_.size()) return fault("Indent by one step only.");
    levels_.resize(depth);
    add(std::move(made), absent);
  }

  /// Adds below the current levels; an element of the same label is replaced (like).
  void add(Element made, bool absent) {
    std::vector<Element>* siblings = &table_->elements;
    for (const std::string_view parent : levels_) {
      const auto found = std::find_if(siblings->begin(), siblings->end(),
                                      [&](const Element& one) { return one.label == parent; });
      if (found == siblings->end()) return;  // its parent is absent in this version
      siblings = &found->children;
    }
    levels_.push_back(made.label);
    if (absent) return;
    std::erase_if(*siblings, [&](const Element& one) { return one.label == made.label; });
    siblings->push_back(std::move(made));
  }

  static void name(Element& made) {
    made.name = made.label;
    if (made.name.starts_with("extension:")) {
      made.form = Form::extension;
      made.name = "extension";
    } else if (made.name.starts_with("modifierExtension:")) {
      made.form = Form::modifier_extension;
      made.name = "modifierExtension";
    } else if (made.name.ends_with("[x]")) {
      made.form = Form::choice;
      made.name.remove_suffix(3);
    } else if (const std::size_t colon = made.name.find(':'); colon != std::string_view::npos) {
      made.name = made.name.substr(0, colon);
      made.form = made.name.ends_with("[x]") ? Form::choice_slice : Form::slice;
      if (made.form == Form::choice_slice) made.name.remove_suffix(3);
    }
  }

  static void types(Element& made, std::string_view text) {
    if (text.ends_with("[]")) {
      made.list = true;
      text.remove_suffix(2);
    }
    while (!text.empty()) made.types.push_back(type_from(next_word(text, ',')));
  }

  /// Cuts "@2.2.1" off; false when the option is for the other version.
  [[nodiscard]] bool for_this_version(std::string_view& word) const {
    const std::string_view other = version_ == Version::pas_2_2_1 ? "@2.0.1" : "@2.2.1";
    const std::string_view own = version_ == Version::pas_2_2_1 ? "@2.2.1" : "@2.0.1";
    if (word.ends_with(other)) return false;
    if (word.ends_with(own)) word.remove_suffix(own.size());
    return true;
  }

  /// "SYSTEM#CODE" or "VALUE" into its two parts.
  [[nodiscard]] bool coded(std::string_view text, std::string_view& system, std::string_view& code) const {
    const std::size_t hash = text.find('#');
    code = hash == std::string_view::npos ? text : text.substr(hash + 1);
    if (hash == std::string_view::npos) return true;
    const auto known = systems_.find(text.substr(0, hash));
    if (known == systems_.end()) return false;
    system = known->second;
    return true;
  }

  [[nodiscard]] bool option(Element& made, std::string_view word) const {
    const std::size_t equals = word.find('=');
    if (equals == std::string_view::npos) return flag(made, word);
    const std::string_view name = word.substr(0, equals), value = word.substr(equals + 1);
    if (name == "url") {
      made.url = value;
    } else if (name == "fixed") {
      return coded(value, made.fixed_system, made.fixed);
    } else if (name == "tolerated") {
      made.tolerated = value;
    } else if (name == "points") {
      const std::size_t dot = value.find('.');
      made.points_to = value.substr(0, dot);
      made.points_key = dot == std::string_view::npos ? std::string_view("sequence") : value.substr(dot + 1);
    } else if (name == "codes") {
      const auto list = tables_.lists.find(value);
      if (list == tables_.lists.end()) return false;
      made.codes = &list->second;
    } else if (name == "where") {
      const std::size_t tilde = value.find('~');
      if (tilde == std::string_view::npos) return false;
      made.where.element = value.substr(0, tilde);
      return coded(value.substr(tilde + 1), made.where.system, made.where.value);
    } else if (name == "rule") {
      made.rule = rule_named(value);
      return made.rule != Rule::none && made.rule < Rule::first_invariant;
    } else {
      return false;
    }
    return true;
  }

  [[nodiscard]] static bool flag(Element& made, std::string_view word) {
    if (word == "MS") return made.must_support = true;
    if (word == "needed") return made.needed = true;
    if (word == "strict") return made.strict = true;
    if (word == "resolves") return made.resolves = true;
    if (word == "outside") return made.outside = true;
    if (word == "unique") return made.unique = true;
    if (word == "absent") return true;
    const auto cards = cardinalities_from(word);
    if (cards) made.cards = *cards;
    return cards.has_value();
  }

  std::string_view file_;
  Version version_;
  ProfileTables& tables_;
  std::map<std::string_view, std::string_view>& systems_ = tables_.systems;
  Table* table_ = nullptr;
  std::vector<std::string_view> levels_;  // labels from the table down to the element read last
  std::size_t number_ = 0;
  Issues faults_;
};

}  // namespace

base::Issues read_profile(std::string_view file, std::string_view text, Version version,
                          ProfileTables& tables) {
  Reader reader(file, version, tables);
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    reader.line(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return reader.take();
}

}  // namespace fhir
