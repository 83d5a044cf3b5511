#include "tests/unit/gateway/crd_support.hpp"

#include <cjose/header.h>
#include <cjose/jws.h>
#include <cjose/util.h>

#include "gateway/cli/cli.hpp"
#include "tests/support/demo_gateway.hpp"

namespace crd_conversation {

using gateway::HttpReply;
using gateway::HttpRequest;

std::string call_text(const std::string& name) {
  const auto text = gateway::cli::read_file(PRECERT_SOURCE_DIR "/fixtures/crd/" + name + ".json");
  EXPECT_TRUE(text) << name;
  return text ? *text : std::string();
}

Signer::Signer(Kind kind) {
  cjose_err error{};
  switch (kind) {
    case Kind::rsa: key_ = cjose_jwk_create_RSA_random(2048, nullptr, 0, &error); break;
    case Kind::small_rsa: key_ = cjose_jwk_create_RSA_random(1024, nullptr, 0, &error); break;
    case Kind::p384: key_ = cjose_jwk_create_EC_random(CJOSE_JWK_EC_P_384, &error); break;
    case Kind::p256: key_ = cjose_jwk_create_EC_random(CJOSE_JWK_EC_P_256, &error); break;
  }
  EXPECT_NE(key_, nullptr);
  EXPECT_TRUE(cjose_jwk_set_kid(key_, "k1", 2, &error));
}

Signer::~Signer() { cjose_jwk_release(key_); }

std::string Signer::public_keys() const {
  cjose_err error{};
  char* text = cjose_jwk_to_json(key_, false, &error);
  std::string keys = "{\"keys\":[" + std::string(text) + "]}";
  cjose_get_dealloc()(text);
  return keys;
}

std::string Signer::signed_token(const TokenText& token, base::Instant now) const {
  cjose_err error{};
  cjose_header_t* header = cjose_header_new(&error);
  EXPECT_TRUE(cjose_header_set(header, "alg", token.algorithm.c_str(), &error));
  EXPECT_TRUE(cjose_header_set(header, "kid", token.key_id.c_str(), &error));
  EXPECT_TRUE(cjose_header_set(header, "typ", "JWT", &error));
  if (!token.critical.empty()) {
    EXPECT_TRUE(cjose_header_set_raw(header, "crit", token.critical.c_str(), &error));
  }
  if (!token.key_url.empty()) {
    EXPECT_TRUE(cjose_header_set(header, "jku", token.key_url.c_str(), &error));
  }
  const std::int64_t at = now.time_since_epoch().count();
  std::string payload = "{\"iat\":" + std::to_string(at - token.issued_ago) +
                        ",\"exp\":" + std::to_string(at + token.expires_in);
  if (token.not_before_in) payload += ",\"nbf\":" + std::to_string(at + *token.not_before_in);
  if (!token.issuer.empty()) payload += ",\"iss\":\"" + token.issuer + "\"";
  if (!token.subject.empty()) payload += ",\"sub\":\"" + token.subject + "\"";
  if (!token.audience.empty()) payload += ",\"aud\":" + token.audience;
  if (!token.id.empty()) payload += ",\"jti\":\"" + token.id + "\"";
  payload += "}";
  std::vector<std::uint8_t> bytes(payload.begin(), payload.end());
  cjose_jws_t* jws = cjose_jws_sign(key_, header, bytes.data(), bytes.size(), &error);
  cjose_header_release(header);
  if (jws == nullptr) return {};
  const char* text = nullptr;
  EXPECT_TRUE(cjose_jws_export(jws, &text, &error));
  std::string made(text);
  cjose_jws_release(jws);
  return made;
}

void CrdConversation::open(gateway::Config config) {
  if (!folder_) folder_.emplace();
  gateway_.reset();
  numbers_ = gateway::counting_numbers();
  gateway_ = support::demo_gateway(std::move(config), *folder_ / "data", clock_, *numbers_);
  ASSERT_TRUE(gateway_);
}

void CrdConversation::close() {
  gateway_.reset();
  folder_.reset();
}

void CrdConversation::open_with_client(const Signer& signer, gateway::Config config,
                                       const std::string& more) {
  close();
  folder_.emplace();
  folder_->file("keys.json", signer.public_keys());
  config.clients = folder_->file("clients.yaml",
                                 "clients: []\nhook_clients:\n  - id: ehr\n    issuer: https://ehr.example\n"
                                 "    keys_file: keys.json\n" +
                                     more);
  open(std::move(config));
}

HttpReply CrdConversation::post(const std::string& path, const std::string& body, const std::string& token) {
  HttpRequest request;
  request.method = gateway::Method::post;
  request.path = path;
  request.body = body;
  request.content_type = "application/json";
  if (!token.empty()) request.authorization = "Bearer " + token;
  return gateway_->answer_now(request);
}

HttpReply CrdConversation::get(const std::string& target) {
  HttpRequest request;
  const std::size_t question = target.find('?');
  request.path = target.substr(0, question);
  if (question != std::string::npos) request.query = target.substr(question + 1);
  return gateway_->answer_now(request);
}

std::vector<gateway::HookCall> CrdConversation::calls() {
  std::vector<gateway::HookCall> all;
  const auto read = services().store.each_hook_call(
      now() - std::chrono::hours(24), now() + std::chrono::hours(24), [&](const gateway::HookCall& call) {
        all.push_back(call);
        return true;
      });
  EXPECT_TRUE(read);
  return all;
}

std::string CrdConversation::part(const Read& answer, const std::string& url, std::size_t action) {
  const json::Value resource = answer.root().find("systemActions").at(action).find("resource");
  for (const json::Value extension : fhir::list(resource, "extension")) {
    if (!fhir::text(extension, "url").ends_with("ext-coverage-information")) continue;
    const json::Value value = fhir::extension_value(extension, url);
    if (value.is_string()) return std::string(value.string());
    const std::string_view reference = fhir::reference_of(value);
    return std::string(reference.empty() ? fhir::text(value, "code") : reference);
  }
  return {};
}

}  // namespace crd_conversation
