// A FHIR Bundle from its bytes to the model and back: no input may break the way, and the Bundle written from
// the model says the same to the mapper.
#include <string>
#include <vector>

#include "fuzz.hpp"
#include "mappers/fhir/review_request.hpp"
#include "mappers/model/model_json.hpp"
#include "parsers/fhir/check.hpp"
#include "parsers/json/document.hpp"

namespace {

const fhir::Profiles& profiles(fhir::Version version) {
  static const fhir::Profiles newest = fhir::Profiles::of(fhir::Version::pas_2_2_1).value();
  static const fhir::Profiles older = fhir::Profiles::of(fhir::Version::pas_2_0_1).value();
  return version == fhir::Version::pas_2_2_1 ? newest : older;
}

std::string written(const precert::ReviewRequest& request) {
  std::string text;
  json::Writer writer(text);
  mappers::write_review_request(writer, request, "fuzz");
  return text;
}

/// The model after one round through a written Bundle.
precert::ReviewRequest carried(const precert::ReviewRequest& request) {
  json::Document document;
  const base::Result<json::Value> read = document.parse_copy(written(request));
  fuzz::must(read.has_value(), "a written Bundle is JSON");
  const base::Result<fhir::Bundle> bundle = fhir::bundle_from(*read);
  fuzz::must(bundle.has_value(), "a written Bundle is a Bundle");
  base::Result<precert::ReviewRequest> again =
      mappers::review_request_from(*bundle, mappers::PasVersion::v2_2_1);
  fuzz::must(again.has_value(), "a written Bundle can be mapped");
  return std::move(*again);
}

/// What FHIR carried once it carries again.
void check_written(const precert::ReviewRequest& request) {
  const precert::ReviewRequest once = carried(request);
  const std::vector<std::string> changes = mappers::differences(once, carried(once));
  for (const std::string& change : changes) std::fprintf(stderr, "%s\n", change.c_str());
  fuzz::must(changes.empty(), "a second round changes nothing");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  json::Document document;
  const base::Result<json::Value> read = document.parse_copy(fuzz::text(data, size));
  if (!read) return 0;
  const base::Result<fhir::Bundle> bundle = fhir::bundle_from(*read);
  if (!bundle) return 0;
  const base::Issues faults = fhir::check(*bundle, profiles(fhir::Version::pas_2_2_1), fhir::Purpose::submit);
  (void)fhir::check(*bundle, profiles(fhir::Version::pas_2_0_1), fhir::Purpose::inquire);
  (void)fhir::check_response(*bundle, profiles(fhir::Version::pas_2_0_1), fhir::Purpose::inquire);
  const base::Issues strict =
      fhir::check_strictly(*bundle, profiles(fhir::Version::pas_2_2_1), fhir::Purpose::submit);
  if (faults.fatal() && bundle->entries().front().type == "Claim" && bundle->type() != "history") {
    fuzz::must(strict.fatal(), "what refuses a request breaks a profile");
  }
  const base::Result<precert::ReviewRequest> older =
      mappers::review_request_from(*bundle, mappers::PasVersion::v2_0_1);
  const base::Result<precert::ReviewRequest> request =
      mappers::review_request_from(*bundle, mappers::PasVersion::v2_2_1);
  if (older) (void)written(*older);
  if (request && !faults.fatal()) check_written(*request);
  return 0;
}
