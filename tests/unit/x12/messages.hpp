// Synthetic X12 for the tests of this folder: envelopes around bodies, and one request that uses nearly
// everything.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "parsers/x12/check.hpp"
#include "parsers/x12/guide.hpp"
#include "parsers/x12/reader.hpp"

namespace x12 {

using Body = std::vector<std::string>;  // the segments between ST and SE

inline constexpr std::string_view isa =
    "ISA*00*          *00*          *ZZ*CLEARTEST1     *ZZ*EXAMPLEPLAN    "
    "*260105*0930*^*00501*000000101*1*T*:~";

/// ST, the body and SE with its right count.
inline std::string set_text(const Body& body, std::string_view number = "0001") {
  std::string text = "ST*278*" + std::string(number) + "*005010X217~";
  for (const std::string& segment : body) text += segment + "~";
  return text + "SE*" + std::to_string(body.size() + 2) + "*" + std::string(number) + "~";
}

/// One interchange with one group around `sets`.
inline std::string interchange_text(std::string_view sets, std::string_view count = "1") {
  return std::string(isa) + "GS*HI*CLEARTEST1*EXAMPLEPLAN*20260105*0930*1*X*005010X217~" + std::string(sets) +
         "GE*" + std::string(count) + "*1~IEA*1*000000101~";
}

/// What check() says of one transaction set. Owns the text that the faults point into.
class Checked {
 public:
  explicit Checked(const Body& body, std::string_view direction = "request", const CheckOptions& options = {})
      : Checked(interchange_text(set_text(body)), direction, options) {}
  Checked(std::string text, std::string_view direction, const CheckOptions& options)
      : text_(std::move(text)), reader_(text_) {
    while (reader_.next() != Event::transaction_set) {
    }
    good = check(reader_.set(), *guide_for("005010X217", direction), options, tree, faults);
  }
  Checked(const Checked&) = delete;
  Checked& operator=(const Checked&) = delete;

  /// "7 2000E/UM-02 @15" for each fault.
  [[nodiscard]] std::vector<std::string> words() const {
    std::vector<std::string> all;
    for (const Fault& one : faults) all.push_back(std::string(one.code) + " " + one.where());
    return all;
  }
  /// The same in one line: "7 2000E/UM-02 @15; 1 …", "" when there is none.
  [[nodiscard]] std::string line() const {
    std::string all;
    for (const std::string& one : words()) all += (all.empty() ? "" : "; ") + one;
    return all;
  }
  [[nodiscard]] LoopView root() const { return LoopView(tree, 0); }

  bool good = false;
  LoopTree tree;
  std::vector<Fault> faults;

