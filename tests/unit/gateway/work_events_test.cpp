// Every event of a case, and how those who wait for it hear of it: the submitter by an X12 response in its
// outbox, a subscriber and any reader by the ClaimResponse, member and provider by letter. docs/work.md has
// the table.
#include "gateway/letters/worker.hpp"
#include "gateway/store/store.hpp"
#include "work_support.hpp"

namespace work_events_test {
namespace {

using testing::HasSubstr;

class EventForms;

/// One event: what happens, and what each of the three forms says of it.
struct EventOfCase {
  const char* name;
  const char* scenario;
  void (*happens)(EventForms& forms, const std::string& id);
  const char* x12;
  const char* fhir;
  const char* letter;  // its kind
  const char* letter_says;
};

class EventForms : public work_test::AtWork {
 public:
  void act_on(const std::string& id, const std::string& what, const std::string& more) {
    done(id + "/" + what, R"({"actor":{"id":"dr-2","role":"physician"},)" + more + "}");
  }
  void decide(const std::string& id, const std::string& who, const std::string& line) {
    done(id + "/decision",
         R"({"reviewer":{"id":")" + who + R"("},"role":"physician","lines":[)" + line + "]}");
  }
  void deny(const std::string& id) {
    decide(id, "dr-1",
           R"({"sequence":0,"action":"not_certified","reason":"0F","words":"There is no new finding.",)"
           R"("criteria":"PET in cancer"})");
  }
  void wait(std::chrono::hours hours) {
    desk();
    clock().move(hours);
    desk();
  }

