#include "gateway/store/content_hash.hpp"

#include <openssl/evp.h>

#include <cstdlib>
#include <memory>

namespace gateway {
namespace {

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

/// Looked up once: OpenSSL 3 takes longer to find an algorithm by name than to hash a short message.
const EVP_MD* sha256() {
  static EVP_MD* const found = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return found;
}

/// Without SHA-256 no message can be told from another; there is nothing safe to go on with.
void require(bool done) {
  if (!done) std::abort();
}

void begin(EVP_MD_CTX* context) {
  require(context != nullptr && EVP_DigestInit_ex2(context, sha256(), nullptr) == 1);
}
void add_to(EVP_MD_CTX* context, std::string_view piece) {
  require(EVP_DigestUpdate(context, piece.data(), piece.size()) == 1);
}
ContentHash finish(EVP_MD_CTX* context) {
  ContentHash hash;
  unsigned size = 0;
  require(EVP_DigestFinal_ex(context, hash.bytes.data(), &size) == 1 && size == hash.bytes.size());
  return hash;
}

}  // namespace

struct ContentHasher::State {
  std::unique_ptr<EVP_MD_CTX, FreeContext> context{EVP_MD_CTX_new()};
};

ContentHasher::ContentHasher() : state_(std::make_unique<State>()) { begin(state_->context.get()); }
ContentHasher::~ContentHasher() = default;
void ContentHasher::add(std::string_view piece) { add_to(state_->context.get(), piece); }
ContentHash ContentHasher::finish() { return gateway::finish(state_->context.get()); }

ContentHash content_hash_of(std::string_view content) {
  thread_local const std::unique_ptr<EVP_MD_CTX, FreeContext> context(EVP_MD_CTX_new());
  begin(context.get());
  add_to(context.get(), content);
  return finish(context.get());
}

std::string hex(const ContentHash& hash) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(2 * hash.bytes.size());
  for (const std::uint8_t byte : hash.bytes) {
    text += digits[byte >> 4U];
    text += digits[byte & 0x0FU];
  }
  return text;
}

}  // namespace gateway
