// Forms as FHIR: what is written reads as the files of fixtures/forms, and holds for every form of the
// demonstration. With PRECERT_UPDATE_FORMS set the files are written first, to be read in the diff.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "mappers/codes/base64.hpp"
#include "mappers/fhir/questionnaire_library.hpp"
#include "mappers/fhir/questionnaire_parts.hpp"
#include "mappers/fhir/questionnaire_response.hpp"
#include "parsers/fhir/resource_view.hpp"
#include "parsers/json/document.hpp"
#include "tests/support/demo_rulebook.hpp"

namespace mappers {
namespace {

using precert::Form;
using precert::Rulebook;

constexpr FormPlace place{"https://payer.example/fhir"};

const Rulebook& demo() { return support::demo_rulebook(); }

Form form_called(std::string_view id) { return precert::form_with(demo(), id).value(); }
precert::FactIndex fact(std::string_view id) { return demo().fact(id); }

template <class Write>
std::string written(const Write& write) {
  std::string text;
  json::Writer out(text, json::Layout::pretty);
  write(out);
  return text + "\n";
}

void expect_as_in(const std::string& name, const std::string& text) {
  const std::filesystem::path path = std::filesystem::path(PRECERT_SOURCE_DIR) / "fixtures" / "forms" / name;
  if (std::getenv("PRECERT_UPDATE_FORMS") != nullptr) std::ofstream(path) << text;
  std::ifstream in(path);
  std::stringstream expected;
  expected << in.rdbuf();
  EXPECT_EQ(text, expected.str()) << name;
}

/// A document that stays alive with its root.
struct Parsed {
  json::Document document;
  json::Value root;

