// When an item is enabled: enableWhen, or FHIRPath where enableWhen cannot say it.
#include <algorithm>
#include <array>
#include <vector>

#include "mappers/codes/fhir_systems.hpp"
#include "mappers/fhir/questionnaire_parts.hpp"
#include "precert/criteria/atoms.hpp"

namespace mappers {
namespace {

using precert::AnswerValue;
using precert::Atom;
using precert::Comparison;
using precert::Expression;
using precert::Fact;
using precert::FactType;
using precert::Rulebook;
using precert::Truth;
using Kind = Expression::Kind;

/// One comparison, or that it does not hold.
struct Literal {
  const Atom* atom = nullptr;
  bool positive = true;
};

std::optional<Literal> literal_at(const Expression& expression, std::size_t at) {
  const Expression::Node& node = expression.nodes[at];
  if (node.kind == Kind::atom) return Literal{&expression.atoms[node.atom], true};
  if (node.kind != Kind::negation || expression.nodes[at + 1].kind != Kind::atom) return std::nullopt;
  return Literal{&expression.atoms[expression.nodes[at + 1].atom], false};
}

/// What an unanswered question leaves open. Of an optional one the assumed answer counts.
bool open_without_answer(const Fact& fact, const Literal& literal) {
  if (!fact.when_absent) return true;
  return (precert::truth_of(*literal.atom, *fact.when_absent, {}) == Truth::yes) == literal.positive;
}

// ---- enableWhen

struct Trigger {
  std::string question;
  std::string_view op;
  enum class Value : std::uint8_t { boolean, decimal, yes_no, choice, unknown } kind = Value::boolean;
  std::string value;

