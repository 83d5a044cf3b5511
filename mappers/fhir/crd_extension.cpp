#include "mappers/fhir/crd_extension.hpp"

#include <algorithm>
#include <array>

#include "mappers/codes/fhir_systems.hpp"
#include "mappers/fhir/code_systems.hpp"
#include "mappers/fhir/response_resources.hpp"
#include "parsers/fhir/resource_view.hpp"
#include "parsers/json/document.hpp"

namespace mappers {
namespace {

constexpr std::string_view temp_system = "http://hl7.org/fhir/us/davinci-crd/CodeSystem/temp";
constexpr std::string_view reason_system = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
constexpr std::string_view detail_system = "http://terminology.hl7.org/CodeSystem/crd-coverage-detail";

void write_code(json::Writer& out, std::string_view url, std::string_view code) {
  out.begin_object().field("url", url).field("valueCode", code).end_object();
}

/// The codes of one element as this version has them.
struct Said {
  std::string_view covered, pa_needed;
  std::vector<std::string_view> info_needed, doc_needed;
  std::vector<CrdReason> reasons;
};

/// CRD 2.0.1 knows neither `indeterminate` nor `detail-code` as information: both become a condition with a
/// reason.
Said said_in(const CoverageInformation& information, const CrdShape& shape) {
  const FindingCodes& codes = codes_of(information.finding);
  Said said{codes.covered, codes.pa_needed, information.info_needed, information.doc_needed,
            information.reasons};
  if (!shape.says_indeterminate && said.covered == "indeterminate") {
    said.covered = said.pa_needed = "conditional";
    said.info_needed.push_back("OTH");
  }
  if (!shape.says_why) {
    for (CrdReason& reason : said.reasons) {
      if (reason.code == "gold-card") continue;
      if (!reason.code.empty()) reason.text += " (" + std::string(reason.code) + ")";
      reason.code = {};
    }
  }
  if (!shape.detail_code_is_information) {
    for (std::string_view& info : said.info_needed) {
      if (info != "detail-code") continue;
      info = "OTH";
      said.reasons.front().code = "detail-code";
    }
  }
  if (!shape.doc_needed_repeats && said.doc_needed.size() > 1) said.doc_needed = {"both"};
  return said;
}

/// The code in CRD's own list and, where the version has it there as well, in HL7's list of reasons (prof-15;
/// that both spell it alike is an assumption).
void write_reason(json::Writer& out, const CrdReason& reason, const CrdShape& shape) {
  out.begin_object().field("url", "reason").object_field("valueCodeableConcept");
  if (!reason.code.empty()) {
    out.array_field("coding").begin_object().field("system", temp_system).field("code", reason.code);
    out.end_object();
    if (shape.says_why) {
      out.begin_object().field("system", reason_system).field("code", reason.code).end_object();
    }
    out.end_array();
  }
  out.field("text", reason.text).end_object().end_object();
}

void write_detail(json::Writer& out, const CrdDetail& detail) {
  out.begin_object().field("url", "detail").array_field("extension");
  write_code(out, "category", detail.category);
  out.begin_object().field("url", "code").object_field("valueCodeableConcept").array_field("coding");
  out.begin_object().field("system", detail_system).field("code", detail.code).end_object();
  out.end_array().end_object().end_object();
  out.begin_object().field("url", "value");
  if (detail.quantity) {
    out.object_field("valueQuantity")
        .field("value", *detail.quantity)
        .field("unit", detail.unit)
        .end_object();
  } else {
    out.field(detail.code == "policy-link" ? "valueUrl" : "valueString", detail.text);
  }
  out.end_object();
  if (!detail.qualification.empty()) {
    out.begin_object().field("url", "qualification").field("valueString", detail.qualification).end_object();
  }
  out.end_array().end_object();
}

void write_point(json::Writer& out, const precert::ContactPoint& point) {
  out.field("system", telecom_system(point.kind)).field("value", point.value);
}

/// A ContactPoint each (2.0.1), or one ContactDetail with the name (2.2).
void write_contact(json::Writer& out, const precert::Party& party, const CrdShape& shape) {
  if (!party.contact) return;
  if (!shape.contact_is_detail) {
    for (const precert::ContactPoint& point : party.contact->points) {
      out.begin_object().field("url", "contact").object_field("valueContactPoint");
      write_point(out, point);
      out.end_object().end_object();
    }
    return;
  }
  out.begin_object()
      .field("url", "contact")
      .object_field("valueContactDetail")
      .field("name", party.display());
  out.array_field("telecom");
  for (const precert::ContactPoint& point : party.contact->points) {
    out.begin_object();
    write_point(out, point);
    out.end_object();
  }
  out.end_array().end_object().end_object();
}

void write_billing(json::Writer& out, const precert::Procedure& procedure) {
  out.begin_object().field("url", "billingCode").object_field("valueCoding");
  out.field("system", fhir_system_of(procedure.system)).field("code", procedure.code);
  out.end_object().end_object();
}

void write_parts(json::Writer& out, const CoverageInformation& information, const CrdShape& shape) {
  const Said said = said_in(information, shape);
  out.begin_object().field("url", "coverage").object_field("valueReference");
  out.field("reference", information.coverage).end_object().end_object();
  write_code(out, "covered", said.covered);
  if (!said.pa_needed.empty()) write_code(out, "pa-needed", said.pa_needed);
  for (const std::string_view code : said.doc_needed) write_code(out, "doc-needed", code);
  for (const std::string_view code : information.doc_purpose) write_code(out, "doc-purpose", code);
  for (const std::string_view code : said.info_needed) write_code(out, "info-needed", code);
  for (const precert::Procedure& procedure : information.billing) write_billing(out, procedure);
  for (const CrdReason& reason : said.reasons) write_reason(out, reason, shape);
  if (shape.says_details) {
    for (const CrdDetail& detail : information.details) write_detail(out, detail);
  }
  for (const std::string& form : information.questionnaires) {
    out.begin_object().field("url", "questionnaire").field("valueCanonical", form).end_object();
  }
  out.begin_object().field("url", "date").field("valueDate", base::iso(information.date)).end_object();
  out.begin_object()
      .field("url", "coverage-assertion-id")
      .field("valueString", information.assertion)
      .end_object();
  if (!information.satisfied.empty()) {
    out.begin_object()
        .field("url", "satisfied-pa-id")
        .field("valueString", information.satisfied)
        .end_object();
  }
  if (information.contact) write_contact(out, *information.contact, shape);
  if (shape.says_expiry && information.until) {
    out.begin_object()
        .field("url", "expiry-date")
        .field("valueDate", base::iso(*information.until))
        .end_object();
  }
}

/// Whose references count as the client's own.
struct Home {
  std::string_view server;  // fhirServer; "" = not known
  bool whole = false;       // CRD 2.2: a reference to another server names another resource
};

/// The Coverage as "Type/id", whether or not the client's server stands before it; whole where another server
/// does and that counts.
std::string coverage_named(const json::Value& extension, const Home& home) {
  const std::string_view reference = fhir::reference_of(fhir::extension_value(extension, "coverage"));
  const bool absolute = reference.find("://") != std::string_view::npos;
  const bool own =
      reference.starts_with(home.server) && reference.substr(home.server.size()).starts_with('/');
  if (home.whole && absolute && !home.server.empty() && !own) return std::string(reference);
  return last_two_segments(reference);
}

/// What a repetition says but for its day, in an order of its own.
std::vector<std::string> content_of(const json::Value& extension, const Home& home) {
  std::vector<std::string> parts;
  for (const json::Value part : fhir::list(extension, "extension")) {
    if (fhir::text(part, "url") == "date" || fhir::text(part, "url") == "coverage") continue;
    std::string text;
    json::Writer(text).raw(part);
    parts.push_back(std::move(text));
  }
  parts.push_back(coverage_named(extension, home));
  std::sort(parts.begin(), parts.end());
  return parts;
}

bool is_coverage_information(const json::Value& extension) {
  return fhir::text(extension, "url") == extensions::coverage_information;
}

bool of_these(const json::Value& extension, std::span<const CoverageInformation> informations,
              const Home& home) {
  if (!is_coverage_information(extension)) return false;
  const std::string coverage = coverage_named(extension, home);
  return std::any_of(informations.begin(), informations.end(),
                     [&](const CoverageInformation& one) { return one.coverage == coverage; });
}

/// True when the resource has exactly these repetitions for their coverages.
bool says_already(const json::Value& resource, const json::Value& fresh,
                  std::span<const CoverageInformation> informations, const Home& home) {
  std::vector<std::vector<std::string>> before, now;
  for (const json::Value one : fhir::list(resource, "extension")) {
    if (of_these(one, informations, home)) before.push_back(content_of(one, home));
  }
  for (const json::Value one : fresh.elements()) now.push_back(content_of(one, home));
  std::sort(before.begin(), before.end());
  std::sort(now.begin(), now.end());
  return before == now;
}

}  // namespace

void write_coverage_information(json::Writer& out, const CoverageInformation& information,
                                CrdVersion version) {
  out.begin_object().field("url", extensions::coverage_information).array_field("extension");
  write_parts(out, information, shape_of(version));
  out.end_array().end_object();
}

std::string updated_resource(const json::Value& resource, std::span<const CoverageInformation> informations,
                             CrdVersion version, std::string_view server) {
  const Home home{server, shape_of(version).whole_references};
  std::string added;
  json::Writer list(added);
  list.begin_array();
  for (const CoverageInformation& one : informations) write_coverage_information(list, one, version);
  list.end_array();
  json::Document document;
  const base::Result<json::Value> fresh = document.parse_copy(added);
  if (!fresh || says_already(resource, *fresh, informations, home)) return {};

  std::string text;
  json::Writer out(text);
  const auto write_extensions = [&] {
    out.array_field("extension");
    for (const json::Value one : fhir::list(resource, "extension")) {
      if (!of_these(one, informations, home)) out.raw(one);
    }
    for (const json::Value one : fresh->elements()) out.raw(one);
    out.end_array();
  };
  out.begin_object();
  for (const json::Member member : resource.members()) {
    if (member.key == "extension") {
      write_extensions();
    } else {
      out.field(member.key, member.value);
    }
  }
  if (!resource.find("extension").exists()) write_extensions();
  out.end_object();
  return text;
}

}  // namespace mappers
