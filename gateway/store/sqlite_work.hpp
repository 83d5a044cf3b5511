// Inside gateway/store: what is done about cases besides deciding them (events, assignments, pieces of work,
// letters, and how far the workers that follow all versions have come), as functions of a connection.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/store/records.hpp"
#include "gateway/store/sqlite_connection.hpp"
#include "gateway/store/sqlite_reads.hpp"

namespace gateway::sqlite {

void write_event(Connection& connection, const CaseEvent& event);
[[nodiscard]] std::vector<CaseEvent> events_of(Connection& connection, const precert::CaseId& id);
[[nodiscard]] TimedPage<CaseEvent> events_after(Connection& connection, const TimedPage<CaseEvent>& last,
                                                base::Instant from, base::Instant until,
                                                std::size_t count_max);

/// "" when it is nobody's; nullopt when there is no such case.
[[nodiscard]] std::optional<std::string> assignee_of(Connection& connection, const precert::CaseId& id);
void write_assignment(Connection& connection, const CaseAssignment& assignment);
[[nodiscard]] std::vector<std::string> assignees_of(Connection& connection,
                                                    std::span<const precert::CaseId> ids);

/// 0 when there is no such piece of work.
[[nodiscard]] std::int64_t work_version_of(Connection& connection, std::string_view id);
void write_work(Connection& connection, const WorkItem& item);
[[nodiscard]] std::optional<WorkItem> work_item(Connection& connection, std::string_view id);
[[nodiscard]] std::vector<WorkItem> work_items(Connection& connection, const WorkQuery& query);

/// An empty pdf leaves the one that is there.
void write_letter(Connection& connection, const LetterRecord& letter);
[[nodiscard]] std::optional<LetterRecord> letter(Connection& connection, std::string_view id);
[[nodiscard]] std::vector<LetterRecord> letters_of(Connection& connection, const precert::CaseId& id);
[[nodiscard]] std::vector<LetterRecord> letters_in(Connection& connection, LetterState state,
                                                   std::size_t count_max);

[[nodiscard]] std::int64_t followed_until(Connection& connection, std::string_view worker);
void write_follow_up(Connection& connection, const FollowUp& follow_up);

}  // namespace gateway::sqlite