  friend bool operator==(const Trigger&, const Trigger&) = default;
};
using Triggers = std::vector<Trigger>;
using Value = Trigger::Value;

struct Operator {
  Comparison comparison;
  std::string_view holds, fails;
};
constexpr std::array<Operator, 5> operators{{{Comparison::at_least, ">=", "<"},
                                             {Comparison::at_most, "<=", ">"},
                                             {Comparison::more_than, ">", "<="},
                                             {Comparison::less_than, "<", ">="},
                                             {Comparison::equals, "=", "!="}}};

std::string_view operator_of(Comparison comparison, bool positive) {
  for (const Operator& row : operators) {
    if (row.comparison == comparison) return positive ? row.holds : row.fails;
  }
  return {};
}

bool wants_yes(const Literal& literal) {
  return (literal.atom->comparison == Comparison::is_true) == literal.positive;
}

bool is_about(const Atom& atom, const std::string& choice) {
  return std::ranges::find(atom.choices, choice) != atom.choices.end();
}

/// The triggers of which any enables; nullopt when enableWhen cannot say it.
std::optional<Triggers> triggers_of(const Rulebook& rulebook, const Literal& literal) {
  const Fact& fact = rulebook.facts[literal.atom->fact];
  Triggers triggers;
  switch (fact.type) {
    case FactType::yes_no:
      triggers.push_back({fact.id, "=", Value::yes_no, wants_yes(literal) ? "yes" : "no"});
      break;
    case FactType::number:
      triggers.push_back({fact.id, operator_of(literal.atom->comparison, literal.positive), Value::decimal,
                          literal.atom->number.text()});
      break;
    case FactType::text:
      if (fact.choices.empty()) return std::nullopt;
      for (const std::string& choice : fact.choices) {
        if (is_about(*literal.atom, choice) == literal.positive)
          triggers.push_back({fact.id, "=", Value::choice, choice});
      }
      break;
    case FactType::date:      // counts from the day of the answer
    case FactType::document:  // stands in two items
      return std::nullopt;
  }
  if (!open_without_answer(fact, literal)) return triggers;
  if (fact.type != FactType::number) triggers.push_back({fact.id, "=", Value::unknown, {}});
  triggers.push_back({fact.id, "exists", Value::boolean, {}});
  return triggers;
}

/// Triggers of the whole condition; nullopt when it is more than alternatives of comparisons.
std::optional<Triggers> triggers_of(const Rulebook& rulebook, const Expression& expression) {
  const bool group = expression.nodes.front().kind == Kind::any;
  std::size_t at = group ? 1 : 0;
  Triggers all;
  while (at < expression.nodes.front().end) {
    const std::optional<Literal> literal = literal_at(expression, at);
    std::optional<Triggers> some = literal ? triggers_of(rulebook, *literal) : std::nullopt;
    if (!some) return std::nullopt;
    for (Trigger& one : *some) {
      if (std::ranges::find(all, one) == all.end()) all.push_back(std::move(one));
    }
    at = expression.nodes[at].end;
  }
  return all;
}

void write_coding(json::Writer& out, std::string_view system, std::string_view code) {
  out.object_field("answerCoding");
  if (!system.empty()) out.field("system", system);
  out.field("code", code).end_object();
}

void write_trigger(json::Writer& out, const Trigger& trigger) {
  out.begin_object().field("question", trigger.question).field("operator", trigger.op);
  switch (trigger.kind) {
    case Value::boolean: out.field("answerBoolean", false); break;
    case Value::decimal: out.key("answerDecimal").number_text(trigger.value); break;
    case Value::yes_no:
      write_coding(out, systems::loinc, trigger.value == "yes" ? answer_codes::yes : answer_codes::no);
      break;
    case Value::choice: write_coding(out, {}, trigger.value); break;
    case Value::unknown: write_coding(out, systems::data_absent, answer_codes::unknown); break;
  }
  out.end_object();
}

// ---- FHIRPath

std::string literal_text(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

std::string item_path(std::string_view link) {
  return "%resource.repeat(item).where(linkId=" + literal_text(link) + ")";
}

std::string days_ago(const Atom& atom) { return "today() - " + atom.number.text() + " days"; }

std::string date_predicate(const Atom& atom, bool holds) {
  switch (atom.comparison) {
    case Comparison::within_days: {
      const std::string after = "today() + " + atom.number.text() + " days";
      return holds ? "$this >= " + days_ago(atom) + " and $this <= " + after
                   : "$this < " + days_ago(atom) + " or $this > " + after;
    }
    case Comparison::before_days: return (holds ? "$this <= " : "$this > ") + days_ago(atom);
    default: return (holds ? "$this >= " : "$this < ") + days_ago(atom);
  }
}

/// Of a text: the choices by code, free text by itself.
std::string text_predicate(const Fact& fact, const Atom& atom, bool holds) {
  const std::string_view subject = fact.choices.empty() ? "$this" : "code";
  std::string out;
  for (const std::string& choice : atom.choices) {
    if (!out.empty()) out += holds ? " or " : " and ";
    out += std::string(subject) + (holds ? " = " : " != ") + literal_text(choice);
  }
  if (!holds && !fact.choices.empty()) out += " and code != " + literal_text(answer_codes::unknown);
  return out;
}

/// A predicate on one answer's value: the comparison holds, or it fails. Never both, and neither for
/// "unknown".
std::string predicate(const Fact& fact, const Atom& atom, bool holds) {
  switch (fact.type) {
    case FactType::yes_no:
    case FactType::document: {
      const bool yes = (atom.comparison == Comparison::is_true) == holds;
      return "code = " + literal_text(yes ? answer_codes::yes : answer_codes::no);
    }
    case FactType::number:
      return "$this " + std::string(operator_of(atom.comparison, holds)) + " " + atom.number.text();
    case FactType::text: return text_predicate(fact, atom, holds);
    case FactType::date: return date_predicate(atom, holds);
  }
  return {};
}

/// A paper that was attached says yes as well.
std::string attached(const Fact& fact, const Atom& atom, bool holds) {
  const bool yes = (atom.comparison == Comparison::is_true) == holds;
  return yes ? item_path(document_link(fact)) + ".answer.exists()" : std::string();
}

std::string answered(const Fact& fact, const Atom& atom, bool holds) {
  std::string out;
  if (fact.type != FactType::document || takes_answer(fact))
    out = item_path(fact.id) + ".answer.value.where(" + predicate(fact, atom, holds) + ").exists()";
  if (fact.type != FactType::document) return out;
  const std::string paper = attached(fact, atom, holds);
  if (paper.empty() || out.empty()) return out + paper;
  return "(" + out + " or " + paper + ")";
}

std::string path_of(const Rulebook& rulebook, const Literal& literal) {
  const Fact& fact = rulebook.facts[literal.atom->fact];
  if (!open_without_answer(fact, literal)) return answered(fact, *literal.atom, literal.positive);
  const std::string against = answered(fact, *literal.atom, !literal.positive);
  return against.empty() ? "true" : against + ".not()";
}

std::string path_at(const Rulebook& rulebook, const Expression& expression, std::size_t at) {
  if (const std::optional<Literal> literal = literal_at(expression, at)) return path_of(rulebook, *literal);
  const Expression::Node& node = expression.nodes[at];
  std::string out;
  for (std::size_t child = at + 1; child < node.end; child = expression.nodes[child].end) {
    if (!out.empty()) out += node.kind == Kind::any ? " or " : " and ";
    out += path_at(rulebook, expression, child);
  }
  return node.kind == Kind::negation ? "(" + out + ").not()" : "(" + out + ")";
}

}  // namespace

void write_enabling(json::Writer& out, const Rulebook& rulebook, const precert::FormItem& item) {
  if (item.always()) return;
  const std::optional<Triggers> triggers = triggers_of(rulebook, item.relevant);
  if (!triggers) return;
  out.array_field("enableWhen");
  for (const Trigger& trigger : *triggers) write_trigger(out, trigger);
  out.end_array();
  if (triggers->size() > 1) out.field("enableBehavior", "any");
}

bool enabled_by_expression(const Rulebook& rulebook, const precert::FormItem& item) {
  return !item.always() && !triggers_of(rulebook, item.relevant);
}

std::string enabling_path(const Rulebook& rulebook, const precert::FormItem& item) {
  return item.always() ? "true" : path_at(rulebook, item.relevant, 0);
}

}  // namespace mappers
