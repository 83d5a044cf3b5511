// The messages that `precert bench` sends: one request in both dialects, made distinct by numbers of fixed
// width that are patched in place, so that the client costs next to nothing beside the server it shares a
// machine with.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/result.hpp"
#include "gateway/http/client.hpp"
#include "precert/engine/facts.hpp"

namespace gateway::cli {

/// How many members the messages name in turn: with a few requests each, nobody's history grows long.
inline constexpr std::uint32_t bench_members = 60'000;

/// The synthetic people of bench_members, as `load members` would load them.
[[nodiscard]] std::vector<precert::MemberRecord> members_of_bench();

/// A whole HTTP request whose numbers are replaced from send to send.
class MessageTemplate {
 public:
  /// `head` is everything before the body; both hold the marks of bench_messages.cpp.
  MessageTemplate(const std::string& head, const std::string& body);

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] std::size_t body_bytes() const { return body_bytes_; }
  /// Makes `message`, a copy of text() or an earlier result, the message with this serial number.
  void number(std::string& message, std::uint32_t serial) const;

 private:
  std::string text_;
  std::size_t body_bytes_;
  std::vector<std::size_t> serials_, members_;  // where the digits stand in text_
};

struct BenchMessages {
  MessageTemplate x12;     // POST /x12
  MessageTemplate submit;  // POST /fhir/Claim/$submit
};

/// An MRI with its clinical facts, two weeks after `now`. Errors: none unless precert cannot read its own
/// message.
[[nodiscard]] base::Result<BenchMessages> bench_messages(const HttpTarget& target, base::Instant now);

}  // namespace gateway::cli
