#include "gateway/intake/paper_types.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

namespace gateway {
namespace {

using precert::AttachmentFormat;
using namespace std::string_view_literals;

/// The first of a media type is the one that is shown. TIFF has two orders of bytes.
constexpr std::array paper_types{
    PaperType{".pdf", "application/pdf", AttachmentFormat::pdf, "%PDF-"},
    PaperType{".tif", "image/tiff", AttachmentFormat::image, "II*\0"sv},
    PaperType{".tiff", "image/tiff", AttachmentFormat::image, "MM\0*"sv},
    PaperType{".jpg", "image/jpeg", AttachmentFormat::image, "\xFF\xD8\xFF"},
    PaperType{".jpeg", "image/jpeg", AttachmentFormat::image, "\xFF\xD8\xFF"},
    PaperType{".png", "image/png", AttachmentFormat::image, "\x89PNG\r\n\x1A\n"},
    PaperType{".txt", "text/plain", AttachmentFormat::text, ""},
    PaperType{".fhir", "application/fhir+json", AttachmentFormat::unspecified, "{"},
    PaperType{".xml", "application/xml", AttachmentFormat::hl7, "<"},
};

bool same_letters(std::string_view left, std::string_view right) {
  return std::ranges::equal(
      left, right, [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); });
}

}  // namespace

const PaperType* paper_type_of_ending(std::string_view ending) {
  const auto found = std::ranges::find_if(
      paper_types, [&](const PaperType& one) { return same_letters(one.ending, ending); });
  return found == paper_types.end() ? nullptr : &*found;
}

const PaperType* paper_type_of(std::string_view content_type) {
  const auto found = std::ranges::find_if(
      paper_types, [&](const PaperType& one) { return same_letters(one.content_type, content_type); });
  return found == paper_types.end() ? nullptr : &*found;
}

bool looks_like(const PaperType& type, std::string_view bytes) {
  if (bytes.empty()) return false;
  const bool begins = std::ranges::any_of(paper_types, [&](const PaperType& one) {
    return one.content_type == type.content_type && bytes.starts_with(one.begins);
  });
  // A PDF says at its end that it is whole; what comes behind that is blank, or a signature's padding.
  constexpr std::size_t pdf_tail = 1024;
  if (type.format != AttachmentFormat::pdf || !begins) return begins;
  return bytes.substr(bytes.size() - std::min(bytes.size(), pdf_tail)).find("%%EOF") !=
         std::string_view::npos;
}

std::string paper_types_taken() {
  std::string all;
  for (const PaperType& one : paper_types) {
    if (all.find(one.content_type) != std::string::npos) continue;
    if (!all.empty()) all += ", ";
    all += one.content_type;
  }
  return all;
}

}  // namespace gateway
