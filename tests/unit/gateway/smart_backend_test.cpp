// SMART Backend Services: a client signs an assertion, gets an access token, and calls with it.
#include "gateway/store/content_hash.hpp"
#include "tests/unit/gateway/crd_support.hpp"

namespace {

using crd_conversation::CrdConversation;
using crd_conversation::Read;
using crd_conversation::Signer;
using crd_conversation::TokenText;
using gateway::HttpReply;
using gateway::HttpRequest;
using gateway::Method;
using testing::HasSubstr;

const Signer& signer() {
  static const Signer one(Signer::Kind::p384);  // made once: keys take long
  return one;
}

class SmartBackend : public CrdConversation {
 protected:
  void SetUp() override {
    keys_.file("keys.json", signer().public_keys());
    open_with(R"(["system/*.cruds"])");
  }
  /// A client with keys, whose tokens may have these scopes, and one with a token that was agreed.
  void open_with(const std::string& scopes, gateway::HttpTls tls = {}) {
    gateway::Config config;
    config.tls = std::move(tls);
    config.clients = keys_.file(
        "clients.yaml", "clients:\n  - id: clinic\n    keys_file: keys.json\n    scopes: " + scopes +
                            "\n    organizations: [\"1999000015\"]\n  - id: nurse\n    token_sha256: " +
                            gateway::hex(gateway::content_hash_of("nurse-token")) +
                            "\n    paths: [\"/review\"]\n");
    open(std::move(config));
  }

  static TokenText assertion_text() {
    TokenText text;
    text.issuer = text.subject = "clinic";
    text.audience = R"("http://127.0.0.1:8080/oauth/token")";
    text.algorithm = "ES384";
    return text;
  }
  HttpReply ask(const std::string& form, const std::string& type = "application/x-www-form-urlencoded") {
    HttpRequest request;
    request.method = Method::post;
    request.path = "/oauth/token";
    request.content_type = type;
    request.body = form;
    request.certificate = certificate_;
    return send(request);
  }
  static std::string form_of(const std::string& assertion, const std::string& scope) {
    return "grant_type=client_credentials&client_assertion_type="
           "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion=" +
           assertion + "&scope=" + scope;
  }
  HttpReply ask_with(const TokenText& text, const std::string& scope = "system/*.rs") {
    return ask(form_of(signer().signed_token(text, now()), scope));
  }
  /// An access token with these scopes.
  std::string token_for(const std::string& scope) {
    TokenText text = assertion_text();
    text.id = "assertion-" + std::to_string(++asked_);
    const HttpReply reply = ask_with(text, scope);
    EXPECT_EQ(reply.status, 200U) << reply.body;
    return std::string(fhir::text(Read(reply.body).root(), "access_token"));
  }
  HttpReply call_with(const std::string& token, Method method, const std::string& path) {
    HttpRequest request;
    request.method = method;
    request.path = path;
    request.authorization = "Bearer " + token;
    request.content_type = "application/fhir+json";
    request.certificate = certificate_;
    if (method == Method::post) request.body = "{}";
    return send(request);
  }
  static std::string error_of(const HttpReply& reply) {
    EXPECT_EQ(fhir_conversation::header(reply, "Cache-Control"), "no-store");
    return std::string(fhir::text(Read(reply.body).root(), "error")) + ' ' + std::to_string(reply.status);
  }

  support::TemporaryFolder keys_;
  int asked_ = 0;
  std::string certificate_;  // shown with each request
};

TEST_F(SmartBackend, ATokenIsOfWhoShowedTheCertificateWhenItWasAskedFor) {  // OR-H14, RFC 8705
  const auto searched_with = [&](const std::string& certificate, const std::string& token) {
    certificate_ = certificate;
    return call_with(token, Method::get, "/fhir/ClaimResponse").status;
  };
  const std::string free = token_for("system/*.rs");
  certificate_ = "of-the-clinic";
  const std::string tied = token_for("system/*.rs");
  EXPECT_NE(searched_with("of-the-clinic", tied), 401U);
  EXPECT_EQ(searched_with("of-somebody", tied), 401U);
  EXPECT_EQ(searched_with("", tied), 401U);
  EXPECT_NE(searched_with("of-somebody", free), 401U);
  EXPECT_NE(searched_with("", free), 401U);
}

TEST_F(SmartBackend, GivesAnAccessTokenForASignedAssertion) {
  const HttpReply reply = ask_with(assertion_text());
  ASSERT_EQ(reply.status, 200U) << reply.body;
  const Read read(reply.body);
  EXPECT_EQ(fhir::text(read.root(), "token_type"), "bearer");
  EXPECT_EQ(read.root().find("expires_in").number_text(), "300");
  EXPECT_EQ(fhir::text(read.root(), "scope"), "system/*.rs");
  EXPECT_EQ(fhir_conversation::header(reply, "Cache-Control"), "no-store");
  const std::string token(fhir::text(read.root(), "access_token"));
  EXPECT_EQ(call_with(token, Method::get, "/fhir/Subscription").status, 200U);
}

TEST_F(SmartBackend, RefusesAnAssertionInWhichAnythingIsWrong) {
  const auto with = [&](auto change) {
    TokenText text = assertion_text();
    change(text);
    return error_of(ask_with(text));
  };
  const std::string refused = "invalid_client 401";
  EXPECT_EQ(with([](TokenText& one) { one.issuer = one.subject = "nobody"; }), refused);
  EXPECT_EQ(with([](TokenText& one) { one.issuer = one.subject = "nurse"; }), refused) << "has no keys";
  EXPECT_EQ(with([](TokenText& one) { one.subject = "other"; }), refused);
  EXPECT_EQ(with([](TokenText& one) { one.subject = ""; }), refused);
  EXPECT_EQ(with([](TokenText& one) { one.audience = R"("http://127.0.0.1:8080/fhir")"; }), refused);
  EXPECT_EQ(with([](TokenText& one) { one.expires_in = -1; }), refused);
  EXPECT_EQ(with([](TokenText& one) { one.expires_in = 600; }), refused) << "more than five minutes";
  EXPECT_EQ(with([](TokenText& one) { one.issued_ago = -600; }), refused) << "from the future";
  EXPECT_EQ(with([](TokenText& one) { one.id = ""; }), refused);
  EXPECT_EQ(with([](TokenText& one) { one.key_id = "k2"; }), refused);
  EXPECT_EQ(with([](TokenText& one) { one.key_url = "https://other.example/keys"; }), refused);
  EXPECT_EQ(with([](TokenText& one) { one.critical = R"(["x"])"; }), refused);
  const Signer stranger(Signer::Kind::p384);
  EXPECT_EQ(error_of(ask(form_of(stranger.signed_token(assertion_text(), now()), "system/*.rs"))), refused);
  EXPECT_EQ(error_of(ask(form_of("no.token", "system/*.rs"))), refused);
  EXPECT_EQ(ask_with(assertion_text()).status, 200U) << "nothing of this used its id up";
}

TEST_F(SmartBackend, TakesAnAssertionOnce) {
  EXPECT_EQ(ask_with(assertion_text()).status, 200U);
  EXPECT_EQ(error_of(ask_with(assertion_text())), "invalid_client 401");
}

TEST_F(SmartBackend, RefusesFormsThatAskForSomethingElse) {
  const std::string form = form_of(signer().signed_token(assertion_text(), now()), "system/*.rs");
  EXPECT_EQ(error_of(ask("grant_type=authorization_code&code=1")), "unsupported_grant_type 400");
  EXPECT_EQ(error_of(ask("")), "invalid_request 400");
  EXPECT_EQ(error_of(ask(form, "application/json")), "invalid_request 400");
  EXPECT_EQ(error_of(ask(form + "&grant_type=client_credentials")), "invalid_request 400");
  EXPECT_EQ(error_of(ask("grant_type=client_credentials&scope=system/*.rs")), "invalid_client 401");
  EXPECT_EQ(error_of(ask(form + "&client_id=nurse")), "invalid_client 401") << "another than has signed";
  EXPECT_EQ(error_of(ask(form + "&more=" + std::string(20'000, 'x'))), "invalid_request 413");
}

TEST_F(SmartBackend, GrantsWhatIsAskedForAsFarAsItIsAllowed) {
  open_with(R"(["system/Claim.cr", "system/*.s"])");
  TokenText text = assertion_text();
  EXPECT_THAT(ask_with(text, "system/claim.cruds+openid").body,
              HasSubstr(R"("scope":"system/claim.cr system/claim.s")"));
  for (const char* scope : {"", "system/Claim.d", "user/Claim.r", "system/Claim.sr", "launch"}) {
    text.id = "assertion-" + std::to_string(++asked_);
    EXPECT_EQ(error_of(ask_with(text, scope)), "invalid_scope 400") << scope;
  }
  std::string many;
  for (char a = 'a'; a <= 'z'; ++a) {
    for (const char b : {'a', 'b', 'c'}) many += std::string("system/") + a + b + ".s+";
  }
  text.id = "assertion-many";
  EXPECT_EQ(error_of(ask_with(text, many)), "invalid_scope 400") << "no token holds them";
}

TEST_F(SmartBackend, ScopesLimitWhatATokenMayCall) {
  const std::string token = token_for("system/Subscription.rs+system/questionnaire.r");
  EXPECT_EQ(call_with(token, Method::get, "/fhir/Subscription").status, 200U);
  EXPECT_EQ(call_with(token, Method::get, "/fhir/2.0.1/Subscription").status, 200U);
  EXPECT_NE(call_with(token, Method::post, "/fhir/Questionnaire/$questionnaire-package").status, 403U);
  for (const char* path : {"/fhir/Subscription", "/fhir/Claim/$submit", "/fhir/Claim/$inquire",
                           "/fhir/$submit-attachment", "/fhir/ClaimResponse/_search"}) {
    const HttpReply reply = call_with(token, Method::post, path);
    EXPECT_EQ(reply.status, 403U) << path;
    EXPECT_THAT(fhir_conversation::header(reply, "WWW-Authenticate"), HasSubstr("insufficient_scope"));
    EXPECT_THAT(reply.body, HasSubstr("OperationOutcome"));
  }
  EXPECT_EQ(call_with(token_for("system/*.cruds"), Method::get, "/review/worklist").status, 403U)
      << "paths are those of the client";
}

TEST_F(SmartBackend, ATokenEnds) {
  const std::string token = token_for("system/*.rs");
  clock_.move(std::chrono::seconds(299));
  EXPECT_EQ(call_with(token, Method::get, "/fhir/Subscription").status, 200U);
  clock_.move(std::chrono::seconds(1));
  const HttpReply reply = call_with(token, Method::get, "/fhir/Subscription");
  EXPECT_EQ(reply.status, 401U);
  EXPECT_THAT(fhir_conversation::header(reply, "WWW-Authenticate"), HasSubstr("invalid_token"));
}

TEST_F(SmartBackend, AChangedTokenIsNone) {
  const std::string token = token_for("system/*.rs");
  for (std::size_t at = 0; at < token.size(); at += 7) {
    std::string changed = token;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    EXPECT_EQ(call_with(changed, Method::get, "/fhir/Subscription").status, 401U) << at;
  }
  EXPECT_EQ(call_with(token.substr(0, token.rfind('.')), Method::get, "/fhir/Subscription").status, 401U);
  EXPECT_EQ(call_with(token.substr(0, token.rfind('.') + 1), Method::get, "/fhir/Subscription").status, 401U);
}

TEST_F(SmartBackend, TokensOutliveARestartAndNarrowWithTheirClient) {
  const std::string token = token_for("system/*.rs");
  open_with(R"(["system/*.cruds"])");
  EXPECT_EQ(call_with(token, Method::get, "/fhir/Subscription").status, 200U);
  open_with(R"(["system/Claim.c"])");
  EXPECT_EQ(call_with(token, Method::get, "/fhir/Subscription").status, 403U);
}

TEST_F(SmartBackend, IsFoundWhereTheStandardSays) {
  for (const char* base : {"", "/fhir", "/fhir/2.0.1"}) {
    const HttpReply reply = get(base + std::string("/.well-known/smart-configuration"));
    ASSERT_EQ(reply.status, 200U) << base;
    const Read read(reply.body);
    EXPECT_EQ(fhir::text(read.root(), "token_endpoint"), "http://127.0.0.1:8080/oauth/token");
    EXPECT_EQ(read.root().find("grant_types_supported").at(0).string(), "client_credentials");
    EXPECT_EQ(read.root().find("token_endpoint_auth_methods_supported").at(0).string(), "private_key_jwt");
    EXPECT_EQ(read.root().find("scopes_supported").at(0).string(), "system/*.cruds");
    EXPECT_EQ(read.root().find("capabilities").at(0).string(), "client-confidential-asymmetric");
  }
  EXPECT_THAT(get("/fhir/metadata").body, HasSubstr("SMART-on-FHIR"));
}

TEST_F(SmartBackend, SaysThatTokensAreTiedToCertificatesWhereTheyAre) {
  const auto says_so = [&](gateway::HttpTls tls) {
    open_with(R"(["system/*.cruds"])", std::move(tls));
    const std::string body = get("/.well-known/smart-configuration").body;
    return Read(body).root().find("tls_client_certificate_bound_access_tokens").exists();
  };
  EXPECT_TRUE(says_so({"own.pem", "own.key", "clients.pem"}));
  EXPECT_FALSE(says_so({"own.pem", "own.key", {}}));
  EXPECT_FALSE(says_so({{}, {}, "clients.pem"})) << "nobody shows one over plain HTTP";
}

TEST_F(SmartBackend, IsNotOfferedWhenNobodyCanUseIt) {
  open({});
  EXPECT_EQ(get("/.well-known/smart-configuration").status, 404U);
  EXPECT_EQ(get("/fhir/.well-known/smart-configuration").status, 404U);
  EXPECT_EQ(ask_with(assertion_text()).status, 404U);
  EXPECT_THAT(get("/fhir/metadata").body, testing::Not(HasSubstr("SMART-on-FHIR")));
}

}  // namespace
