// See response_reading.hpp: what is asked for, what is refused, what is said in words.
#include <algorithm>
#include <array>

#include "mappers/codes/clinical_codes.hpp"
#include "mappers/codes/fhir_systems.hpp"
#include "mappers/codes/x12_codes.hpp"
#include "mappers/fhir/response_reading.hpp"

namespace mappers {
namespace {

using precert::Level;
using precert::MissingInformation;

struct LoopLevel {
  std::string_view loop;
  Level level;
};
/// Longer names first: "2010EA" begins with "2010E". The request calls the provider of a service 2010F.
constexpr std::array<LoopLevel, 11> loops{{{"2010EA", Level::event_provider},
                                           {"2010FA", Level::service_provider},
                                           {"2010EC", Level::event},
                                           {"2010F", Level::service_provider},
                                           {"2010A", Level::umo},
                                           {"2010B", Level::requester},
                                           {"2010C", Level::subscriber},
                                           {"2010D", Level::dependent},
                                           {"2000F", Level::service},
                                           {"2000E", Level::event},
                                           {"2000A", Level::umo_level}}};

Level level_of(std::string_view element) {
  for (const LoopLevel& one : loops) {
    if (element.starts_with(one.loop)) return one.level;
  }
  return Level::event;
}

/// "2010C-NM109" -> "NM1-09": segment ids have two or three characters, element numbers two digits.
std::string element_of(std::string_view text) {
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos) return {};
  const std::string_view rest = text.substr(dash + 1);
  if (rest.size() < 4 || rest.size() > 5) return {};
  return std::string(rest.substr(0, rest.size() - 2)) + "-" + std::string(rest.substr(rest.size() - 2));
}

/// Where in the request the refused part stood.
precert::Source source_of(const precert::ReviewRequest& asked, const precert::Refusal& refusal) {
  switch (refusal.level) {
    case Level::umo: return asked.umo.source;
    case Level::requester: return asked.requester.source;
    case Level::subscriber: return asked.subscriber.source;
    case Level::dependent: return asked.patient().source;
    case Level::event: return asked.event.source;
    case Level::service:
    case Level::service_provider:
      for (const precert::ServiceLine& line : asked.services) {
        if (line.sequence == refusal.index) return line.source;
      }
      return {};
    default: return {};
  }
}

/// The number of the note that an error points to; 0 when it points to none.
std::uint32_t note_of(const json::Value& error) {
  const json::Value element = fhir::extension(error, extensions::error_element);
  return fhir::positive_of(fhir::extension_value(element, "processNote")).value_or(0);
}

/// errorElement: parts in 2.2.1, a string in 2.0.1.
std::string element_text(const json::Value& error) {
  const json::Value element = fhir::extension(error, extensions::error_element);
  const std::string_view plain = fhir::value_x(element, "value").string();
  return std::string(plain.empty() ? fhir::extension_value(element, "error").string() : plain);
}

/// The line a CommunicationRequest is about; 0 = the event.
int line_of(const json::Value& asked_for) {
  json::Value number = fhir::extension_value(asked_for, extensions::service_line_number);
  if (!number)
    number = fhir::extension_value(fhir::first(asked_for, "payload"), extensions::service_line_number);
  return static_cast<int>(fhir::positive_of(number).value_or(0));
}

MissingInformation missing_from(const json::Value& asked_for, const std::string& own_trace) {
  MissingInformation missing;
  const json::Value payload = fhir::first(asked_for, "payload");
  const std::string_view content = fhir::text(payload, "contentString");
  if (content != questionnaire_loinc) missing.loinc = content;
  missing.report_type = bound_code(fhir::first(asked_for, "category"), systems::report_type);
  missing.loinc_modifier =
      fhir::code_of(fhir::extension_value(payload, extensions::content_modifier), systems::loinc);
  missing.control_number = fhir::text(fhir::first(asked_for, "identifier"), "value");
  if (missing.control_number == own_trace) missing.control_number.clear();  // none was drawn for it
  return missing;
}

}  // namespace

std::string note_text(const ResponseReader& reading, std::uint32_t number) {
  for (const json::Value note : fhir::list(reading.reader.claim, "processNote")) {
    if (fhir::positive_of(note.find("number")) == number) return std::string(fhir::text(note, "text"));
  }
  return {};
}

void read_questions(const ResponseReader& reading, precert::Determination& determination) {
  for (const json::Value reference : fhir::list(reading.reader.claim, "communicationRequest")) {
    const json::Value asked_for = reading.reader.target(reference);
    if (!asked_for) continue;
    const int sequence = line_of(asked_for);
    auto line = std::find_if(determination.lines.begin(), determination.lines.end(),
                             [&](const auto& one) { return one.sequence == sequence; });
    if (line == determination.lines.end()) {  // of the event: told at the first line that waits
      line = std::find_if(determination.lines.begin(), determination.lines.end(),
                          [](const auto& one) { return one.action == precert::ReviewAction::pended; });
    }
    if (line == determination.lines.end()) continue;
    line->missing.push_back(missing_from(asked_for, determination.numbers.trace));
  }
}

void read_errors(const ResponseReader& reading, precert::Determination& determination) {
  for (const json::Value error : fhir::list(reading.reader.claim, "error")) {
    precert::Refusal refusal;
    refusal.code = bound_code(error.find("code"), systems::reject_reason);
    if (refusal.code.empty()) refusal.code = "33";  // an error without a code of the list: input errors
    const std::string element = element_text(error);
    const auto item = fhir::positive_of(error.find("itemSequence"));
    refusal.level = element.empty() && item ? Level::service : level_of(element);
    refusal.index = static_cast<int>(item.value_or(0));
    refusal.element = element_of(element);
    const json::Value follow_up = fhir::extension_value(error, extensions::error_follow_up);
    refusal.follow_up = from_x12<precert::FollowUp>(bound_code(follow_up, systems::follow_up))
                            .value_or(precert::FollowUp::do_not_resubmit);
    refusal.words = note_text(reading, note_of(error));
    if (refusal.words.empty()) refusal.words = fhir::text(error.find("code"), "text");
    if (reading.asked != nullptr) refusal.source = source_of(*reading.asked, refusal);
    determination.refusals.push_back(std::move(refusal));
  }
}

void read_free_notes(const ResponseReader& reading, precert::Determination& determination) {
  std::vector<std::uint32_t> taken;
  const auto take = [&](const json::Value& number) {
    if (const auto value = fhir::positive_of(number)) taken.push_back(*value);
  };
  for (const char* const list : {"item", "addItem"}) {
    for (const json::Value one : fhir::list(reading.reader.claim, list)) {
      for (const json::Value number : fhir::list(one, "noteNumber")) take(number);
    }
  }
  for (const json::Value error : fhir::list(reading.reader.claim, "error")) {
    if (const std::uint32_t number = note_of(error)) taken.push_back(number);
  }
  for (const json::Value note : fhir::list(reading.reader.claim, "processNote")) {
    const auto number = fhir::positive_of(note.find("number"));
    if (number && std::find(taken.begin(), taken.end(), *number) != taken.end()) continue;
    const std::string_view text = fhir::text(note, "text");
    if (!text.empty()) determination.notes.push_back({std::string(text), 0, {}});
  }
}

}  // namespace mappers
