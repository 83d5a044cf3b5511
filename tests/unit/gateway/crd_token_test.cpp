// The tokens of CDS Hooks clients: who is believed, and for what.
#include "gateway/access/key_set.hpp"
#include "gateway/access/signed_token.hpp"
#include "gateway/crd/token.hpp"
#include "tests/support/fhir_server.hpp"
#include "tests/unit/gateway/crd_support.hpp"

namespace {

using crd_conversation::call_text;
using crd_conversation::CrdConversation;
using crd_conversation::Read;
using crd_conversation::Signer;
using crd_conversation::TokenText;
using gateway::HttpReply;

class CrdToken : public CrdConversation {
 protected:
  unsigned status_of(const std::string& token) {
    const HttpReply reply = post("/cds-services/crd-order-sign", call_text("order-sign"), token);
    if (reply.status == 401) {
      EXPECT_EQ(fhir::text(Read(reply.body).root(), "resourceType"), "OperationOutcome");
      EXPECT_FALSE(fhir_conversation::header(reply, "WWW-Authenticate").empty());
    }
    return reply.status;
  }
};

TEST_F(CrdToken, OfARegisteredClientIsGoodOnce) {
  const Signer signer(Signer::Kind::rsa);
  open_with_client(signer);
  const std::string token = signer.signed_token({}, now());
  EXPECT_EQ(status_of(token), 200U);
  EXPECT_EQ(status_of(token), 401U) << "replayed";
  TokenText next;
  next.id = "token-2";
  EXPECT_EQ(status_of(signer.signed_token(next, now())), 200U);
  ASSERT_EQ(calls().size(), 2U) << "what is not admitted is not stored";
  EXPECT_EQ(calls()[0].client, "https://ehr.example");
}

TEST_F(CrdToken, MayBeSignedByAnEllipticCurve) {
  const Signer signer(Signer::Kind::p384);
  open_with_client(signer);
  TokenText token;
  token.algorithm = "ES384";
  EXPECT_EQ(status_of(signer.signed_token(token, now())), 200U);
}

TEST_F(CrdToken, IsRefusedWhenAnythingInItIsWrong) {
  const Signer signer(Signer::Kind::rsa), stranger(Signer::Kind::rsa);
  open_with_client(signer);
  EXPECT_EQ(status_of(""), 401U);
  EXPECT_EQ(status_of("no.token"), 401U);
  EXPECT_EQ(status_of("eyJhbGciOiJSUzM4NCJ9.e30.A"), 401U) << "no base64 has this length";
  EXPECT_EQ(status_of(stranger.signed_token({}, now())), 401U) << "another key of the same name";
  const auto with = [&](auto change) {
    TokenText token;
    change(token);
    return status_of(signer.signed_token(token, now()));
  };
  EXPECT_EQ(with([](TokenText& one) { one.issuer = "https://other.example"; }), 401U);
  EXPECT_EQ(with([](TokenText& one) { one.issuer = ""; }), 401U);
  EXPECT_EQ(with([](TokenText& one) { one.id = ""; }), 401U);
  EXPECT_EQ(
      with([](TokenText& one) { one.audience = R"("http://127.0.0.1:8080/cds-services/crd-order-select")"; }),
      401U);
  EXPECT_EQ(with([](TokenText& one) { one.audience = ""; }), 401U);
  EXPECT_EQ(with([](TokenText& one) { one.expires_in = -1; }), 401U);
  EXPECT_EQ(with([](TokenText& one) { one.expires_in = 86400; }), 401U) << "longer than an hour";
  EXPECT_EQ(with([](TokenText& one) { one.issued_ago = -600; }), 401U) << "from the future";
  EXPECT_EQ(with([](TokenText& one) { one.key_id = "k2"; }), 401U);
  EXPECT_EQ(with([](TokenText& one) { one.algorithm = "RS256"; }), 401U);
  EXPECT_EQ(with([](TokenText& one) {
              one.audience = R"(["x", "http://127.0.0.1:8080/cds-services/crd-order-sign"])";
            }),
            200U)
      << "one of several audiences";
}

TEST(SignedToken, IsNotCheckedWithAKeyThatIsNoBase64) {
  EXPECT_FALSE(gateway::is_signed_by("eyJhbGciOiJSUzM4NCJ9.e30.AAAA", "RS384",
                                     R"({"kty":"RSA","kid":"k1","n":"A","e":"AQAB"})"));
  EXPECT_FALSE(gateway::token_claims_from("A.e30.AAAA").has_value());
}

TEST_F(CrdToken, IsNotGoodBeforeTheInstantThatItNames) {  // RFC 7519 4.1.5
  const Signer signer(Signer::Kind::rsa);
  open_with_client(signer);
  TokenText token;
  token.not_before_in = 120;
  EXPECT_EQ(status_of(signer.signed_token(token, now())), 401U);
  token.not_before_in = 30;
  EXPECT_EQ(status_of(signer.signed_token(token, now())), 200U) << "clocks may differ by a minute";
  token.id = "token-2";
  token.not_before_in = -120;
  EXPECT_EQ(status_of(signer.signed_token(token, now())), 200U);
}

TEST_F(CrdToken, ThatWantsAnExtensionUnderstoodIsRefused) {  // RFC 7515 4.1.11
  const Signer signer(Signer::Kind::rsa);
  open_with_client(signer);
  for (const char* critical : {R"(["x"])", R"(["b64"])", "[]"}) {
    TokenText token;
    token.critical = critical;
    EXPECT_EQ(status_of(signer.signed_token(token, now())), 401U) << critical;
  }
}

TEST_F(CrdToken, WithoutASignatureIsNone) {
  const Signer signer(Signer::Kind::rsa);
  open_with_client(signer);
  std::string token = signer.signed_token({}, now());
  token = "eyJhbGciOiJub25lIiwia2lkIjoiazEifQ" +
          token.substr(token.find('.'), token.rfind('.') - token.find('.') + 1);
  EXPECT_EQ(status_of(token), 401U) << "alg none";
  token = signer.signed_token({}, now());
  token[token.size() - 10] = token[token.size() - 10] == 'A' ? 'B' : 'A';
  EXPECT_EQ(status_of(token), 401U) << "one letter of the signature changed";
}

TEST_F(CrdToken, WantsAKeyThatIsStrongEnough) {
  for (const auto& [kind, algorithm] :
       {std::pair(Signer::Kind::small_rsa, "RS384"), std::pair(Signer::Kind::p256, "ES256")}) {
    const Signer signer(kind);
    open_with_client(signer);
    TokenText token;
    token.algorithm = algorithm;
    EXPECT_EQ(status_of(signer.signed_token(token, now())), 401U) << algorithm;
  }
}

TEST_F(CrdToken, MayBeForAnotherNameOfTheGateway) {
  const Signer signer(Signer::Kind::rsa);
  open_with_client(signer, {}, "    base_urls: [https://pa.example.org/]\n");
  TokenText token;
  token.audience = R"("https://pa.example.org/cds-services/crd-order-sign")";
  EXPECT_EQ(status_of(signer.signed_token(token, now())), 200U);
}

TEST_F(CrdToken, IsWantedForFeedbackAndNotForDiscovery) {
  const Signer signer(Signer::Kind::rsa);
  open_with_client(signer);
  EXPECT_EQ(get("/cds-services").status, 200U);
  EXPECT_EQ(get("/.well-known/davinci-configuration").status, 200U);
  EXPECT_EQ(get("/crd/metrics").status, 401U);
  EXPECT_EQ(post("/cds-services/crd-order-sign/feedback", R"({"feedback":[]})").status, 401U);
  TokenText token;
  token.audience = R"("http://127.0.0.1:8080/cds-services/crd-order-sign/feedback")";
  EXPECT_EQ(
      post("/cds-services/crd-order-sign/feedback", R"({"feedback":[]})", signer.signed_token(token, now()))
          .status,
      200U);
}

TEST_F(CrdToken, OfNobodyIsWantedUnderOpenAccess) { EXPECT_EQ(status_of(""), 200U); }

TEST_F(CrdToken, IsVerifiedByKeysFromTheRegisteredUrl) {
  const Signer signer(Signer::Kind::rsa);
  support::FhirServer keys;
  keys.answer("jwks.json", signer.public_keys());
  close();
  support::TemporaryFolder folder;
  gateway::Config config;
  config.crd.plain_http = true;
  config.clients =
      folder.file("clients.yaml",
                  "clients: []\nhook_clients:\n  - id: ehr\n    issuer: https://ehr.example\n    keys_url: " +
                      keys.url() + "/jwks.json\n");
  open(std::move(config));
  EXPECT_EQ(status_of(signer.signed_token({}, now())), 200U);
  TokenText token;
  token.id = "token-2";
  EXPECT_EQ(status_of(signer.signed_token(token, now())), 200U);
  EXPECT_EQ(keys.received().size(), 1U) << "keys are kept";
  token.key_id = "unknown";
  for (int i = 0; i < 3; ++i) EXPECT_EQ(status_of(signer.signed_token(token, now())), 401U);
  EXPECT_EQ(keys.received().size(), 1U) << "an unknown key is no reason to ask on and on";
}

TEST(KeySets, OfAnotherShapeAreRefused) {
  EXPECT_FALSE(gateway::signing_keys_from("[]"));
  EXPECT_FALSE(gateway::signing_keys_from("no JSON"));
  const auto keys = gateway::signing_keys_from(R"({"keys":[{"kty":"RSA"},{"kid":"a","kty":"EC"}]})");
  ASSERT_TRUE(keys);
  ASSERT_EQ(keys->size(), 1U) << "a key without a name cannot be asked for";
  EXPECT_EQ(keys->front().id, "a");
}

TEST(HookClients, AreReadWithEveryFault) {
  const auto clients = gateway::Clients::from_yaml(
      "clients: []\nhook_clients:\n  - id: a b\n    keys_file: x\n    keys_url: https://y.example\n    "
      "unknown: 1\n",
      "clients.yaml");
  ASSERT_FALSE(clients);
  EXPECT_EQ(clients.error().size(), 4U);
}

}  // namespace
