// Reads a 278 from text the way the gateway does, for the tests of mappers/x12.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "mappers/x12/review_request.hpp"
#include "mappers/x12/review_response.hpp"
#include "parsers/x12/check.hpp"
#include "parsers/x12/guide.hpp"
#include "parsers/x12/reader.hpp"

namespace support {

inline constexpr std::string_view interchange_start =
    "ISA*00*          *00*          *ZZ*CLEARTEST1     *ZZ*EXAMPLEPLAN    "
    "*260105*0930*^*00501*000000101*1*T*:~"
    "GS*HI*CLEARAPP*PLANAPP*20260105*0930*101*X*005010X217~";
inline constexpr std::string_view interchange_end = "GE*1*101~IEA*1*000000101~";

/// Everything that points into one interchange's text, kept together with it.
class Read278 {
 public:
  /// A whole interchange, or segments (BHT .. the last before SE) that are put into one.
  explicit Read278(std::string text) : text_(text.starts_with("ISA") ? std::move(text) : wrapped(text)) {
    x12::Reader reader(text_);
    for (x12::Event event = reader.next(); event != x12::Event::done && event != x12::Event::unreadable;
         event = reader.next()) {
      if (event != x12::Event::transaction_set) continue;
      interchange_ = reader.interchange();
      group_ = reader.group();
      set_ = reader.set();
      break;
    }
  }
  Read278(const Read278&) = delete;
  Read278& operator=(const Read278&) = delete;

  /// Faults as "where code", one a line; "" when the set is valid for the guide of this direction.
  std::string faults(std::string_view direction) {
    std::vector<x12::Fault> found;
    const x12::Guide* const guide = x12::guide_for("005010X217", direction);
    if (guide == nullptr) return "no guide";
    const bool good = x12::check(set_, *guide, {}, tree_, found);
    std::string out = good || !found.empty() ? "" : "envelope";
    for (const x12::Fault& fault : found) {
      out += fault.where() + " " + std::string(fault.code) + " " + fault.remedy + "\n";
    }
    return out;
  }
  /// The model; call faults("request") first.
  base::Result<precert::ReviewRequest> request() const {
    return mappers::review_request_from(tree_, interchange_, group_);
  }
  x12::LoopView root() const { return x12::root(tree_); }
  const x12::Delimiters& delimiters() const { return set_.tokens.delimiters; }

 private:
  static std::string wrapped(const std::string& segments) {
    const auto count = std::count(segments.begin(), segments.end(), '~') + 2;
    return std::string(interchange_start) + "ST*278*0001*005010X217~" + segments + "SE*" +
           std::to_string(count) + "*0001~" + std::string(interchange_end);
  }

  std::string text_;
  x12::InterchangeHeader interchange_;
  x12::GroupHeader group_;
  x12::TransactionSet set_;
  x12::LoopTree tree_;
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
