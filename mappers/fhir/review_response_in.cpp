// See review_response_in.hpp: the answer as a whole.
#include "mappers/fhir/review_response_in.hpp"

#include <algorithm>

#include "mappers/codes/fhir_systems.hpp"
#include "mappers/codes/x12_codes.hpp"
#include "mappers/fhir/identifiers.hpp"
#include "mappers/fhir/response_reading.hpp"
#include "mappers/model/canonical.hpp"
#include "mappers/model/certified.hpp"

namespace mappers {
namespace {

using precert::Determination;

json::Value claim_response_of(const fhir::Bundle& bundle) {
  const fhir::Entry* const entry = bundle.first("ClaimResponse");
  return entry == nullptr ? json::Value{} : entry->resource;
}

bool holds(const std::vector<std::string>& all, std::string_view one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

/// The patient as the payer names him: enough to answer with.
precert::Person person_of(const RequestReader& reader, const json::Value& patient) {
  precert::Person person;
  person.name = name_from(fhir::first(patient, "name"));
  person.identifiers = identifiers_from(patient);
  for (precert::Identifier& one : person.identifiers) {
    if (one.kind == precert::IdentifierKind::other) one = {precert::IdentifierKind::member_id, one.value, {}};
  }
  person.address = address_from(fhir::first(patient, "address"));
  person.birth_date = reader.date(patient.find("birthDate"));
  const std::string_view gender = fhir::text(patient, "gender");
  if (gender == "female") person.gender = precert::Gender::female;
  if (gender == "male") person.gender = precert::Gender::male;
  if (gender == "other" || gender == "unknown") person.gender = precert::Gender::unknown;
  person.source = reader.source(patient);
  return person;
}

void read_told(const ResponseReader& reading, precert::ReviewRequest& told) {
  const json::Value response = reading.reader.claim;
  told.reference = reading.reader.bundle.identifier_value();
  told.reference_system = reading.reader.bundle.identifier_system();
  told.umo = party_from(reading.reader, response.find("insurer"), precert::PartyRole::umo);
  told.requester = party_from(reading.reader, response.find("requestor"), precert::PartyRole::provider);
  told.subscriber = person_of(reading.reader, reading.reader.target(response.find("patient")));
  if (const auto created = base::instant_from_iso(fhir::text(response, "created"))) told.submitted = *created;
}

/// ClaimResponse.identifier: the asker's traces come back, what is left is the payer's own.
void read_traces(const ResponseReader& reading, AnsweredReview& answer) {
  std::vector<precert::Trace> traces;
  for (const json::Value one : fhir::list(reading.reader.claim, "identifier")) {
    precert::Trace trace = trace_from(one, reading.reader.bundle.place(one));
    if (!trace.number.empty()) traces.push_back(std::move(trace));
  }
  std::vector<std::string> known;
  if (reading.asked != nullptr) {
    for (const precert::Trace& trace : reading.asked->event.traces) known.push_back(trace.number);
  } else if (traces.size() > 1) {
    for (std::size_t i = 0; i + 1 < traces.size(); ++i) known.push_back(traces[i].number);
  }
  for (precert::Trace& trace : traces) {
    if (holds(known, trace.number)) {
      answer.told.event.traces.push_back(std::move(trace));
    } else {
      answer.determination.numbers.trace = trace.number;
    }
  }
}

void read_reviewer(const json::Value& response, Determination& determination) {
  const json::Value told = fhir::extension(response, extensions::claim_response_reviewer);
  precert::Reviewer reviewer;
  reviewer.human = fhir::extension_value(told, "wasHumanReviewedFlag").boolean();
  reviewer.npi = fhir::text(fhir::extension_value(told, "reviewerNPI"), "value");
  const json::Value specialty = fhir::extension_value(told, "reviewerSpecialty");
  reviewer.specialty = fhir::code_of(specialty, systems::taxonomy);
  if (reviewer.specialty.empty()) reviewer.specialty = fhir::text(specialty, "text");
  if (reviewer.human || !reviewer.npi.empty()) determination.reviewer = std::move(reviewer);
}

/// The number of the whole is one to bill with only where something is certified or was: some payers number
/// what they pend or deny too.
void read_whole_number(const json::Value& response, Determination& determination) {
  const ReviewActionRead whole = review_action_from(response.find("adjudication"));
  const std::string number =
      whole.number.empty() ? std::string(fhir::text(response, "preAuthRef")) : whole.number;
  const auto numbered = [](precert::ReviewAction action) {
    return is_usable(action) || action == precert::ReviewAction::cancelled;
  };
  const auto& lines = determination.lines;
  const bool billable = whole.action ? numbered(*whole.action)
                                     : std::any_of(lines.begin(), lines.end(),
                                                   [&](const auto& line) { return numbered(line.action); });
  if (billable) {
    determination.numbers.certification = number;
    return;
  }
  const bool of_line = std::any_of(lines.begin(), lines.end(),
                                   [&](const auto& line) { return line.certification_number == number; });
  if (!of_line) determination.numbers.reference = number;
}

/// ClaimResponse.outcome "queued" without items: taken in, nothing is decided so far (PAS 2.0.1). Every line
/// of the request waits.
void read_queued(const ResponseReader& reading, Determination& determination) {
  const json::Value response = reading.reader.claim;
  if (!determination.lines.empty() || !determination.refusals.empty()) return;
  if (fhir::text(response, "outcome") != "queued") return;
  const ReviewActionRead whole = review_action_from(response.find("adjudication"));
  precert::LineDetermination waiting;
  waiting.reasons = whole.reasons;
  waiting.reference_number = determination.numbers.reference;
  const bool event = reading.asked == nullptr || reading.asked->services.empty();
  if (event) determination.lines.push_back(waiting);
  if (event) return;
  for (const precert::ServiceLine& line : reading.asked->services) {
    waiting.sequence = line.sequence;
    determination.lines.push_back(waiting);
  }
}

/// Numbers and validity of the whole, where its lines do not say their own.
void read_whole(const ResponseReader& reading, Determination& determination) {
  const json::Value response = reading.reader.claim;
  read_whole_number(response, determination);
  const std::optional<base::Period> validity = reading.reader.period(response.find("preAuthPeriod"));
  for (precert::LineDetermination& line : determination.lines) {
    if (is_usable(line.action)) {
      if (!line.validity) line.validity = validity;
      if (line.certification_number.empty()) line.certification_number = determination.numbers.certification;
      if (determination.numbers.certification.empty())
        determination.numbers.certification = line.certification_number;
    }
    if (determination.numbers.reference.empty()) determination.numbers.reference = line.reference_number;
  }
}

base::Issue no_answer(std::string remedy) {
  return {base::IssueCode::fhir_structure, "Bundle.entry[0].resource", std::move(remedy),
          base::Severity::error};
}

}  // namespace

const precert::ServiceLine* ResponseReader::asked_line(int sequence) const {
  if (asked == nullptr) return nullptr;
  for (const precert::ServiceLine& line : asked->services) {
    if (line.sequence == sequence) return &line;
  }
  return nullptr;
}

ReviewActionRead review_action_from(const json::Value& adjudicated) {
  ReviewActionRead read;
  for (const json::Value one : adjudicated.elements()) {
    const json::Value told = fhir::extension(one, extensions::review_action);
    if (!told) continue;
    const json::Value code = fhir::extension_value(told, extensions::review_action_code);
    read.action = from_x12<precert::ReviewAction>(bound_code(code, systems::review_action));
    read.number = fhir::extension_value(told, "number").string();
    fhir::for_each_extension(told, "reasonCode", [&](const json::Value& extension) {
      const std::string reason = bound_code(fhir::value_x(extension, "value"), systems::decision_reason);
      if (reason.empty()) return;
      read.reasons.emplace_back().code = reason;
    });
    const json::Value opinion = fhir::extension_value(told, "secondSurgicalOpinionFlag");
    if (opinion.is_boolean()) read.second_opinion = opinion.boolean();
    break;
  }
  return read;
}

bool answers(const fhir::Bundle& response, const AskedClaim& asked) {
  const json::Value claim_response = claim_response_of(response);
  const json::Value request = claim_response.find("request");
  const std::string_view reference = fhir::reference_of(request);
  const bool same = asked.full_url == reference || asked.full_url.ends_with("/" + std::string(reference));
  if (!reference.empty() && same) return true;
  // Another reference says nothing: a payer may keep the Claim under an address of its own.
  const std::string_view identifier = fhir::text(request.find("identifier"), "value");
  if (!identifier.empty() && !asked.identifiers.empty()) return holds(asked.identifiers, identifier);
  if (!response.identifier_value().empty()) return response.identifier_value() == asked.bundle_identifier;
  for (const json::Value one : fhir::list(claim_response, "identifier")) {
    if (holds(asked.identifiers, fhir::text(one, "value"))) return true;
  }
  return false;
}

base::Result<AnsweredReview> answered_review_from(const fhir::Bundle& response, PasVersion version,
                                                  const precert::ReviewRequest* asked) {
  const json::Value claim_response = claim_response_of(response);
  if (!claim_response) return no_answer("a PAS Response Bundle begins with a ClaimResponse.");
  base::Issues issues;
  const ResponseReader reading{RequestReader{response, claim_response, version, issues}, asked};
  AnsweredReview answer;
  Determination& determination = answer.determination;
  read_told(reading, answer.told);
  determination.decided = answer.told.submitted;
  read_traces(reading, answer);
  read_items(reading, answer);
  read_whole(reading, determination);
  read_errors(reading, determination);
  read_queued(reading, determination);
  read_questions(reading, determination);
  read_free_notes(reading, determination);
  read_reviewer(claim_response, determination);
  if (answer.told.umo.contact) determination.umo_contact = *answer.told.umo.contact;
  make_canonical(answer.told);
  const bool silent = determination.lines.empty() && determination.refusals.empty();
  if (asked != nullptr && !silent) pend_unanswered(*asked, determination);
  determination.action = precert::summary_of(determination.lines);
  if (issues.fatal()) return issues;
  if (silent) return no_answer("the ClaimResponse holds neither a decision nor an error.");
  return answer;
}

}  // namespace mappers