 protected:
  /// Sends a scenario's 278; gives the id of its case.
  std::string sent(const std::string& scenario) {
    const gateway::HttpReply reply =
        send(gateway::Method::post, "/x12", work_test::x12_fixture(scenario + "/request.x12"),
             "application/edi-x12");
    EXPECT_EQ(reply.status, 200U) << reply.body;
    const auto page = gateway().services().store.search_cases({});
    EXPECT_TRUE(page && page->cases.size() == 1);
    return page && !page->cases.empty() ? page->cases.front().id.text() : std::string();
  }
};

constexpr const char* certified_line =
    R"({"sequence":0,"action":"certified","words":"The new finding decides."})";

void is_certified(EventForms& forms, const std::string& id) { forms.decide(id, "dr-1", certified_line); }
void is_denied(EventForms& forms, const std::string& id) { forms.deny(id); }
void is_modified(EventForms& forms, const std::string& id) {
  forms.decide(id, "dr-1",
               R"({"sequence":0,"action":"modified","from":"2026-01-12","until":"2026-01-31","reason":"0F",)"
               R"("words":"One look in January is enough.","criteria":"PET in cancer"})");
}
void is_asked_about(EventForms& forms, const std::string& id) {
  forms.act_on(id, "information-request",
               R"("wanted":[{"loinc":"11506-3","report_type":"PN","words":"The note of the last visit."}])");
}
void is_extended(EventForms& forms, const std::string& id) {
  forms.act_on(id, "extension", R"("days":14,"reason":"The member asked to send more.")");
}
void is_closed(EventForms& forms, const std::string&) { forms.wait(std::chrono::hours(24) * 24); }
void talk_is_asked_for(EventForms& forms, const std::string& id) {
  forms.deny(id);
  forms.act_on(id, "peer-to-peer", R"("step":"requested")");
}
void talk_is_scheduled(EventForms& forms, const std::string& id) {
  talk_is_asked_for(forms, id);
  forms.act_on(id, "peer-to-peer", R"("step":"scheduled","at":"2026-01-06T18:00:00Z")");
}
void talk_upholds(EventForms& forms, const std::string& id) {
  talk_is_asked_for(forms, id);
  forms.act_on(id, "peer-to-peer", R"("step":"held","outcome":"upheld")");
}
void talk_overturns(EventForms& forms, const std::string& id) {
  talk_is_asked_for(forms, id);
  forms.act_on(id, "peer-to-peer",
               R"("step":"held","outcome":"overturned","lines":[)" + std::string(certified_line) + "]");
}
void is_appealed(EventForms& forms, const std::string& id) {
  forms.deny(id);
  forms.act_on(id, "appeal", R"("kind":"standard")");
}
void appeal_upholds(EventForms& forms, const std::string& id) {
  is_appealed(forms, id);
  forms.decide(id, "dr-3",
               R"({"sequence":0,"action":"not_certified","reason":"0F","words":"Still no finding.",)"
               R"("criteria":"PET in cancer"})");
}
void appeal_overturns(EventForms& forms, const std::string& id) {
  is_appealed(forms, id);
  forms.decide(id, "dr-3", certified_line);
}
void changes_place(EventForms& forms, const std::string& id) {
  forms.act_on(id, "place", R"("facility":{"npi":"1999000023"},"place_of_service":"22")");
}

constexpr const char* pet = "pet-denied";  // waits for a clinician

const std::vector<EventOfCase>& events() {
  static const std::vector<EventOfCase> all{
      {"Certified", pet, is_certified, "HCR*A1*AUTH", R"("code":"A1")", "approval", "AUTH"},
      {"Denied", pet, is_denied, "HCR*A3**0F", "There is no new finding.", "denial",
       "There is no new finding."},
      {"Modified", pet, is_modified, "HCR*A6*AUTH", "One look in January is enough.", "modified",
       "One look in January is enough."},
      {"AskedAbout", pet, is_asked_about, "HCR*A4**0U", "The note of the last visit.", "information",
       "The note of the last visit."},
      {"Extended", pet, is_extended, "extended by 14 days", "The member asked to send more.", "extension",
       "The member asked to send more."},
      {"Closed", "mri-pended", is_closed, "HCR*A4**0P", R"("code":"0P")", "closed", "It is not denied."},
      {"TalkRequested", pet, talk_is_asked_for, "Peer-to-peer talk requested", "Peer-to-peer talk requested",
       "peer_to_peer", "Peer-to-peer talk requested"},
      {"TalkScheduled", pet, talk_is_scheduled, "Peer-to-peer talk scheduled", "Peer-to-peer talk scheduled",
       "peer_to_peer", "Peer-to-peer talk scheduled"},
      {"TalkUpheld", pet, talk_upholds, "Peer-to-peer talk held", "Peer-to-peer talk held", "peer_to_peer",
       "the decision stands"},
      {"TalkOverturned", pet, talk_overturns, "HCR*A1*AUTH", R"("code":"A1")", "approval", "AUTH"},
      {"AppealReceived", pet, is_appealed, "HCR*A4**0W", R"("code":"0W")", "appeal_received",
       "had no part in the first decision"},
      {"AppealUpheld", pet, appeal_upholds, "Still no finding.", "Still no finding.", "denial",
       "It was made after looking at the case again."},
      {"AppealOverturned", pet, appeal_overturns, "HCR*A1*AUTH", R"("code":"A1")", "approval", "AUTH"},
      {"PlaceChanged", "mri-approved", changes_place, "1999000023", "1999000023", "approval", "AUTH"},
  };
  return all;
}

class EveryEvent : public EventForms, public testing::WithParamInterface<EventOfCase> {};
INSTANTIATE_TEST_SUITE_P(Cases, EveryEvent, testing::ValuesIn(events()),
                         [](const auto& one) { return std::string(one.param.name); });

TEST_P(EveryEvent, IsToldToTheX12SubmitterUnasked) {
  const std::string id = sent(GetParam().scenario);
  GetParam().happens(*this, id);
  EXPECT_THAT(outbox(), HasSubstr(GetParam().x12));
}

TEST_P(EveryEvent, IsToldToSubscribersAndStandsInTheClaimResponse) {
  listen();
  const std::string id = submitted(GetParam().scenario);
  const std::size_t before = heard();
  GetParam().happens(*this, id);
  EXPECT_GT(heard(), before);
  EXPECT_THAT(get("/fhir/ClaimResponse/" + id).body, HasSubstr(GetParam().fhir));
}

TEST_P(EveryEvent, IsToldByLetterToWhomItConcerns) {
  const std::string id = submitted(GetParam().scenario);
  GetParam().happens(*this, id);
  const auto letters = gateway::Letters::open(gateway().services());
  ASSERT_TRUE(letters) << letters.error().first().remedy;
  (*letters)->work_due();
  const auto all = gateway().services().store.letters_of(precert::CaseId(id));
  ASSERT_TRUE(all);
  const std::string kind = GetParam().letter;
  std::vector<std::string> told;
  for (const gateway::LetterRecord& one : *all) {
    const bool newest = one.version == all->front().version;
    if (one.kind != kind || !newest || one.state == gateway::LetterState::superseded) continue;
    EXPECT_THAT(one.text, HasSubstr(GetParam().letter_says)) << one.id;
    told.push_back(one.addressee);
  }
  std::ranges::sort(told);
  const std::vector<std::string> both{"member", "provider"}, provider{"provider"};
  EXPECT_EQ(told, kind == "peer_to_peer" ? provider : both);
}

}  // namespace
}  // namespace work_events_test
