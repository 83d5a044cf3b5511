// Sets of X215 and X216 around the segments of a test.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "read_set.hpp"

namespace support {

/// ST..SE in an interchange.
inline std::string in_interchange(const std::string& set, std::string_view implementation) {
  return "ISA*00*          *00*          *ZZ*SUBMITTER1     *ZZ*EXAMPLEPLAN    "
         "*260105*0930*^*00501*000000101*1*T*:~GS*HI*SUBAPP*PLANAPP*20260105*0930*101*X*" +
         std::string(implementation) + "~" + set + "GE*1*101~IEA*1*000000101~";
}

/// BHT .. the last segment before SE, with ST and SE, in an interchange.
inline std::string set_of(const std::string& segments, std::string_view implementation) {
  const auto count = std::count(segments.begin(), segments.end(), '~') + 2;
  return in_interchange("ST*278*0001*" + std::string(implementation) + "~" + segments + "SE*" +
                            std::to_string(count) + "*0001~",
                        implementation);
}

}  // namespace support
