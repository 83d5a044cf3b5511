// What a form asks next, given the answers so far.
#include <algorithm>
#include <map>

#include "precert/engine/form.hpp"
#include "precert/engine/form_order.hpp"

namespace precert {
namespace {

using Spot = Diagram::Place;
using Node = Diagram::Node;

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
        order_(form_order_of(rulebook, rulebook.criteria[form.criterion].expression)),
        diagram_(rulebook.criteria[form.criterion].expression, order_.facts, limit) {}

  /// The optional facts that can still open a door: earlier ones count as answered or assumed, later ones as
  /// open.
  std::vector<FactIndex> doors() {
    const std::optional<Node> root = diagram_.root();
    if (!root || diagram_.overflowed()) return all_offered();
    std::vector<FactIndex> open;
    Node function = *root;
    for (Spot place = 0; place < order_.facts.size(); ++place) {
      if (!offered(place)) function = put(function, place);
    }
    for (Spot place = 0; place < order_.optional; ++place) {
      if (!offered(place)) continue;
      const FactValue& value = values_.values[order_.facts[place]];
      if (value.value && opens_a_door(diagram_, function, place, *value.value, values_.today))
        open.push_back(order_.facts[place]);
      function = put(function, place);
    }
    return diagram_.overflowed() ? all_offered() : open;
  }

  /// Puts the questions of the shortest way to a yes first, and says how many they are: each is asked on the
  /// assumption that the one before was answered as the criterion would have it.
  std::size_t begin_with_shortest_way(std::vector<FactIndex>& ask) {
    const std::optional<Node> root = diagram_.root();
    if (!root || diagram_.overflowed()) return ask.size();
    Node function = *root;
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
  FormOrder order_;
  Diagram diagram_;
  std::map<Node, double> shares_;
};

}  // namespace

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
