// A gateway whose cases are worked on: people's actions, the desk's, and what others hear of them.
#pragma once

#include <string>
#include <string_view>

#include "fhir_support.hpp"
#include "gateway/work/desk.hpp"

namespace work_test {

using gateway::HttpReply;
using support::count_of;

class AtWork : public fhir_conversation::FhirConversation {
 protected:
  void SetUp() override;

  /// POST /review/{path} as JSON.
  HttpReply act(const std::string& path, const std::string& body);
  /// The same, which has to be good; gives what it answered.
  std::string done(const std::string& path, const std::string& body);
  /// GET /review/{path}, which has to be good.
  std::string look(const std::string& path);
  /// What the desk does at this instant.
  void desk();
  /// What waits for the X12 submitter of the scenarios.
  std::string outbox();
  /// Sends the scenario's 278; gives the case id.
  std::string sent_by_x12(const std::string& scenario);
  /// A message of a scenario that quotes the reference number of that case.
  std::string quoting(const std::string& id, const std::string& fixture);
  /// Makes the newest version of the case one that cannot be read.
  void spoil(const std::string& id);
  /// A denied case, by a physician.
  std::string denied(bool by_x12 = false);
  /// Notifications that wait for somebody who listens to the clinic; listens from now on.
  void listen();
  std::size_t heard();

  static constexpr const char* nurse = R"("actor":{"id":"nurse-1","role":"nurse"})";
  static constexpr const char* doctor = R"("actor":{"id":"dr-2","role":"physician"})";

 private:
  std::string subscription_;
};

[[nodiscard]] std::string x12_fixture(const std::string& path);
/// The id of the first piece of work of this kind in a case or list.
[[nodiscard]] std::string work_id(const std::string& json, std::string_view kind);

}  // namespace work_test
