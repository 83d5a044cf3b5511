#include "gateway/work/work_json.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace gateway {
namespace {

constexpr std::array<std::pair<WorkKind, std::string_view>, 5> kinds{
    {{WorkKind::information_request, "information_request"},
     {WorkKind::peer_to_peer, "peer_to_peer"},
     {WorkKind::appeal, "appeal"},
     {WorkKind::outreach, "outreach"},
     {WorkKind::indexing, "indexing"}}};
constexpr std::array<std::pair<WorkState, std::string_view>, 3> states{
    {{WorkState::open, "open"}, {WorkState::done, "done"}, {WorkState::dropped, "dropped"}}};

template <class Table, class Value>
std::string_view word_in(const Table& table, Value value) {
  for (const auto& [one, word] : table) {
    if (one == value) return word;
  }
  return {};
}

template <class Value, std::size_t N>
std::optional<Value> value_in(const std::array<std::pair<Value, std::string_view>, N>& table,
                              std::string_view word) {
  for (const auto& [one, name] : table) {
    if (name == word) return one;
  }
  return std::nullopt;
}

}  // namespace

std::string_view word_of(WorkKind kind) { return word_in(kinds, kind); }
std::optional<WorkKind> work_kind_from(std::string_view word) { return value_in(kinds, word); }
std::string_view word_of(WorkState state) { return word_in(states, state); }
std::optional<WorkState> work_state_from(std::string_view word) { return value_in(states, word); }

void write_work_item(json::Writer& out, const WorkItem& item) {
  out.begin_object()
      .field("id", item.id)
      .field("kind", word_of(item.kind))
      .field("state", word_of(item.state));
  out.field("case", item.case_id.text()).field("version", item.version).field("queue", item.queue);
  out.field("assignee", item.assignee)
      .field("priority", item.priority)
      .field("opened", base::iso(item.opened));
  if (item.due) out.field("due", base::iso(*item.due));
  if (item.closed) out.field("closed", base::iso(*item.closed));
  if (!item.details.empty()) out.key("details").raw_text(item.details);
  out.end_object();
}

void write_event(json::Writer& out, const CaseEvent& event) {
  out.begin_object().field("number", event.number).field("kind", event.kind).field("version", event.version);
  out.field("at", base::iso(event.at)).field("actor", event.actor);
  if (!event.details.empty()) out.key("details").raw_text(event.details);
  out.end_object();
}

void write_status(json::Writer& out, precert::Status status, const precert::Determination& determination,
                  std::span<const precert::LineDetermination> lines) {
  const precert::StatusWords& words = precert::words_of(status);
  out.field("status", words.id).field("status_word", words.word);
  out.field("sentence", precert::status_sentence(status, determination, lines));
  out.field("waits_for", precert::waits_for_word(words.waits_for));
}

}  // namespace gateway
