// What the tests of FHIR requests share: reading a Bundle from text, writing one, and a full synthetic
// request.
#pragma once

#include <string>
#include <vector>

#include "mappers/fhir/review_request.hpp"
#include "mappers/model/model_json.hpp"
#include "parsers/fhir/bundle.hpp"
#include "parsers/json/document.hpp"

namespace fhir_request {

/// A parsed Bundle that keeps its text alive.
class Message {
 public:
  explicit Message(const std::string& text);
  [[nodiscard]] const fhir::Bundle& bundle() const { return bundle_; }
  [[nodiscard]] bool readable() const { return readable_; }
  [[nodiscard]] json::Value root() const { return document_.root(); }
  /// The first resource of that type.
  [[nodiscard]] json::Value resource(std::string_view type) const;
  [[nodiscard]] json::Value claim() const { return resource("Claim"); }

 private:
  json::Document document_;
  fhir::Bundle bundle_;
  bool readable_ = false;
};

[[nodiscard]] base::Result<precert::ReviewRequest> read(const std::string& text,
                                                        base::Issues* skipped = nullptr);
/// The request, failing the test when the text cannot be mapped.
[[nodiscard]] precert::ReviewRequest request_of(const std::string& text);
[[nodiscard]] std::string written(const precert::ReviewRequest& request, base::Issues* lost = nullptr);
/// model -> FHIR -> model; the differences, one a line.
[[nodiscard]] std::vector<std::string> lost_on_round_trip(const precert::ReviewRequest& request);

/// A PAS Bundle around the members of a Claim ('"item": [...]'), with insurer, requestor, coverage and
/// patient, and `more` entries (each with a leading comma).
[[nodiscard]] std::string bundle_with(const std::string& claim_members, const std::string& more = {});
/// A Claim.item of HCPCS G0154 with more members ('"quantity": {...}').
[[nodiscard]] std::string item_with(const std::string& members);
/// A Bundle entry with a leading comma.
[[nodiscard]] std::string entry(const std::string& type, const std::string& id, const std::string& members);
/// Every fact that PAS can carry, all places of the model filled; synthetic.
[[nodiscard]] precert::ReviewRequest full_request();

}  // namespace fhir_request
