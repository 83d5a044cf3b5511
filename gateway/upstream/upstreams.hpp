// Payers that decide elsewhere, as data: which payer is asked where, in which dialect, how long it is waited
// for. deploy/upstreams.yaml shows every key.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "gateway/http/outbound.hpp"
#include "mappers/fhir/pas_version.hpp"
#include "precert/model/party.hpp"

namespace gateway {

enum class UpstreamDialect : std::uint8_t { x12, fhir };

/// Sender or receiver of interchanges.
struct EdiParty {
  std::string qualifier = "ZZ";  // ISA05, ISA07
  std::string id;                // ISA06, ISA08
  std::string application;       // GS02, GS03; "" = the id
};

struct Upstream {
  std::string name;                 // in logs and stored messages: letters, digits and dashes
  std::vector<std::string> payers;  // identifiers by which requests name it: NM109 of 2010A, Claim.insurer
  UpstreamDialect dialect = UpstreamDialect::x12;
  mappers::PasVersion version = mappers::PasVersion::v2_2_1;  // of a FHIR upstream
  std::string url;    // x12: interchanges are posted to it; fhir: the base, without a final slash
  std::string token;  // bearer token, read from its file or environment; "" = none. Never logged
  EdiParty sender, receiver;
  char usage = 'P';  // ISA15
  std::chrono::milliseconds timeout{
      10'000};                           // of the whole exchange: with both ways the asker waits under 15 s
  std::chrono::seconds retry_after{5};   // told when it is away
  bool attachments = false;              // x12: the whole PAS Bundle goes along in 275s
  std::size_t attachment_bytes_max = 0;  // base64 in one 275; 0 = no limit
  std::size_t answer_bytes_max = std::size_t{4} << 20U;
  std::shared_ptr<const Outbound> client;
};

/// Requests that are on their way now, so that the same one does not go out twice at a time.
class InFlight {
 public:
  [[nodiscard]] bool begin(const std::string& key) {
    const std::scoped_lock lock(mutex_);
    return keys_.insert(key).second;
  }
  void end(const std::string& key) {
    const std::scoped_lock lock(mutex_);
    keys_.erase(key);
  }

 private:
  std::mutex mutex_;
  std::set<std::string> keys_;
};

/// Immutable once read; a reload swaps the whole.
class Upstreams {
 public:
  /// Who decides for a payer: by any of its identifiers. nullptr: this gateway does.
  [[nodiscard]] const Upstream* of(const precert::Party& payer) const;
  [[nodiscard]] const std::vector<Upstream>& all() const { return upstreams_; }
  [[nodiscard]] InFlight& in_flight() const { return *in_flight_; }

  /// Reads a YAML file; token files are looked for beside `folder`. Errors (config_unknown_key,
  /// config_invalid) name file, line and remedy, all at once; never the token.
  [[nodiscard]] static base::Result<Upstreams> from_yaml(std::string_view yaml, std::string_view file_name,
                                                         const std::filesystem::path& folder);

 private:
  std::vector<Upstream> upstreams_;
  std::shared_ptr<InFlight> in_flight_ = std::make_shared<InFlight>();
};

/// The upstreams of a file; nullptr when `file` is empty. Errors: config_invalid.
[[nodiscard]] base::Result<std::shared_ptr<const Upstreams>> load_upstreams(
    const std::filesystem::path& file);

}  // namespace gateway
