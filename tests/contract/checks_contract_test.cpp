// What every backend of the store promises of checks, rulebooks as they were, calls of hooks and tokens that
// are good for one use.
#include "tests/contract/store_contract.hpp"

namespace {

using gateway::CheckChannel;
using gateway::CheckPage;
using gateway::CheckQuery;
using gateway::CheckRecord;
using gateway::CommitOutcome;
using gateway::Exchange;
using gateway::HookCall;
using gateway::HookFeedback;
using gateway::RulebookText;
using std::chrono::hours;
using std::chrono::seconds;
using support::noon;
using testing::ElementsAre;
using testing::IsEmpty;

class ChecksContract : public support::StoreContract {
 protected:
  void put(std::vector<CheckRecord> checks) {
    Exchange exchange;
    exchange.checks = std::move(checks);
    ASSERT_EQ(outcome_of(std::move(exchange)), CommitOutcome::committed);
  }
  CheckPage found_by(const CheckQuery& query) {
    auto page = store().search_checks(query);
    EXPECT_TRUE(page);
    return page ? *page : CheckPage();
  }
  std::vector<std::string> references(const CheckQuery& query) {
    std::vector<std::string> all;
    for (const CheckRecord& one : found_by(query).checks) all.push_back(one.reference);
    return all;
  }
  bool use(const std::string& issuer, const std::string& id, base::Instant now, base::Instant expires) {
    std::promise<base::Result<bool>> done;
    store().use_token(issuer, id, now, expires,
                      [&done](base::Result<bool> fresh) { done.set_value(std::move(fresh)); });
    const base::Result<bool> fresh = done.get_future().get();
    EXPECT_TRUE(fresh);
    return fresh && *fresh;
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, ChecksContract, testing::ValuesIn(support::backends()),
                         support::backend_name);

CheckRecord check(const std::string& reference) {
  CheckRecord made;
  made.reference = reference;
  made.channel = CheckChannel::eligibility;
  made.message = precert::MessageId("M1");
  made.resource = "E-" + reference;
  made.member = precert::MemberId("A1");
  made.requester = "1999999984";
  made.sender = "fhir:clinic";
  made.fingerprint = "F-" + reference;
  made.made = noon;
  made.question = R"({"items":[]})";
  made.answer = R"({"active":true})";
  return made;
}

TEST_P(ChecksContract, KeepsACheckWhole) {
  put({check("NR-1")});
  reopen();
  const auto found = store().check_with("NR-1");
  ASSERT_TRUE(found && *found);
  const CheckRecord& kept = **found;
  EXPECT_EQ(kept.channel, CheckChannel::eligibility);
  EXPECT_EQ(kept.message, precert::MessageId("M1"));
  EXPECT_EQ(kept.resource, "E-NR-1");
  EXPECT_EQ(kept.member, precert::MemberId("A1"));
  EXPECT_EQ(kept.requester, "1999999984");
  EXPECT_EQ(kept.sender, "fhir:clinic");
  EXPECT_EQ(kept.fingerprint, "F-NR-1");
  EXPECT_EQ(kept.made, noon);
  EXPECT_EQ(kept.question, R"({"items":[]})");
  EXPECT_EQ(kept.answer, R"({"active":true})");
  const auto none = store().check_with("NR-2");
  ASSERT_TRUE(none);
  EXPECT_FALSE(none->has_value());
}

TEST_P(ChecksContract, AReferenceGivenAgainNamesTheFirst) {
  CheckRecord again = check("NR-1");
  again.resource = "E-2";
  again.made = noon + hours(1);
  put({check("NR-1")});
  put({again});
  const auto found = store().check_with("NR-1");
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->made, noon);
  CheckQuery query;
  query.fingerprint = "F-NR-1";
  EXPECT_EQ(found_by(query).total, 2U);
}

TEST_P(ChecksContract, KnowsTheOldestOfAFingerprint) {
  CheckRecord later = check("NR-2");
  later.fingerprint = "F-NR-1";
  put({check("NR-1"), later});
  put({later});
  const auto first = store().first_check("F-NR-1");
  ASSERT_TRUE(first && *first);
  EXPECT_EQ((*first)->reference, "NR-1");
  const auto none = store().first_check("F-NR-9");
  ASSERT_TRUE(none);
  EXPECT_FALSE(none->has_value());
}

TEST_P(ChecksContract, FindsChecksByWhatASearchSays) {
  CheckRecord other = check("NR-2");
  other.channel = CheckChannel::crd;
  other.member = precert::MemberId("A2");
  other.requester = "1888888882";
  other.sender = "fhir:other";
  other.made = noon + hours(1);
  put({check("NR-1"), other});
  const auto search = [this](auto set) {
    CheckQuery query;
    set(query);
    return references(query);
  };
  EXPECT_THAT(search([](CheckQuery&) {}), ElementsAre("NR-2", "NR-1"));
  EXPECT_THAT(search([](CheckQuery& query) { query.channel = CheckChannel::crd; }), ElementsAre("NR-2"));
  EXPECT_THAT(search([](CheckQuery& query) { query.member = precert::MemberId("A1"); }), ElementsAre("NR-1"));
  EXPECT_THAT(search([](CheckQuery& query) { query.requester = "1888888882"; }), ElementsAre("NR-2"));
  EXPECT_THAT(search([](CheckQuery& query) { query.sender = "fhir:clinic"; }), ElementsAre("NR-1"));
  EXPECT_THAT(search([](CheckQuery& query) { query.resource = "E-NR-2"; }), ElementsAre("NR-2"));
  EXPECT_THAT(search([](CheckQuery& query) { query.fingerprint = "F-NR-1"; }), ElementsAre("NR-1"));
  EXPECT_THAT(search([](CheckQuery& query) { query.made_from = noon + seconds(1); }), ElementsAre("NR-2"));
  EXPECT_THAT(search([](CheckQuery& query) { query.made_until = noon; }), ElementsAre("NR-1"));
  EXPECT_THAT(search([](CheckQuery& query) {
                query.member = precert::MemberId("A1");
                query.requester = "1888888882";
              }),
              IsEmpty());
}

TEST_P(ChecksContract, PagesThroughChecksTheNewestFirst) {
  put({check("NR-1"), check("NR-2"), check("NR-3")});
  CheckQuery query;
  query.member = precert::MemberId("A1");
  query.count_max = 2;
  EXPECT_THAT(references(query), ElementsAre("NR-3", "NR-2"));
  const CheckPage first = found_by(query);
  EXPECT_EQ(first.total, 3U);
  ASSERT_NE(first.next, 0);
  query.after = first.next;
  put({check("NR-4")});
  EXPECT_THAT(references(query), ElementsAre("NR-1"));
  EXPECT_EQ(found_by(query).next, 0);
}

TEST_P(ChecksContract, ARefusedExchangeLeavesNoCheck) {
  const Exchange first = support::exchange("1", "same bytes");
  ASSERT_EQ(outcome_of(first), CommitOutcome::committed);
  Exchange again = support::exchange("2", "same bytes");
  again.checks.push_back(check("NR-1"));
  ASSERT_EQ(outcome_of(again), CommitOutcome::replayed);
  const auto found = store().check_with("NR-1");
  ASSERT_TRUE(found);
  EXPECT_FALSE(found->has_value());
}

TEST_P(ChecksContract, NamesTheKeptRulebooksTheLastOneFirst) {
  const std::vector<RulebookText> files = {{"payer.yaml", "p"}, {"notes.yaml", "x"}};
  ASSERT_TRUE(store().keep_rulebook("v2", files, noon));
  ASSERT_TRUE(store().keep_rulebook("v1", files, noon + hours(1)));
  ASSERT_TRUE(store().keep_rulebook("v2", files, noon + hours(2)));  // kept already
  const auto all = store().kept_rulebooks(10);
  ASSERT_TRUE(all);
  ASSERT_EQ(all->size(), 2U);
  EXPECT_EQ(all->front().version, "v1");
  EXPECT_EQ(all->back().version, "v2");
  EXPECT_EQ(all->back().kept, noon);
  const auto newest = store().kept_rulebooks(1);
  ASSERT_TRUE(newest);
  EXPECT_EQ(newest->size(), 1U);
}

TEST_P(ChecksContract, KeepsARulebookOnceByItsVersion) {
  const std::vector<RulebookText> files = {
      {"payer.yaml", std::string(20'000, 'p')}, {"notes.yaml", "x"}, {"empty.yaml", ""}};
  ASSERT_TRUE(store().keep_rulebook("v1", files, noon));
  ASSERT_TRUE(store().keep_rulebook("v1", std::vector<RulebookText>{{"other.yaml", "y"}}, noon + hours(1)));
  ASSERT_TRUE(store().keep_rulebook("v2", std::vector<RulebookText>{{"payer.yaml", "z"}}, noon));
  reopen();
  const auto first = store().rulebook_of("v1");
  ASSERT_TRUE(first);
  EXPECT_EQ(*first, files);
  const auto second = store().rulebook_of("v2");
  ASSERT_TRUE(second);
  EXPECT_THAT(*second, ElementsAre(RulebookText{"payer.yaml", "z"}));
  const auto none = store().rulebook_of("v3");
  ASSERT_TRUE(none);
  EXPECT_THAT(*none, IsEmpty());
}

TEST_P(ChecksContract, KnowsEveryFormThatWasEverIssued) {
  using gateway::IssuedForm;
  EXPECT_FALSE(*store().forms_were_issued());
  const std::vector<IssuedForm> first = {{"mri-spine", "2025-01-aaaa"}, {"wheelchair", "2026-bbbb"}};
  const std::vector<IssuedForm> later = {{"mri-spine", "2026-01-cccc"}, {"wheelchair", "2026-bbbb"}};
  ASSERT_TRUE(store().keep_forms(first));
  ASSERT_TRUE(store().keep_forms(later));
  ASSERT_TRUE(store().keep_forms(later));
  reopen();
  EXPECT_TRUE(*store().forms_were_issued());
  const auto issued = [&](std::string_view id, std::string_view version) {
    const base::Result<bool> found = store().form_was_issued(id, version);
    EXPECT_TRUE(found);
    return found && *found;
  };
  EXPECT_TRUE(issued("mri-spine", "2025-01-aaaa")) << "a form of before is a form still";
  EXPECT_TRUE(issued("mri-spine", "2026-01-cccc"));
  EXPECT_TRUE(issued("mri-spine", ""));
  EXPECT_FALSE(issued("mri-spine", "2026-bbbb"));
  EXPECT_FALSE(issued("mri-brain", ""));
}

TEST_P(ChecksContract, ReportsCallsOfHooksInASpanOfTime) {
  HookCall call;
  call.message = precert::MessageId("M1");
  call.service = "order-sign-service";
  call.hook = "order-sign";
  call.instance = "1234";
  call.client = "https://ehr.example";
  call.provider = "Practitioner/1";
  call.token_use = "used";
  call.received = noon;
  call.milliseconds = 42;
  call.status = 412;
  call.details = R"({"issues":[]})";
  for (const base::Instant at : {noon + hours(1), noon, noon - hours(1)}) {
    Exchange exchange;
    exchange.hook_call = call;
    exchange.hook_call->received = at;
    ASSERT_EQ(outcome_of(std::move(exchange)), CommitOutcome::committed);
  }
  reopen();
  std::vector<HookCall> calls;
  ASSERT_TRUE(store().each_hook_call(noon, noon + hours(2), [&calls](const HookCall& one) {
    calls.push_back(one);
    return true;
  }));
  ASSERT_EQ(calls.size(), 2U);
  EXPECT_EQ(calls[1].received, noon + hours(1));
  const HookCall& kept = calls.front();
  EXPECT_EQ(kept.message, call.message);
  EXPECT_EQ(kept.service, call.service);
  EXPECT_EQ(kept.hook, call.hook);
  EXPECT_EQ(kept.instance, call.instance);
  EXPECT_EQ(kept.client, call.client);
  EXPECT_EQ(kept.provider, call.provider);
  EXPECT_EQ(kept.token_use, call.token_use);
  EXPECT_EQ(kept.received, noon);
  EXPECT_EQ(kept.milliseconds, 42);
  EXPECT_EQ(kept.status, 412);
  EXPECT_EQ(kept.details, call.details);
}

TEST_P(ChecksContract, ReportsFeedbackInASpanOfTime) {
  Exchange exchange;
  exchange.hook_feedback = {HookFeedback{"order-sign-service", "card-1", "accepted", noon, "{}"},
                            HookFeedback{"order-sign-service", "card-2", "overridden", noon + hours(1), ""}};
  ASSERT_EQ(outcome_of(std::move(exchange)), CommitOutcome::committed);
  std::vector<HookFeedback> all;
  const auto keep = [&all](const HookFeedback& one) {
    all.push_back(one);
    return true;
  };
  ASSERT_TRUE(store().each_hook_feedback(noon, noon + hours(1), keep));
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].service, "order-sign-service");
  EXPECT_EQ(all[0].card, "card-1");
  EXPECT_EQ(all[0].outcome, "accepted");
  EXPECT_EQ(all[0].at, noon);
  EXPECT_EQ(all[0].details, "{}");
}

TEST_P(ChecksContract, ATokenIsGoodForOneUse) {
  const base::Instant expires = noon + seconds(300);
  EXPECT_TRUE(use("https://ehr.example", "jti-1", noon, expires));
  EXPECT_FALSE(use("https://ehr.example", "jti-1", noon, expires));
  EXPECT_TRUE(use("https://other.example", "jti-1", noon, expires));
  reopen();
  EXPECT_FALSE(use("https://ehr.example", "jti-1", noon + seconds(300), expires));
  // Nobody asks for it any more once it has expired: whoever checks its time refuses it before.
  EXPECT_TRUE(use("https://ehr.example", "jti-1", noon + seconds(301), noon + seconds(600)));
}

}  // namespace
