// What the micro benchmarks read: one scenario in both dialects, a file of many such sets, and what
// determination knows.
#pragma once

#include <memory>
#include <string>

#include "parsers/fhir/bundle.hpp"
#include "parsers/fhir/check.hpp"
#include "parsers/json/document.hpp"
#include "parsers/x12/check.hpp"
#include "parsers/x12/guide.hpp"
#include "parsers/x12/reader.hpp"
#include "precert/engine/facts.hpp"
#include "precert/model/review_request.hpp"
#include "precert/rulebook/rulebook.hpp"

namespace bench {

/// fixtures/scenarios/mri-approved: an interchange with one 278.
[[nodiscard]] const std::string& interchange();
/// The same request as a PAS bundle, without the white space of the file.
[[nodiscard]] const std::string& bundle();
/// One interchange with `sets` copies of that 278, whose numbers differ.
[[nodiscard]] std::string interchange_of(std::size_t sets);

/// The 278 read as far as a check needs it.
struct X12Request {
  X12Request();
  x12::Reader reader;
  const x12::Guide* guide;
  x12::LoopTree tree;
};

/// The bundle read as far as a check needs it.
struct FhirRequest {
  FhirRequest();
  std::string buffer;
  json::Document document;
  fhir::Bundle bundle;
};

[[nodiscard]] const fhir::Profiles& profiles();
[[nodiscard]] precert::ReviewRequest request_of(const X12Request& read);

/// The demo payer with a member and no history.
struct Knowledge {
  std::shared_ptr<const precert::Rulebook> rulebook;
  precert::MemberRecord member;
  precert::Directory directory;
  [[nodiscard]] precert::Facts facts() const;
};
[[nodiscard]] const Knowledge& knowledge();

}  // namespace bench
