// Reads and searches of ClaimResponses, and the manners of HTTP that all FHIR routes share.
#include <future>
#include <set>

#include "fhir_support.hpp"
#include "gateway/fhir/search_cursor.hpp"
#include "gateway/store/content_hash.hpp"

namespace {

using fhir_conversation::FhirConversation;
using fhir_conversation::header;
using fhir_conversation::Read;
using fhir_conversation::replaced_once;
using fhir_conversation::scenario;
using gateway::HttpReply;
using gateway::HttpRequest;
using gateway::Method;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr const char* form = "application/x-www-form-urlencoded";

std::vector<std::string> ids_of(const std::string& body) {
  const Read page(body);
  std::vector<std::string> ids;
  for (const json::Value entry : page.root().find("entry").elements()) {
    if (entry.find("search").find("mode").string() != "match") continue;
    ids.emplace_back(entry.find("resource").find("id").string());
  }
  return ids;
}

std::string link(const std::string& body, std::string_view relation) {
  const Read page(body);
  for (const json::Value one : page.root().find("link").elements()) {
    if (one.find("relation").string() == relation) return std::string(one.find("url").string());
  }
  return {};
}

/// The path and query of a link.
std::string target_of(const std::string& url) {
  constexpr std::string_view host = "http://127.0.0.1:8080";
  EXPECT_TRUE(url.starts_with(host)) << url;
  return url.substr(host.size());
}

class Search : public FhirConversation {
 protected:
  std::vector<std::string> found(const std::string& query) {
    const HttpReply reply = get("/fhir/ClaimResponse?" + query);
    EXPECT_EQ(reply.status, 200U) << reply.body;
    return ids_of(reply.body);
  }
};

TEST_F(Search, FindsByPatientRequestorIdentifierAndClaim) {
  const std::string id = submitted("mri-approved");
  submitted("home-health");
  const Read read(get("/fhir/ClaimResponse/" + id).body);
  const std::string number(read.root().find("preAuthRef").string());
  const Read sent(scenario("mri-approved"));
  const std::string claim(sent.root().find("entry").at(0).find("fullUrl").string());
  for (const std::string& query :
       {std::string("patient=EXM100000001"), std::string("patient=Patient/EXM100000001"),
        std::string("patient:identifier=urn:precert:identifier:member_id%7CEXM100000001"),
        std::string("patient.identifier=EXM100000001"),
        std::string("requestor:identifier=http://hl7.org/fhir/sid/us-npi%7C1999000015"),
        "identifier=" + number, std::string("identifier=urn:trnorg:1999999990%7CMRI01EV"), "request=" + claim,
        "_id=" + id, "identifier=NONE," + number}) {
    EXPECT_THAT(found(query), ElementsAre(id)) << query;
  }
}

TEST_F(Search, AnIdentifierIsASystemAndAValue) {
  std::string request = scenario("mri-approved");
  const std::string ours = "urn:precert:identifier:member_id";
  for (std::size_t at = request.find(ours); at != std::string::npos; at = request.find(ours)) {
    request.replace(at, ours.size(), "https://plan.example/members");
  }
  const HttpReply submit = post("/fhir/Claim/$submit", request);
  ASSERT_EQ(submit.status, 200U) << submit.body;
  const Read answer(submit.body);
  const std::string id(answer.root().find("entry").at(0).find("resource").find("id").string());
  const std::string number(Read(get("/fhir/ClaimResponse/" + id).body).root().find("preAuthRef").string());
  std::string own;  // the number of ours among ClaimResponse.identifier, as a token
  const Read response(get("/fhir/ClaimResponse/" + id).body);
  for (const json::Value one : response.root().find("identifier").elements()) {
    const std::string system(one.find("system").string());
    if (system.ends_with("/identifier/trace")) own = system + "%7C" + std::string(one.find("value").string());
  }
  EXPECT_NE(own, "");
  for (const std::string& fits :
       {std::string("patient:identifier=EXM100000001"), "identifier=" + own,
        std::string("patient:identifier=https://plan.example/members%7CEXM100000001"),  // as it was sent
        "patient:identifier=" + ours + "%7CEXM100000001",                               // as it is answered
        "_id=" + id + "&patient:identifier=https://plan.example/members%7CEXM100000001",
        "identifier=%7C" + number}) {
    EXPECT_THAT(found(fits), ElementsAre(id)) << fits;
  }
  for (const std::string& misses :
       {std::string("patient:identifier=urn:x%7CEXM100000001"),
        std::string("patient:identifier=%7CEXM100000001"),
        std::string("patient:identifier=https://plan.example/members%7CEXM100000004"),
        "_id=" + id + "&patient:identifier=urn:x%7CEXM100000001",
        std::string("requestor:identifier=urn:x%7C1999000015"), "identifier=urn:x%7C" + number,
        std::string("patient:identifier=urn:x%7CEXM100000001&patient:identifier=urn:y%7CEXM100000001")}) {
    EXPECT_THAT(found(misses), IsEmpty()) << misses;
  }
  EXPECT_THAT(get("/fhir/ClaimResponse?patient:identifier=urn:x%7CEXM100000001").body,
              Not(HasSubstr("total")));
}

TEST_F(Search, AnIdentifierWithoutItsSystemIsOfAnySystem) {
  const auto sent_as = [&](const std::string& name, const std::string& from, const std::string& identifier) {
    const HttpReply reply = post("/fhir/Claim/$submit", replaced_once(scenario(name), from, identifier));
    EXPECT_EQ(reply.status, 200U) << reply.body;
    return std::string(Read(reply.body).root().find("entry").at(0).find("resource").find("id").string());
  };
  const std::string mri = R"("system": "urn:trnorg:1999999990",
            "value": "MRI01EV")";
  const std::string traced = sent_as("mri-approved", mri, mri);
  const std::string named = sent_as("home-health", R"("system": "urn:trnorg:1999999990",
            "value": "HHC01EV")",
                                    R"("system": "https://clinic.example/orders", "value": "MRI01EV")");
  EXPECT_THAT(found("identifier=MRI01EV"), testing::UnorderedElementsAre(traced, named));
  EXPECT_THAT(found("identifier=urn:trnorg:1999999990%7CMRI01EV"), ElementsAre(traced));
  EXPECT_THAT(found("identifier=https://clinic.example/orders%7CMRI01EV"), ElementsAre(named));
  EXPECT_THAT(found("identifier=%7CMRI01EV"), IsEmpty());  // of no system
}

