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

}  // namespace

ContentHash content_hash_of(std::string_view content) {
  thread_local const std::unique_ptr<EVP_MD_CTX, FreeContext> context(EVP_MD_CTX_new());
  ContentHash hash;
  unsigned size = 0;
  const bool done = context != nullptr && EVP_DigestInit_ex2(context.get(), sha256(), nullptr) == 1 &&
                    EVP_DigestUpdate(context.get(), content.data(), content.size()) == 1 &&
                    EVP_DigestFinal_ex(context.get(), hash.bytes.data(), &size) == 1;
  // Without SHA-256 no message can be told from another; there is nothing safe to go on with.
  if (!done || size != hash.bytes.size()) std::abort();
  return hash;
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
