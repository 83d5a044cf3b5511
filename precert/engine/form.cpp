#include "precert/engine/form.hpp"

#include <algorithm>
#include <map>

#include "precert/engine/form_order.hpp"
#include "precert/engine/form_version.hpp"

namespace precert {
namespace {

using Spot = Diagram::Place;
using Node = Diagram::Node;

/// Writes the forms' items from the diagram of the criterion.
class Items {
 public:
  Items(const Rulebook& rulebook, const FormOrder& order, Diagram& diagram, Node root)
      : rulebook_(rulebook), order_(order), diagram_(diagram), root_(root) {}

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
    // NOLINTNEXTLINE(bugprone-unchecked-optional-access): the optional facts of an order have one
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
  const FormOrder& order_;
  Diagram& diagram_;
  Node root_;
};

/// Of a criterion too large for a diagram: every question that could matter, always.
std::vector<FormItem> unconditional(const FormOrder& order) {
  std::vector<FormItem> items;
  items.reserve(order.asked);
  for (std::size_t i = 0; i < order.asked; ++i) items.push_back({order.facts[i], {}, i < order.optional});
  return items;
}

std::vector<FormItem> items_of(const Rulebook& rulebook, const Expression& expression, std::size_t limit) {
  const FormOrder order = form_order_of(rulebook, expression);
  Diagram diagram(expression, order.facts, limit);
  const std::optional<Node> root = diagram.root();
  if (!root) return unconditional(order);
  std::vector<FormItem> items = Items(rulebook, order, diagram, *root).all();
  if (diagram.overflowed()) return unconditional(order);
  return items;
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

std::optional<Form> form_of(const Rulebook& rulebook, Index criterion, std::size_t limit) {
  const Criterion& asked = rulebook.criteria[criterion];
  std::vector<FormItem> items = items_of(rulebook, asked.expression, limit);
  if (items.empty()) return std::nullopt;
  Form form;
  form.id = asked.id;
  form.version = form_version_of(rulebook, asked, items);
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

}  // namespace precert
