// Reading the answers to a form, each checked against its question.
#include "mappers/fhir/questionnaire_response.hpp"

#include <algorithm>
#include <set>

#include "mappers/codes/fhir_systems.hpp"
#include "mappers/fhir/answer_values.hpp"
#include "mappers/fhir/content_hash.hpp"
#include "mappers/fhir/questionnaire_parts.hpp"
#include "parsers/fhir/resource_view.hpp"
#include "precert/criteria/units.hpp"

namespace mappers {
namespace {

using precert::Answer;
using precert::AnswerValue;
using precert::Fact;
using precert::FactIndex;
using precert::FactType;
using precert::Form;
using precert::Rulebook;

json::Value contained_form(const json::Value& response) {
  for (const json::Value one : fhir::list(response, "contained")) {
    if (fhir::text(one, "resourceType") == "Questionnaire") return one;
  }
  return {};
}

/// How many items and answers stand below, counted as far as anybody wants to know.
std::size_t parts_of(const json::Value& parent, std::size_t found = 0) {
  for (const char* const name : {"item", "answer"}) {
    for (const json::Value one : fhir::list(parent, name)) {
      if (++found > response_parts_max) return found;
      found = parts_of(one, found);
    }
  }
  return found;
}

/// What a link id of a form stands for.
struct Link {
  enum class Part : std::uint8_t { question, document, group, display } part = Part::display;
  FactIndex fact = 0;
};

class Reader {
 public:
  Reader(const json::Value& response, const Rulebook& rulebook, const Form& form)
      : response_(response), rulebook_(rulebook) {
    for (const precert::Atom& atom : rulebook.criteria[form.criterion].expression.atoms)
      add_once(facts_, atom.fact);
  }

  FormAnswers read() {
    found_.canonical = canonical_of(response_);
    found_.status = fhir::text(response_, "status");
    const json::Value form = contained_form(response_);
    if (parts_of(response_, parts_of(form)) > response_parts_max) {
      fault(base::IssueCode::fhir_structure,
            "This response has more than " + std::to_string(response_parts_max) +
                " items and answers: send the items of this form only, each once.");
      return std::move(found_);
    }
    note_shown(form);
    note_shown(response_);
    read_items(response_);
    for (const FactIndex fact : found_.shown) {
      if (is_required(rulebook_.facts[fact]) && !said_.contains(fact)) found_.due.push_back(fact);
    }
    return std::move(found_);
  }

 private:
  static void add_once(std::vector<FactIndex>& facts, FactIndex fact) {
    if (std::ranges::find(facts, fact) == facts.end()) facts.push_back(fact);
  }

  /// Goes one step down: the place is known on the way, looking for it in the response would take as long as
  /// reading all of it.
  template <typename Reading>
  void inside(const char* name, std::size_t at, Reading reading) {
    const std::size_t before = place_.size();
    place_.append(".").append(name).append("[").append(std::to_string(at)).append("]");
    reading();
    place_.resize(before);
  }

  /// At the place that is being read. A response that is wrong everywhere is told so at its beginning.
  void fault(base::IssueCode code, std::string remedy, base::Severity severity = base::Severity::error) {
    constexpr std::size_t told_max = 50;
    std::size_t& told = severity == base::Severity::error ? errors_ : warnings_;
    if (told++ < told_max) found_.issues.add(base::Issue{code, place_, std::move(remedy), severity});
  }

  [[nodiscard]] std::optional<Link> link_of(std::string_view id) const {
    if (id == about_link || id == closing_link) return Link{};
    for (const FactIndex fact : facts_) {
      const Fact& one = rulebook_.facts[fact];
      if (id == one.id) return Link{Link::Part::question, fact};
      if (id == document_link(one)) return Link{Link::Part::document, fact};
      if (id == group_link(one)) return Link{Link::Part::group, fact};
      if (id == help_link(one)) return Link{};
    }
    return std::nullopt;
  }

  void note_shown(const json::Value& parent) {
    for (const json::Value item : fhir::list(parent, "item")) {
      const std::optional<Link> link = link_of(fhir::text(item, "linkId"));
      if (link && link->part != Link::Part::display) add_once(found_.shown, link->fact);
      note_shown(item);
    }
  }

  void read_items(const json::Value& parent) {
    std::size_t at = 0;
    for (const json::Value item : fhir::list(parent, "item")) {
      inside("item", at++, [&] { read_item(item); });
    }
  }

  void read_item(const json::Value& item) {
    const std::optional<Link> link = link_of(fhir::text(item, "linkId"));
    if (!link) {
      fault(base::IssueCode::fhir_value_invalid, "This form has no item with that linkId; it is not read.",
            base::Severity::warning);
    } else {
      read_answers_of(item, *link);
    }
    read_items(item);
    std::size_t at = 0;
    for (const json::Value answer : fhir::list(item, "answer")) {
      inside("answer", at++, [&] { read_items(answer); });
    }
  }

  void read_answers_of(const json::Value& item, const Link& link) {
    const json::Value given = item.find("answer");
    if (given.empty()) return;
    const bool asks = link.part == Link::Part::question || link.part == Link::Part::document;
    if (!asks) return fault(base::IssueCode::fhir_structure, "This item takes no answer; remove it.");
    if (link.part == Link::Part::question && given.size() > 1)
      return fault(base::IssueCode::fhir_structure, "This question takes one answer; keep the right one.");
    std::size_t at = 0;
    for (const json::Value answer : fhir::list(item, "answer")) {
      inside("answer", at++, [&] {
        if (!fhir::choice(answer, "value")) return;
        link.part == Link::Part::document ? read_paper(answer, link.fact) : read_answer(answer, link.fact);
      });
    }
  }

