// Claim.supportingInfo -> event dates, documents, notes, answers.
#include <array>
#include <cstdint>

#include "mappers/codes/fhir_systems.hpp"
#include "mappers/fhir/answer_values.hpp"
#include "mappers/fhir/content_hash.hpp"
#include "mappers/fhir/questionnaire_response.hpp"
#include "mappers/fhir/readable.hpp"
#include "mappers/fhir/request_reading.hpp"
#include "mappers/fhir/treatments_in.hpp"

namespace mappers {
namespace {

using precert::Answer;
using precert::Change;
using precert::ReviewRequest;

/// The lines that list this entry: {0} when none does or, of several, all do (the event as a whole).
std::vector<int> lines_of(const RequestReader& reader, const json::Value& info) {
  const auto sequence = fhir::positive_of(info.find("sequence"));
  std::vector<int> lines;
  std::size_t items = 0;
  for (const json::Value item : fhir::list(reader.claim, "item")) {
    ++items;
    for (const json::Value one : fhir::list(item, "informationSequence")) {
      if (!sequence || fhir::positive_of(one) != sequence) continue;
      lines.push_back(static_cast<int>(fhir::positive_of(item.find("sequence")).value_or(0)));
      break;
    }
  }
  const bool everywhere = items > 1 && lines.size() == items;
  if (lines.empty() || everywhere) return {0};
  return lines;
}

Change change_of(const json::Value& info) {
  if (fhir::modifier_extension_value(info, extensions::info_cancelled).boolean()) return Change::cancelled;
  const std::string_view mode = fhir::extension_value(info, extensions::info_changed).string();
  if (mode == "added") return Change::added;
  return mode == "changed" ? Change::changed : Change::none;
}

// ---- Answers

/// `form`: the canonical that the response answers. precert leaves out the answers to forms of others.
void read_items(const RequestReader& reader, const json::Value& parent, std::string_view form,
                std::vector<Answer>& answers) {
  for (const json::Value item : fhir::list(parent, "item")) {
    for (const json::Value answer : fhir::list(item, "answer")) {
      if (auto value = answer_value_from(answer, "value")) {
        answers.push_back({std::string(fhir::text(item, "linkId")), std::move(*value), 0,
                           reader.source(answer), std::string(answer_unit_from(answer, "value")),
                           std::string(form)});
      }
      read_items(reader, answer, form, answers);
    }
    read_items(reader, item, form, answers);
  }
}

void read_response(const RequestReader& reader, const json::Value& response, std::vector<Answer>& answers) {
  const std::string_view form = canonical_of(response);
  read_items(reader, response, form == any_form ? std::string_view() : form, answers);
}

/// A year or a month is its first day; nullopt when nobody said when.
std::optional<base::Instant> measured_at(const json::Value& observation) {
  json::Value effective = fhir::value_x(observation, "effective");
  if (const json::Value end = effective.find("end"); end.exists()) {
    effective = end;
  } else if (const json::Value start = effective.find("start"); start.exists()) {
    effective = start;
  }
  std::string text(effective.exists() ? effective.string() : fhir::text(observation, "issued"));
  constexpr std::size_t year = 4, month = 7;
  if (text.size() == year) text += "-01";
  if (text.size() == month) text += "-01";
  return base::instant_from_iso(text);
}

/// `element`: the Observation, or a component of it.
void read_measured(const RequestReader& reader, const json::Value& element,
                   std::optional<base::Instant> measured, std::vector<Answer>& answers) {
  const std::string_view loinc = fhir::code_of(element.find("code"), systems::loinc);
  auto value = answer_value_from(element, "value");
  if (!loinc.empty() && value) {
    answers.push_back({"loinc:" + std::string(loinc), std::move(*value), 0, reader.source(element),
                       std::string(answer_unit_from(element, "value")), std::string(), measured});
  }
  for (const json::Value component : fhir::list(element, "component")) {
    read_measured(reader, component, measured, answers);
  }
}

void read_single(const RequestReader& reader, const json::Value& resource, std::vector<Answer>& answers) {
  const std::string_view type = fhir::text(resource, "resourceType");
  if (type == "QuestionnaireResponse") read_response(reader, resource, answers);
  if (type == "Observation") read_measured(reader, resource, measured_at(resource), answers);
  read_treatment(reader, resource, answers);
}

/// A single resource, or a form with the resources that its answers refer to, as DTR packs it (spec-156 to -158).
/// Bundles do not nest.
template <class Read>
void for_each_resource(const json::Value& resource, const Read& read) {
  if (fhir::text(resource, "resourceType") != "Bundle") {
    read(resource);
    return;
  }
  for (const json::Value entry : fhir::list(resource, "entry")) read(entry.find("resource"));
}

/// The value that takes an earlier answer, or the message that it names, back (see precert::merged).
precert::AnswerValue no_value() { return std::string(); }

/// The answers that a resource gave earlier, each without its value. It need not count any more: it may be
/// entered in error by now.
void take_back_answers(const RequestReader& reader, const json::Value& resource, std::vector<Answer>& answers) {
  std::vector<Answer> said;
  read_single(reader, resource, said);
  for (Answer& one : said) {
    one.value = no_value();
    answers.push_back(std::move(one));
  }
}

// ---- Documents

/// The hash of the content that is in the message, else the one a gateway noted when it took the content out.
std::string hash_of(const json::Value& resource, const json::Value& attachment) {
  const std::string_view data = fhir::text(attachment, "data");
  if (!data.empty()) return content_hash(data);
  return std::string(fhir::text(fhir::identifier_by_system(resource, content_hash_system), "value"));
}

json::Value attachment_of(const json::Value& resource) {
  const bool binary = fhir::text(resource, "resourceType") == "Binary";
  return binary ? resource : fhir::first(resource, "content").find("attachment");
}

/// `change`: a document that is taken back is known by its content, whether or not that counts any more.
precert::Document document_from(const RequestReader& reader, const json::Value& info, const json::Value& target,
                                Change change) {
  precert::Document document;
  const json::Value about = fhir::extension(info, extensions::document_information);
  document.report_type = bound_code(fhir::extension_value(about, "reportTypeCode"), systems::report_type);
  // PAS 2.0.1 knows no documentInformation: support data for verification is the report type that fits
  // anything.
  if (document.report_type.empty()) document.report_type = "77";
  document.transmission =
      bound_code(fhir::extension_value(about, "transmissionMethod"), systems::report_transmission);
  document.control_number = fhir::extension_value(about, "controlNumber").string();
  document.description = fhir::extension_value(about, "description").string();
  precert::Document said = document_of(reader, target);
  document.loinc = std::move(said.loinc);
  document.content_type = std::move(said.content_type);
  document.content_hash = change == Change::cancelled ? hash_of(target, attachment_of(target))
                                                      : std::move(said.content_hash);
  document.change = change;
  document.source = reader.source(info);
  return document;
}

// ---- The slices

void read_material(const RequestReader& reader, const json::Value& info, ReviewRequest& request) {
  const json::Value reference = info.find("valueReference");
  const json::Value target = reader.target(reference);
  const std::string_view type = fhir::text(target, "resourceType");
  const bool update = !reader.claim.find("related").empty();
  const Change said = change_of(info);
  const auto taken_back = [&](const json::Value& one) {
    return said == Change::cancelled || (update && takes_itself_back(reader, one));
  };
  std::vector<Answer> answers;
  for_each_resource(target, [&](const json::Value& one) {
    if (taken_back(one)) {
      take_back_answers(reader, one, answers);
    } else if (counts(reader, one)) {
      read_single(reader, one, answers);
    }
  });
  const json::Value about = fhir::extension(info, extensions::document_information);
  const bool announced = fhir::extension_value(about, "controlNumber").exists();
  const bool document = !target.exists() || type == "DocumentReference" || type == "Binary" || announced;
  const Change change = taken_back(target) ? Change::cancelled : said;
  for (const int line : lines_of(reader, info)) {
    if (document) request.documents.push_back(document_from(reader, info, target, change));
    if (document) request.documents.back().service = line;
    for (Answer& one : answers) {
      one.service = line;
      request.answers.push_back(one);
    }
  }
}

void read_message(const RequestReader& reader, const json::Value& info, ReviewRequest& request) {
  const std::string_view text = info.find("valueString").string();
  if (text.empty()) return;
  const bool cancelled = change_of(info) == Change::cancelled;
  for (const int line : lines_of(reader, info)) {
    if (cancelled) {
      request.answers.push_back({std::string(text), no_value(), line, reader.source(info)});
    } else {
      request.notes.push_back({std::string(text), line, reader.source(info)});
    }
  }
}

void read_patient_event(const RequestReader& reader, const json::Value& info, ReviewRequest& request) {
  request.event.dates = reader.period(fhir::value_x(info, "timing"));
}

void read_admission(const RequestReader& reader, const json::Value& info, ReviewRequest& request) {
  request.event.admission = reader.period(fhir::value_x(info, "timing"));
}

void read_discharge(const RequestReader& reader, const json::Value& info, ReviewRequest& request) {
  if (const auto period = reader.period(fhir::value_x(info, "timing")))
    request.event.discharge = period->start;
}

struct Slice {
  std::string_view category;
  void (*read)(const RequestReader&, const json::Value&, ReviewRequest&);
};
constexpr std::array<Slice, 5> slices{{{"patientEvent", read_patient_event},
                                       {"admissionDates", read_admission},
                                       {"dischargeDates", read_discharge},
                                       {"additionalInformation", read_material},
                                       {"freeFormMessage", read_message}}};

}  // namespace

void read_answers(const RequestReader& reader, const json::Value& resource, std::vector<Answer>& answers) {
  for_each_resource(resource, [&](const json::Value& one) {
    if (counts(reader, one)) read_single(reader, one, answers);
  });
}

precert::Document document_of(const RequestReader& reader, const json::Value& resource) {
  const json::Value attachment = attachment_of(resource);
  precert::Document document;
  document.loinc = fhir::code_of(resource.find("type"), systems::loinc);
  document.content_type = fhir::text(attachment, "contentType");
  if (counts(reader, resource)) document.content_hash = hash_of(resource, attachment);
  if (resource.exists()) document.source = reader.source(resource);
  return document;
}

void read_supporting_info(const RequestReader& reader, ReviewRequest& request) {
  for (const json::Value info : fhir::list(reader.claim, "supportingInfo")) {
    const std::string_view category = fhir::code_of(info.find("category"), systems::pas_temp);
    const Slice* slice = nullptr;
    for (const Slice& one : slices) {
      if (one.category == category) slice = &one;
    }
    if (slice != nullptr) {
      slice->read(reader, info, request);
    } else if (info.find("valueReference").exists()) {  // the slicing is open: go by the value
      read_material(reader, info, request);
    } else {
      read_message(reader, info, request);
    }
  }
}

}  // namespace mappers
