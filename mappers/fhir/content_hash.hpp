// The fingerprint by which a document's content is known again. Not a cryptographic hash: the gateway's
// journal keeps the received bytes with one; this tells two attachments of a case apart without OpenSSL in
// the mappers.
#pragma once

#include <string>
#include <string_view>

namespace mappers {

/// 16 hexadecimal digits: FNV-1a (64 bits) over the bytes that the base64 text stands for. White space in it
/// is skipped.
[[nodiscard]] std::string content_hash(std::string_view base64);
/// The same over bytes as they are (X12 275 BDS).
[[nodiscard]] std::string content_hash_of_bytes(std::string_view bytes);

/// Identifier system under which a DocumentReference names the hash of content that is not in it.
inline constexpr std::string_view content_hash_system = "urn:precert:content-hash";

}  // namespace mappers
