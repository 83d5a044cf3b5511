// Reads a 278 from text the way the gateway does, for the tests of mappers/x12.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "mappers/x12/review_request.hpp"
#include "mappers/x12/review_response.hpp"
#include "read_set.hpp"

namespace support {

inline constexpr std::string_view interchange_start =
    "ISA*00*          *00*          *ZZ*CLEARTEST1     *ZZ*EXAMPLEPLAN    "
    "*260105*0930*^*00501*000000101*1*T*:~"
    "GS*HI*CLEARAPP*PLANAPP*20260105*0930*101*X*005010X217~";
inline constexpr std::string_view interchange_end = "GE*1*101~IEA*1*000000101~";

/// A 278 of X217: a whole interchange, or segments (BHT .. the last before SE) that are put into one.
class Read278 : public ReadSet {
 public:
  explicit Read278(std::string text) : ReadSet(text.starts_with("ISA") ? std::move(text) : wrapped(text)) {}

  /// Faults, one a line; "" when the set is valid for the guide of this direction.
  std::string faults(std::string_view direction) { return ReadSet::faults("005010X217", direction); }
  /// The model; call faults("request") first.
  base::Result<precert::ReviewRequest> request() const {
    return mappers::review_request_from(tree(), interchange(), group());
  }
  x12::LoopView root() const { return x12::root(tree()); }

 private:
  static std::string wrapped(const std::string& segments) {
    const auto count = std::count(segments.begin(), segments.end(), '~') + 2;
    return std::string(interchange_start) + "ST*278*0001*005010X217~" + segments + "SE*" +
           std::to_string(count) + "*0001~" + std::string(interchange_end);
  }
};

/// The model of a valid request.
inline precert::ReviewRequest model_of(const std::string& segments) {
  Read278 read(segments);
  EXPECT_EQ(read.faults("request"), "");
  auto made = read.request();
  if (!made) {
    ADD_FAILURE() << made.error().first().where << " " << made.error().first().remedy;
    return {};
  }
  return std::move(*made);
}

/// ST..SE of the model, in an interchange.
inline std::string written(const precert::ReviewRequest& request, base::Issues* issues = nullptr,
                           const x12::Delimiters& delimiters = {}) {
  std::string set;
  x12::Writer writer(set, delimiters);
  base::Issues found = mappers::write_review_request(writer, request, "0001");
  if (issues != nullptr) *issues = std::move(found);
  std::string out(interchange_start);
  out[104] = delimiters.component;
  return out + set + std::string(interchange_end);
}

inline std::string answered(const precert::ReviewRequest& request,
                            const precert::Determination& determination) {
  std::string set;
  x12::Writer writer(set, {});
  mappers::write_review_response(writer, request, determination, "0001",
                                 base::Instant(std::chrono::seconds(1767605460)));  // 2026-01-05T09:31:00Z
  return std::string(interchange_start) + set + std::string(interchange_end);
}

/// The line of a message that starts so: "HCR*A1*AUTH260001"; "" when there is none.
inline std::string segment_of(const std::string& message, const std::string& start) {
  const std::size_t at = ("~" + message).find("~" + start);
  if (at == std::string::npos) return {};
  return message.substr(at, message.find('~', at) - at);
}

inline std::string text(const base::Issues& issues) {
  std::string out;
  for (const base::Issue& issue : issues) out += issue.where + ": " + issue.remedy + "\n";
  return out;
}

}  // namespace support
