#include "x12_support.hpp"

#include <algorithm>

#include "gateway/cli/cli.hpp"

namespace x12_conversation {

std::string nine_digits(int number) {
  const std::string digits = std::to_string(number);
  return std::string(9 - digits.size(), '0') + digits;
}

std::string interchange(const std::string& functional_id, const std::string& version, const std::string& sets,
                        int number, char ta1) {
  const std::string control = nine_digits(number);
  const std::string group = std::to_string(number);
  std::size_t count = 0;
  for (std::size_t at = sets.find("ST*"); at != std::string::npos; at = sets.find("~ST*", at + 1)) ++count;
  return "ISA*00*          *00*          *ZZ*CLEARTEST1     *ZZ*EXAMPLEPLAN    *260105*0930*^*00501*" +
         control + "*" + ta1 + "*T*:~GS*" + functional_id + "*CLEARTEST1*EXAMPLEPLAN*20260105*0930*" + group +
         "*X*" + version + "~" + sets + "GE*" + std::to_string(count) + "*" + group + "~IEA*1*" + control +
         "~";
}

std::string set(const std::string& id, const std::string& version, const std::string& body) {
  const auto segments = std::count(body.begin(), body.end(), '~') + 2;
  return "ST*" + id + "*0001*" + version + "~" + body + "SE*" + std::to_string(segments) + "*0001~";
}

std::string x12_scenario(const std::string& name) {
  const auto text =
      gateway::cli::read_file(PRECERT_SOURCE_DIR "/fixtures/scenarios/" + name + "/request.x12");
  EXPECT_TRUE(text);
  return text ? *text : std::string();
}

void X12Gateway::open(gateway::Config config) {
  config.log_level = "off";
  auto opened =
      gateway::cli::TemporaryGateway::open(std::move(config), base::instant_from_iso("2026-01-05T17:30:00Z"));
  ASSERT_TRUE(opened) << opened.error().first().remedy;
  gateway_ = std::move(*opened);
}

std::string X12Gateway::answer_to(const std::string& text, const std::string& path) {
  const gateway::HttpReply reply = gateway_->post(path, "application/edi-x12", text);
  EXPECT_EQ(reply.status, 200U) << reply.body;
  return reply.body;
}

}  // namespace x12_conversation
