// A gateway that is called by CDS Hooks, and a client that signs its calls.
#pragma once

#include <cjose/jwk.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gateway/app/gateway.hpp"
#include "parsers/fhir/resource_view.hpp"
#include "parsers/json/document.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/unit/gateway/fhir_support.hpp"

namespace crd_conversation {

using fhir_conversation::Read;

/// fixtures/crd/NAME.json
[[nodiscard]] std::string call_text(const std::string& name);

/// One value of a token's payload each; "" leaves it out.
struct TokenText {
  std::string issuer = "https://ehr.example";
  std::string audience = R"("http://127.0.0.1:8080/cds-services/crd-order-sign")";  // JSON
  std::string id = "token-1";
  std::int64_t expires_in = 300;  // seconds
  std::int64_t issued_ago = 0;
  std::string algorithm = "RS384";
  std::string key_id = "k1";
  std::string critical;  // crit of the header: JSON
  std::string subject, key_url;
  std::optional<std::int64_t> not_before_in;  // seconds
};

/// A key pair of a client.
class Signer {
 public:
  enum class Kind { rsa, small_rsa, p384, p256 };
  explicit Signer(Kind kind);
  ~Signer();
  Signer(const Signer&) = delete;
  Signer& operator=(const Signer&) = delete;
  [[nodiscard]] std::string public_keys() const;  // a JSON Web Key Set
  [[nodiscard]] std::string signed_token(const TokenText& token, base::Instant now) const;

 private:
  cjose_jwk_t* key_;
};

class CrdConversation : public testing::Test {
 protected:
  void SetUp() override { open({}); }
  void TearDown() override { close(); }
  void open(gateway::Config config);
  void close();
  /// With a file of clients that knows the signer as k1; `more` are further lines of its entry.
  void open_with_client(const Signer& signer, gateway::Config config = {}, const std::string& more = "");

  gateway::HttpReply post(const std::string& path, const std::string& body, const std::string& token = "");
  gateway::HttpReply get(const std::string& target);
  gateway::HttpReply send(const gateway::HttpRequest& request) { return gateway_->answer_now(request); }
  gateway::HttpReply call(const std::string& service, const std::string& body) {
    return post("/cds-services/" + service, body);
  }
  gateway::Services& services() { return gateway_->services(); }
  [[nodiscard]] base::Instant now() const { return clock_.now(); }
  /// Every hook call that is stored.
  std::vector<gateway::HookCall> calls();
  /// Sub-extension of the n-th action of an answer: its code, text or reference.
  static std::string part(const Read& answer, const std::string& url, std::size_t action = 0);

  fhir_conversation::MovedClock clock_{*base::instant_from_iso("2026-01-05T17:30:00Z")};

 private:
  std::unique_ptr<gateway::NumberSource> numbers_;
  std::optional<support::TemporaryFolder> folder_;
  std::unique_ptr<gateway::Gateway> gateway_;
};

}  // namespace crd_conversation
