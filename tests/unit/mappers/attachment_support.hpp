// Reads a 275 from text for the tests of attachments. The loops are cut by NM1 and LX here, not by a guide:
// the mapper goes by segments whatever the guide calls its loops.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "mappers/x12/attachment.hpp"
#include "tests/unit/mappers/read_set.hpp"

namespace support {

inline std::string interchange_275(std::string_view segments, std::string_view guide = "006020X316",
                                   std::string_view isa_version = "00602") {
  std::string out = "ISA*00*          *00*          *ZZ*CLEARTEST1     *ZZ*EXAMPLEPLAN    *260106*1001*^*";
  out += isa_version;
  out += "*000000130*1*T*:~GS*PI*CLEARAPP*PLANAPP*20260106*1001*130*X*";
  out += guide;
  out += "~";
  out += segments;
  return out + "GE*1*130~IEA*1*000000130~";
}

/// ST and SE around the segments of one set.
inline std::string set_275(const std::string& segments, std::string_view guide = "006020X316") {
  return "ST*275*0001*" + std::string(guide) + "~" + segments + "SE*1*0001~";
}

/// A 275 with its loops.
class Read275 : public ReadSet {
 public:
  explicit Read275(std::string text) : ReadSet(std::move(text)) { cut_loops(); }

  base::Result<precert::AttachmentMessage> message(
      std::size_t bytes_max = mappers::attachment_bytes_max) const {
    return mappers::attachments_from(loops_, interchange(), group(), bytes_max);
  }

 private:
  void cut_loops() {
    loops_.tokens = &set().tokens;
    loops_.nodes = {{"", 0, 0, 0, 0}};
    const auto count = static_cast<std::uint32_t>(set().tokens.segments.size());
    for (std::uint32_t i = 0; i < count; ++i) {
      const std::string_view id = x12::SegmentView(set().tokens, i).id();
      if (id == "NM1" || id == "LX" || id == "CAT") loops_.nodes.push_back({"loop", 0, i, 0, 0});
      ++loops_.nodes.back().segments;
    }
    for (std::uint32_t i = 1; i < loops_.nodes.size(); ++i) loops_.nodes[i].next = i + 1;
    loops_.nodes[0].next = static_cast<std::uint32_t>(loops_.nodes.size());
  }

  x12::LoopTree loops_;
};

inline std::string text_of(const base::Issues& issues) {
  std::string out;
  for (const base::Issue& issue : issues) out += issue.where + ": " + issue.remedy + "\n";
  return out;
}

/// The message of a good 275.
inline precert::AttachmentMessage message_of(const std::string& segments,
                                             std::string_view guide = "006020X316") {
  const Read275 read(interchange_275(set_275(segments, guide), guide));
  auto made = read.message();
  if (!made) {
    ADD_FAILURE() << text_of(made.error());
    return {};
  }
  return std::move(*made);
}

/// The faults of a bad one.
inline std::string faults_of(const std::string& segments,
                             std::size_t bytes_max = mappers::attachment_bytes_max) {
  const Read275 read(interchange_275(set_275(segments)));
  const auto made = read.message(bytes_max);
  return made ? std::string("none") : text_of(made.error());
}

inline const std::string head =
    "BGN*11*ATT0001*20260106*1000~NM1*PR*2*EXAMPLE HEALTH PLAN*****PI*EXPL1~"
    "NM1*41*2*EXAMPLE CLEARINGHOUSE*****46*CLEARTEST1~NM1*1P*2*EXAMPLE CLINIC*****XX*1999000023~"
    "NM1*QC*1*TESTMEMBER*BRAVO****MI*EXM100000002~REF*EJ*ACCT7~REF*NT*ADM260002~"
    "DTP*472*RD8*20260110-20260112~";

inline std::string attachment_of(const std::string& number, const std::string& content) {
  return "LX*1~TRN*2*" + number + "~DTP*368*D8*20260106~CAT*AE*HL~OOI*1*47*ATTACHMENT~" + content;
}

}  // namespace support
