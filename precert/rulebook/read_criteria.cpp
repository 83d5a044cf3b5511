// Sections facts and criteria.
#include <algorithm>
#include <array>

#include "precert/rulebook/reading.hpp"

namespace precert {
namespace {

constexpr std::array<std::pair<FactType, std::string_view>, 5> fact_types{{{FactType::yes_no, "yes_no"},
                                                                           {FactType::number, "number"},
                                                                           {FactType::date, "date"},
                                                                           {FactType::text, "text"},
                                                                           {FactType::document, "document"}}};

/// The least and the most that a number can be.
void read_bounds(Entry& entry, Fact& fact) {
  for (const auto& [key, bound] : {std::pair("least", &fact.least), std::pair("most", &fact.most)}) {
    base::Decimal said;
    entry.decimal(key, said);
    if (!entry.has(key)) continue;
    *bound = said;
    if (fact.type != FactType::number) entry.fault(key, "goes with type number only");
  }
  if (fact.least && fact.most && *fact.least > *fact.most) entry.fault("most", "is below least");
}

void read_when_absent(Entry& entry, Fact& fact) {
  std::string text;
  entry.text("when_absent", text);
  if (text.empty()) return;
  if (fact.type == FactType::text) {
    fact.when_absent = text;
  } else if (fact.type == FactType::number) {
    const std::optional<base::Decimal> number = base::decimal_from(text);
    if (number) fact.when_absent = *number;
  } else if (fact.type != FactType::date && (text == "true" || text == "false")) {
    fact.when_absent = text == "true";
  }
  if (!fact.when_absent) entry.fault("when_absent", "has to be a value of the fact's type");
}

struct ComparisonKey {
  std::string_view key;
  Comparison comparison;
  FactType type;
  std::string_view words;
};
constexpr std::array<ComparisonKey, 9> comparison_keys{{
    {"at_least", Comparison::at_least, FactType::number, " at least "},
    {"at_most", Comparison::at_most, FactType::number, " at most "},
    {"more_than", Comparison::more_than, FactType::number, " more than "},
    {"less_than", Comparison::less_than, FactType::number, " less than "},
    {"equals", Comparison::equals, FactType::number, " equals "},
    {"one_of", Comparison::one_of, FactType::text, " one of "},
    {"within_days", Comparison::within_days, FactType::date, " within days "},
    {"before_days", Comparison::before_days, FactType::date, " earlier than days ago "},
    {"after_days", Comparison::after_days, FactType::date, " not longer ago than days "},
}};

/// The tree as it is read; nodes are appended in reading order.
class ExpressionReader {
 public:
  explicit ExpressionReader(Reading& reading) : reading_(reading) {}

  void read(const Placed& placed, int depth) {
    Entry entry(placed, reading_, "criteria[].when");
    constexpr int depth_max = 32;
    if (depth > depth_max) return entry.fault("", "is nested too deeply; split the criterion");
    using Kind = Expression::Kind;
    constexpr std::array<std::pair<Kind, std::string_view>, 2> groups{
        {{Kind::all, "all"}, {Kind::any, "any"}}};
    for (const auto& [kind, key] : groups) {
      if (entry.has(key)) return read_group(entry, kind, key, depth);
    }
    if (entry.has("not")) {
      const std::size_t at = open(Kind::negation);
      read(entry.child("not"), depth + 1);
      return close(entry, at);
    }
    read_atom(entry);
  }

  [[nodiscard]] Expression take() { return std::move(expression_); }

 private:
  std::size_t open(Expression::Kind kind) {
    expression_.nodes.push_back({kind, 0, 0});
    return expression_.nodes.size() - 1;
  }
  void close(Entry& entry, std::size_t at) {
    expression_.nodes[at].end = static_cast<std::uint32_t>(expression_.nodes.size());
    entry.done();
  }

  void read_group(Entry& entry, Expression::Kind kind, std::string_view key, int depth) {
    const std::size_t at = open(kind);
    const std::vector<Placed> children = entry.children(key);
    if (children.empty()) entry.fault(key, "needs at least one condition");
    for (const Placed& child : children) read(child, depth + 1);
    close(entry, at);
  }

  void read_atom(Entry& entry) {
    for (const std::string_view group : {"all", "any", "not"}) entry.may_have(group);
    for (const ComparisonKey& row : comparison_keys) entry.may_have(row.key);
    std::string id;
    entry.need_text("fact", id);
    Atom atom;
    const Index fact = reading_.resolve(reading_.book.fact_index, id, entry, "fact");
    atom.words = id;
    const FactType type = fact == no_index ? FactType::yes_no : reading_.book.facts[fact].type;
    bool compared = false;
    for (const ComparisonKey& row : comparison_keys) {
      if (!entry.has(row.key)) continue;
      if (compared)
        entry.fault(row.key, "is a second comparison of the same condition; use `all` with one each");
      compared = true;
      if (fact != no_index) read_comparison(entry, row, type, reading_.book.facts[fact].choices, atom);
    }
    bool is = true;
    entry.flag("is", is);
    if (!compared) {
      atom.comparison = is ? Comparison::is_true : Comparison::is_false;
      atom.words += is ? " is true" : " is false";
      const bool suited = type == FactType::yes_no || type == FactType::document;
      if (!suited) entry.fault("fact", "is not a yes or no; add a comparison such as at_least");
    }
    if (compared && entry.has("is")) entry.fault("is", "does not go with another comparison; remove one");
    atom.fact = fact == no_index ? 0 : fact;
    expression_.nodes.push_back({Expression::Kind::atom, static_cast<std::uint32_t>(expression_.atoms.size()),
                                 static_cast<std::uint32_t>(expression_.nodes.size() + 1)});
    expression_.atoms.push_back(std::move(atom));
    entry.done();
  }

