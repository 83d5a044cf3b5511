#include "gateway/edi/unreadable.hpp"

#include <algorithm>

#include "gateway/http/replies.hpp"

namespace gateway {

std::size_t rest_of(std::string_view bytes, const std::vector<x12::InterchangeScan>& scans) {
  constexpr std::string_view padding(" \t\r\n\x1A\0", 6);
  const std::size_t behind = scans.empty() ? 0 : scans.back().end;
  return std::min(bytes.find_first_not_of(padding, behind), bytes.size());
}

std::string place_of_unreadable(std::string_view bytes, const std::vector<x12::InterchangeScan>& scans) {
  return "byte " + std::to_string(rest_of(bytes, scans));
}

HttpReply unreadable_reply(const std::string& path, const std::string& place, const x12::Fault& fault) {
  return refusal(400, path,
                 base::Issues(base::Issue{base::IssueCode::message_unreadable, place, fault.remedy,
                                          base::Severity::error}));
}

void note_unreadable_rest(const std::string& place, HttpReply& reply) {
  reply.headers.emplace_back("Precert-Rest-Unreadable", place);
}

}  // namespace gateway
