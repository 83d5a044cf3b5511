// How a key that a case is found by stands in the table lookup_key.
#pragma once

#include <string>
#include <string_view>

#include "gateway/store/records.hpp"

namespace gateway::sqlite {

/// Whether the keys of that kind are "system|value".
[[nodiscard]] constexpr bool has_system(LookupKind kind) {
  return kind == LookupKind::trace || kind == LookupKind::claim_identifier ||
         kind == LookupKind::bundle_identifier;
}

/// LookupKey::value as it is stored: a "system|value" as "value|system", so that those of one value stand
/// together whatever their system, and need no index besides the primary key. The system ends at the first
/// bar; a key without a bar, and one of another kind, stays as it is. No two keys are stored as one. Returns
/// `value` or a view of `room`.
[[nodiscard]] inline std::string_view stored_key(LookupKind kind, std::string_view value, std::string& room) {
  const std::size_t bar = has_system(kind) ? value.find('|') : std::string_view::npos;
  if (bar == std::string_view::npos) return value;
  room.assign(value, bar + 1);
  room.append("|").append(value, 0, bar);
  return room;
}

}  // namespace gateway::sqlite
