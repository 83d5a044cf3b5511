// A compiled FHIR package is a gzipped tar archive; whatever it holds, reading it ends.
#include "gateway/cli/package_files.hpp"

#include <zlib.h>

namespace gateway::cli {
namespace {

std::string padded(std::string text) {
  text.resize((text.size() + 511) / 512 * 512, '\0');
  return text;
}

/// One entry of a tar archive.
std::string entry(const std::string& name, const std::string& content, char kind = '0') {
  std::string header(512, '\0');
  name.copy(header.data(), 100);
  std::snprintf(header.data() + 124, 12, "%011zo", content.size());
  header[156] = kind;
  std::string("ustar").copy(header.data() + 257, 5);
  return header + padded(content);
}

std::string zipped(const std::string& text) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string in = text, out(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::vector<std::string> names(const std::string& archive, const PackageLimits& limits = {}) {
  const base::Result<std::vector<fhir::PackageFile>> files = package_files(archive, "a.tgz", limits);
  if (!files) return {"refused: " + files.error().first().where};
  std::vector<std::string> all;
  for (const fhir::PackageFile& one : *files) all.push_back(one.name + "=" + one.bytes);
  return all;
}

const std::string end(1024, '\0');

TEST(PackageFiles, AreTheJsonFilesOfTheArchive) {
  const std::string long_name = "package/" + std::string(150, 'n') + ".json";
  const std::string record = " path=" + long_name + "\n";
  const std::string pax = std::to_string(record.size() + 3) + record;
  const std::string tar = entry("package/", "", '5') + entry("package/a.json", "{}") +
                          entry("package/b.txt", "text") + entry("pax", pax, 'x') +
                          entry("short.json", "[1]") + entry("long", long_name, 'L') +
                          entry("other.json", "[2]") + entry("package/c.json", std::string(600, ' ')) + end;
  EXPECT_EQ(names(zipped(tar)),
            (std::vector<std::string>{"package/a.json={}", long_name + "=[1]", long_name + "=[2]",
                                      "package/c.json=" + std::string(600, ' ')}));
}

TEST(PackageFiles, AreRefusedWhenTheArchiveIsNone) {
  const std::vector<std::string> refused{"refused: a.tgz"};
  EXPECT_EQ(names("not gzip"), refused);
  EXPECT_EQ(names(""), refused);
  EXPECT_EQ(names(zipped(entry("package/a.json", "{}") + end).substr(0, 40)), refused) << "cut off";
  EXPECT_EQ(names(zipped(entry("package/a.json", std::string(2000, 'x')).substr(0, 1024))), refused);
  std::string bad_size = entry("package/a.json", "{}");
  bad_size[124] = 'x';
  EXPECT_EQ(names(zipped(bad_size)), refused);
}

TEST(PackageFiles, AreBounded) {
  const std::string archive = zipped(entry("a.json", std::string(3000, ' ')) + entry("b.json", "{}") + end);
  EXPECT_EQ(names(archive, {.file_bytes_max = 2999}), std::vector<std::string>{"refused: a.tgz"});
  EXPECT_EQ(names(archive, {.unpacked_bytes_max = 4000}), std::vector<std::string>{"refused: a.tgz"});
  EXPECT_EQ(names(archive, {.files_max = 1}), std::vector<std::string>{"refused: a.tgz"});
  EXPECT_EQ(names(archive).size(), 2U);
}

}  // namespace
}  // namespace gateway::cli
