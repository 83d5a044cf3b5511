// What the tests of letters share: a gateway with its letter worker and the folder of the fax service.
#pragma once

#include <algorithm>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "gateway/letters/worker.hpp"
#include "precert/engine/directory.hpp"
#include "subscription_support.hpp"

namespace letters_test {

inline constexpr const char* denied =
    R"({"reviewer":{"id":"d1"},"role":"physician","lines":[{"sequence":1,"action":"not_certified","reason":"0F",)"
    R"("words":"Four weeks of conservative care are documented, six are needed.",)"
    R"("criteria":"Example Society, Lumbar MRI, 2026"}]})";

class LettersOfCases : public subscription_test::Subscribed {
 protected:
  void SetUp() override { restart(); }

  /// The same data folder and a new gateway.
  void restart(gateway::Config config = {}) {
    letters_.reset();
    open(std::move(config));
    auto opened = gateway::Letters::open(gateway_->services());
    ASSERT_TRUE(opened) << opened.error().first().remedy;
    letters_ = std::move(*opened);
  }
  void TearDown() override { letters_.reset(); }

  void deny(const std::string& id) {
    const gateway::HttpReply reply = send(gateway::Method::post, "/review/" + id + "/decision", denied);
    ASSERT_EQ(reply.status, 200U) << reply.body;
  }
  /// Of one kind, the member's first.
  std::vector<gateway::LetterRecord> letters(const std::string& id, const std::string& kind) {
    std::vector<gateway::LetterRecord> found;
    const auto all = gateway_->services().store.letters_of(precert::CaseId(id));
    EXPECT_TRUE(all);
    for (const gateway::LetterRecord& one : *all) {
      if (one.kind == kind) found.push_back(one);
    }
    std::sort(found.begin(), found.end(), [](const gateway::LetterRecord& a, const gateway::LetterRecord& b) {
      return a.addressee < b.addressee;
    });
    return found;
  }
  std::vector<std::string> events(const std::string& id) {
    std::vector<std::string> kinds;
    const auto all = gateway_->services().store.events_of(precert::CaseId(id));
    EXPECT_TRUE(all);
    for (const gateway::CaseEvent& one : *all) {
      if (one.kind.starts_with("letter_")) kinds.push_back(one.kind);
    }
    return kinds;
  }
  /// The provider who asks has a fax in the directory.
  void give_the_provider_a_fax() {
    precert::Facility clinic;
    clinic.npi = "1999000015";
    clinic.name = "Example Clinic";
    clinic.fax = "3605550177";
    ASSERT_TRUE(gateway_->services().store.load_facilities(std::vector<precert::Facility>{clinic}));
    ASSERT_TRUE(gateway_->reload());
  }
  struct Told {
    std::string id, letter;
  };
  /// A case that is pended for want of something, and the letter that says so: the member's (0) or the
  /// provider's (1).
  Told told_what_is_missing(std::size_t addressee) {
    Told told{pended_case(), {}};
    letters_->work_due();
    told.letter = letters(told.id, "information").at(addressee).id;
    return told;
  }
  /// Somebody sends a letter again, to another number.
  void resend(const std::string& letter) {
    const gateway::HttpReply reply = send(gateway::Method::post, "/letters/" + letter + "/resend",
                                          R"({"channel":"fax","destination":"3605550188"})");
    ASSERT_EQ(reply.status, 202U) << reply.body;
  }
  std::filesystem::path queue(const std::string& file) { return folder_.path() / "letters" / file; }
  std::string read(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    EXPECT_TRUE(in) << file;
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }
  void leave(const std::string& file, const std::string& text) { std::ofstream(queue(file)) << text; }

  bool is_there(const std::string& file) { return std::filesystem::exists(queue(file)); }
  /// As the service does.
  void take(const std::string& job) {
    for (const char* const kind : {".json", ".pdf"})
      std::filesystem::rename(queue("out/" + job + kind), queue("done/" + job + kind));
  }

  std::unique_ptr<gateway::Letters> letters_;
};

}  // namespace letters_test