TEST_F(Search, ASystemMayHaveABarInItself) {
  const std::string id = submitted("mri-approved");
  const HttpReply reply =
      post("/fhir/Claim/$submit", replaced_once(scenario("home-health"), R"("system": "urn:trnorg:1999999990",
            "value": "HHC01EV")",
                                                R"("system": "https://clinic.example/ids|2", "value": "7")"));
  ASSERT_EQ(reply.status, 200U) << reply.body;
  const std::string barred(Read(reply.body).root().find("entry").at(0).find("resource").find("id").string());
  EXPECT_NE(barred, id);
  EXPECT_THAT(found("identifier=7"), ElementsAre(barred));
  EXPECT_THAT(found("identifier=https://clinic.example/ids%7C2%7C7"), ElementsAre(barred));
}

/// Puts a case with these keys into the store.
void store_case(gateway::Store& store, const std::string& id, std::vector<gateway::LookupKey> keys) {
  gateway::Exchange exchange;
  gateway::CaseWrite& write = exchange.cases.emplace_back();
  write.record.id = precert::CaseId(id);
  write.record.version = 1;
  write.record.request = write.record.determination = "{}";
  write.keys = std::move(keys);
  std::promise<gateway::CommitResult> result;
  store.commit(std::move(exchange), [&](gateway::CommitResult done) { result.set_value(std::move(done)); });
  ASSERT_EQ(result.get_future().get().outcome, gateway::CommitOutcome::committed);
}

TEST_F(Search, WhatIsTooWideIsRefusedAndNotCut) {
  using gateway::LookupKind;
  const std::string id = submitted("mri-approved");
  const std::string number(Read(get("/fhir/ClaimResponse/" + id).body).root().find("preAuthRef").string());
  std::string many = "identifier=" + number;
  for (int i = 0; i < 9; ++i) many += ",N" + std::to_string(i);
  EXPECT_THAT(found(many), ElementsAre(id));
  EXPECT_EQ(get("/fhir/ClaimResponse?" + many + ",N9").status, 400U);
  EXPECT_THAT(found(many + ",%7CN9"), ElementsAre(id)) << "a value of no system is looked up at once";

  std::vector<gateway::LookupKey> keys;
  for (std::size_t i = 0; i <= gateway::matching_cases_max; ++i) {
    const std::string system = "urn:x:" + std::to_string(i);
    keys.push_back({LookupKind::claim_identifier, system + "|" + number});
    keys.push_back({LookupKind::claim_identifier, system + "|MRI01EV"});
  }
  store_case(gateway().services().store, "C-many", keys);
  EXPECT_THAT(found("identifier=" + number), ElementsAre(id)) << "a number of ours";
  const HttpReply refused = get("/fhir/ClaimResponse?identifier=MRI01EV");
  EXPECT_EQ(refused.status, 400U);
  EXPECT_THAT(refused.body, HasSubstr("name the system"));
  EXPECT_THAT(found("identifier=urn:trnorg:1999999990%7CMRI01EV"), ElementsAre(id));
}

TEST_F(Search, TheNextPagesKeepToTheSystem) {
  const std::string request = scenario("mri-approved");
  for (int i = 0; i < 3; ++i) {
    const std::string number = "\"value\": \"MRI01" + std::to_string(i) + "\"";
    post("/fhir/Claim/$submit", replaced_once(request, "\"value\": \"MRI01\"", number));
  }
  const std::string patient =
      "patient%3Aidentifier=urn%3Aprecert%3Aidentifier%3Amember_id%7CEXM100000001&_count=1";
  for (const std::string& more :
       {std::string(), std::string("&identifier=urn:trnorg:1999999990%7CMRI01EV")}) {
    std::size_t pages = 0;
    HttpReply page = send(Method::post, "/fhir/ClaimResponse/_search", patient + more, form);
    while (ids_of(page.body).size() == 1 && pages < 9) {
      ++pages;
      const std::string next = link(page.body, "next");
      if (next.empty()) break;
      page = get(target_of(next));
    }
    EXPECT_EQ(pages, 3U) << more;
  }
}

TEST_F(Search, ACommaBetweenIdsMeansOrAndARepetitionAnd) {
  const std::string one = submitted("mri-approved"), other = submitted("home-health");
  EXPECT_THAT(found("_id=" + one + "," + other), testing::UnorderedElementsAre(one, other));
  EXPECT_THAT(found("_id=" + one + ",NONE," + one), ElementsAre(one));
  EXPECT_THAT(found("_id=" + one + "," + other + "&_id=" + other), ElementsAre(other));
  EXPECT_THAT(found("_id=" + one + "&_id=" + other), IsEmpty());
}

TEST_F(Search, EverythingThatIsSaidHasToFit) {
  const std::string id = submitted("mri-approved");
  const std::string whose = "patient=EXM100000001&";
  for (const char* const fits :
       {"requestor=1999000015", "status=active", "use=preauthorization", "outcome=complete", "state=final",
        "state=pended,final", "created=2026-01-05", "created=ge2026-01-05", "created=le2026-01-05",
        "created=ge2026-01&created=lt2026-01-06", "created=2026", "created=2026-01-05T17:30:00Z",
        "created=lt2026-01-05T17:30:01Z", "unknown=1"}) {
    EXPECT_THAT(found(whose + fits), ElementsAre(id)) << fits;
  }
  for (const char* const misses :
       {"requestor=1999000064", "status=cancelled", "use=claim", "outcome=error", "state=pended", "state=x",
        "created=gt2026-01-05", "created=lt2026-01-05", "created=2025", "created=ge2026-02",
        "patient=EXM100000004", "identifier=NONE"}) {
    EXPECT_THAT(found(whose + misses), IsEmpty()) << misses;
  }
}

TEST_F(Search, RefusesWhatItDoesNotUnderstandAndWhatIsNobodysBusiness) {
  for (const char* const query :
       {"", "state=pended", "created=ge2026-01-01", "patient=A,B", "patient=A&created=yesterday",
        "patient=A&created=ap2026", "patient:missing=true", "patient=A&_count=many", "_cursor=nonsense",
        "patient=A&status:not=active"}) {
    const HttpReply reply = get(std::string("/fhir/ClaimResponse?") + query);
    EXPECT_EQ(reply.status, 400U) << query;
    EXPECT_THAT(reply.body, HasSubstr("OperationOutcome")) << query;
  }
  for (const char* const target :
       {"/fhir/ClaimResponse?state=pended", "/fhir/DocumentReference?_id=x", "/fhir/Communication?_id=x"}) {
    const HttpReply reply = get(target);
    EXPECT_EQ(reply.status, 400U) << target;
    EXPECT_THAT(reply.body, Not(HasSubstr("neither X12 nor JSON"))) << target;
  }
}

TEST_F(Search, APageStaysWhereItIsWhileCasesAreAdded) {
  std::vector<std::string> ids;
  const std::string request = scenario("mri-approved");
  for (int i = 0; i < 5; ++i) {
    const HttpReply reply =
        post("/fhir/Claim/$submit", replaced_once(request, "MRI01EV", "MRI01EV" + std::to_string(i)));
    ASSERT_EQ(reply.status, 200U);
    const Read answer(reply.body);
    ids.insert(ids.begin(),
               std::string(answer.root().find("entry").at(0).find("resource").find("id").string()));
  }
  const HttpReply first = get("/fhir/ClaimResponse?patient=EXM100000001&_count=2");
  EXPECT_THAT(ids_of(first.body), ElementsAre(ids[0], ids[1]));
  EXPECT_THAT(first.body, HasSubstr(R"("total":5)"));
  EXPECT_THAT(link(first.body, "self"), HasSubstr("patient=EXM100000001&_count=2"));

  ASSERT_EQ(post("/fhir/Claim/$submit", replaced_once(request, "MRI01EV", "MRI01EVX")).status, 200U);
  const std::string next = link(first.body, "next");
  EXPECT_THAT(next, Not(HasSubstr("EXM100000001")));  // links stand in logs
  const HttpReply second = get(target_of(next));
  EXPECT_EQ(link(second.body, "self"), next);
  EXPECT_THAT(ids_of(second.body), ElementsAre(ids[2], ids[3]));
  const HttpReply last = get(target_of(link(second.body, "next")));
  EXPECT_THAT(ids_of(last.body), ElementsAre(ids[4]));
  EXPECT_EQ(link(last.body, "next"), "");
}

TEST_F(Search, APageOfASearchByNumberGoesOnByOffset) {
  const std::string request = scenario("mri-approved");
  for (int i = 0; i < 3; ++i) {
    const std::string number = "\"value\": \"MRI01" + std::to_string(i) + "\"";
    post("/fhir/Claim/$submit", replaced_once(request, "\"value\": \"MRI01\"", number));
  }
  const HttpReply first = get("/fhir/ClaimResponse?identifier=urn:trnorg:1999999990%7CMRI01EV&_count=2");
  EXPECT_EQ(ids_of(first.body).size(), 2U);
  const HttpReply rest = get(target_of(link(first.body, "next")));
  EXPECT_EQ(ids_of(rest.body).size(), 1U);
  EXPECT_EQ(link(rest.body, "next"), "");
}

TEST_F(Search, ACountOfZeroOnlyCounts) {
  submitted("mri-approved");
  const HttpReply reply = get("/fhir/ClaimResponse?patient=EXM100000001&_count=0");
  EXPECT_THAT(reply.body, HasSubstr(R"("total":1)"));
  EXPECT_THAT(ids_of(reply.body), IsEmpty());
  EXPECT_EQ(link(reply.body, "next"), "");
}

TEST_F(Search, TakesAFormSoThatNoPatientStandsInAUrl) {
  const std::string id = submitted("mri-approved");
  const HttpReply reply = send(Method::post, "/fhir/ClaimResponse/_search",
                               "patient%3Aidentifier=EXM100000001&state=final", form);
  ASSERT_EQ(reply.status, 200U) << reply.body;
  EXPECT_THAT(ids_of(reply.body), ElementsAre(id));
  EXPECT_EQ(send(Method::post, "/fhir/ClaimResponse/_search", "{}").status, 415U);
}

TEST_F(Search, LinksOfAFormHoldNoPatient) {
  const std::string request = scenario("mri-approved");
  for (int i = 0; i < 3; ++i) {
    const std::string number = "\"value\": \"MRI01" + std::to_string(i) + "\"";
    post("/fhir/Claim/$submit", replaced_once(request, "\"value\": \"MRI01\"", number));
  }
  const std::string trace = "&identifier=urn:trnorg:1999999990%7CMRI01EV";
  for (const std::string& more : {std::string(), trace}) {
    const HttpReply first = send(Method::post, "/fhir/ClaimResponse/_search",
                                 "patient%3Aidentifier=EXM100000001&_count=1" + more, form);
    std::vector<std::string> ids = ids_of(first.body);
    EXPECT_THAT(link(first.body, "self"), Not(HasSubstr("EXM100000001")));
    std::string next = link(first.body, "next");
    while (!next.empty() && ids.size() < 9) {
      EXPECT_THAT(next, Not(HasSubstr("EXM100000001")));
      const HttpReply page = get(target_of(next));
      ASSERT_EQ(page.status, 200U) << page.body;
      for (std::string& id : ids_of(page.body)) ids.push_back(std::move(id));
      EXPECT_THAT(link(page.body, "self"), Not(HasSubstr("EXM100000001")));
      next = link(page.body, "next");
    }
    EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), 3U);
    EXPECT_EQ(ids.size(), 3U);
  }
}

