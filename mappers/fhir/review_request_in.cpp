// PAS request Bundle -> ReviewRequest: puts the parts of request_reading.hpp together.
#include <algorithm>
#include <array>
#include <utility>

#include "mappers/codes/fhir_systems.hpp"
#include "mappers/codes/x12_codes.hpp"
#include "mappers/fhir/request_reading.hpp"
#include "mappers/fhir/review_request.hpp"
#include "mappers/model/canonical.hpp"

namespace mappers {
namespace {

using precert::CertificationType;
using precert::Change;
using precert::RequestCategory;
using precert::ReviewRequest;
using precert::ServiceLine;

base::Instant submitted_of(const RequestReader& reader) {
  const auto created = base::instant_from_iso(fhir::text(reader.claim, "created"));
  if (created) return *created;
  return base::instant_from_iso(reader.bundle.timestamp()).value_or(base::Instant{});
}

/// An update names its predecessor or marks what it changes. Rule: PAS Claim Update.
bool is_update(const RequestReader& reader, const ReviewRequest& request) {
  const auto touched = [](const auto& one) { return one.change != Change::none; };
  return !reader.claim.find("related").empty() ||
         std::any_of(request.services.begin(), request.services.end(), touched) ||
         std::any_of(request.documents.begin(), request.documents.end(), touched);
}

/// What all items say; nullopt when they differ or none says anything.
std::optional<CertificationType> common_certification(const std::vector<ServiceLine>& lines) {
  if (lines.empty()) return std::nullopt;
  const auto first = lines.front().certification;
  const bool alike = std::all_of(lines.begin(), lines.end(),
                                 [&](const ServiceLine& one) { return one.certification == first; });
  return alike ? first : std::nullopt;
}

/// UM02 of the event: the Claim's own, else what the items share. An update whose items say "initial" or
/// differ revises what was asked before (X217: UM02 = S).
void settle_certification(const RequestReader& reader, std::optional<CertificationType> of_item,
                          ReviewRequest& request) {
  const json::Value own = fhir::extension_value(reader.claim, extensions::certification_type);
  auto stated = from_x12<CertificationType>(bound_code(own, systems::certification_type));
  const auto told = request.services.empty() ? of_item : common_certification(request.services);
  // Only the Claim cancels everything: lines that are withdrawn need not be all there are. Rule: PAS Claim
  // Update.
  const bool withdraws = !request.services.empty() && told && *told == CertificationType::cancellation;
  const bool update = withdraws || is_update(reader, request);
  const bool continues = !reader.claim.find("related").empty();
  if (continues && stated == CertificationType::initial)
    stated.reset();  // clients say so of the request they update
  auto shared = update ? CertificationType::revision : CertificationType::initial;
  if (told && !withdraws) shared = *told;
  const bool revises = update && shared == CertificationType::initial;
  request.event.certification = stated.value_or(revises ? CertificationType::revision : shared);
  for (ServiceLine& line : request.services) {
    if (!line.certification) line.certification = CertificationType::initial;  // PAS 2.0.1 may leave it out
  }
}

/// An admission or reservation at any item is one of the event: X12 lines have no code for them.
void settle_category(ReviewRequest& request) {
  for (const ServiceLine& line : request.services) {
    const bool of_event =
        line.category == RequestCategory::admission || line.category == RequestCategory::reservation;
    if (of_event) request.event.category = *line.category;
  }
}

const fhir::Entry* claim_of(const fhir::Bundle& bundle) { return bundle.first("Claim"); }

void take_care_team(const RequestReader& reader, std::vector<CareTeamMember>& team, ReviewRequest& request) {
  team = care_team_from(reader);
  for (CareTeamMember& member : team) {  // no line looks at those of the whole claim
    if (member.whole_claim) request.event.providers.push_back(std::move(member.party));
  }
}

std::optional<CertificationType> first_item_certification(const json::Value& claim) {
  const json::Value said = fhir::extension_value(fhir::first(claim, "item"), extensions::certification_type);
  return from_x12<CertificationType>(bound_code(said, systems::certification_type));
}

void read(const RequestReader& reader, ReviewRequest& request) {
  request.reference = reader.bundle.identifier_value();
  request.reference_system = reader.bundle.identifier_system();
  request.submitted = submitted_of(reader);
  request.umo = umo_from(reader);
  request.requester = requester_from(reader);
  read_people(reader, request);
  read_event(reader, request);
  const DiagnosisPositions diagnoses = read_diagnoses(reader, request.event);
  std::vector<CareTeamMember> team;
  take_care_team(reader, team, request);
  read_services(reader, team, diagnoses, request);
  read_supporting_info(reader, request);
  settle_certification(reader, first_item_certification(reader.claim), request);
  settle_category(request);
  request.predetermination = fhir::text(reader.claim, "use") == "predetermination";
  request.review_wanted = fhir::extension_value(reader.claim, extensions::review_wanted).boolean();
  make_canonical(request);
}

}  // namespace

std::optional<base::Decimal> RequestReader::exact(const json::Value& number) const {
  if (!number.is_number()) return std::nullopt;
  const auto value = fhir::decimal_of(number);
  if (!value) {  // several elements of the model are made of one number: it is told of once
    std::string where = bundle.place(number);
    const bool is_told = std::ranges::any_of(issues, [&](const base::Issue& one) {
      return one.code == base::IssueCode::fhir_value_invalid && one.where == where;
    });
    if (!is_told) {
      issues.add(base::IssueCode::fhir_value_invalid, std::move(where),
                 "State at most 18 significant digits.");
    }
  }
  return value;
}

namespace {

constexpr const char* full_date = "State a full date: year, month and day.";

/// Long before any authorization: where a span begins that states only its end.
constexpr base::Date long_ago{1900, 1, 1};

/// The days that a date, a dateTime, a month or a year means.
std::optional<base::Period> days_of(std::string_view when) {
  constexpr std::size_t year_only = 4, month_only = 7;
  if (when.size() != year_only && when.size() != month_only) {
    const auto day = base::date_from_iso(when.substr(0, 10));
    return day ? std::optional(base::Period::of(*day)) : std::nullopt;
  }
  const bool whole_year = when.size() == year_only;
  const auto first = base::date_from_iso(std::string(when) + (whole_year ? "-01-01" : "-01"));
  if (!first) return std::nullopt;
  base::Date next = first->plus_days(whole_year ? 366 : 31);  // in the next year or month, whatever its length
  next.day = 1;
  if (whole_year) next.month = 1;
  return base::Period{*first, std::max(*first, next.plus_days(-1))};
}

std::optional<base::Period> span_from(const json::Value& value, bool open_start) {
  if (value.is_string()) return days_of(value.string());
  const auto start = days_of(value.find("start").string());
  const auto end = days_of(value.find("end").string());
  const bool only_end = open_start && end && !value.find("start").exists();
  if (!start && !only_end) return std::nullopt;
  return base::Period{only_end ? long_ago : start->start, end ? end->end : std::nullopt};
}

}  // namespace

std::optional<base::Date> RequestReader::date(const json::Value& value) const {
  if (!value.exists()) return std::nullopt;
  const auto read = fhir::period_of(value);
  if (!read) skip(base::IssueCode::fhir_value_invalid, value, full_date);
  return read ? std::optional(read->start) : std::nullopt;
}

std::optional<base::Period> RequestReader::period(const json::Value& value) const {
  if (!value.exists()) return std::nullopt;
  auto read = span_from(value, searching);
  if (!read) skip(base::IssueCode::fhir_value_invalid, value, full_date);
  return read;
}

std::string bound_code(const json::Value& codeable, std::string_view system) {
  const std::string_view bound = fhir::code_of(codeable, system);
  if (!bound.empty() || codeable.find("coding").size() != 1) return std::string(bound);
  const json::Value only = codeable.find("coding").at(0);
  const std::string_view other = fhir::text(only, "system");
  const bool neighbour = other.empty() || other.starts_with(systems::x12_base) ||
                         other.starts_with("https://www.nubc.org/") ||
                         other.starts_with("https://www.cms.gov/");
  return neighbour ? std::string(fhir::text(only, "code")) : std::string();
}

bool is_differential(const fhir::Bundle& bundle) {
  const auto marked = [](const json::Value& resource) {
    for (const json::Value label : fhir::list(resource.find("meta"), "security")) {
      if (fhir::text(label, "code") == "SUBSETTED") return true;
    }
    return false;
  };
  const fhir::Entry* claim = claim_of(bundle);
  return marked(bundle.root()) || (claim != nullptr && marked(claim->resource));
}

base::Result<ReviewRequest> review_request_from(const fhir::Bundle& bundle, PasVersion version,
                                                base::Issues* skipped) {
  base::Result<ReviewRequest> made(boost::system::in_place_value);  // where the caller wants it: it is large
  base::Issues issues;
  if (const fhir::Entry* claim = claim_of(bundle); claim != nullptr) {
    read(RequestReader{bundle, claim->resource, version, issues}, *made);
  } else {
    issues.add(base::IssueCode::fhir_structure, "Bundle.entry[0].resource",
               "Send the Claim as first entry of the Bundle.");
  }
  if (issues.fatal()) {
    made = std::move(issues);
  } else if (skipped != nullptr) {
    skipped->add(std::move(issues));
  }
  return made;
}

}  // namespace mappers
