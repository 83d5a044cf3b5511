// The questions behind a criterion as a form: what the DTR Questionnaire, the adaptive next question and the
// page are written from. Pure, out of the same expression that determine() evaluates, so a form never asks
// what cannot matter.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "precert/criteria/diagram.hpp"
#include "precert/criteria/evaluate.hpp"
#include "precert/rulebook/tables.hpp"

namespace precert {

/// One question. Its link id is the id of its fact.
struct FormItem {
  FactIndex fact = 0;
  /// Over the facts of earlier items: when this one can still change the outcome. No nodes = always. The item
  /// is enabled unless the answers so far rule it out: evaluate(relevant, answers) is not `no`.
  Expression relevant{};
  /// The rulebook assumes an answer when nobody gives one; another one can open a door. Offered, never
  /// required.
  bool optional = false;

  [[nodiscard]] bool always() const { return relevant.nodes.empty(); }
};

/// The form of one criterion, or of services that are looked at one by one (unlisted codes).
struct Form {
  std::string id;  // of the criterion, or "unlisted": the last part of its canonical URL
  /// "2026-01-1f9c3a": edition and a digest of what it asks, so equal versions ask the same.
  std::string version;
  std::string title;
  Index criterion = no_index;  // no_index: nothing decides it by itself, a clinician does
  base::Period effective;
  /// In the order they are asked; facts that only the request or the record can say are none.
  std::vector<FormItem> items;
};

/// The id of the criterion, and so of the form, for services that are looked at one by one (SC-18).
inline constexpr std::string_view unlisted_form = "unlisted";

/// Every form of the rulebook, by id, editions of one id the oldest first. Criteria that ask nobody have
/// none.
[[nodiscard]] std::vector<Form> forms_of(const Rulebook& rulebook);
/// The form of one criterion (an edition of its own); nullopt when it asks nobody anything.
/// `limit`: how large a diagram of the criterion may grow. One that is larger has a form all the same: every
/// question that could matter, always.
[[nodiscard]] std::optional<Form> form_of(const Rulebook& rulebook, Index criterion,
                                          std::size_t limit = Diagram::nodes_max);
/// The form with this id and version; without a version the newest. nullopt when there is none.
[[nodiscard]] std::optional<Form> form_with(const Rulebook& rulebook, std::string_view id,
                                            std::string_view version = {});
/// The form that a service asks for under this policy, in the policy's edition; nullopt when nothing is ever
/// asked.
[[nodiscard]] std::optional<Form> form_for(const Rulebook& rulebook, const ServiceMatch& match,
                                           const Policy& policy);
/// The form that a service asks for under this policy; "" when nothing is ever asked.
[[nodiscard]] std::string form_id_of(const Rulebook& rulebook, const ServiceMatch& match,
                                     const Policy& policy);

/// What to ask now, given the answers so far.
struct NextQuestions {
  Truth outcome = Truth::unknown;
  /// All whose answer could still change the outcome; empty when it is known. The questions of the shortest
  /// way to a yes come first, then the others, most decisive first.
  std::vector<FactIndex> ask{};
  /// How many of `ask` belong together on one page: when they are answered as the criterion would have it, no
  /// other is needed.
  std::size_t together = 0;
  /// Questions that the rulebook assumes an answer to and whose answer could still open a door (a red flag).
  /// Offered while the outcome is not yes, never required.
  std::vector<FactIndex> optional{};

  [[nodiscard]] bool done() const { return ask.empty() && optional.empty(); }
};
/// `asked`: questions that were shown already and left open ("not in the record"); they are not asked again,
/// and the outcome may stay unknown. Asking the first `together`
/// each time takes few questions, asking all of `ask` the fewest calls. Facts that only the request or the
/// record can say are never among them. Of a criterion larger than `limit` all questions belong together, and
/// every assumption that was not shown yet is offered.
[[nodiscard]] NextQuestions next_questions(const Rulebook& rulebook, const Form& form,
                                           const FactValues& values, std::span<const FactIndex> asked = {},
                                           std::size_t limit = Diagram::nodes_max);

/// What answers to a form and documents sent with it say of the facts, no request being at hand (for
/// $next-question). Assumed values are set.
[[nodiscard]] FactValues form_values(const Rulebook& rulebook, std::span<const Answer> answers,
                                     std::span<const Document> documents, base::Instant now);

/// True when a person can answer it in a form: it has a question (a document: its kind) and takes an answer
/// or a paper.
[[nodiscard]] bool can_be_answered(const Fact& fact);

}  // namespace precert
