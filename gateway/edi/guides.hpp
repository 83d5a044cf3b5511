// Which implementation guides this gateway reviews, and which one a transaction set asks for.
#pragma once

#include <string_view>

#include "parsers/x12/guide.hpp"
#include "parsers/x12/reader.hpp"

namespace gateway {

/// "response" for BHT02 11, else "request": what has no readable BHT is checked as what is sent here.
[[nodiscard]] std::string_view direction_of(const x12::TransactionSet& set);

/// The guide of a set by ST03 and direction; nullptr when none is known. A set without ST03 takes the group's version.
[[nodiscard]] const x12::Guide* guide_of(const x12::TransactionSet& set, const x12::GroupHeader& group);

}  // namespace gateway
