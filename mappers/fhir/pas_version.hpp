// Which PAS a FHIR base speaks. Decided by the URL a message came to, never by meta.profile (the profile URLs
// of both versions are the same).
#pragma once

#include <cstdint>

namespace mappers {

enum class PasVersion : std::uint8_t { v2_2_1, v2_0_1 };

}  // namespace mappers
