#include "gateway/access/oauth_secret.hpp"

#include <fcntl.h>
#include <openssl/rand.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "gateway/store/content_hash.hpp"

namespace gateway {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t secret_bytes_min = 32;
constexpr std::size_t secret_bytes_max = 4096;

base::Issues secret_fault(const fs::path& file, const char* remedy) {
  return base::Issue{base::IssueCode::config_invalid, file.string(), remedy, base::Severity::error};
}

/// Writes a file that only its owner may read; what is in it is on disk when this is true.
bool write_private(const fs::path& file, const std::string& text) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) return false;
  const bool written = ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  const bool on_disk = ::fsync(descriptor) == 0;
  return (::close(descriptor) == 0) && written && on_disk;
}

/// Two gateways may start at once: each writes a file of its own, and the first link to the name wins, so
/// that nobody reads half a secret.
bool make_secret(const fs::path& file) {
  ContentHash secret, name;
  for (ContentHash* one : {&secret, &name}) {
    if (RAND_bytes(one->bytes.data(), static_cast<int>(one->bytes.size())) != 1) return false;
  }
  std::error_code error;
  fs::create_directories(file.parent_path(), error);
  fs::path draft = file;
  draft += "." + hex(name).substr(0, 16);
  const bool written = write_private(draft, hex(secret) + "\n");
  if (written) fs::create_hard_link(draft, file, error);
  std::error_code ignored;
  fs::remove(draft, ignored);
  return written && (!error || fs::exists(file, ignored));
}

}  // namespace

base::Result<std::string> oauth_secret(const fs::path& configured, const fs::path& data_dir) {
  const fs::path file = configured.empty() ? data_dir / "oauth_secret" : configured;
  std::error_code ignored;
  if (configured.empty() && !fs::exists(file, ignored) && !make_secret(file))
    return secret_fault(file,
                        "the secret of access tokens cannot be made here; name one in oauth_secret_file.");
  std::ifstream in(file, std::ios::binary);
  if (!in) return secret_fault(file, "the secret of access tokens cannot be read.");
  std::string secret((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  while (secret.ends_with('\n') || secret.ends_with('\r')) secret.pop_back();
  if (secret.size() < secret_bytes_min || secret.size() > secret_bytes_max)
    return secret_fault(file, "32 to 4096 bytes are wanted, such as `openssl rand -base64 48` prints.");
  return secret;
}

}  // namespace gateway
