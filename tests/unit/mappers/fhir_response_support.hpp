// What the tests of FHIR answers share: a synthetic case, the Bundle it came in, and readers of the answer.
#pragma once

#include <string>
#include <vector>

#include "mappers/fhir/review_response.hpp"
#include "parsers/fhir/bundle.hpp"
#include "parsers/json/document.hpp"

namespace support {

/// Two lines: 97110 (12 visits) and 72148, asked by an organization for a subscriber, with a performing
/// practitioner.
[[nodiscard]] precert::ReviewRequest therapy_request();
/// The Bundle the request came in, compact JSON.
[[nodiscard]] const std::string& therapy_bundle();

/// Both lines alike.
[[nodiscard]] precert::Determination decided_as(precert::ReviewAction action);
/// Line 1 certified, line 2 denied by a physician.
[[nodiscard]] precert::Determination mixed();
/// Line 1 certified for 6 visits instead of 12, line 2 as asked.
[[nodiscard]] precert::Determination modified();
/// Both pended: line 1 for a LOINC document, line 2 for a paper by report type and an answer.
[[nodiscard]] precert::Determination pended();
/// Nothing reviewed: the member is unknown.
[[nodiscard]] precert::Determination refused();

[[nodiscard]] mappers::ResponseContext context(mappers::PasVersion version = mappers::PasVersion::v2_2_1);

/// A parsed text that keeps itself alive.
class Parsed {
 public:
  explicit Parsed(const std::string& text);
  [[nodiscard]] json::Value root() const { return document_.root(); }
  [[nodiscard]] const fhir::Bundle& bundle() const { return bundle_; }
  /// Bundle.entry[0].resource.
  [[nodiscard]] json::Value first() const { return bundle_.entries().front().resource; }
  [[nodiscard]] std::vector<json::Value> of_type(std::string_view type) const;

 private:
  json::Document document_;
  fhir::Bundle bundle_;
};

/// The answer to therapy_request() that came in therapy_bundle().
[[nodiscard]] std::string answer_to_fhir(const precert::Determination& determination,
                                         mappers::ResponseContext context = support::context());
/// The same for a request that came by X12.
[[nodiscard]] std::string answer_to_x12(const precert::Determination& determination,
                                        const mappers::ResponseContext& context = support::context());

/// Places where the JSON is no FHIR: null, "", {}, [], or an extension with neither value nor parts, or with
/// both.
[[nodiscard]] std::vector<std::string> shape_faults(const json::Value& root);
/// References that do not lead to exactly one entry, but for those to the Claim.
[[nodiscard]] std::vector<std::string> reference_faults(const fhir::Bundle& bundle);
/// Extension URLs that are neither of PAS nor of FHIR.
[[nodiscard]] std::vector<std::string> private_extensions(const json::Value& root);
/// "A1" of ClaimResponse.item[sequence]; "" when it says none.
[[nodiscard]] std::string action_of(const json::Value& claim_response, int sequence);
/// The item of that sequence.
[[nodiscard]] json::Value item_of(const json::Value& claim_response, int sequence);
/// Compact JSON of a value.
[[nodiscard]] std::string text_of(const json::Value& value);

}  // namespace support
