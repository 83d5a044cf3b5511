#include "gateway/core/mime.hpp"

#include <algorithm>

#include "gateway/http/message.hpp"
#include "gateway/store/content_hash.hpp"

namespace gateway {
namespace {

using base::Issue;
using base::IssueCode;
using base::Issues;

constexpr std::string_view crlf = "\r\n";

Issues unreadable(std::string where, std::string remedy) {
  return Issues(Issue{IssueCode::message_unreadable, std::move(where), std::move(remedy)});
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_name(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trimmed(std::string_view text) {
  const std::size_t from = text.find_first_not_of(" \t");
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(" \t") - from + 1);
}

/// RFC 2046 5.1.1: 1 to 70 characters, the last one no blank.
bool is_boundary(std::string_view text) {
  constexpr std::string_view others = "'()+_,-./:=? ";
  if (text.empty() || text.size() > 70 || text.back() == ' ') return false;
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') ||
           others.find(c) != std::string_view::npos;
  });
}

/// One parameter's value at the front of `rest`, which is left behind it; nullopt when a quote is not closed.
std::optional<std::string> take_value(std::string_view& rest) {
  std::string value;
  if (rest.empty() || rest.front() != '"') {
    const std::size_t end = std::min(rest.find(';'), rest.size());
    value = trimmed(rest.substr(0, end));
    rest.remove_prefix(end);
    return value;
  }
  for (std::size_t i = 1; i < rest.size(); ++i) {
    if (rest[i] == '"') {
      rest = trimmed(rest.substr(i + 1));
      return value;
    }
    if (rest[i] == '\\' && i + 1 < rest.size()) ++i;
    value += rest[i];
  }
  return std::nullopt;
}

/// A boundary that was found: its line, and whether it is the closing one.
struct Delimiter {
  std::size_t begin = std::string_view::npos;  // of "--"
  std::size_t end = 0;                         // one past its CRLF
  bool closing = false;
};

/// What follows "--BOUNDARY" when it is a whole line; nullopt when it is not.
std::optional<Delimiter> line_end(std::string_view body, std::size_t begin, std::size_t at) {
  Delimiter found;
  found.begin = begin;
  found.closing = body.substr(at, 2) == "--";
  if (found.closing) at += 2;
  while (at < body.size() && (body[at] == ' ' || body[at] == '\t')) ++at;
  const bool last = found.closing && at == body.size();
  if (!last && body.substr(at, 2) != crlf) return std::nullopt;
  found.end = last ? at : at + 2;
  return found;
}

/// The first boundary line that begins at `from` or later; one at `from` needs no line end of its own before
/// it only at the start of the message.
std::optional<Delimiter> next_delimiter(std::string_view body, std::string_view dashed, std::size_t from) {
  for (std::size_t at = body.find(dashed, from); at != std::string_view::npos;
       at = body.find(dashed, at + 1)) {
    const bool line_start = at == 0 || (at >= from + 2 && body.substr(at - 2, 2) == crlf);
    if (!line_start) continue;
    std::optional<Delimiter> found = line_end(body, at, at + dashed.size());
    if (found) return found;
  }
  return std::nullopt;
}

std::string_view without_brackets(std::string_view id) {
  return id.size() >= 2 && id.front() == '<' && id.back() == '>' ? id.substr(1, id.size() - 2) : id;
}

bool identity_encoding(std::string_view value) {
  return same_name(value, "binary") || same_name(value, "8bit") || same_name(value, "7bit");
}

/// One header line into the part; false when it is malformed, repeated or an encoding to undo.
bool take_header(std::string_view line, MimePart& part) {
  const std::size_t colon = line.find(':');
  if (colon == 0 || colon == std::string_view::npos || line.front() == ' ' || line.front() == '\t')
    return false;
  const std::string_view name = line.substr(0, colon);
  const std::string_view value = trimmed(line.substr(colon + 1));
  std::string* place = nullptr;
  if (same_name(name, "Content-Disposition")) place = &part.disposition;
  if (same_name(name, "Content-Type")) place = &part.content_type;
  if (same_name(name, "Content-ID")) place = &part.content_id;
  if (place == nullptr) return !same_name(name, "Content-Transfer-Encoding") || identity_encoding(value);
  if (!place->empty()) return false;
  *place = place == &part.content_id ? without_brackets(value) : value;
  return true;
}

/// Headers, the empty line, the body.
base::Result<MimePart> part_from(std::string_view text, const std::string& where, const MimeLimits& limits) {
  MimePart part;
  std::size_t at = 0;
  while (true) {
    const std::size_t end = text.find(crlf, at);
    if (end == std::string_view::npos || end > limits.header_bytes_max) {
      return unreadable(where,
                        "The part's headers have to end with an empty line (CRLF CRLF), and be short.");
    }
    if (end == at) break;
    if (!take_header(text.substr(at, end - at), part)) {
      return unreadable(
          where, "A part header is malformed, repeated, or an encoding other than 7bit, 8bit or binary.");
    }
    at = end + crlf.size();
  }
  part.body = text.substr(at + crlf.size());
  return part;
}

}  // namespace

