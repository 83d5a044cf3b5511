#include "gateway/cli/package_files.hpp"

#define ZLIB_CONST  // zlib only reads its input
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

namespace gateway::cli {
namespace {

constexpr std::size_t block = 512;  // of a tar archive

base::Issue fault(const std::string& name, std::string remedy) {
  return {base::IssueCode::data_invalid, name, std::move(remedy), base::Severity::error};
}

/// Ends zlib's state whatever way its user leaves.
class Inflater {
 public:
  Inflater() { ready_ = inflateInit2(&stream_, gzip_only) == Z_OK; }
  ~Inflater() { inflateEnd(&stream_); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  /// Appends what `in` unpacks to; nullopt when it is no whole gzip stream, or when it grows beyond
  /// `bytes_max`.
  [[nodiscard]] std::optional<std::string> unpacked(const std::string& in, std::size_t bytes_max) {
    if (!ready_ || in.size() > bytes_max) return std::nullopt;
    std::string out;
    stream_.next_in = reinterpret_cast<const Bytef*>(in.data());
    stream_.avail_in = static_cast<uInt>(in.size());
    std::array<char, std::size_t{64} * 1024> piece{};
    int state = Z_OK;
    while (state != Z_STREAM_END) {
      stream_.next_out = reinterpret_cast<Bytef*>(piece.data());
      stream_.avail_out = static_cast<uInt>(piece.size());
      state = inflate(&stream_, Z_NO_FLUSH);
      if (state != Z_OK && state != Z_STREAM_END) return std::nullopt;
      const std::size_t made = piece.size() - stream_.avail_out;
      if (out.size() + made > bytes_max) return std::nullopt;
      out.append(piece.data(), made);
      if (made == 0 && stream_.avail_in == 0 && state != Z_STREAM_END) return std::nullopt;
    }
    return out;
  }

 private:
  static constexpr int gzip_only = 15 + 16;
  z_stream stream_{};
  bool ready_ = false;
};

/// One header of 512 bytes.
struct Header {
  std::string name;
  std::size_t size = 0;
  char kind = '0';
};

std::string_view field(std::string_view header, std::size_t at, std::size_t width) {
  const std::string_view whole = header.substr(at, width);
  return whole.substr(0, whole.find('\0'));
}

/// Octal digits, blanks around them.
std::optional<std::size_t> octal(std::string_view text) {
  std::size_t value = 0;
  bool any = false;
  for (const char c : text) {
    if (c == ' ') continue;
    if (c < '0' || c > '7' || value > (std::size_t{1} << 40U)) return std::nullopt;
    value = value * 8 + static_cast<std::size_t>(c - '0');
    any = true;
  }
  if (!any) return std::nullopt;
  return value;
}

std::optional<Header> header_at(std::string_view header) {
  const std::optional<std::size_t> size = octal(field(header, 124, 12));
  if (!size) return std::nullopt;
  Header made;
  made.size = *size;
  made.kind = header[156] == '\0' ? '0' : header[156];
  const std::string_view prefix = field(header, 257, 6).starts_with("ustar") ? field(header, 345, 155) : "";
  if (!prefix.empty()) made.name = std::string(prefix) + "/";
  made.name += field(header, 0, 100);
  return made;
}

/// "27 path=package/a.json\n" of a pax header: the path, "" when it names none.
std::string pax_path(std::string_view records) {
  while (!records.empty()) {
    const std::size_t blank = records.find(' ');
    const std::optional<std::size_t> end =
        records.find('\n') == std::string_view::npos ? std::nullopt : std::optional(records.find('\n'));
    if (blank == std::string_view::npos || !end || *end < blank) return {};
    const std::string_view record = records.substr(blank + 1, *end - blank - 1);
    if (record.starts_with("path=")) return std::string(record.substr(5));
    records.remove_prefix(*end + 1);
  }
  return {};
}

bool is_json(std::string_view name) { return name.ends_with(".json"); }

}  // namespace

base::Result<std::vector<fhir::PackageFile>> package_files(const std::string& archive,
                                                           const std::string& name,
                                                           const PackageLimits& limits) {
  const std::optional<std::string> tar = Inflater().unpacked(archive, limits.unpacked_bytes_max);
  if (!tar) return fault(name, "Name a compiled FHIR package: a .tgz of at most 512 MB when unpacked.");
  std::vector<fhir::PackageFile> files;
  std::string next_name;  // from an entry that only names the next one
  for (std::string_view rest = *tar; rest.size() >= block && rest[0] != '\0';) {
    const std::optional<Header> header = header_at(rest.substr(0, block));
    const std::size_t padded = header ? (header->size + block - 1) / block * block : 0;
    if (!header || padded > rest.size() - block)
      return fault(name, "The archive is broken; fetch the package again.");
    const std::string_view content = rest.substr(block, header->size);
    rest.remove_prefix(block + padded);
    if (header->kind == 'x') {
      next_name = pax_path(content);
    } else if (header->kind == 'L') {
      next_name = std::string(content.substr(0, content.find('\0')));
    } else {
      const std::string& path = next_name.empty() ? header->name : next_name;
      if (header->kind == '0' && is_json(path)) {
        if (content.size() > limits.file_bytes_max || files.size() == limits.files_max) {
          return fault(name, "The package is larger than any guide; check where it comes from.");
        }
        files.push_back({path, std::string(content)});
      }
      next_name.clear();
    }
  }
  return files;
}

}  // namespace gateway::cli
