// The forms of the rulebook by their canonical URL, and their resources: Questionnaire and Library.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "gateway/app/services.hpp"
#include "gateway/dtr/editions.hpp"
#include "gateway/http/message.hpp"
#include "mappers/fhir/pas_version.hpp"
#include "mappers/fhir/questionnaire.hpp"

namespace gateway {

/// The FHIR base that a conversation about forms goes on at.
struct DtrBase {
  std::string url;  // "https://payer.example/fhir", without a final slash
  mappers::DtrVersion version = mappers::DtrVersion::v2_0_1;

  /// Valid as long as this is.
  [[nodiscard]] mappers::FormPlace place() const { return {url, version}; }
};
[[nodiscard]] DtrBase dtr_base(mappers::PasVersion version, const Services& services);

/// A form and the rulebook that it comes from, which has to outlive every use of it.
struct FoundForm {
  std::shared_ptr<const precert::Rulebook> rulebook;
  precert::Form form;
  bool adaptive = false;
};

/// The form that a canonical of either base names: in this edition of the rulebook, or, when it says
/// |version, in the newest kept one that has that version. nullopt when there is none. Errors:
/// store_unavailable.
[[nodiscard]] base::Result<std::optional<FoundForm>> form_of(std::string_view canonical,
                                                             EditionLookup& editions, Services& services);

/// When a form became what it is: since when the kept rulebooks have this version of it, else the first day
/// it is in force. Errors: store_unavailable.
[[nodiscard]] base::Result<base::Instant> changed_at(const FoundForm& found, EditionLookup& editions,
                                                     Services& services);

/// GET [base]/Questionnaire/{id}: the newest edition, standard or adaptive (ID-adaptive). 404.
[[nodiscard]] HttpReply read_questionnaire(const std::string& id, const HttpRequest& request,
                                           mappers::PasVersion version, EditionLookup& editions,
                                           Services& services);
/// GET [base]/Questionnaire[?url=…&version=…&_id=…]: a searchset; without parameters every form there is.
[[nodiscard]] HttpReply search_questionnaires(const HttpRequest& request, mappers::PasVersion version,
                                              EditionLookup& editions, Services& services);
/// GET [base]/Library/{id}. 404.
[[nodiscard]] HttpReply read_library(const std::string& id, const HttpRequest& request,
                                     mappers::PasVersion version, Services& services);

}  // namespace gateway