 private:
  std::string text_;
  Reader reader_;
};

/// A valid request with nearly every segment of the guide; not meant to be a sensible one.
inline Body rich_request() {
  return {"BHT*0007*13*TEST0001*20260105*0930",
          "HL*1**20*1",
          "NM1*X3*2*EXAMPLE HEALTH PLAN*****PI*EXPL1",
          "HL*2*1*21*1",
          "NM1*1P*2*EXAMPLE CLINIC*****XX*1999000015",
          "REF*ZH*CLINIC7",
          "N3*1 TEST STREET",
          "N4*SPRINGFIELD*IL*62701",
          "PER*IC*FRONT DESK*TE*8005550100",
          "PRV*PE*PXC*207X00000X",
          "HL*3*2*22*1",
          "NM1*IL*1*TESTMEMBER*ALPHA****MI*EXM100000001",
          "REF*6P*GRP0001",
          "N3*1 TEST LANE",
          "N4*SPRINGFIELD*IL*62702",
          "DMG*D8*19800214*F",
          "INS*Y*18******AU",
          "HL*4*3*23*1",
          "NM1*QC*1*TESTMEMBER*BETA",
          "REF*EJ*ACCOUNT1",
          "DMG*D8*20100228*M",
          "INS*N*19***************2",
          "HL*5*4*EV*1",
          "TRN*1*REQ0001EV*1999999990",
          "UM*HS*I*62*22:B*EM*E*3*3*Y*11",
          "REF*BB*AUTH1",
          "REF*NT*ADMIN1",
          "DTP*439*D8*20251201",
          "DTP*AAH*RD8*20260115-20260215",
          "HI*ABK:M5416:D8:20251220*ABF:M5126",
          "HSD*VS*3*WK**35*6",
          "CRC*07*Y*04*09",
          "CRC*75*Y*BL",
          "CL1*3*1*01*9",
          "CR1*LB*210*X*D*DH*18***DIALYSIS*CANNOT SIT UP",
          "CR2*1*12*C1*L5****A*N***Y",
          "CR5***A*E*TEXT*2*4*16*2 LPM**86*E*1***3*A*E",
          "CR6*4*20260112*RD8*20260112-20260311***W*I",
          "PWK*OX*EL***AC*ACN0006*NOTE",
          "MSG*AT LEAST SIX WEEKS OF CARE",
          "NM1*DK*1*SAMPLE*ORDERA****XX*1999000049",
          "REF*0B*LICENCE1*IL",
          "PER*IC**TE*8005550101",
          "PRV*OR*PXC*207X00000X",
          "NM1*PW*2*PATIENT HOME",
          "N3*12 TEST AVENUE",
          "N4*SPRINGFIELD*IL*62703",
          "NM1*FS*2*EXAMPLE CLINIC",
          "N3*14 TEST AVENUE",
          "N4*SPRINGFIELD*IL*62704",
          "NM1*GG*2*OTHER PLAN",
          "REF*ZZ*NOT COVERED THERE",
          "DTP*598*D8*20251231",
          "HL*6*5*SS*0",
          "TRN*1*REQ0001L1*1999999990",
          "UM*HS*I*62*22:B",
          "REF*BB*AUTH2",
          "DTP*472*D8*20260120",
          "SV1*HC:72148:26*850.25*UN*1***1:2",
          "HSD*VS*1",
          "PWK*77*VO",
          "MSG*LINE ONE",
          "NM1*SJ*2*EXAMPLE IMAGING CENTER*****XX*1999000155",
          "HL*7*5*SS*0",
          "SV3*AD:D2740*1150**10:20*I*1*CROWN",
          "TOO*JP*14*M:O:D",
          "HL*8*5*SS*0",
          "SV2*0300*HC:80048*12.5*UN*1"};
}

/// A valid response: one certified line, one refused with two reasons, a document asked for.
inline Body rich_response() {
  return {"BHT*0007*11*TEST0001*20260105*0931*19",
          "HL*1**20*1",
          "NM1*X3*2*EXAMPLE HEALTH PLAN*****PI*EXPL1",
          "PER*IC*PRECERT DESK*TE*8005550100*FX*8005550101",
          "HL*2*1*21*1",
          "NM1*1P*2*EXAMPLE CLINIC*****XX*1999000015",
          "HL*3*2*22*1",
          "NM1*IL*1*TESTMEMBER*ALPHA****MI*EXM100000001",
          "DMG*D8*19800214*F",
          "HL*4*3*EV*1",
          "TRN*2*REQ0001EV*1999999990",
          "TRN*1*UMO0001*1888888880",
          "UM*HS*I*62*22:B**E",
          "HCR*A4**0U",
          "REF*NT*ADMIN1",
          "DTP*102*D8*20260105",
          "DTP*007*RD8*20260115-20260215",
          "HI*ABK:M5416*LOI:18726-0",
          "PWK*RR*EL***AC*UMOACN0001",
          "MSG*PLEASE SEND THE REPORT",
          "NM1*DK*1*SAMPLE*ORDERA****XX*1999000049",
          "NM1*L5*2*RECORDS DESK",
          "PER*IC**TE*8005550102",
          "NM1*FS*2*PATIENT HOME",
          "N3*12 TEST AVENUE",
          "HL*5*4*SS*0",
          "TRN*2*REQ0001L1*1999999990",
          "HCR*A1*AUTH260001",
          "SV1*HC:72148**UN*1",
          "HSD*VS*2***29*1",
          "NM1*SJ*2*EXAMPLE IMAGING CENTER*****XX*1999000155",
          "HL*6*4*SS*0",
          "HCR*A3**0M^0L",
          "SV1*HC:72149**UN*1"};
}

/// `body` with the segment `from` replaced by `to`; "" takes it out. Throws when `from` is not there.
inline Body with(Body body, std::string_view from, std::string_view to) {
  for (auto segment = body.begin(); segment != body.end(); ++segment) {
    if (*segment != from) continue;
    if (to.empty()) {
      body.erase(segment);
    } else {
      *segment = to;
    }
    return body;
  }
  throw std::logic_error("the test names a segment that is not there: " + std::string(from));
}

/// `body` with `added` right after the segment `before`.
inline Body with_added(Body body, std::string_view before, std::string_view added) {
  for (auto segment = body.begin(); segment != body.end(); ++segment) {
    if (*segment != before) continue;
    body.insert(segment + 1, std::string(added));
    return body;
  }
  throw std::logic_error("the test names a segment that is not there: " + std::string(before));
}

/// One change of a body and what check() has to say of it. `to`: "" = taken out, "+X" = X added after `from`.
struct Mutant {
  std::string_view from, to, expected;
};

inline Body changed(const Body& body, const Mutant& mutant) {
  return mutant.to.starts_with('+') ? with_added(body, mutant.from, mutant.to.substr(1))
                                    : with(body, mutant.from, mutant.to);
}

}  // namespace x12
