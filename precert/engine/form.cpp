#include "precert/engine/form.hpp"

#include <algorithm>

#include "precert/criteria/diagram.hpp"

namespace precert {
namespace {

using Place = Diagram::Place;
using Node = Diagram::Node;

/// Nothing said, nothing assumed.
FactValues all_open(const Rulebook& rulebook) {
  FactValues values;
  values.values.resize(rulebook.facts.size());
  values.today = rulebook.payer.list_date;
  return values;
}

FactValues all_assumed(const Rulebook& rulebook) {
  FactValues values = all_open(rulebook);
  for (FactIndex fact = 0; fact < rulebook.facts.size(); ++fact) {
    if (!rulebook.facts[fact].when_absent) continue;
    values.values[fact] = FactValue{rulebook.facts[fact].when_absent, {}, true};
  }
  return values;
}

void append_new(std::vector<FactIndex>& to, const std::vector<FactIndex>& more) {
  for (const FactIndex fact : more) {
    if (std::ranges::find(to, fact) == to.end()) to.push_back(fact);
  }
}

/// The facts of a criterion as a form asks them: first those that are assumed and can open a door, then the
/// others, most decisive first; last those that nobody can be asked.
struct Order {
  std::vector<FactIndex> facts;
  std::size_t optional = 0;  // how many of the first
  std::size_t asked = 0;     // how many of the first, the optional ones among them
};

Order order_of(const Rulebook& rulebook, const Expression& expression) {
  std::vector<FactIndex> ranked = decisive_unknowns(expression, all_assumed(rulebook));
  append_new(ranked, decisive_unknowns(expression, all_open(rulebook)));
  Order order;
  const auto take = [&](bool assumed, bool answered) {
    for (const FactIndex fact : ranked) {
      const Fact& one = rulebook.facts[fact];
      if (can_be_answered(one) != answered) continue;
      if (!answered || one.when_absent.has_value() == assumed) append_new(order.facts, {fact});
    }
  };
  take(true, true);
  order.optional = order.facts.size();
  take(false, true);
  order.asked = order.facts.size();
  take(false, false);
  for (const Atom& atom : expression.atoms) append_new(order.facts, {atom.fact});
  return order;
}

/// Whether another answer than the assumed one can make it yes where the assumed one makes it no.
bool opens_a_door(Diagram& diagram, Node function, Place place, const AnswerValue& assumed,
                  base::Date today) {
  const std::optional<std::size_t> way = diagram.way_of(place, assumed, today);
  if (!way) return false;
  const Node shut = diagram.inverse(diagram.given(function, place, *way));
  for (std::size_t other = 0; other < diagram.variables()[place].outcomes.size(); ++other) {
    const Node open = diagram.given(function, place, other);
    if (diagram.both(open, shut) != Diagram::no) return true;
  }
  return false;
}

/// Writes the forms' items from the diagram of the criterion.
class Items {
 public:
  Items(const Rulebook& rulebook, const Order& order, Diagram& diagram)
      : rulebook_(rulebook), order_(order), diagram_(diagram), root_(*diagram.root()) {}

  std::vector<FormItem> all() {
    for (Place place = 0; place < order_.optional; ++place) {  // an assumption that no answer improves stands
      if (when(place) != Diagram::no) continue;
      const auto way = diagram_.way_of(place, assumed(place), rulebook_.payer.list_date);
      if (way) root_ = diagram_.given(root_, place, *way);
    }
    std::vector<FormItem> items;
    for (Place place = 0; place < order_.asked; ++place) {
      const Node asked = when(place);
      if (asked == Diagram::no) continue;
      items.push_back({order_.facts[place], diagram_.expression_of(asked), place < order_.optional});
    }
    return items;
  }

 private:
  [[nodiscard]] const AnswerValue& assumed(Place place) const {
    return *rulebook_.facts[order_.facts[place]].when_absent;
  }

  Node when(Place place) {
    std::map<Node, Node> known;
    return matters(root_, place, known);
  }

  /// The function of the earlier answers that says whether this fact still matters.
  Node matters(Node of, Place place, std::map<Node, Node>& known) {
    if (diagram_.place(of) > place) return Diagram::no;
    if (const auto found = known.find(of); found != known.end()) return found->second;
    Node result = Diagram::yes;
    if (diagram_.place(of) < place) {
      const std::vector<Node> branches(diagram_.children(of).begin(), diagram_.children(of).end());
      std::vector<Node> mapped;
      mapped.reserve(branches.size());
      for (const Node branch : branches) mapped.push_back(matters(branch, place, known));
      result = diagram_.node(diagram_.place(of), std::move(mapped));
    } else if (place < order_.optional) {
      const bool door = opens_a_door(diagram_, of, place, assumed(place), rulebook_.payer.list_date);
      result = door ? Diagram::yes : Diagram::no;
    }
    known.emplace(of, result);
    return result;
  }

