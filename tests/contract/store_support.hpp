// What the contract tests of the store share: sample exchanges, waiting for a
// commit.
#pragma once

#include <filesystem>
#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gateway/store/store.hpp"
#include "tests/support/temporary_folder.hpp"

namespace support {

/// The instant most samples were received: 2026-03-02T12:00:00Z.
inline constexpr base::Instant noon{std::chrono::seconds(1'772'452'800)};
inline constexpr std::chrono::hours replay_window{24};

[[nodiscard]] gateway::ReceivedMessage message(const std::string& id, const std::string& bytes,
                                               const std::string& sender = "clinic",
                                               base::Instant received = noon);
[[nodiscard]] gateway::CaseWrite opened(const std::string& case_id, const std::string& member = "M1");
[[nodiscard]] gateway::CaseWrite next(const gateway::CaseWrite& before, gateway::CaseState state);
/// A message with an answer and one case "C" + id.
[[nodiscard]] gateway::Exchange exchange(const std::string& id, const std::string& bytes,
                                         const std::string& sender = "clinic", base::Instant received = noon);
/// The same exchange, which uses up a control number of that pair of partners.
[[nodiscard]] gateway::Exchange with_control_number(gateway::Exchange exchange, const std::string& pair,
                                                    const std::string& number);

/// Commits and waits for the result.
[[nodiscard]] gateway::CommitResult commit(gateway::Store& store, gateway::Exchange exchange);
/// Hands all of them in before waiting for any.
[[nodiscard]] std::vector<gateway::CommitResult> commit_together(gateway::Store& store,
                                                                 std::vector<gateway::Exchange> exchanges);

[[nodiscard]] std::vector<std::string> ids(const std::vector<gateway::CaseRecord>& cases);

}  // namespace support