  static void read_comparison(Entry& entry, const ComparisonKey& row, FactType type,
                              const std::vector<std::string>& choices, Atom& atom) {
    atom.comparison = row.comparison;
    const bool of_text = type == FactType::text && row.comparison == Comparison::equals;
    if (type != row.type && !of_text) return entry.fault(row.key, "does not suit the type of the fact");
    if (row.comparison == Comparison::one_of) entry.texts(row.key, atom.choices);
    if (of_text) entry.text(row.key, atom.choices.emplace_back());
    if (type != FactType::text) entry.decimal(row.key, atom.number);
    const std::int64_t days = atom.number.whole().value_or(-1);
    if (type == FactType::date && (days > 40'000 || days < 0)) {
      entry.fault(row.key, "has to be a whole number of days, 0 to 40000");
      atom.number = {};
    }
    if (type == FactType::text && atom.choices.empty()) entry.fault(row.key, "needs at least one value");
    for (const std::string& choice : atom.choices) {
      const bool offered = choices.empty() || std::ranges::find(choices, choice) != choices.end();
      if (!offered) entry.fault(row.key, "names \"" + choice + "\", which is not among the fact's choices");
    }
    atom.words += row.words;
    if (type != FactType::text) atom.words += atom.number.text();
    for (std::size_t i = 0; i < atom.choices.size(); ++i) atom.words += (i > 0 ? ", " : "") + atom.choices[i];
  }

  Reading& reading_;
  Expression expression_;
};

}  // namespace

Expression expression_from(Reading& reading, const Placed& when) {
  ExpressionReader reader(reading);
  reader.read(when, 0);
  return reader.take();
}

void read_facts(Reading& reading, const Placed& section) {
  for_each_entry(reading, section, "facts[]", [&](Entry& entry) {
    Fact fact;
    fact.where = entry.where();
    entry.need_text("id", fact.id);
    entry.word("type", fact.type, fact_types);
    if (!entry.has("type")) entry.fault("type", "is needed; say yes_no, number, date, text or document");
    entry.text("question", fact.question);
    entry.text("help", fact.help);
    entry.text("loinc", fact.loinc);
    entry.text("report_type", fact.report_type);
    entry.text("loinc_modifier", fact.loinc_modifier);
    if (!fact.loinc_modifier.empty() && fact.loinc.empty())
      entry.fault("loinc_modifier", "narrows a paper: add its loinc");
    fact.supplier = "ordering provider";
    entry.text("supplier", fact.supplier);
    entry.text("unit", fact.unit);
    entry.texts("choices", fact.choices);
    if (!fact.choices.empty() && fact.type != FactType::text)
      entry.fault("choices", "go with type text only");
    read_bounds(entry, fact);
    read_origins(reading, entry, fact);
    read_when_absent(entry, fact);
    reading.claim("fact", fact.id, entry.where());
    reading.book.fact_index.emplace(fact.id, static_cast<Index>(reading.book.facts.size()));
    reading.book.facts.push_back(std::move(fact));
  });
}

namespace {

bool learned_by(const Rulebook& book, const Criterion& criterion,
                std::initializer_list<FactOrigin::Kind> kinds) {
  return std::ranges::any_of(criterion.expression.atoms, [&](const Atom& atom) {
    if (atom.fact >= book.facts.size()) return false;  // of a fact that is not known: reported already
    return std::ranges::any_of(book.facts[atom.fact].origins, [&](const FactOrigin& origin) {
      return std::ranges::find(kinds, origin.kind) != kinds.end();
    });
  });
}

}  // namespace

void read_criteria(Reading& reading, const Placed& section) {
  for_each_entry(reading, section, "criteria[]", [&](Entry& entry) {
    Criterion criterion;
    criterion.where = entry.where();
    entry.need_text("id", criterion.id);
    entry.need_text("owner", criterion.owner);
    entry.need_text("title", criterion.title);
    entry.need_text("edition", criterion.edition);
    entry.need_text("link", criterion.link);
    entry.need_text("summary", criterion.summary);
    const Placed when = entry.child("when");
    if (!when.node.IsDefined()) {
      entry.fault("when", "is needed; say under which facts the service is certified");
    } else {
      criterion.expression = expression_from(reading, when);
    }
    entry.period("effective", criterion.effective);
    criterion.asks_history = learned_by(reading.book, criterion, {FactOrigin::Kind::history});
    criterion.asks_place =
        learned_by(reading.book, criterion, {FactOrigin::Kind::place, FactOrigin::Kind::site});
    const auto index = static_cast<Index>(reading.book.criteria.size());
    reading.book.criterion_index.emplace(criterion.id, index);
    reading.book.criterion_editions[criterion.id].push_back(index);
    reading.book.criteria.push_back(std::move(criterion));
  });
}

}  // namespace precert
