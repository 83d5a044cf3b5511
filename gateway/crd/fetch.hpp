// Reads from the client's FHIR server what a hook call did not bring: all at once, bounded in time, size and
// number.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "gateway/app/config.hpp"
#include "gateway/http/outbound.hpp"
#include "mappers/fhir/crd_record.hpp"

namespace gateway {

/// What became of the client's access token (CRD metrics).
enum class TokenUse : unsigned char { not_used, used, rejected };
[[nodiscard]] std::string_view word(TokenUse use);

struct FetchResult {
  std::vector<mappers::Fetched> came;
  TokenUse token = TokenUse::not_used;
};

/// One read: "Patient/p1", "Coverage?…", or "?…" of the server itself (the next page of a search).
struct ClientRead {
  std::string text;
  bool needed = false;  // no answer without it: waited for until the end
};

/// Reads server/QUERY for each query at once and returns when all are answered, or at `until` with what came
/// by then; the others are dropped. Nobody waits longer than CrdSettings::fetch_timeout for what is not needed.
/// Lifetimes: awaited in place; reads that are given up on own what they need and end by themselves.
[[nodiscard]] boost::asio::awaitable<FetchResult> fetched(std::shared_ptr<const Outbound> servers,
                                                          std::string server, std::string token,
                                                          std::vector<ClientRead> queries,
                                                          const CrdSettings& settings,
                                                          std::chrono::steady_clock::time_point until);

}  // namespace gateway