std::optional<std::string> header_parameter(std::string_view header, std::string_view name) {
  std::optional<std::string> found;
  std::string_view rest = header.substr(std::min(header.find(';'), header.size()));
  while (!rest.empty()) {
    if (rest.front() != ';') return std::nullopt;
    rest = trimmed(rest.substr(1));
    if (rest.empty()) break;
    const std::size_t equals = rest.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    const std::string_view key = trimmed(rest.substr(0, equals));
    rest = trimmed(rest.substr(equals + 1));
    std::optional<std::string> value = take_value(rest);
    if (!value) return std::nullopt;
    if (!same_name(key, name)) continue;
    if (found) return std::nullopt;
    found = std::move(value);
  }
  return found;
}

base::Result<std::vector<MimePart>> mime_parts(std::string_view body, std::string_view content_type,
                                               const MimeLimits& limits) {
  const std::optional<std::string> boundary = header_parameter(content_type, "boundary");
  if (!boundary || !is_boundary(*boundary)) {
    return unreadable("Content-Type", "Name one boundary of 1 to 70 characters.");
  }
  const std::string dashed = "--" + *boundary;
  std::optional<Delimiter> delimiter = next_delimiter(body, dashed, 0);
  std::vector<MimePart> parts;
  while (delimiter && !delimiter->closing) {
    const std::string where = "part " + std::to_string(parts.size() + 1);
    if (parts.size() == limits.parts_max) return unreadable(where, "Send fewer parts.");
    const std::optional<Delimiter> next = next_delimiter(body, dashed, delimiter->end);
    if (!next) break;
    const std::size_t from = delimiter->end;
    base::Result<MimePart> part =
        part_from(body.substr(from, next->begin - crlf.size() - from), where, limits);
    if (!part) return part.error();
    parts.push_back(std::move(*part));
    delimiter = next;
  }
  if (!delimiter || !delimiter->closing) {
    return unreadable("body", "The message has to end with its closing boundary on a line of its own.");
  }
  return parts;
}

std::string boundary_for(const std::vector<std::string_view>& texts) {
  std::string seed;
  for (const std::string_view text : texts) seed += hex(content_hash_of(text));
  while (true) {
    const std::string boundary = "core-" + hex(content_hash_of(seed)).substr(0, 40);
    const bool met = std::any_of(texts.begin(), texts.end(), [&](std::string_view text) {
      return text.find(boundary) != std::string_view::npos;
    });
    if (!met) return boundary;
    seed += '.';
  }
}

void append_part(std::string& out, std::string_view boundary, std::string_view headers,
                 std::string_view body) {
  out.append("--").append(boundary).append(crlf).append(headers).append(crlf).append(body).append(crlf);
}

void append_end(std::string& out, std::string_view boundary) {
  out.append("--").append(boundary).append("--").append(crlf);
}

base::Result<CoreEnvelope> envelope_from_form(std::string_view body, std::string_view content_type) {
  if (media_type(content_type) != "multipart/form-data") {
    return unreadable("Content-Type", "Send multipart/form-data.");
  }
  base::Result<std::vector<MimePart>> parts = mime_parts(body, content_type);
  if (!parts) return parts.error();
  CoreEnvelope envelope;
  envelope.form = CoreForm::mime;
  for (const MimePart& part : *parts) {
    const std::optional<std::string> name = header_parameter(part.disposition, "name");
    if (!name || media_type(part.disposition) != "form-data") {
      return unreadable("Content-Disposition", "Every part has to be form-data with one name.");
    }
    const std::optional<CoreField> field = core_field_of(*name);
    if (field) envelope.receive(*field, std::string(part.body));
  }
  return envelope;
}

FormMessage form_from(const CoreEnvelope& envelope) {
  std::vector<std::string_view> texts;
  for (const std::optional<std::string>& value : envelope.fields) {
    if (value) texts.emplace_back(*value);
  }
  const std::string boundary = boundary_for(texts);
  FormMessage message;
  message.content_type = "multipart/form-data; boundary=" + boundary;
  for (std::size_t i = 0; i < core_field_count; ++i) {
    const auto field = static_cast<CoreField>(i);
    if (!envelope.has(field)) continue;
    std::string headers = "Content-Disposition: form-data; name=\"";
    headers.append(core_name(field)).append("\"\r\n");
    if (field == CoreField::payload) headers += "Content-Type: application/EDI-X12\r\n";
    append_part(message.body, boundary, headers, envelope.text(field));
  }
  append_end(message.body, boundary);
  return message;
}

}  // namespace gateway
