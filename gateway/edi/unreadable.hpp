// Bytes behind the interchanges of a message that are none, and what is said of them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gateway/http/message.hpp"
#include "parsers/x12/fault.hpp"
#include "parsers/x12/reader.hpp"

namespace gateway {

/// The first byte behind the interchanges that can be read, and what pads them; the size when nothing is
/// there.
[[nodiscard]] std::size_t rest_of(std::string_view bytes, const std::vector<x12::InterchangeScan>& scans);
/// Where what cannot be read begins: "byte 1024".
[[nodiscard]] std::string place_of_unreadable(std::string_view bytes,
                                              const std::vector<x12::InterchangeScan>& scans);

/// 400: no envelope can be read at all.
[[nodiscard]] HttpReply unreadable_reply(const std::string& path, const std::string& place,
                                         const x12::Fault& fault);
/// The interchanges before it are answered; what follows has no envelope that an acknowledgment could name.
void note_unreadable_rest(const std::string& place, HttpReply& reply);

}  // namespace gateway