TEST_F(Search, AFormAboutAnotherPatientFindsNothingByNumber) {
  submitted("mri-approved");
  const HttpReply reply =
      send(Method::post, "/fhir/ClaimResponse/_search",
           "patient%3Aidentifier=EXM100000004&identifier=urn:trnorg:1999999990%7CMRI01EV", form);
  EXPECT_THAT(ids_of(reply.body), IsEmpty());
}

TEST_F(Search, LooksUpOnlySoManyNumbers) {
  std::string numbers = "identifier=urn:s%7CN0";
  for (int i = 1; i < 50; ++i) numbers += ",urn:s%7CN" + std::to_string(i);
  EXPECT_EQ(send(Method::post, "/fhir/ClaimResponse/_search", numbers, form).status, 200U);
  EXPECT_EQ(send(Method::post, "/fhir/ClaimResponse/_search", numbers + ",urn:s%7CN50", form).status, 400U);
  EXPECT_EQ(send(Method::post, "/fhir/ClaimResponse/_search", numbers + "&identifier=urn:s%7CN50", form).status,
            400U);
  std::string repeated = "identifier=N0";
  for (int i = 0; i < 100; ++i) repeated += "&state=final";
  EXPECT_EQ(send(Method::post, "/fhir/ClaimResponse/_search", repeated, form).status, 400U);
}

