// Event dates, documents, notes and answers -> Claim.supportingInfo and the resources behind it.
#include <algorithm>

#include "mappers/codes/fhir_systems.hpp"
#include "mappers/fhir/answer_values.hpp"
#include "mappers/fhir/content_hash.hpp"
#include "mappers/fhir/request_writing.hpp"
#include "precert/criteria/units.hpp"

namespace mappers {
namespace {

using precert::Answer;
using precert::Change;
using precert::Document;

constexpr std::string_view loinc_mark = "loinc:";
/// Report type of answers: support data for verification.
constexpr std::string_view support_data = "77";

void write_category(json::Writer& out, std::string_view code) {
  write_codeable(out, "category", systems::pas_temp, code);
}

/// timingDate for one day, timingPeriod else.
void write_timing(json::Writer& out, const base::Period& period) {
  if (period.end == period.start) {
    out.field("timingDate", base::iso(period.start));
  } else {
    write_period_value(out.key("timingPeriod"), period);
  }
}

void write_change(Extensions& all, Change change) {
  if (change != Change::none)
    all.code(extensions::info_changed, change == Change::added ? "added" : "changed");
}

void write_cancelled(json::Writer& out, Change change) {
  if (change != Change::cancelled) return;
  out.array_field("modifierExtension").begin_object();
  out.field("url", extensions::info_cancelled).field("valueBoolean", true).end_object().end_array();
}

// ---- Documents

/// The model keeps no content, only what is known about it.
void write_attachment(json::Writer& out, const Document& document) {
  out.array_field("content").begin_object().object_field("attachment");
  if (!document.content_type.empty()) out.field("contentType", document.content_type);
  out.object_field("_data");
  Extensions(out).code(extensions::data_absent_reason, "unsupported");
  out.end_object().end_object().end_object().end_array();
}

void write_document_reference(RequestWriter& writer, const Document& document) {
  json::Writer& out = writer.out();
  write_profile(out, "documentreference");
  if (!document.content_hash.empty()) {
    write_identifier_value(out.array_field("identifier"), content_hash_system, document.content_hash);
    out.end_array();
  }
  out.field("status", "current");
  if (document.loinc.empty()) {
    write_codeable(out, "type", systems::data_absent, "unknown");
  } else {
    write_codeable(out, "type", systems::loinc, document.loinc);
  }
  write_codeable_list(out, "category", systems::document_category, "clinical-note");
  write_reference(out, "subject", writer.patient());
  write_attachment(out, document);
}

void write_document(RequestWriter& writer, const Document& document) {
  json::Writer& out = writer.out();
  {
    Extensions all(out);
    {
      Extensions about(all, extensions::document_information);
      about.codeable("reportTypeCode", systems::report_type, document.report_type);
      about.codeable("transmissionMethod", systems::report_transmission, document.transmission);
      about.text("controlNumber", document.control_number);
      about.text("description", document.description);
    }
    write_change(all, document.change);
  }
  write_cancelled(out, document.change);
  write_category(out, "additionalInformation");
  const std::string url = writer.add(
      "DocumentReference", [&document](RequestWriter& later) { write_document_reference(later, document); });
  write_reference(out, "valueReference", url);
}

// ---- Answers

bool is_observation(const Answer& answer) { return answer.question.starts_with(loinc_mark); }

void write_quantity(json::Writer& out, const base::Decimal& number, std::string_view unit) {
  out.object_field("valueQuantity").field("value", number);
  if (!unit.empty()) out.field("unit", unit);
  if (precert::is_ucum(unit)) out.field("system", systems::ucum).field("code", unit);
  out.end_object();
}

void write_answer_value(json::Writer& out, const Answer& answer) {
  const precert::AnswerValue& value = answer.value;
  if (const bool* yes = std::get_if<bool>(&value)) {
    out.field("valueBoolean", *yes);
  } else if (const auto* number = std::get_if<base::Decimal>(&value)) {
    if (!answer.unit.empty()) return write_quantity(out, *number, answer.unit);
    out.field("valueDecimal", *number);
  } else if (const auto* date = std::get_if<base::Date>(&value)) {
    out.field("valueDate", base::iso(*date));
  } else {
    out.field("valueString", std::get<std::string>(value));
  }
}

void write_observation_value(json::Writer& out, const Answer& answer) {
  if (const auto* number = std::get_if<base::Decimal>(&answer.value)) {
    write_quantity(out, *number, answer.unit);
  } else if (const auto* date = std::get_if<base::Date>(&answer.value)) {
    out.field("valueDateTime", base::iso(*date));
  } else {
    write_answer_value(out, answer);
  }
}

void write_observation(RequestWriter& writer, const Answer& answer) {
  json::Writer& out = writer.out();
  out.field("status", "final");
  write_codeable(out, "code", systems::loinc, std::string_view(answer.question).substr(loinc_mark.size()));
  write_reference(out, "subject", writer.patient());
  if (answer.measured) out.field("effectiveDateTime", base::iso(*answer.measured));
  write_observation_value(out, answer);
}

/// Answers of one line that follow each other are one QuestionnaireResponse.
using Run = std::vector<const Answer*>;

void write_questionnaire_response(RequestWriter& writer, const Run& run) {
  json::Writer& out = writer.out();
  const std::string& form = run.front()->form;
  out.field("questionnaire", form.empty() ? any_form : std::string_view(form)).field("status", "completed");
  write_reference(out, "subject", writer.patient());
  out.field("authored", base::iso(writer.request().submitted));
  out.array_field("item");
  for (const Answer* answer : run) {
    out.begin_object().field("linkId", answer->question).array_field("answer").begin_object();
    write_answer_value(out, *answer);
    out.end_object().end_array().end_object();
  }
  out.end_array();
}

void write_answers(RequestWriter& writer, const Run& run) {
  json::Writer& out = writer.out();
  {
    Extensions all(out);
    Extensions(all, extensions::document_information)
        .codeable("reportTypeCode", systems::report_type, support_data);
  }
  write_category(out, "additionalInformation");
  const bool observed = is_observation(*run.front());
  const std::string url =
      writer.add(observed ? "Observation" : "QuestionnaireResponse", [run, observed](RequestWriter& later) {
        if (observed) {
          write_observation(later, *run.front());
        } else {
          write_questionnaire_response(later, run);
        }
      });
  write_reference(out, "valueReference", url);
}

/// An answer without a value only takes back what the payer has: FHIR has no answer without one.
bool has_value(const Answer& answer) {
  const auto* text = std::get_if<std::string>(&answer.value);
  return text == nullptr || !text->empty();
}

std::vector<Run> runs_of(const std::vector<Answer>& answers) {
  std::vector<Run> runs;
  for (const Answer& answer : answers) {
    if (!has_value(answer)) continue;
    const bool joins = !runs.empty() && !is_observation(answer) && !is_observation(*runs.back().front()) &&
                       runs.back().front()->service == answer.service &&
                       runs.back().front()->form == answer.form;
    if (!joins) runs.emplace_back();
    runs.back().push_back(&answer);
  }
  return runs;
}

// ---- Event dates

void plan_dates(const precert::PatientEvent& event, InformationPlan& plan) {
  const auto dated = [&plan](std::string_view category, const base::Period& period) {
    plan.entries.push_back({0, [category, period](RequestWriter& writer) {
                              write_category(writer.out(), category);
                              write_timing(writer.out(), period);
                            }});
  };
  if (event.dates) dated("patientEvent", *event.dates);
  if (event.admission) dated("admissionDates", *event.admission);
  if (event.discharge) dated("dischargeDates", base::Period::of(*event.discharge));
}

}  // namespace

std::vector<int> InformationPlan::of_service(int service) const {
  std::vector<int> sequences;
  int sequence = 0;
  for (const Entry& entry : entries) {
    ++sequence;
    if (entry.service == service && service != 0) sequences.push_back(sequence);
  }
  return sequences;
}

InformationPlan information_plan(const precert::ReviewRequest& request) {
  InformationPlan plan;
  plan_dates(request.event, plan);
  for (const Document& document : request.documents) {
    plan.entries.push_back(
        {document.service, [&document](RequestWriter& writer) { write_document(writer, document); }});
  }
  for (const precert::Note& note : request.notes) {
    plan.entries.push_back({note.service, [&note](RequestWriter& writer) {
                              write_category(writer.out(), "freeFormMessage");
                              writer.out().field("valueString", note.text);
                            }});
  }
  for (const Run& run : runs_of(request.answers)) {
    plan.entries.push_back(
        {run.front()->service, [run](RequestWriter& writer) { write_answers(writer, run); }});
  }
  return plan;
}

void write_supporting_info(RequestWriter& writer, const InformationPlan& plan) {
  OptionalArray list(writer.out(), "supportingInfo");
  int sequence = 0;
  for (const InformationPlan::Entry& entry : plan.entries) {
    list.next().begin_object();
    entry.write(writer);
    writer.out().field("sequence", ++sequence).end_object();
  }
}

}  // namespace mappers
