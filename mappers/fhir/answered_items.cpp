#include "mappers/fhir/answered_items.hpp"

#include "mappers/fhir/questionnaire_response.hpp"
#include "parsers/fhir/resource_view.hpp"

namespace mappers {
namespace {

constexpr std::string_view information_origin =
    "http://hl7.org/fhir/us/davinci-dtr/StructureDefinition/information-origin";

std::string coding_words(const json::Value& coding) {
  const std::string_view display = fhir::text(coding, "display");
  return std::string(display.empty() ? fhir::text(coding, "code") : display);
}

std::string quantity_words(const json::Value& quantity) {
  std::string words(quantity.find("value").number_text());
  std::string_view unit = fhir::text(quantity, "unit");
  if (unit.empty()) unit = fhir::text(quantity, "code");
  if (!unit.empty()) words += " " + std::string(unit);
  return words;
}

std::string attachment_words(const json::Value& attachment) {
  const std::string_view title = fhir::text(attachment, "title");
  if (!title.empty()) return std::string(title);
  const std::string_view type = fhir::text(attachment, "contentType");
  return type.empty() ? "A document" : "A document (" + std::string(type) + ")";
}

std::string answer_words(const json::Value& answer) {
  const fhir::Choice choice = fhir::choice(answer, "value");
  if (choice.value.is_boolean()) return choice.value.boolean() ? "Yes" : "No";
  if (choice.value.is_number()) return std::string(choice.value.number_text());
  if (choice.value.is_string()) return std::string(choice.value.string());
  if (choice.type == "Quantity") return quantity_words(choice.value);
  if (choice.type == "Attachment") return attachment_words(choice.value);
  if (choice.type == "Reference") return std::string(fhir::reference_of(choice.value));
  return coding_words(choice.value);
}

/// Reads one response.
class ResponseReader {
 public:
  ResponseReader(const json::Value& response, std::vector<AnsweredItem>& out) : out_(out) {
    head_.form = canonical_of(response);
    head_.authored = fhir::text(response, "authored");
    head_.status = fhir::text(response, "status");
    read_items(response);
  }

 private:
  void read_items(const json::Value& parent) {
    for (const json::Value item : fhir::list(parent, "item")) {
      for (const json::Value answer : fhir::list(item, "answer")) {
        read_answer(item, answer);
        read_items(answer);
      }
      read_items(item);
    }
  }

  void read_answer(const json::Value& item, const json::Value& answer) {
    if (!fhir::value_x(answer, "value").exists()) return;
    AnsweredItem& one = out_.emplace_back(head_);
    one.link_id = fhir::text(item, "linkId");
    one.text = fhir::text(item, "text");
    one.answer = answer_words(answer);
    const json::Value origin = fhir::extension(answer, information_origin);
    one.origin = fhir::extension_value(origin, "source").string();
    const json::Value author = fhir::extension(origin, "author");
    one.author = fhir::reference_of(fhir::extension_value(author, "practitioner"));
  }

  AnsweredItem head_;
  std::vector<AnsweredItem>& out_;
};

void look_in(const json::Value& value, std::vector<AnsweredItem>& out) {
  if (fhir::text(value, "resourceType") == "QuestionnaireResponse") {
    const ResponseReader read(value, out);
    return;
  }
  for (const json::Member member : value.members()) look_in(member.value, out);
  for (const json::Value element : value.elements()) look_in(element, out);
}

}  // namespace

std::vector<AnsweredItem> answered_items_in(const json::Value& root) {
  std::vector<AnsweredItem> items;
  look_in(root, items);
  return items;
}

}  // namespace mappers