TEST_F(Search, IncludesTheClaimWhenItIsAskedFor) {
  submitted("mri-approved");
  const std::string with =
      get("/fhir/ClaimResponse?patient=EXM100000001&_include=ClaimResponse:request").body;
  EXPECT_THAT(with, HasSubstr(R"("search":{"mode":"include"})"));
  EXPECT_THAT(with, HasSubstr(R"("resourceType":"Claim")"));
  EXPECT_THAT(get("/fhir/ClaimResponse?patient=EXM100000001").body,
              Not(HasSubstr(R"("resourceType":"Claim")")));
}

TEST_F(Search, StrictHandlingRefusesParametersThatAreNotKnown) {
  HttpRequest request;
  request.path = "/fhir/ClaimResponse";
  request.query = "patient=EXM100000001&colour=red";
  EXPECT_EQ(gateway().answer_now(request).status, 200U);
  request.prefer = "handling=strict";
  EXPECT_EQ(gateway().answer_now(request).status, 400U);
  request.query = "patient=EXM100000001&_include=ClaimResponse:request:Claim";
  EXPECT_EQ(gateway().answer_now(request).status, 200U);
  request.query = "patient=EXM100000001&_include=ClaimResponse:colour";
  EXPECT_EQ(gateway().answer_now(request).status, 400U);
  request.prefer.clear();
  EXPECT_THAT(gateway().answer_now(request).body, Not(HasSubstr("colour"))) << "nothing that was ignored";
}

