#include "gateway/core/envelope.hpp"

#include <algorithm>

namespace gateway {
namespace {

/// In the order of CoreField.
constexpr std::array<std::string_view, core_field_count> names = {
    "PayloadType", "ProcessingMode", "PayloadID",       "PayloadLength", "TimeStamp",
    "SenderID",    "ReceiverID",     "CORERuleVersion", "CheckSum",      "Payload",
    "ErrorCode",   "ErrorMessage",   "UserName",        "Password",
};

}  // namespace

const std::string& CoreEnvelope::text(CoreField field) const {
  static const std::string none;
  const std::optional<std::string>& value = at(field);
  return value ? *value : none;
}

void CoreEnvelope::receive(CoreField field, std::string value) {
  if (has(field)) {
    repeated.push_back(field);
  } else {
    set(field, std::move(value));
  }
}

std::string_view core_name(CoreField field) { return names[static_cast<std::size_t>(field)]; }

std::optional<CoreField> core_field_of(std::string_view name) {
  const auto* const found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<CoreField>(found - names.begin());
}

}  // namespace gateway