  void read_paper(const json::Value& answer, FactIndex fact) {
    const json::Value attachment = answer.find("valueAttachment");
    const std::optional<AnswerValue> there = answer_value_from(answer, "value");
    if (!attachment.exists() || !there)
      return fault(base::IssueCode::fhir_value_invalid,
                   "Attach the paper: valueAttachment with data or url.");
    const Fact& asked = rulebook_.facts[fact];
    precert::Document document;
    document.loinc = asked.loinc;
    document.report_type = asked.report_type.empty() ? "77" : asked.report_type;
    document.content_type = fhir::text(attachment, "contentType");
    document.content_hash =
        content_hash(fhir::text(attachment, "data").empty() ? fhir::text(attachment, "url")
                                                            : fhir::text(attachment, "data"));
    document.source = {place_};
    found_.documents.push_back(std::move(document));
    found_.answers.push_back({document_link(asked), true, 0, {place_}});
  }

  void read_answer(const json::Value& answer, FactIndex fact) {
    const Fact& asked = rulebook_.facts[fact];
    said_.insert(fact);
    const json::Value coding = answer.find("valueCoding");
    if (fhir::text(coding, "system") == systems::data_absent) return;  // nobody knows: left open
    const std::optional<AnswerValue> value = value_for(asked, answer);
    if (!value) return fault(base::IssueCode::fhir_value_invalid, remedy_for(asked));
    found_.answers.push_back({asked.id, *value, 0, {place_}});
  }

  /// The answer as its question wants it; nullopt when it is none of its answers.
  [[nodiscard]] static std::optional<AnswerValue> value_for(const Fact& fact, const json::Value& answer) {
    std::optional<AnswerValue> value = answer_value_from(answer, "value");
    if (!value) return std::nullopt;
    switch (fact.type) {
      case FactType::yes_no:
      case FactType::document: return std::holds_alternative<bool>(*value) ? value : std::nullopt;
      case FactType::date: return std::holds_alternative<base::Date>(*value) ? value : std::nullopt;
      case FactType::number: return number_for(fact, answer, *value);
      case FactType::text: break;
    }
    const auto* text = std::get_if<std::string>(&*value);
    if (text == nullptr) return std::nullopt;
    const bool offered = fact.choices.empty() || std::ranges::find(fact.choices, *text) != fact.choices.end();
    return offered ? value : std::nullopt;
  }

  /// A Quantity in another unit of the same kind is converted (21 d are 3 weeks).
  [[nodiscard]] static std::optional<AnswerValue> number_for(const Fact& fact, const json::Value& answer,
                                                             const AnswerValue& value) {
    const auto* number = std::get_if<base::Decimal>(&value);
    if (number == nullptr) return std::nullopt;
    const auto read = precert::number_in(*number, answer_unit_from(answer, "value"), fact.unit);
    return read && fact.allows(*read) ? std::optional<AnswerValue>(*read) : std::nullopt;
  }

  [[nodiscard]] static std::string bounds_words(const Fact& fact) {
    std::string words;
    if (fact.least) words += ", " + fact.least->text() + " or more";
    if (fact.most) words += ", " + fact.most->text() + " or less";
    return words;
  }

  [[nodiscard]] static std::string remedy_for(const Fact& fact) {
    switch (fact.type) {
      case FactType::yes_no:
      case FactType::document:
        return "Answer yes or no: valueCoding LOINC LA33-6 or LA32-8, or valueBoolean.";
      case FactType::number:
        return "Answer with a number" + (fact.unit.empty() ? std::string() : " of " + fact.unit) +
               bounds_words(fact) + ": valueDecimal, or valueQuantity in that unit.";
      case FactType::date: return "Answer with a full date: valueDate.";
      case FactType::text: break;
    }
    return fact.choices.empty() ? "Answer with a text: valueString."
                                : "Answer with one of the item's answerOptions.";
  }

  const json::Value& response_;
  const Rulebook& rulebook_;
  std::vector<FactIndex> facts_;
  std::string place_ = "QuestionnaireResponse";
  std::set<FactIndex> said_;  // answered, or said to be unknown
  std::size_t errors_ = 0, warnings_ = 0;
  FormAnswers found_;
};

}  // namespace

std::vector<FactIndex> FormAnswers::left_open(const precert::FactValues& values) const {
  std::vector<FactIndex> open;
  for (const FactIndex fact : shown) {
    const bool empty = !values.known(fact) || values.values[fact].assumed;
    if (empty && std::ranges::find(due, fact) == due.end()) open.push_back(fact);
  }
  return open;
}

std::string_view canonical_of(const json::Value& response) {
  const std::string_view said = fhir::text(response, "questionnaire");
  const bool inside = said.empty() || said.starts_with('#');
  return inside ? fhir::first_text(contained_form(response), "derivedFrom") : said;
}

FormAnswers form_answers_from(const json::Value& response, const Rulebook& rulebook, const Form& form) {
  return Reader(response, rulebook, form).read();
}

}  // namespace mappers