TEST(SearchCursor, SaysWhatItWasMadeOf) {
  gateway::SearchCursor cursor;
  cursor.after = 42;
  cursor.last = precert::CaseId("C17-abc");
  cursor.by_requester = true;
  cursor.narrower.states = {gateway::CaseState::pended, gateway::CaseState::cancelled};
  cursor.narrower.outcomes = {"complete", "par~tial"};
  cursor.narrower.created_from = base::instant_from_iso("2026-01-05T17:30:00Z");
  cursor.narrower.count = 7;
  cursor.narrower.requester_system = "urn:x~y";
  const auto read = gateway::cursor_from(gateway::text_of(cursor));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->after, 42);
  EXPECT_EQ(read->last.text(), "C17-abc");
  EXPECT_FALSE(read->by_member);
  EXPECT_TRUE(read->by_requester);
  EXPECT_EQ(read->narrower.states, cursor.narrower.states);
  EXPECT_EQ(read->narrower.outcomes, cursor.narrower.outcomes);
  EXPECT_EQ(read->narrower.created_from, cursor.narrower.created_from);
  EXPECT_FALSE(read->narrower.created_until);
  EXPECT_EQ(read->narrower.count, 7U);
  EXPECT_FALSE(read->narrower.member_system);
  EXPECT_EQ(read->narrower.requester_system, "urn:x~y");
  EXPECT_FALSE(gateway::cursor_from("AAAA"));
  EXPECT_FALSE(gateway::cursor_from(""));
  EXPECT_FALSE(gateway::cursor_from(gateway::text_of(cursor) + "=")) << "spelled otherwise";
}

