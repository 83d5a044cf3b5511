#include "precert/engine/form.hpp"

#include <algorithm>

#include "precert/criteria/diagram.hpp"

namespace precert {
namespace {

using Spot = Diagram::Place;
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
bool opens_a_door(Diagram& diagram, Node function, Spot place, const AnswerValue& assumed, base::Date today) {
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

  /// Of no use when the diagram overflowed meanwhile.
  std::vector<FormItem> all() {
    for (Spot place = 0; place < order_.optional; ++place) {  // an assumption that no answer improves stands
      if (when(place) != Diagram::no) continue;
      const auto way = diagram_.way_of(place, assumed(place), rulebook_.payer.list_date);
      if (way) root_ = diagram_.given(root_, place, *way);
    }
    std::vector<FormItem> items;
    for (Spot place = 0; place < order_.asked; ++place) {
      const Node asked = when(place);
      if (asked == Diagram::no) continue;
      items.push_back({order_.facts[place], diagram_.expression_of(asked), place < order_.optional});
      if (diagram_.overflowed()) break;
    }
    return items;
  }

 private:
  [[nodiscard]] const AnswerValue& assumed(Spot place) const {
    return *rulebook_.facts[order_.facts[place]].when_absent;
  }

  Node when(Spot place) {
    std::map<Node, Node> known;
    return matters(root_, place, known);
  }

  /// The function of the earlier answers that says whether this fact still matters.
  Node matters(Node of, Spot place, std::map<Node, Node>& known) {
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

std::vector<FormItem> items_of(const Rulebook& rulebook, const Expression& expression, std::size_t limit) {
  const Order order = order_of(rulebook, expression);
  Diagram diagram(expression, order.facts, limit);
  if (!diagram.root()) return unconditional(order);
  std::vector<FormItem> items = Items(rulebook, order, diagram).all();
  return diagram.overflowed() ? unconditional(order) : items;
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

/// The criterion of a form while it is being answered.
class Session {
 public:
  Session(const Rulebook& rulebook, const Form& form, const FactValues& values,
          std::span<const FactIndex> asked, std::size_t limit)
      : values_(values),
        asked_(asked),
        order_(order_of(rulebook, rulebook.criteria[form.criterion].expression)),
        diagram_(rulebook.criteria[form.criterion].expression, order_.facts, limit) {}

  /// The optional facts that can still open a door: earlier ones count as answered or assumed, later ones as
  /// open.
  std::vector<FactIndex> doors() {
    if (diagram_.overflowed()) return all_offered();
    std::vector<FactIndex> open;
    Node function = *diagram_.root();
    for (Spot place = 0; place < order_.facts.size(); ++place) {
      if (!offered(place)) function = put(function, place);
    }
    for (Spot place = 0; place < order_.optional; ++place) {
      if (!offered(place)) continue;
      const FactValue& value = values_.values[order_.facts[place]];
      if (opens_a_door(diagram_, function, place, *value.value, values_.today))
        open.push_back(order_.facts[place]);
      function = put(function, place);
    }
    return diagram_.overflowed() ? all_offered() : open;
  }

  /// Puts the questions of the shortest way to a yes first, and says how many they are: each is asked on the
  /// assumption that the one before was answered as the criterion would have it.
  std::size_t begin_with_shortest_way(std::vector<FactIndex>& ask) {
    if (diagram_.overflowed()) return ask.size();
    Node function = *diagram_.root();
    for (Spot place = 0; place < order_.facts.size(); ++place) function = put(function, place);
    std::size_t together = 0;
    for (std::size_t at = 0; at < ask.size() && function > Diagram::yes; ++at) {
      const Spot place = place_of(ask[at]);
      const std::optional<Node> best = best_way(function, place);
      if (!best) continue;
      function = *best;
      std::rotate(ask.begin() + static_cast<std::ptrdiff_t>(together),
                  ask.begin() + static_cast<std::ptrdiff_t>(at),
                  ask.begin() + static_cast<std::ptrdiff_t>(at) + 1);
      ++together;
    }
    if (diagram_.overflowed()) return ask.size();
    return together;
  }

 private:
  [[nodiscard]] bool offered(Spot place) const {
    const FactIndex fact = order_.facts[place];
    return place < order_.optional && values_.values[fact].assumed && !was_asked(asked_, fact);
  }

  /// Where nobody can say which assumption opens a door.
  [[nodiscard]] std::vector<FactIndex> all_offered() const {
    std::vector<FactIndex> all;
    for (Spot place = 0; place < order_.optional; ++place) {
      if (offered(place)) all.push_back(order_.facts[place]);
    }
    return all;
  }

  [[nodiscard]] Spot place_of(FactIndex fact) const {
    return static_cast<Spot>(std::ranges::find(order_.facts, fact) - order_.facts.begin());
  }

  /// The function once this fact's value, if there is one, is known.
  Node put(Node function, Spot place) {
    const FactValue& value = values_.values[order_.facts[place]];
    const auto way = value.value ? diagram_.way_of(place, *value.value, values_.today) : std::nullopt;
    return way ? diagram_.given(function, place, *way) : function;
  }

  /// What is left after the answer that makes a yes likeliest; nullopt when no answer changes anything.
  std::optional<Node> best_way(Node function, Spot place) {
    std::optional<Node> best;
    bool matters = false;
    for (std::size_t way = 0; way < diagram_.variables()[place].outcomes.size(); ++way) {
      const Node left = diagram_.given(function, place, way);
      matters = matters || left != function;
      if (!best || share(left) > share(*best)) best = left;
    }
    return matters ? best : std::nullopt;
  }

  /// How much of all ways to answer leads to a yes.
  double share(Node function) {
    if (function <= Diagram::yes) return function == Diagram::yes ? 1 : 0;
    if (const auto known = shares_.find(function); known != shares_.end()) return known->second;
    const std::vector<Node> branches(diagram_.children(function).begin(), diagram_.children(function).end());
    double sum = 0;
    for (const Node branch : branches) sum += share(branch);
    const double result = sum / static_cast<double>(branches.size());
    shares_.emplace(function, result);
    return result;
  }

  const FactValues& values_;
  std::span<const FactIndex> asked_;
  Order order_;
  Diagram diagram_;
  std::map<Node, double> shares_;
};

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

std::optional<Form> form_of(const Rulebook& rulebook, Index criterion, std::size_t limit) {
  const Criterion& asked = rulebook.criteria[criterion];
  std::vector<FormItem> items = items_of(rulebook, asked.expression, limit);
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
    const Criterion& one = rulebook.criteria[criterion];
    if (one.id != id || !version.starts_with(one.edition + "-")) continue;  // what a version begins with
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
                             std::span<const FactIndex> asked, std::size_t limit) {
  NextQuestions next;
  const Expression& expression = rulebook.criteria[form.criterion].expression;
  next.outcome = evaluate(expression, values);
  for (const FactIndex fact : decisive_unknowns(expression, values)) {
    if (can_be_answered(rulebook.facts[fact]) && !was_asked(asked, fact)) next.ask.push_back(fact);
  }
  if (next.outcome == Truth::yes) return next;
  Session session(rulebook, form, values, asked, limit);
  next.together = session.begin_with_shortest_way(next.ask);
  next.optional = session.doors();
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