  const Rulebook& rulebook_;
  const Order& order_;
  Diagram& diagram_;
  Node root_;
};

/// Of a criterion too large for a diagram: every question that could matter, always.
std::vector<FormItem> unconditional(const Order& order) {
  std::vector<FormItem> items;
  for (std::size_t i = 0; i < order.asked; ++i) items.push_back({order.facts[i], {}, i < order.optional});
  return items;
}

std::vector<FormItem> items_of(const Rulebook& rulebook, const Expression& expression) {
  const Order order = order_of(rulebook, expression);
  Diagram diagram(expression, order.facts);
  if (!diagram.root()) return unconditional(order);
  return Items(rulebook, order, diagram).all();
}

/// Fowler-Noll-Vo over everything a form shows: the texts with their lengths, so that no two run into each
/// other.
class Digest {
 public:
  void add(std::string_view text) {
    for (const char c : std::to_string(text.size()) + ":") mix(c);
    for (const char c : text) mix(c);
  }
  [[nodiscard]] std::string text() const {
    constexpr std::string_view digits = "0123456789abcdef";
    constexpr unsigned length = 6;
    std::string out;
    for (unsigned i = 0; i < length; ++i) out += digits[(value_ >> (60U - 4U * i)) & 15U];
    return out;
  }

 private:
  void mix(char c) { value_ = (value_ ^ static_cast<unsigned char>(c)) * 0x100000001b3U; }