// ---- Reads

TEST_F(Search, AReadNamesItsVersionAndIsNotRepeatedToWhoHasIt) {
  const std::string id = submitted("mri-approved");
  const HttpReply first = get("/fhir/ClaimResponse/" + id);
  EXPECT_EQ(header(first, "ETag"), "W/\"1\"");
  EXPECT_EQ(header(first, "Last-Modified"), "Mon, 05 Jan 2026 17:30:00 GMT");
  HttpRequest again;
  again.path = "/fhir/ClaimResponse/" + id;
  again.if_none_match = "W/\"0\", W/\"1\"";
  const HttpReply same = gateway().answer_now(again);
  EXPECT_EQ(same.status, 304U);
  EXPECT_EQ(same.body, "");
  EXPECT_EQ(header(same, "ETag"), "W/\"1\"");
  again.if_none_match = "W/\"0\"";
  EXPECT_EQ(gateway().answer_now(again).status, 200U);
}

// ---- Clients that speak for some

class Rights : public FhirConversation {
 protected:
  void SetUp() override {
    std::ofstream out(folder_ / "clients.yaml");
    out << "clients:\n";
    for (const auto& [id, organization] :
         {std::pair("clinic", "1999000015"), std::pair("imaging", "1999000155"),
          std::pair("other", "1999000064"), std::pair("oncology", "1999000130")}) {
      out << "  - id: " << id
          << "\n    token_sha256: " << gateway::hex(gateway::content_hash_of(std::string(id)))
          << "\n    organizations: [\"" << organization << "\"]\n";
    }
    out.close();
    gateway::Config config;
    config.clients = folder_ / "clients.yaml";
    open(std::move(config));
  }
  void TearDown() override { close(); }
  HttpReply as(const std::string& client, const std::string& path, const std::string& query = {},
               const std::string& body = {}) {
    HttpRequest request;
    request.method = body.empty() ? Method::get : Method::post;
    request.path = path;
    request.query = query;
    request.body = body;
    request.authorization = "Bearer " + client;
    return gateway().answer_now(request);
  }

 private:
  support::TemporaryFolder folder_;
};

TEST_F(Rights, AClientReadsAndFindsTheReviewsOfItsOrganizationsOnly) {
  const HttpReply submit = as("clinic", "/fhir/Claim/$submit", {}, scenario("mri-approved"));
  ASSERT_EQ(submit.status, 200U) << submit.body;
  const Read answer(submit.body);
  const std::string id(answer.root().find("entry").at(0).find("resource").find("id").string());
  const auto inquiry_of = [](const char* npi) {
    fhir_conversation::InquiryText inquiry;
    inquiry.npi = npi;
    return inquiry.text();
  };
  for (const auto& [client, npi] : {std::pair("clinic", "1999000015"),
                                    std::pair("imaging", "1999000155")}) {  // who asked, and who performs it
    EXPECT_EQ(as(client, "/fhir/ClaimResponse/" + id).status, 200U) << client;
    EXPECT_THAT(ids_of(as(client, "/fhir/ClaimResponse", "patient=EXM100000001").body), ElementsAre(id))
        << client;
    EXPECT_THAT(as(client, "/fhir/Claim/$inquire", {}, inquiry_of(npi)).body, HasSubstr("ClaimResponse"))
        << client;
  }
  EXPECT_EQ(as("other", "/fhir/ClaimResponse/" + id).status, 404U);
  const HttpReply nothing = as("other", "/fhir/ClaimResponse", "patient=EXM100000001");
  EXPECT_THAT(ids_of(nothing.body), IsEmpty());
  EXPECT_THAT(nothing.body, Not(HasSubstr("total")));
  EXPECT_EQ(as("other", "/fhir/Claim/$inquire", {}, inquiry_of("1999000064")).body,
            R"({"resourceType":"Parameters"})");
  EXPECT_EQ(as("nobody", "/fhir/ClaimResponse/" + id).status, 401U);
}

