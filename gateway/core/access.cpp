#include "gateway/core/access.hpp"

#include <openssl/crypto.h>

#include <algorithm>

#include "gateway/store/content_hash.hpp"

namespace gateway {
namespace {

/// Takes the same time wherever, and in whatever length, the texts differ: it compares their hashes.
bool same_secret(std::string_view a, std::string_view b) {
  const ContentHash left = content_hash_of(a);
  const ContentHash right = content_hash_of(b);
  return CRYPTO_memcmp(left.bytes.data(), right.bytes.data(), left.bytes.size()) == 0;
}

std::string lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

bool may_log_in(const Partner& partner) {
  return !partner.core_sender.empty() && !partner.core_user.empty() &&
         partner.core_password_sha256.size() == 64;
}

CoreAdmission refused(std::string_view code, std::string_view words) {
  CoreAdmission admission;
  admission.fault.code = code;
  admission.fault.message = words;
  return admission;
}

bool lists(const std::vector<std::string>& texts, const std::string& text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

/// True when the interchange's sender is this partner: it lists the pair, or it is the default one and nobody
/// does.
bool owns(const Partner& partner, const x12::InterchangeHeader& header, std::span<const Partner> partners) {
  const std::string pair = std::string(header.sender_qualifier).append(":").append(header.sender);
  if (!partner.senders.empty()) return lists(partner.senders, pair);
  return std::none_of(partners.begin(), partners.end(),
                      [&](const Partner& other) { return lists(other.senders, pair); });
}

bool owns(const Partner& partner, const x12::GroupScan& group) {
  return partner.group_senders.empty() || lists(partner.group_senders, std::string(group.header.sender));
}

}  // namespace

bool core_is_open(std::span<const Partner> partners, bool loopback) {
  return loopback && partners.size() == 1 && partners.front().senders.empty() &&
         partners.front().core_sender.empty();
}

CoreAdmission admitted(const CoreEnvelope& envelope, std::span<const Partner> partners, bool open) {
  CoreAdmission admission;
  if (open) {
    admission.partner = &partners.front();
    return admission;
  }
  const std::string& user = envelope.text(CoreField::user_name);
  const std::string& sender = envelope.text(CoreField::sender_id);
  const std::string hash = hex(content_hash_of(envelope.text(CoreField::password)));
  const Partner* named = nullptr;
  for (const Partner& partner : partners) {  // all of them, so that the time tells nothing
    const bool user_fits = same_secret(partner.core_user, user);
    const bool password_fits = same_secret(lowered(partner.core_password_sha256), hash);
    if (!may_log_in(partner) || !user_fits || !password_fits) continue;
    if (named == nullptr || partner.core_sender == sender) named = &partner;
  }
  if (named == nullptr) return refused("UnAuthorized", "The sender is not known here by these credentials.");
  if (named->core_sender != sender) return refused("SenderIDIllegal", "SenderID is not this sender's.");
  admission.partner = named;
  return admission;
}

std::optional<CoreFault> payload_sender_fault(std::string_view payload, const Partner& partner,
                                              std::span<const Partner> partners) {
  const auto fault = [](const char* element) {
    CoreFault made;
    made.code = "SenderIDIllegal";
    made.message = std::string(element) + " of the payload is not that of SenderID's partner.";
    return made;
  };
  // Read as tolerantly as anything here is read: what is passed over now would be answered later.
  for (const x12::InterchangeScan& interchange : x12::scan(payload, {}, x12::ReadOptions{true, true})) {
    if (!owns(partner, interchange.header, partners)) return fault("ISA06");
    for (const x12::GroupScan& group : interchange.groups) {
      if (!owns(partner, group)) return fault("GS02");
    }
  }
  return std::nullopt;
}

}  // namespace gateway
