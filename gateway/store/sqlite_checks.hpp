// Inside gateway/store: checks, rulebooks as they were, calls of hooks and their feedback, tokens that were
// used, as functions of a connection.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "gateway/store/records.hpp"
#include "gateway/store/sqlite_connection.hpp"
#include "gateway/store/sqlite_reads.hpp"

namespace gateway::sqlite {

void write_check(Connection& connection, const CheckRecord& check);
/// The first that was given this reference.
[[nodiscard]] std::optional<CheckRecord> check_with(Connection& connection, std::string_view reference);
/// The oldest with this fingerprint.
[[nodiscard]] std::optional<CheckRecord> first_check(Connection& connection, std::string_view fingerprint);
[[nodiscard]] CheckPage search_checks(Connection& connection, const CheckQuery& query);

[[nodiscard]] bool rulebook_kept(Connection& connection, std::string_view version);
/// Nothing changes when the version is there already.
void keep_rulebook(Connection& connection, std::string_view version, std::span<const RulebookText> files,
                   base::Instant at);
[[nodiscard]] std::vector<RulebookText> rulebook_of(Connection& connection, std::string_view version);
[[nodiscard]] std::vector<KeptRulebook> kept_rulebooks(Connection& connection, std::size_t count_max);

/// Nothing changes for those that are there already.
void keep_forms(Connection& connection, std::span<const IssuedForm> forms);
/// `version` "" = any.
[[nodiscard]] bool form_was_issued(Connection& connection, std::string_view id, std::string_view version);
[[nodiscard]] bool forms_were_issued(Connection& connection);

void write_hook_call(Connection& connection, const HookCall& call);
[[nodiscard]] TimedPage<HookCall> hook_calls_after(Connection& connection, const TimedPage<HookCall>& last,
                                                   base::Instant from, base::Instant until,
                                                   std::size_t count_max);
void write_feedback(Connection& connection, const HookFeedback& feedback);
[[nodiscard]] TimedPage<HookFeedback> feedback_after(Connection& connection,
                                                     const TimedPage<HookFeedback>& last, base::Instant from,
                                                     base::Instant until, std::size_t count_max);

/// False when it was used before and has not expired. Forgets those that have.
[[nodiscard]] bool use_token(Connection& connection, std::string_view issuer, std::string_view id,
                             base::Instant now, base::Instant expires);

}  // namespace gateway::sqlite
