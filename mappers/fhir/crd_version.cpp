#include "mappers/fhir/crd_version.hpp"

#include <array>

namespace mappers {
namespace {

constexpr CrdShape shape_2_0_1{.doc_needed_repeats = false,
                               .says_indeterminate = false,
                               .says_details = false,
                               .contact_is_detail = false,
                               .says_expiry = false,
                               .detail_code_is_information = false,
                               .says_why = false,
                               .appointment_updates_order = false,
                               .whole_references = false,
                               .topic_system = "http://hl7.org/fhir/us/davinci-crd/CodeSystem/temp"};
constexpr CrdShape shape_2_2{.doc_needed_repeats = true,
                             .says_indeterminate = true,
                             .says_details = true,
                             .contact_is_detail = true,
                             .says_expiry = true,
                             .detail_code_is_information = true,
                             .says_why = true,
                             .appointment_updates_order = true,
                             .whole_references = true,
                             .topic_system = "http://terminology.hl7.org/CodeSystem/cdshooks-card-type"};

struct VersionName {
  std::string_view name;
  CrdVersion version;
};
/// 2.0 cannot be declared in discovery (its pattern forbids a zero), but may be asked for.
constexpr std::array<VersionName, 7> names{{{"", CrdVersion::v2_0_1},
                                            {"2.0", CrdVersion::v2_0_1},
                                            {"2.0.1", CrdVersion::v2_0_1},
                                            {"2.1", CrdVersion::v2_2},
                                            {"2.1.0", CrdVersion::v2_2},
                                            {"2.2", CrdVersion::v2_2},
                                            {"2.2.1", CrdVersion::v2_2}}};

}  // namespace

const CrdShape& shape_of(CrdVersion version) {
  return version == CrdVersion::v2_0_1 ? shape_2_0_1 : shape_2_2;
}

std::optional<CrdVersion> crd_version_from(std::string_view requested) {
  for (const VersionName& one : names) {
    if (one.name == requested) return one.version;
  }
  return std::nullopt;
}

}  // namespace mappers
