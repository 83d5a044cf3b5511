// See attachment_codes.hpp.
#include "mappers/x12/attachment_codes.hpp"

namespace mappers {
namespace {

using precert::AttachmentFormat;
using namespace std::string_view_literals;

struct Signature {
  std::string_view start;
  std::string_view content_type;
};
constexpr std::array signatures{
    Signature{"%PDF-"sv, "application/pdf"},
    Signature{"\xFF\xD8\xFF"sv, "image/jpeg"},
    Signature{"\x89PNG\r\n\x1A\n"sv, "image/png"},
    Signature{"II*\0"sv, "image/tiff"},
    Signature{"MM\0*"sv, "image/tiff"},
    Signature{"GIF8"sv, "image/gif"},
    Signature{"{\\rtf"sv, "application/rtf"},
    Signature{"MSH|"sv, "x-application/hl7-v2+er7"},
};

/// How text starts that is JSON or XML, whatever it is about.
struct Markup {
  char start;
  std::string_view as_hl7, otherwise;
};
constexpr std::array markups{Markup{'{', "application/fhir+json", "application/json"},
                             Markup{'<', "application/hl7-cda+xml", "application/xml"}};

struct Usual {
  AttachmentFormat format;
  std::string_view content_type;
};
constexpr std::array usual{Usual{AttachmentFormat::hl7, "application/octet-stream"},
                           Usual{AttachmentFormat::text, "text/plain"},
                           Usual{AttachmentFormat::image, "application/octet-stream"},
                           Usual{AttachmentFormat::pdf, "application/pdf"}};

struct Known {
  std::string_view start;
  AttachmentFormat format;
};
constexpr std::array known{Known{"application/pdf", AttachmentFormat::pdf},
                           Known{"image/", AttachmentFormat::image},
                           Known{"application/fhir", AttachmentFormat::hl7},
                           Known{"application/hl7", AttachmentFormat::hl7},
                           Known{"application/json", AttachmentFormat::hl7},
                           Known{"application/xml", AttachmentFormat::hl7},
                           Known{"text/xml", AttachmentFormat::hl7},
                           Known{"x-application/hl7", AttachmentFormat::hl7},
                           Known{"text/", AttachmentFormat::text}};

}  // namespace

std::string_view content_type_of(AttachmentFormat format, std::string_view content) {
  for (const Signature& one : signatures) {
    if (content.starts_with(one.start)) return one.content_type;
  }
  if (format != AttachmentFormat::text) {
    const std::size_t at = content.find_first_not_of(" \t\r\n");
    for (const Markup& one : markups) {
      if (at != std::string_view::npos && content[at] == one.start)
        return format == AttachmentFormat::hl7 ? one.as_hl7 : one.otherwise;
    }
  }
  for (const Usual& one : usual) {
    if (one.format == format) return one.content_type;
  }
  return "application/octet-stream";
}

AttachmentFormat format_of(std::string_view content_type) {
  for (const Known& one : known) {
    if (content_type.starts_with(one.start)) return one.format;
  }
  return AttachmentFormat::unspecified;
}

}  // namespace mappers
