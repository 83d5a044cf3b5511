#include "gateway/intake/plain_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace gateway {
namespace {

/// A file that is open, until the end of its scope.
class OpenPlainFile {
 public:
  explicit OpenPlainFile(const std::filesystem::path& file)
      // NOLINTNEXTLINE(cppcoreguidelines-pro-type-vararg): the system's own interface
      : descriptor_(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)) {}
  ~OpenPlainFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  OpenPlainFile(const OpenPlainFile&) = delete;
  OpenPlainFile& operator=(const OpenPlainFile&) = delete;

  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

/// Reads until `into` is full or the file ends; how many bytes that were, -1 when the system cannot read.
ssize_t read_all(int descriptor, std::string& into) {
  std::size_t done = 0;
  while (done < into.size()) {
    const ssize_t some = ::read(descriptor, into.data() + done, into.size() - done);
    if (some < 0 && errno == EINTR) continue;
    if (some < 0) return some;
    if (some == 0) break;
    done += static_cast<std::size_t>(some);
  }
  return static_cast<ssize_t>(done);
}

}  // namespace

base::Result<std::string> bytes_of_plain_file(const std::filesystem::path& file, std::size_t bytes_max) {
  const auto trouble = [&](const std::string& what, base::IssueCode code = base::IssueCode::config_invalid) {
    return base::Issues(base::Issue{code, file.string(), what});
  };
  const OpenPlainFile opened(file);
  if (opened.descriptor() < 0 && errno == ELOOP) return trouble("this is no plain file.");
  struct stat status{};
  // Asked of what is open: a name may stand for something else a moment later.
  if (opened.descriptor() < 0 || ::fstat(opened.descriptor(), &status) != 0) {
    return trouble(std::string("the file cannot be read: ") + std::strerror(errno));
  }
  if (!S_ISREG(status.st_mode)) return trouble("this is no plain file.");
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size > bytes_max) {
    return trouble("the file is longer than " + std::to_string(bytes_max) + " bytes.");
  }
  std::string bytes(size + 1, '\0');  // one more: a file that grows is seen to
  const ssize_t got = read_all(opened.descriptor(), bytes);
  if (got < 0) return trouble(std::string("the file cannot be read: ") + std::strerror(errno));
  if (static_cast<std::size_t>(got) != size) {
    return trouble("the file changes while it is read.", base::IssueCode::conflict);
  }
  bytes.resize(size);
  return bytes;
}

}  // namespace gateway
