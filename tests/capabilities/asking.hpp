// What the tests of capabilities share: one question, written for every wire, and what each wire answers in
// the same words.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/date.hpp"
#include "gateway/app/gateway.hpp"
#include "gateway/app/numbers.hpp"
#include "parsers/json/document.hpp"
#include "tests/support/read_json.hpp"
#include "tests/support/temporary_folder.hpp"

namespace capabilities {

/// One service that is asked about.
struct Service {
  std::string code;
  std::string place = "22";   // place of service
  std::string facility = {};  // NPI; "" = none is named
  std::string quantity = "1";
  std::string description = {};  // of an unlisted code
};

/// One question of one office, for any wire.
struct Question {
  std::vector<Service> services;
  std::string member = "EXM100000001";
  std::string requester = "1999000015";
  std::string diagnosis = "R51.9";
  std::string level = "E";               // X12 UM06: E elective, U urgent, 03 emergency
  std::string category = "HS";           // X12 UM01
  std::string certification = "I";       // X12 UM02
  std::string previous;                  // REF*BB of a change
  std::string said;                      // answers: "Q/headache-weeks=5;Q/first-pet=Y"
  std::string day = "2026-01-20";        // of the service
  std::string use = "preauthorization";  // FHIR Claim.use
  bool review_wanted = false;            // FHIR only: even of what needs none
};
/// One service for one member.
[[nodiscard]] Question about(const std::string& code, const std::string& member = "EXM100000001");

/// What one wire says of one service, in words that all wires share.
struct Answer {
  std::string verdict;    // "not required", "required", "excluded", "vendor", "pended", "approved", "denied",
                          // "refused" …
  std::string reason;     // 886 or 901 code, where the wire has one
  std::string reference;  // the auditable number
  std::string number;     // of an authorization
  std::string words;      // everything that is said to people
};

/// What a review's verdict comes to, asked before it: approved and pended are "required", and so is what CRD
/// makes depend on a description.
[[nodiscard]] std::string requirement(const std::string& verdict);

using support::Read;

/// A gateway of the demo plan whose clock stands on Monday, 2026-01-05 at 9:30 in the plan's zone unless a
/// test moves it.
class Asking : public testing::Test {
 protected:
  void SetUp() override;
  void TearDown() override;

  /// The answer's text of one message. X12: an interchange goes in and comes out.
  std::string x12(const std::string& interchange);
  gateway::HttpReply post(const std::string& path, const std::string& body,
                          const std::string& type = "application/fhir+json");
  gateway::HttpReply get(const std::string& path);

  /// The raw answer of each wire to a question.
  std::string say_278(const Question& question);
  std::string say_270(const Question& question);
  std::string say_pas(const Question& question);
  std::string say_eligibility(const Question& question);
  std::string say_order_sign(const Question& question);

  /// The same, read: one answer for each service.
  std::vector<Answer> review_x12(const Question& question);
  std::vector<Answer> review_fhir(const Question& question);
  std::vector<Answer> check_x12(const Question& question);
  std::vector<Answer> check_fhir(const Question& question);
  std::vector<Answer> check_crd(const Question& question);

  void at(std::string_view instant);
  [[nodiscard]] gateway::Gateway& gateway() { return *gateway_; }

 private:
  class Clock final : public base::Clock {
   public:
    [[nodiscard]] base::Instant now() const override { return now_; }
    void set(base::Instant to) { now_ = to; }

   private:
    base::Instant now_ = *base::instant_from_iso("2026-01-05T17:30:00Z");
  };

  int sent_ = 0;
  Clock clock_;
  std::unique_ptr<gateway::NumberSource> numbers_;
  std::unique_ptr<support::TemporaryFolder> folder_;
  std::unique_ptr<gateway::Gateway> gateway_;
};

/// Segments of an interchange that begin so, without their terminator.
[[nodiscard]] std::vector<std::string> segments(const std::string& interchange, std::string_view start);
/// The segments of each service of a 278 (one list for each 2000F loop), in order.
[[nodiscard]] std::vector<std::vector<std::string>> service_loops(const std::string& interchange);
/// One element, "" when there is none; 0 is the segment's id.
[[nodiscard]] std::string element(const std::string& segment, std::size_t index);
/// Resources of a type in a Bundle, a Parameters or by itself.
[[nodiscard]] std::vector<json::Value> resources(const json::Value& root, std::string_view type);

}  // namespace capabilities