  std::uint64_t value_ = 0xcbf29ce484222325U;
};

void add_expression(Digest& digest, const Expression& expression) {
  for (const Expression::Node& node : expression.nodes) {
    digest.add(std::to_string(static_cast<int>(node.kind)) + "-" + std::to_string(node.end));
    if (node.kind != Expression::Kind::atom) continue;
    const Atom& atom = expression.atoms[node.atom];
    digest.add(std::to_string(atom.fact) + " " + std::to_string(static_cast<int>(atom.comparison)) + " " +
               atom.number.text());
    for (const std::string& choice : atom.choices) digest.add(choice);
  }
}

void add_fact(Digest& digest, const Fact& fact) {
  digest.add(std::to_string(static_cast<int>(fact.type)));
  for (const std::string* text : {&fact.id, &fact.question, &fact.help, &fact.loinc, &fact.report_type,
                                  &fact.loinc_modifier, &fact.supplier, &fact.unit})
    digest.add(*text);
  for (const std::string& choice : fact.choices) digest.add(choice);
  for (const FactOrigin& origin : fact.origins) {
    digest.add(std::to_string(static_cast<int>(origin.kind)));
    for (const std::string& name : origin.names) digest.add(name);
  }
}

std::string version_of(const Rulebook& rulebook, const Criterion& criterion,
                       const std::vector<FormItem>& items) {
  Digest digest;
  for (const std::string* text : {&criterion.title, &criterion.summary, &criterion.link, &criterion.owner})
    digest.add(*text);
  add_expression(digest, criterion.expression);
  for (const FormItem& item : items) {
    add_fact(digest, rulebook.facts[item.fact]);
    add_expression(digest, item.relevant);
  }
  return criterion.edition + "-" + digest.text();
}

bool was_asked(std::span<const FactIndex> asked, FactIndex fact) {
  return std::find(asked.begin(), asked.end(), fact) != asked.end();
}

/// The optional items that can still open a door: earlier ones count as answered or assumed, later ones as
/// open.
std::vector<FactIndex> doors(const Rulebook& rulebook, const Form& form, const FactValues& values,
                             std::span<const FactIndex> asked) {
  const Expression& expression = rulebook.criteria[form.criterion].expression;
  const Order order = order_of(rulebook, expression);
  Diagram diagram(expression, order.facts);
  std::vector<FactIndex> open;
  if (!diagram.root()) return open;
  const auto put = [&](Node function, Place place) {
    const FactValue& value = values.values[order.facts[place]];
    const auto way = value.value ? diagram.way_of(place, *value.value, values.today) : std::nullopt;
    return way ? diagram.given(function, place, *way) : function;
  };
  Node function = *diagram.root();
  for (Place place = 0; place < order.facts.size(); ++place) {
    const bool later = place < order.optional && values.values[order.facts[place]].assumed &&
                       !was_asked(asked, order.facts[place]);
    if (!later) function = put(function, place);
  }
  for (Place place = 0; place < order.optional; ++place) {
    const FactIndex fact = order.facts[place];
    const FactValue& value = values.values[fact];
    if (!value.assumed || was_asked(asked, fact)) continue;
    if (opens_a_door(diagram, function, place, *value.value, values.today)) open.push_back(fact);
    function = put(function, place);
  }
  return open;
}

}  // namespace

bool can_be_answered(const Fact& fact) {
  const auto takes = [&](FactOrigin::Kind kind) {
    return std::ranges::any_of(fact.origins, [&](const FactOrigin& origin) { return origin.kind == kind; });
  };
  if (fact.type == FactType::document) {
    const bool named = !fact.loinc.empty() || !fact.report_type.empty();
    return (takes(FactOrigin::Kind::document) && named) ||
           (takes(FactOrigin::Kind::answer) && !fact.question.empty());
  }
  return takes(FactOrigin::Kind::answer) && !fact.question.empty();
}

std::optional<Form> form_of(const Rulebook& rulebook, Index criterion) {
  const Criterion& asked = rulebook.criteria[criterion];
  std::vector<FormItem> items = items_of(rulebook, asked.expression);
  if (items.empty()) return std::nullopt;
  Form form;
  form.id = asked.id;
  form.version = version_of(rulebook, asked, items);
  form.title = asked.title;
  form.criterion = criterion;
  form.effective = asked.effective;
  form.items = std::move(items);
  return form;
}

std::vector<Form> forms_of(const Rulebook& rulebook) {
  std::vector<Form> forms;
  for (Index criterion = 0; criterion < rulebook.criteria.size(); ++criterion) {
    if (std::optional<Form> form = form_of(rulebook, criterion)) forms.push_back(*std::move(form));
  }
  std::ranges::stable_sort(forms, [](const Form& a, const Form& b) {
    return a.id != b.id ? a.id < b.id : a.effective.start < b.effective.start;
  });
  return forms;
}

std::optional<Form> form_with(const Rulebook& rulebook, std::string_view id, std::string_view version) {
  if (version.empty()) {
    const Index newest = rulebook.criterion(id);
    return newest == no_index ? std::nullopt : form_of(rulebook, newest);
  }
  for (Index criterion = 0; criterion < rulebook.criteria.size(); ++criterion) {
    if (rulebook.criteria[criterion].id != id) continue;
    std::optional<Form> form = form_of(rulebook, criterion);
    if (form && form->version == version) return form;
  }
  return std::nullopt;
}

namespace {

Index criterion_for(const Rulebook& rulebook, const ServiceMatch& match, const Policy& policy) {
  if (policy.requirement != Requirement::required) return no_index;
  if (policy.criteria != no_index) return policy.criteria;
  const bool one_by_one = match.code != nullptr && match.code->unlisted;
  return one_by_one ? rulebook.criterion(unlisted_form) : no_index;
}

}  // namespace

std::optional<Form> form_for(const Rulebook& rulebook, const ServiceMatch& match, const Policy& policy) {
  const Index criterion = criterion_for(rulebook, match, policy);
  return criterion == no_index ? std::nullopt : form_of(rulebook, criterion);
}

std::string form_id_of(const Rulebook& rulebook, const ServiceMatch& match, const Policy& policy) {
  const Index criterion = criterion_for(rulebook, match, policy);
  if (criterion == no_index) return {};
  const auto required = [&](FactIndex fact) {
    return !rulebook.facts[fact].when_absent && can_be_answered(rulebook.facts[fact]);
  };
  const Criterion& asked = rulebook.criteria[criterion];
  const bool sure = std::ranges::any_of(decisive_unknowns(asked.expression, all_assumed(rulebook)), required);
  return sure || form_of(rulebook, criterion) ? asked.id : std::string();
}

NextQuestions next_questions(const Rulebook& rulebook, const Form& form, const FactValues& values,
                             std::span<const FactIndex> asked) {
  NextQuestions next;
  const Expression& expression = rulebook.criteria[form.criterion].expression;
  next.outcome = evaluate(expression, values);
  for (const FactIndex fact : decisive_unknowns(expression, values)) {
    if (can_be_answered(rulebook.facts[fact]) && !was_asked(asked, fact)) next.ask.push_back(fact);
  }
  if (next.outcome != Truth::yes) next.optional = doors(rulebook, form, values, asked);
  return next;
}

FactValues form_values(const Rulebook& rulebook, std::span<const Answer> answers,
                       std::span<const Document> documents, base::Instant now) {
  ReviewRequest request;
  request.answers.assign(answers.begin(), answers.end());
  request.documents.assign(documents.begin(), documents.end());
  for (Answer& answer : request.answers) answer.service = 0;
  for (Document& document : request.documents) document.service = 0;
  return fact_values_from(rulebook, request, nullptr, {}, now);
}

}  // namespace precert
