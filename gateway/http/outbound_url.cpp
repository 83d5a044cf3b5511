// Which URLs, hosts and headers may be used for calls of ours.
#include <algorithm>
#include <array>
#include <boost/asio/ip/address.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "gateway/http/outbound.hpp"
#include "gateway/http/outbound_issues.hpp"

namespace gateway {
namespace {

namespace asio = boost::asio;

std::string lower(std::string_view text) {
  std::string made(text);
  for (char& c : made) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return made;
}

/// The path and query of a URL without its fragment; "/" at least.
std::string target_of(std::string_view rest) {
  rest = rest.substr(0, rest.find('#'));
  if (rest.empty()) return "/";
  return rest.front() == '?' ? "/" + std::string(rest) : std::string(rest);
}

/// "host", "host:443", "[::1]:443" into the parts; false when it is none of these.
bool read_authority(std::string_view authority, OutboundUrl& into) {
  std::string_view host = authority, port;
  if (authority.starts_with('[')) {
    const std::size_t end = authority.find(']');
    if (end == std::string_view::npos) return false;
    host = authority.substr(1, end - 1);
    port = authority.substr(end + 1);
    if (!port.empty() && port.front() != ':') return false;
  } else if (const std::size_t colon = authority.find(':'); colon != std::string_view::npos) {
    host = authority.substr(0, colon);
    port = authority.substr(colon);
  }
  if (!port.empty()) {
    port.remove_prefix(1);
    const bool digits = std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (port.empty() || port.size() > 5 || !digits || std::stoi(std::string(port)) > 65535) return false;
    into.port = port;
  }
  into.host = lower(host);
  return !into.host.empty();
}

/// `listed` may end in a port, which then has to be the URL's. An IPv6 address has more than one colon and no
/// port.
bool fits(const OutboundUrl& url, const std::string& listed) {
  const std::string lowered = lower(listed);
  std::string_view pattern = lowered;
  const std::size_t colon = pattern.find(':');
  if (colon != std::string_view::npos && pattern.rfind(':') == colon) {
    if (pattern.substr(colon + 1) != url.port) return false;
    pattern = pattern.substr(0, colon);
  }
  const std::string_view host = url.host;
  if (pattern.starts_with("*.")) return host.ends_with(pattern.substr(1));
  return host == pattern;
}

/// One IPv4 network.
struct Network {
  std::uint32_t address;
  unsigned bits;
};
// IANA IPv4 special-purpose address registry, what is not globally reachable; and multicast.
constexpr std::array<Network, 15> special_v4{{{0x00000000, 8},
                                              {0x0A000000, 8},
                                              {0x64400000, 10},
                                              {0x7F000000, 8},
                                              {0xA9FE0000, 16},
                                              {0xAC100000, 12},
                                              {0xC0000000, 24},
                                              {0xC0000200, 24},
                                              {0xC0586300, 24},
                                              {0xC0A80000, 16},
                                              {0xC6120000, 15},
                                              {0xC6336400, 24},
                                              {0xCB007100, 24},
                                              {0xE0000000, 4},
                                              {0xF0000000, 4}}};

bool is_public_v4(std::uint32_t address) {
  return std::none_of(special_v4.begin(), special_v4.end(), [address](const Network& network) {
    return (address >> (32U - network.bits)) == (network.address >> (32U - network.bits));
  });
}

/// Only 2000::/3 is given to public hosts; of it not the protocol assignments (2001::/23), the documentation
/// prefix and 6to4, which leads to any IPv4 address.
bool is_public_v6(const asio::ip::address_v6::bytes_type& bytes) {
  if ((bytes[0] & 0xE0U) != 0x20U) return false;
  if (bytes[0] == 0x20 && bytes[1] == 0x02) return false;
  const bool assigned = bytes[0] == 0x20 && bytes[1] == 0x01;
  return !(assigned && (bytes[2] < 0x02 || (bytes[2] == 0x0D && bytes[3] == 0xB8)));
}

bool is_token(char c) {
  constexpr std::string_view others = "!#$%&'*+-.^_`|~";
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         others.find(c) != std::string_view::npos;
}

}  // namespace

base::Result<OutboundUrl> outbound_url_from(std::string_view url) {
  const base::Issues fault = unusable_url("give a whole URL, such as https://host/path.");
  const bool printable = std::all_of(url.begin(), url.end(), [](char c) { return c > ' ' && c < 0x7F; });
  const std::size_t cut = url.find("://");
  if (cut == std::string_view::npos || !printable) return fault;
  const std::string scheme = lower(url.substr(0, cut));
  if (scheme != "https" && scheme != "http") return fault;
  OutboundUrl parts;
  parts.tls = scheme == "https";
  parts.port = parts.tls ? "443" : "80";
  url.remove_prefix(cut + 3);
  const std::size_t end = std::min(url.find_first_of("/?#"), url.size());
  const std::string_view authority = url.substr(0, end);
  if (authority.find('@') != std::string_view::npos)
    return unusable_url("a URL with a user name is not used.");
  if (!read_authority(authority, parts)) return fault;
  parts.target = target_of(url.substr(end));
  return parts;
}

base::Result<void> permitted(const OutboundUrl& url, const OutboundPolicy& policy) {
  if (!url.tls && !policy.plain_http) return unusable_url("only https is used.");
  if (!policy.hosts.empty()) {
    const bool listed = std::any_of(policy.hosts.begin(), policy.hosts.end(),
                                    [&url](const std::string& one) { return fits(url, one); });
    if (!listed) return unusable_url("this host is not among those that may be called.");
  }
  if (policy.private_addresses) return {};
  boost::system::error_code error;
  const asio::ip::address address = asio::ip::make_address(url.host, error);
  const bool local = url.host == "localhost" || url.host.ends_with(".localhost");
  if (local || (!error && !is_public(address))) return unusable_url("only public hosts are called.");
  return {};
}

bool is_public(const asio::ip::address& address) {
  return address.is_v4() ? is_public_v4(address.to_v4().to_uint()) : is_public_v6(address.to_v6().to_bytes());
}

bool is_header(std::string_view name, std::string_view value) {
  return !name.empty() && std::all_of(name.begin(), name.end(), is_token) &&
         std::none_of(value.begin(), value.end(), [](char c) {
           return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F;
         });
}

}  // namespace gateway
