#include "gateway/cli/bench_messages.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "gateway/cli/requests.hpp"
#include "mappers/fhir/review_request.hpp"
#include "parsers/json/writer.hpp"

namespace gateway::cli {
namespace {

// Digits that stand for a number in a template; nothing else in it holds them.
constexpr std::string_view serial_mark = "918273645";
constexpr std::string_view member_mark = "EXB736451";
constexpr std::string_view member_prefix = "EXB";
constexpr std::string_view uuid_prefix = "urn:uuid:";

/// {day} … are dates; the marks stand where every message differs.
constexpr std::string_view interchange =
    "ISA*00*          *00*          *ZZ*BENCHCLINIC    *ZZ*EXAMPLEPLAN    "
    "*{yymmdd}*0930*^*00501*918273645*0*T*:~"
    "GS*HI*BENCHCLINIC*EXAMPLEPLAN*{today}*0930*918273645*X*005010X217~"
    "ST*278*0001*005010X217~"
    "BHT*0007*13*B918273645*{today}*0930~"
    "HL*1**20*1~"
    "NM1*X3*2*EXAMPLE HEALTH PLAN*****PI*EXPL1~"
    "HL*2*1*21*1~"
    "NM1*1P*2*EXAMPLE CLINIC*****XX*1999000015~"
    "REF*EI*999999999~"
    "N3*100 SAMPLE ST~"
    "N4*SPRINGFIELD*IL*627010001~"
    "PER*IC*PAT SAMPLE*TE*2175550110*EX*12*FX*2175550111~"
    "PRV*OR*PXC*207X00000X~"
    "HL*3*2*22*1~"
    "NM1*IL*1*TESTMEMBER*BENCH****MI*EXB736451~"
    "REF*6P*GRP0001~"
    "N3*1 TEST LANE~"
    "N4*SPRINGFIELD*IL*62701~"
    "DMG*D8*19800214*F~"
    "HL*4*3*EV*1~"
    "TRN*1*E918273645*1999999990~"
    "UM*HS*I*62*22:B**E***Y~"
    "DTP*AAH*RD8*{from}-{until}~"
    "HI*ABK:M5416:D8:{onset}*ABF:M5126~"
    "MSG*Q/conservative-care-weeks=8;Q/neuro-exam-documented=Y~"
    "NM1*DK*1*SAMPLE*ORDERA****XX*1999000049~"
    "PRV*OR*PXC*207X00000X~"
    "HL*5*4*SS*0~"
    "TRN*1*L918273645*1999999990~"
    "UM*HS*I*62*22:B~"
    "DTP*472*RD8*{from}-{until}~"
    "SV1*HC:72148*850.25*UN*1***1:2~"
    "NM1*FA*2*EXAMPLE IMAGING CENTER*****XX*1999000155~"
    "SE*32*0001~"
    "GE*1*918273645~"
    "IEA*1*918273645~";

void replace_all(std::string& text, std::string_view mark, std::string_view by) {
  for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + by.size())) {
    text.replace(at, mark.size(), by);
  }
}

std::string interchange_at(base::Instant now) {
  const base::Date today = base::utc_date(now);
  std::string text(interchange);
  replace_all(text, "{yymmdd}", base::ccyymmdd(today).substr(2));
  replace_all(text, "{today}", base::ccyymmdd(today));
  replace_all(text, "{from}", base::ccyymmdd(today.plus_days(14)));
  replace_all(text, "{until}", base::ccyymmdd(today.plus_days(44)));
  replace_all(text, "{onset}", base::ccyymmdd(today.plus_days(-16)));
  return text;
}

/// The last digits of every urn:uuid become the serial number: each message has fullUrls of its own, as real
/// ones do.
void mark_uuids(std::string& text) {
  constexpr std::size_t uuid_size = 36;
  std::size_t at = text.find(uuid_prefix);
  while (at != std::string::npos) {
    const std::size_t end = at + uuid_prefix.size() + uuid_size;
    text.replace(end - serial_mark.size(), serial_mark.size(), serial_mark);
    at = text.find(uuid_prefix, end);
  }
}

base::Result<std::string> bundle_from(const std::string& text) {
  const base::Result<ReadRequest> read = request_from(text);
  if (!read) return read.error();
  std::string bundle;
  json::Writer out(bundle);
  // What PAS cannot carry of this one is nothing a decision needs.
  static_cast<void>(mappers::write_review_request(out, read->request, "bench"));
  mark_uuids(bundle);
  return bundle;
}

std::string head_of(const HttpTarget& target, std::string_view path, std::string_view type,
                    std::size_t body_bytes) {
  std::string head = "POST " + std::string(path) + " HTTP/1.1\r\nHost: " + target.host + ":" + target.port;
  head += "\r\nContent-Type: " + std::string(type);
  head += "\r\nContent-Length: " + std::to_string(body_bytes) + "\r\n\r\n";
  return head;
}

/// Where the digits after `prefix` of every `mark` stand in `text`.
std::vector<std::size_t> places_of(std::string_view mark, std::size_t prefix, const std::string& text) {
  std::vector<std::size_t> places;
  for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + mark.size())) {
    places.push_back(at + prefix);
  }
  return places;
}

/// The decimal digits of `number`, with leading zeros.
template <std::size_t width>
std::array<char, width> digits_of(std::uint32_t number) {
  std::array<char, width> digits{};
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) {
    *digit = static_cast<char>('0' + number % 10);
    number /= 10;
  }
  return digits;
}

constexpr std::size_t member_digits = member_mark.size() - member_prefix.size();

}  // namespace

std::vector<precert::MemberRecord> members_of_bench() {
  std::vector<precert::MemberRecord> members;
  members.reserve(bench_members);
  for (std::uint32_t number = 0; number < bench_members; ++number) {
    const std::array<char, member_digits> digits = digits_of<member_digits>(number);
    precert::MemberRecord member;
    member.id = precert::MemberId(std::string(member_prefix) + std::string(digits.data(), digits.size()));
    member.name.family = "TESTMEMBER";
    member.name.given = "BENCH";
    member.birth_date = base::Date{1980, 2, 14};
    member.gender = precert::Gender::female;
    member.coverage.push_back({"PLAN-A", "GRP0001", base::Period{base::Date{2020, 1, 1}, std::nullopt}});
    members.push_back(std::move(member));
  }
  return members;
}

MessageTemplate::MessageTemplate(const std::string& head, const std::string& body)
    : text_(head + body),
      body_bytes_(body.size()),
      serials_(places_of(serial_mark, 0, text_)),
      members_(places_of(member_mark, member_prefix.size(), text_)) {}

void MessageTemplate::number(std::string& message, std::uint32_t serial) const {
  const std::array<char, serial_mark.size()> digits = digits_of<serial_mark.size()>(serial);
  for (const std::size_t at : serials_) std::copy(digits.begin(), digits.end(), message.data() + at);
  const std::array<char, member_digits> member = digits_of<member_digits>(serial % bench_members);
  for (const std::size_t at : members_) std::copy(member.begin(), member.end(), message.data() + at);
}

base::Result<BenchMessages> bench_messages(const HttpTarget& target, base::Instant now) {
  const std::string x12 = interchange_at(now);
  const base::Result<std::string> bundle = bundle_from(x12);
  if (!bundle) return bundle.error();
  return BenchMessages{
      MessageTemplate(head_of(target, "/x12", "application/edi-x12", x12.size()), x12),
      MessageTemplate(head_of(target, "/fhir/Claim/$submit", "application/fhir+json", bundle->size()),
                      *bundle)};
}

}  // namespace gateway::cli