TEST_F(Rights, NobodyInquiresInTheNameOfOthers) {  // whether there is something to find or not
  fhir_conversation::InquiryText inquiry;  // of the clinic
  const HttpReply before = as("imaging", "/fhir/Claim/$inquire", {}, inquiry.text());
  EXPECT_EQ(before.status, 403U);
  EXPECT_THAT(before.body, HasSubstr("OperationOutcome"));
  ASSERT_EQ(as("clinic", "/fhir/Claim/$submit", {}, scenario("mri-approved")).status, 200U);
  const HttpReply after = as("imaging", "/fhir/Claim/$inquire", {}, inquiry.text());
  EXPECT_EQ(after.status, 403U);
  EXPECT_EQ(after.body, before.body);
}

TEST_F(Rights, AnInquiryShowsNoMoreThanItsClientMaySee) {
  ASSERT_EQ(as("oncology", "/fhir/Claim/$submit", {}, scenario("several-services")).status, 200U);
  const Read sent(scenario("several-services"));
  fhir_conversation::InquiryText inquiry;
  inquiry.npi = "1999000130";  // oncology asked for it
  for (const json::Value entry : sent.root().find("entry").elements()) {
    const json::Value patient = entry.find("resource");
    if (patient.find("resourceType").string() != "Patient") continue;
    inquiry.member = std::string(patient.find("identifier").at(0).find("value").string());
    inquiry.family = std::string(patient.find("name").at(0).find("family").string());
    inquiry.given = std::string(patient.find("name").at(0).find("given").at(0).string());
    inquiry.born = std::string(patient.find("birthDate").string());
  }
  const auto lines_of = [](const HttpReply& reply) {
    std::vector<std::string> lines;
    const Read answer(reply.body);
    for (const json::Value response : fhir_conversation::claim_responses(answer.root())) {
      for (const json::Value item : response.find("item").elements())
        lines.emplace_back(item.find("itemSequence").number_text());
    }
    return lines;
  };
  EXPECT_THAT(lines_of(as("oncology", "/fhir/Claim/$inquire", {}, inquiry.text())), testing::SizeIs(4));
  // A client that may send for the sender it names asks as the requester, and does one line of it.
  inquiry.members =
      R"(, "extension": [{"url": "http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-TransmissionIdentifiers",
          "extension": [{"url": "interchangeSenderID", "valueString": "1999000155"}]}])";
  const HttpReply part = as("imaging", "/fhir/Claim/$inquire", {}, inquiry.text());
  EXPECT_THAT(lines_of(part), ElementsAre("2")) << part.body;
  EXPECT_EQ(as("other", "/fhir/Claim/$inquire", {}, inquiry.text()).status, 403U);
}

TEST_F(Rights, WhoIsOnlyNamedForALineSeesThatLine) {  // minimum necessary
  const HttpReply submit = as("oncology", "/fhir/Claim/$submit", {}, scenario("several-services"));
  ASSERT_EQ(submit.status, 200U) << submit.body;
  const Read answer(submit.body);
  const std::string id(answer.root().find("entry").at(0).find("resource").find("id").string());
  const auto lines_of = [](const json::Value& response) {
    std::vector<std::string> lines;
    for (const json::Value item : response.find("item").elements())
      lines.emplace_back(item.find("itemSequence").number_text());
    return lines;
  };
  EXPECT_THAT(lines_of(Read(as("oncology", "/fhir/ClaimResponse/" + id).body).root()), testing::SizeIs(4));
  EXPECT_THAT(lines_of(Read(as("imaging", "/fhir/ClaimResponse/" + id).body).root()), ElementsAre("2"));
  const HttpReply page = as("imaging", "/fhir/ClaimResponse", "_id=" + id + "&_include=ClaimResponse:request");
  const Read read(page.body);
  ASSERT_EQ(read.root().find("entry").size(), 1U) << "the Claim as it was sent names the other lines";
  EXPECT_THAT(lines_of(read.root().find("entry").at(0).find("resource")), ElementsAre("2"));
}

// ---- Manners

class Manners : public FhirConversation {
 protected:
  unsigned status(const std::string& accept, const std::string& query = {}) {
    HttpRequest request;
    request.path = "/fhir/metadata";
    request.accept = accept;
    request.query = query;
    return gateway().answer_now(request).status;
  }
};

