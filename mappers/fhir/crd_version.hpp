// Which version of Da Vinci CRD a hook call is answered in, and what differs on the wire.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace mappers {

/// 2.0.1 is what a client gets that asks for none; 2.1 and 2.2 share their shapes.
enum class CrdVersion : std::uint8_t { v2_0_1, v2_2 };

/// What the versions say differently (CRD 2.0.1 and 2.2.1, extension coverage-information and cards).
struct CrdShape {
  bool doc_needed_repeats;          // doc-needed 0..*; else one code, "both" for clinical and admin
  bool says_indeterminate;          // covered, pa-needed and doc-needed have the code `indeterminate`
  bool says_details;                // `detail` with its category; without it details become cards
  bool contact_is_detail;           // contact is a ContactDetail; else a ContactPoint
  bool says_expiry;                 // expiry-date
  bool detail_code_is_information;  // info-needed has `detail-code`; else it is a reason
  bool says_why;                    // reason has a code for each cause; else only `gold-card`, `detail-code`
  bool appointment_updates_order;   // appointment-book answers on the ServiceRequest behind the Appointment
  bool whole_references;            // a Coverage on another server than the client's is another Coverage
  std::string_view topic_system;    // of a card's source.topic
};
[[nodiscard]] const CrdShape& shape_of(CrdVersion version);

/// `davinci-crd.requestedVersion`; "" is 2.0.1. nullopt = a version that is not spoken here.
[[nodiscard]] std::optional<CrdVersion> crd_version_from(std::string_view requested);

}  // namespace mappers
