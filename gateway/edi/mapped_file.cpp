#include "gateway/edi/mapped_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace gateway {
namespace {

constexpr std::size_t forget_step = std::size_t{4}
                                    << 20U;  // each call to the system forgets that much at least

base::Issues cannot_read(const std::filesystem::path& file) {
  return base::Issues(base::Issue{base::IssueCode::config_invalid, file.string(),
                                  std::string("the file cannot be read: ") + std::strerror(errno)});
}

}  // namespace

base::Result<MappedFile> MappedFile::open(const std::filesystem::path& file) {
  const int descriptor =
      ::open(file.c_str(), O_RDONLY | O_CLOEXEC);  // NOLINT(cppcoreguidelines-pro-type-vararg)
  if (descriptor < 0) return cannot_read(file);
  struct stat status{};
  MappedFile mapped;
  void* data = nullptr;
  bool good = ::fstat(descriptor, &status) == 0;
  if (good && status.st_size > 0) {
    data = ::mmap(nullptr, static_cast<std::size_t>(status.st_size), PROT_READ, MAP_PRIVATE, descriptor, 0);
    good = data != MAP_FAILED;  // NOLINT(cppcoreguidelines-pro-type-cstyle-cast, performance-no-int-to-ptr)
  }
  base::Issues failure = good ? base::Issues() : cannot_read(file);
  ::close(descriptor);
  if (!good) return failure;
  mapped.data_ = static_cast<const char*>(data);
  mapped.size_ = static_cast<std::size_t>(status.st_size);
  return mapped;
}

MappedFile::~MappedFile() {
  if (data_ != nullptr)
    ::munmap(const_cast<char*>(data_), size_);  // NOLINT(cppcoreguidelines-pro-type-const-cast)
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)),
      size_(std::exchange(other.size_, 0)),
      forgotten_(std::exchange(other.forgotten_, 0)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  std::swap(forgotten_, other.forgotten_);
  return *this;
}

void MappedFile::forget_before(std::size_t end) {
  if (end < forgotten_) forgotten_ = 0;  // a second pass
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  const std::size_t until = std::min(end, size_) / page * page;
  if (until < forgotten_ + forget_step) return;
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): the pages are not written, only dropped
  ::madvise(const_cast<char*>(data_) + forgotten_, until - forgotten_, MADV_DONTNEED);
  forgotten_ = until;
}

}  // namespace gateway