TEST_F(Manners, AnswersWhoeverTakesJson) {
  for (const char* const accept :
       {"", "*/*", "application/fhir+json", "application/json", "application/fhir+json;fhirVersion=4.0",
        "application/fhir+xml;q=0.9, application/json;q=0.5", "application/*", "text/html, */*;q=0.1"}) {
    EXPECT_EQ(status(accept), 200U) << accept;
  }
  for (const char* const accept : {"application/fhir+xml", "text/html", "application/json;q=0",
                                   "application/xml, application/json;q=0.0"}) {
    EXPECT_EQ(status(accept), 406U) << accept;
  }
}

TEST_F(Manners, TheFormatParameterGoesBeforeAccept) {
  EXPECT_EQ(status("application/fhir+xml", "_format=json"), 200U);
  EXPECT_EQ(status("application/fhir+xml", "_format=application/fhir+json"), 200U);
  EXPECT_EQ(status("application/fhir+xml", "_format=application%2Ffhir%2Bjson"), 200U);
  EXPECT_EQ(status("application/fhir+json", "_format=xml"), 406U);
}

TEST_F(Manners, RefusesBodiesInXml) {
  for (const char* const path : {"/fhir/Claim/$submit", "/fhir/Claim/$inquire", "/fhir/$submit-attachment"}) {
    const HttpReply reply = send(Method::post, path, "<Bundle/>", "application/fhir+xml");
    EXPECT_EQ(reply.status, 415U) << path;
    EXPECT_THAT(reply.body, HasSubstr("OperationOutcome"));
  }
}

TEST_F(Manners, UnknownPathsAndMethodsAreOperationOutcomes) {
  const HttpReply unknown = get("/fhir/Nothing");
  EXPECT_EQ(unknown.status, 404U);
  EXPECT_THAT(unknown.body, HasSubstr("OperationOutcome"));
  const HttpReply wrong = send(Method::del, "/fhir/ClaimResponse/C1");
  EXPECT_EQ(wrong.status, 405U);
  EXPECT_EQ(header(wrong, "Allow"), "GET");
  EXPECT_THAT(wrong.body, HasSubstr("OperationOutcome"));
}

TEST_F(Manners, PagesOfListedOriginsMayCall) {
  close();
  gateway::Config config;
  config.cors_origins = {"https://ehr.example"};
  open(std::move(config));
  HttpRequest preflight;
  preflight.method = Method::options;
  preflight.path = "/fhir/Claim/$submit";
  preflight.origin = "https://ehr.example";
  const HttpReply reply = gateway().answer_now(preflight);
  EXPECT_EQ(reply.status, 204U);
  EXPECT_EQ(header(reply, "Access-Control-Allow-Origin"), "https://ehr.example");
  EXPECT_EQ(header(reply, "Access-Control-Allow-Methods"), "POST");
  EXPECT_THAT(header(reply, "Access-Control-Allow-Headers"), HasSubstr("Authorization"));

  preflight.origin = "https://elsewhere.example";
  EXPECT_EQ(header(gateway().answer_now(preflight), "Access-Control-Allow-Origin"), "");

  HttpRequest call;
  call.path = "/fhir/metadata";
  call.origin = "https://ehr.example";
  const HttpReply answered = gateway().answer_now(call);
  EXPECT_EQ(header(answered, "Access-Control-Allow-Origin"), "https://ehr.example");
  EXPECT_EQ(header(answered, "Vary"), "Origin");
  EXPECT_THAT(answered.body, HasSubstr(R"("cors":true)"));
}

TEST_F(Manners, MetadataSaysWhatTheRoutesServe) {
  const Read statement(get("/fhir/metadata").body);
  const json::Value rest = statement.root().find("rest").at(0);
  std::vector<std::string> operations;
  for (const json::Value resource : rest.find("resource").elements()) {
    if (resource.find("type").string() == "Claim") {
      for (const json::Value one : resource.find("operation").elements())
        operations.emplace_back(one.find("name").string());
    }
    if (resource.find("type").string() == "ClaimResponse") {
      EXPECT_EQ(resource.find("conditionalRead").string(), "not-match");
      EXPECT_EQ(resource.find("searchInclude").size(), 3U);
      EXPECT_EQ(resource.find("searchParam").at(1).find("name").string(), "patient");
    }
  }
  EXPECT_THAT(operations, ElementsAre("submit", "inquire"));
  EXPECT_EQ(rest.find("operation").at(0).find("name").string(), "submit-attachment");
  EXPECT_EQ(statement.root().find("instantiates").at(0).string(),
            "http://hl7.org/fhir/us/davinci-pas/CapabilityStatement/IntermediaryCapabilities");
}

}  // namespace
