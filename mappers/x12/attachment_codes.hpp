// Codes of a 275 that the model has words for, and what kind of content bytes show themselves to be.
#pragma once

#include <array>
#include <string_view>

#include "mappers/codes/x12_codes.hpp"

namespace mappers {

/// BGN01. Source: 006020X316.
template <>
struct X12Codes<precert::AttachmentPurpose> {
  static constexpr std::string_view list = "353";
  static constexpr CodeTable<precert::AttachmentPurpose, 2> all{
      {{precert::AttachmentPurpose::unsolicited, "02"}, {precert::AttachmentPurpose::solicited, "11"}}};
};

/// CAT02. Source: 006020X316.
template <>
struct X12Codes<precert::AttachmentFormat> {
  static constexpr std::string_view list = "756";
  static constexpr CodeTable<precert::AttachmentFormat, 4> all{{{precert::AttachmentFormat::hl7, "HL"},
                                                                {precert::AttachmentFormat::text, "TX"},
                                                                {precert::AttachmentFormat::image, "IA"},
                                                                {precert::AttachmentFormat::pdf, "PD"}}};
};

/// OOI03 of a document that has no title.
inline constexpr std::string_view object_without_title = "ATTACHMENT";

/// The MIME type that content shows by its first bytes, else the one its format has; never "".
[[nodiscard]] std::string_view content_type_of(precert::AttachmentFormat format, std::string_view content);

/// The CAT02 format of content with that MIME type. FHIR and CDA are HL7.
[[nodiscard]] precert::AttachmentFormat format_of(std::string_view content_type);

}  // namespace mappers
