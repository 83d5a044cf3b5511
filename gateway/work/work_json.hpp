// Pieces of work, events and status words as JSON: the same on every page and list.
#pragma once

#include <span>
#include <string_view>

#include "gateway/store/records.hpp"
#include "parsers/json/writer.hpp"
#include "precert/engine/status.hpp"
#include "precert/model/determination.hpp"

namespace gateway {

/// "information_request", "peer_to_peer", "appeal", "outreach", "indexing".
[[nodiscard]] std::string_view word_of(WorkKind kind);
[[nodiscard]] std::optional<WorkKind> work_kind_from(std::string_view word);
/// "open", "done", "dropped".
[[nodiscard]] std::string_view word_of(WorkState state);
[[nodiscard]] std::optional<WorkState> work_state_from(std::string_view word);

void write_work_item(json::Writer& out, const WorkItem& item);
void write_event(json::Writer& out, const CaseEvent& event);
/// Fields status, status_word, sentence and waits_for of an object.
void write_status(json::Writer& out, precert::Status status, const precert::Determination& determination,
                  std::span<const precert::LineDetermination> lines);

}  // namespace gateway