  explicit Parsed(const std::string& text) {
    const auto read = document.parse_copy(text);
    if (read) root = *read;
    if (!read) ADD_FAILURE() << read.error().first().where << text;
  }
};

std::vector<json::Value> items_of(const json::Value& parent) {
  std::vector<json::Value> all;
  for (const json::Value item : fhir::list(parent, "item")) {
    all.push_back(item);
    for (const json::Value inner : items_of(item)) all.push_back(inner);
  }
  return all;
}

json::Value item_called(const json::Value& questionnaire, std::string_view link) {
  for (const json::Value item : items_of(questionnaire)) {
    if (fhir::text(item, "linkId") == link) return item;
  }
  return {};
}

// ---- What is written

TEST(Questionnaire, OfTheSpineReadsAsItsFile) {
  const Form form = form_called("mri-spine");
  expect_as_in("mri-spine.json",
               written([&](json::Writer& out) { write_questionnaire(out, demo(), form, place); }));
  expect_as_in("mri-spine.cql", cql_of(demo(), form));
  Parsed elm(elm_of(demo(), form));
  expect_as_in("mri-spine.elm.json", written([&](json::Writer& out) { out.raw(elm.root); }));
}

TEST(Questionnaire, ThatGrowsReadsAsItsFile) {
  const Form form = form_called("power-wheelchair");
  const std::vector<precert::FactIndex> shown{fact("mobility-limited"), fact("mobility-evaluation")};
  expect_as_in("power-wheelchair.adaptive.json", written([&](json::Writer& out) {
                 write_adaptive_questionnaire(out, demo(), form, shown, "Nothing is left to ask.", place);
               }));
  Parsed shell(written([&](json::Writer& out) { write_adaptive_shell(out, demo(), form, place); }));
  EXPECT_TRUE(shell.root.find("item").empty());
  EXPECT_EQ(fhir::text(shell.root, "url"),
            "https://payer.example/fhir/Questionnaire/power-wheelchair-adaptive");
}

/// What every item has to keep to.
void expect_sound(const json::Value& item, const std::set<std::string>& earlier) {
  const std::string link(fhir::text(item, "linkId"));
  EXPECT_FALSE(fhir::text(item, "text").empty()) << link;
  const bool choice = fhir::text(item, "type") == "choice";
  EXPECT_EQ(choice, item.find("answerOption").exists()) << link;
  bool unknown = false;
  for (const json::Value option : fhir::list(item, "answerOption"))
    unknown = unknown || fhir::text(option.find("valueCoding"), "code") == "unknown";
  EXPECT_EQ(unknown, choice) << link;  // SC-31: what is not in the record can be said
  for (const json::Value when : fhir::list(item, "enableWhen"))
    EXPECT_TRUE(earlier.contains(std::string(fhir::text(when, "question")))) << link;
  const bool both =
      item.find("enableWhen").exists() && fhir::extension(item,
                                                          "http://hl7.org/fhir/uv/sdc/StructureDefinition/"
                                                          "sdc-questionnaire-enableWhenExpression")
                                              .exists();
  EXPECT_FALSE(both) << link;
  EXPECT_EQ(fhir::list(item, "enableWhen").begin() != fhir::list(item, "enableWhen").end() &&
                item.find("enableWhen").size() > 1,
            item.find("enableBehavior").exists())
      << link;
}

TEST(Questionnaire, OfEveryCriterionIsSound) {
  for (const Form& form : precert::forms_of(demo())) {
    for (const DtrVersion version : {DtrVersion::v2_0_1, DtrVersion::v2_2}) {
      const FormPlace at{place.base, version};
      const std::string text =
          written([&](json::Writer& out) { write_questionnaire(out, demo(), form, at); });
      EXPECT_EQ(text.find("ignature"), std::string::npos) << form.id;  // SC-39
      const Parsed parsed(text);
      std::set<std::string> links;
      for (const json::Value item : items_of(parsed.root)) {
        expect_sound(item, links);
        EXPECT_TRUE(links.insert(std::string(fhir::text(item, "linkId"))).second) << form.id;
      }
      const std::string library(
          fhir::extension_value(parsed.root, "http://hl7.org/fhir/StructureDefinition/cqf-library").string());
      EXPECT_EQ(library, library_url(at, form) + (version == DtrVersion::v2_0_1 ? "" : "|" + form.version));
      EXPECT_TRUE(parsed.root.find("effectivePeriod").find("start").exists()) << form.id;
    }
  }
}

TEST(Questionnaire, CitesTheCriterionWithEveryQuestion) {  // SC-28, SC-30
  for (const Form& form : precert::forms_of(demo())) {
    const Parsed parsed(written([&](json::Writer& out) { write_questionnaire(out, demo(), form, place); }));
    std::size_t questions = 0;
    for (const json::Value item : fhir::list(parsed.root, "item")) {
      const std::string_view type = fhir::text(item, "type");
      if (type == "display") continue;
      ++questions;
      EXPECT_TRUE(fhir::extension(item, "http://hl7.org/fhir/StructureDefinition/questionnaire-supportLink")
                      .exists());
      const std::string_view why =
          type == "group" ? fhir::text(item, "text") : fhir::text(fhir::first(item, "item"), "text");
      EXPECT_NE(why.find(demo().criteria[form.criterion].citation()), std::string_view::npos) << form.id;
    }
    EXPECT_EQ(questions, form.items.size());
  }
}

TEST(Questionnaire, HidesAQuestionWhoseAnswerCannotMatterAnyMore) {
  const Parsed spine(
      written([&](json::Writer& out) { write_questionnaire(out, demo(), form_called("mri-spine"), place); }));
  const json::Value weeks = item_called(spine.root, "conservative-care-weeks");
  ASSERT_EQ(weeks.find("enableWhen").size(), 3U);  // no red flag, unknown, or not answered
  EXPECT_EQ(fhir::text(fhir::first(weeks, "enableWhen"), "question"), "red-flag");
  EXPECT_EQ(fhir::text(fhir::first(weeks, "enableWhen").find("answerCoding"), "code"), answer_codes::no);
  EXPECT_EQ(fhir::text(weeks, "enableBehavior"), "any");
  const precert::Form form = form_called("mri-spine");
  EXPECT_EQ(enabling_path(demo(), form.items[2]),
            "(%resource.repeat(item).where(linkId='red-flag').answer.value.where(code = "
            "'LA33-6').exists().not() and "
            "%resource.repeat(item).where(linkId='conservative-care-weeks').answer.value.where($this < "
            "6).exists().not())");
}

TEST(Library, SaysTheSameInCqlAndElmAndHoldsEveryPrepopulation) {
  int defines = 0;
  for (const Form& form : precert::forms_of(demo())) {
    const Parsed library(written([&](json::Writer& out) { write_library(out, demo(), form, place); }));
    const json::Value content = library.root.find("content");
    EXPECT_EQ(fhir::text(content.at(0), "contentType"), "text/cql");
    EXPECT_EQ(base64_decoded(fhir::text(content.at(0), "data")), cql_of(demo(), form));
    EXPECT_EQ(fhir::text(content.at(1), "contentType"), "application/elm+json");
    const Parsed elm(base64_decoded(fhir::text(content.at(1), "data")).value());
    std::set<std::string> named;
    for (const json::Value define : fhir::list(elm.root.find("library").find("statements"), "def"))
      named.insert(std::string(fhir::text(define, "name")));
    for (const precert::FormItem& item : form.items) {
      const std::string define = prepopulation_define(demo(), demo().facts[item.fact]);
      if (define.empty()) continue;
      EXPECT_TRUE(named.contains(define)) << form.id;
      EXPECT_NE(cql_of(demo(), form).find("define \"" + define + "\":"), std::string::npos) << form.id;
      ++defines;
    }
  }
  EXPECT_GT(defines, 10);
}

/// An item takes a bare number: 0.88 of the unit "1" is no 88 percent.
TEST(Library, LooksUpANumberInTheUnitOfItsQuestionOnly) {
  const Form form = form_called("oxygen");
  const std::string cql = cql_of(demo(), form), elm = elm_of(demo(), form);
  EXPECT_NE(cql.find("(O.value as FHIR.Quantity).code.value in { '%' }"), std::string::npos) << cql;
  EXPECT_NE(cql.find("(O.value as FHIR.Quantity).code.value in { 'mm[Hg]' }"), std::string::npos) << cql;
  EXPECT_NE(elm.find(R"("path":"code","source":{"type":"As","asType":"{http://hl7.org/fhir}Quantity")"),
            std::string::npos)
      << elm;
  EXPECT_NE(elm.find(R"("value":"mm[Hg]")"), std::string::npos) << elm;
}

TEST(FormName, ComesBackFromACanonical) {
  const FormName name = form_name_from(
      place.base, "https://payer.example/fhir/Questionnaire/mri-spine-adaptive|2026-01-abc123");
  EXPECT_EQ(name.form_id, "mri-spine");
  EXPECT_EQ(name.version, "2026-01-abc123");
  EXPECT_TRUE(name.adaptive);
  EXPECT_EQ(form_name_from(place.base, "https://other.example/fhir/Questionnaire/mri-spine").form_id, "");
  EXPECT_FALSE(form_name_from(place.base, questionnaire_url(place, form_called("mri-spine"))).adaptive);
}

// ---- What is read

FormAnswers read(const std::string& items, std::string_view form) {
  const Parsed parsed(
      R"({"resourceType":"QuestionnaireResponse","status":"completed","questionnaire":"x","item":[)" + items +
      "]}");
  FormAnswers answers = form_answers_from(parsed.root, demo(), form_called(form));
  answers.canonical = {};
  answers.status = {};
  return answers;
}

std::string item(std::string_view link, std::string_view answer) {
  return R"({"linkId":")" + std::string(link) + R"(","answer":[{)" + std::string(answer) + "}]}";
}

TEST(FormAnswers, AreYesNoUnknownNumbersAndConvertedUnits) {
  const FormAnswers found = read(
      item("red-flag", R"("valueCoding":{"system":"http://loinc.org","code":"LA32-8"})") + "," +
          item("conservative-care-weeks",
               R"("valueQuantity":{"value":42,"code":"d","system":"http://unitsofmeasure.org"})") +
          "," +
          item(
              "neuro-exam-documented",
              R"("valueCoding":{"system":"http://terminology.hl7.org/CodeSystem/data-absent-reason","code":"unknown"})"),
      "mri-spine");
  EXPECT_TRUE(found.issues.empty());
  ASSERT_EQ(found.answers.size(), 2U);
  EXPECT_EQ(found.answers[0].value, precert::AnswerValue(false));
  EXPECT_EQ(found.answers[1].value, precert::AnswerValue(base::Decimal(6)));
  EXPECT_EQ(found.shown.size(), 3U);
  const precert::FactValues values = precert::form_values(demo(), found.answers, found.documents, {});
  EXPECT_EQ(found.left_open(values), std::vector<precert::FactIndex>{fact("neuro-exam-documented")});
}

TEST(FormAnswers, LeaveARequiredQuestionOpenOnlyBySayingSo) {
  const FormAnswers found =
      read(R"({"linkId":"conservative-care-weeks"},{"linkId":"neuro-exam-documented"},{"linkId":"red-flag"})",
           "mri-spine");
  EXPECT_EQ(found.due, std::vector<precert::FactIndex>{fact("neuro-exam-documented")});
  const precert::FactValues values = precert::form_values(demo(), found.answers, found.documents, {});
  EXPECT_EQ(found.left_open(values),
            (std::vector<precert::FactIndex>{fact("conservative-care-weeks"), fact("red-flag")}));
}

TEST(FormAnswers, OfMoreItemsThanAnyFormHasAreNotRead) {
  std::string items = item("red-flag", R"("valueBoolean":true)");
  for (std::size_t i = 2; i < response_parts_max; ++i) items += R"(,{"linkId":"weather"})";
  const FormAnswers most = read(items, "mri-spine");
  EXPECT_FALSE(most.issues.fatal());
  EXPECT_EQ(most.issues.size(), 50U);  // of 1998
  EXPECT_EQ(most.answers.size(), 1U);
  const FormAnswers more = read(items + R"(,{"linkId":"weather"})", "mri-spine");
  EXPECT_TRUE(more.issues.fatal());
  EXPECT_TRUE(more.answers.empty());
}

TEST(FormAnswers, ThatTheQuestionCannotTakeAreFaultsWithTheirPlace) {
  const auto fault = [](const std::string& items, std::string_view form) {
    const FormAnswers found = read(items, form);
    return found.issues.fatal() ? found.issues.first().where : std::string();
  };
  EXPECT_EQ(fault(item("conservative-care-weeks", R"("valueString":"a few")"), "mri-spine"),
            "QuestionnaireResponse.item[0].answer[0]");
  EXPECT_NE(fault(item("conservative-care-weeks", R"("valueQuantity":{"value":4,"code":"kg"})"), "mri-spine"),
            "");
  EXPECT_NE(fault(item("red-flag", R"("valueCoding":{"code":"maybe"})"), "mri-spine"), "");
  EXPECT_NE(fault(item("pet-purpose", R"("valueCoding":{"code":"curiosity"})"), "pet"), "");
  EXPECT_NE(fault(item("last-pet-date", R"("valueDate":"2026")"), "pet"), "");
  EXPECT_NE(
      fault(R"({"linkId":"red-flag","answer":[{"valueBoolean":true},{"valueBoolean":false}]})", "mri-spine"),
      "");
  EXPECT_EQ(fault(item("pet-purpose", R"("valueCoding":{"code":"restaging"})"), "pet"), "");
}

TEST(FormAnswers, OfALinkThatTheFormDoesNotHaveAreAWarning) {
  const FormAnswers found = read(item("weather", R"("valueBoolean":true)"), "mri-spine");
  ASSERT_EQ(found.issues.size(), 1U);
  EXPECT_FALSE(found.issues.fatal());
  EXPECT_TRUE(found.answers.empty());
}

TEST(FormAnswers, TakeAPaperOrTheWordThatItIsOnFile) {
  const std::string paper = R"("valueAttachment":{"contentType":"application/pdf","data":"JVBERi0="})";
  const FormAnswers attached = read(item("mobility-evaluation.document", paper), "power-wheelchair");
  ASSERT_EQ(attached.documents.size(), 1U);
  EXPECT_EQ(attached.documents.front().loinc, "11488-4");
  const auto known = [](const FormAnswers& found) {
    const precert::FactValues values = precert::form_values(demo(), found.answers, found.documents, {});
    return values.values[fact("mobility-evaluation")].value;
  };
  EXPECT_EQ(known(attached), precert::AnswerValue(true));
  EXPECT_EQ(known(read(item("mobility-evaluation", R"("valueBoolean":true)"), "power-wheelchair")),
            precert::AnswerValue(true));
  EXPECT_TRUE(
      read(item("mobility-evaluation.document", R"("valueAttachment":{"title":"x"})"), "power-wheelchair")
          .issues.fatal());
}

// ---- Drafts and adaptive responses

TEST(DraftResponse, NamesItsContextsAndWhatThePayerKnows) {
  const std::vector<std::string> coverages{"Coverage/1"}, orders{"ServiceRequest/2"};
  const Form form = form_called("mri-spine");
  precert::FactValues known = precert::form_values(demo(), {}, {}, {});
  known.values[fact("conservative-care-weeks")] = precert::FactValue{base::Decimal(8), {}, false};
  DraftContext draft{"qr1", "Patient/3", coverages, orders, "2026-03-06T18:00:00Z"};
  draft.known = &known;
  const Parsed old(
      written([&](json::Writer& out) { write_draft_response(out, demo(), form, false, draft, place); }));
  EXPECT_EQ(old.root.find("extension").size(), 3U);
  EXPECT_EQ(fhir::text(old.root, "questionnaire"), questionnaire_url(place, form) + "|" + form.version);
  ASSERT_EQ(old.root.find("item").size(), 3U);
  const json::Value answer = fhir::first(old.root.find("item").at(1), "answer");
  EXPECT_EQ(answer.find("valueDecimal").number_text(), "8");
  EXPECT_EQ(fhir::first(fhir::first(answer, "extension"), "extension").find("valueCode").string(), "auto");
  EXPECT_FALSE(old.root.find("item").at(0).find("answer").exists());  // assumed is not known

  const FormPlace later{place.base, DtrVersion::v2_2};
  const Parsed fresh(
      written([&](json::Writer& out) { write_draft_response(out, demo(), form, true, draft, later); }));
  EXPECT_TRUE(fresh.root.find("item").empty());
  EXPECT_FALSE(fresh.root.find("meta").exists());
  EXPECT_NE(fhir::first(fresh.root, "extension").find("url").string().find("qr-coverage"),
            std::string_view::npos);
}

TEST(AdaptiveResponse, GrowsByWhatIsAskedAndEndsCompleted) {
  const Form form = form_called("mri-spine");
  const Parsed first(
      R"({"resourceType":"QuestionnaireResponse","id":"r","meta":{"profile":["p"]},"contained":[{"resourceType":
    "Questionnaire","id":"mine","derivedFrom":["https://payer.example/fhir/Questionnaire/mri-spine-adaptive"]}],
    "questionnaire":"#mine","status":"in-progress","subject":{"reference":"Patient/3"}})");
  EXPECT_EQ(form_name_from(place.base, canonical_of(first.root)).form_id, "mri-spine");
  const std::vector<precert::FactIndex> ask{fact("conservative-care-weeks"), fact("red-flag")};
  const Parsed next(next_response_from(first.root, demo(), form, {}, ask, "", place));
  EXPECT_EQ(fhir::text(next.root, "status"), "in-progress");
  EXPECT_EQ(fhir::text(next.root, "questionnaire"), "#mine");
  EXPECT_EQ(fhir::text(next.root.find("subject"), "reference"), "Patient/3");
  EXPECT_EQ(next.root.find("item").size(), 2U);
  const json::Value grown = fhir::first(next.root, "contained");
  EXPECT_EQ(fhir::text(grown, "id"), "mine");
  EXPECT_EQ(grown.find("item").size(), 2U);
  for (const json::Value item : items_of(grown)) EXPECT_FALSE(item.find("enableWhen").exists());
  const FormAnswers said = form_answers_from(next.root, demo(), form);
  EXPECT_EQ(said.shown, ask);

  const Parsed last(
      next_response_from(next.root, demo(), form, said.shown, {}, "Nothing is left to ask.", place));
  EXPECT_EQ(fhir::text(last.root, "status"), "completed");
  EXPECT_EQ(last.root.find("item").size(), 2U);
  EXPECT_EQ(fhir::text(item_called(fhir::first(last.root, "contained"), "closing"), "type"), "display");
}

}  // namespace
}  // namespace mappers
