// What the tests of X12 conversations share: a gateway of the demo plan in this process, and messages under
// numbers of their own.
#pragma once

#include <memory>
#include <string>

#include "gateway/cli/temporary_gateway.hpp"

namespace x12_conversation {

/// A control number as ISA13 has it: nine digits.
[[nodiscard]] std::string nine_digits(int number);

/// ISA to IEA around sets that the caller has written whole, from CLEARTEST1 to EXAMPLEPLAN.
[[nodiscard]] std::string interchange(const std::string& functional_id, const std::string& version,
                                      const std::string& sets, int number, char ta1 = '0');
/// ST, the body and an SE that counts them.
[[nodiscard]] std::string set(const std::string& id, const std::string& version, const std::string& body);

/// fixtures/scenarios/NAME/request.x12
[[nodiscard]] std::string x12_scenario(const std::string& name);

/// A gateway whose clock stands at 2026-01-05T17:30:00Z.
class X12Gateway : public testing::Test {
 protected:
  void SetUp() override { open({}); }
  void open(gateway::Config config);
  /// Posts and expects a 200; gives the body.
  std::string answer_to(const std::string& text, const std::string& path = "/x12");
  gateway::cli::TemporaryGateway& gateway() { return *gateway_; }
  gateway::Store& store() { return gateway_->gateway().services().store; }

 private:
  std::unique_ptr<gateway::cli::TemporaryGateway> gateway_;
};

}  // namespace x12_conversation
