#include "parsers/json/document.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "parsers/json/tape.hpp"

namespace json {

using base::Issue;
using base::IssueCode;

struct Document::State {
  Tape tape;
  std::string copy;
  const char* text = nullptr;
};

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::size_t depth_of_stack = 512;  // the reader recurses: a level is about 200 bytes of stack
constexpr std::size_t bytes_of_offset = std::numeric_limits<std::uint32_t>::max();

/// "byte 120, line 4:17". Newlines inside strings that were unescaped in place are no line ends of the
/// message.
std::string place_in_text(std::string_view text, std::size_t byte, const Tape& tape) {
  byte = std::min(byte, text.size());
  std::size_t line = 1, line_start = 0, at = 0;
  const auto count_to = [&](std::size_t end) {
    for (; at < end; ++at) {
      if (text[at] == '\n') {
        ++line;
        line_start = at + 1;
      }
    }
  };
  for (const Node& node : tape.nodes) {
    if (node.kind != Kind::string || node.at < at) continue;
    if (node.at >= byte) break;
    count_to(node.at);
    at = std::min<std::size_t>(byte, node.at + node.size);
  }
  count_to(byte);
  return "byte " + std::to_string(byte) + ", line " + std::to_string(line) + ":" +
         std::to_string(byte - line_start + 1);
}

Issue issue_of(const Ending& ending, std::string where, const Limits& limits) {
  const auto limit = [&](std::string remedy) {
    return Issue{IssueCode::json_limit, std::move(where), std::move(remedy)};
  };
  switch (ending.stop) {
    case Stop::too_deep:
      return limit("Nest objects and arrays at most " + std::to_string(limits.depth_max) + " levels deep.");
    case Stop::too_many_nodes:
      return limit("Send at most " + std::to_string(limits.nodes_max) + " values and keys in one message.");
    case Stop::too_many_members:
      return limit("Send at most " + std::to_string(limits.members_max) + " members in one object.");
    case Stop::key_twice:
      return {IssueCode::json_syntax, std::move(where), "Send every key once in an object."};
    case Stop::syntax:
    case Stop::none: break;
  }
  return {IssueCode::json_syntax, std::move(where), std::string("Send one valid JSON value. ") + ending.what};
}

/// True when the text may hold an escaped surrogate: only then can unescaping make bad UTF-8 of good text.
bool escapes_surrogates(std::string_view text) {
  for (std::size_t at = text.find('\\'); at != std::string_view::npos && at + 2 < text.size();
       at = text.find('\\', at + 2)) {
    if (text[at + 1] == 'u' && (text[at + 2] == 'd' || text[at + 2] == 'D')) return true;
  }
  return false;
}

const Node* first_bad_string(const Tape& tape, const char* text) {
  for (const Node& node : tape.nodes) {
    if (node.kind != Kind::string) continue;
    if (invalid_utf8({text + node.at, node.size}) != std::string_view::npos) return &node;
  }
  return nullptr;
}

}  // namespace

Document::Document() : state_(std::make_unique<State>()) {}
Document::~Document() = default;
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;

base::Result<Value> Document::parse(std::string& buffer, const Limits& asked) {
  Tape& tape = state_->tape;
  tape.nodes.clear();
  Limits limits = asked;
  limits.depth_max = std::min(limits.depth_max, depth_of_stack);
  if (buffer.size() > std::min(limits.bytes_max, bytes_of_offset)) {
    return Issue{IssueCode::json_limit, "byte " + std::to_string(limits.bytes_max),
                 "Send at most " + std::to_string(limits.bytes_max) + " bytes."};
  }
  if (const std::size_t bad = invalid_utf8(buffer); bad != std::string_view::npos) {
    return Issue{IssueCode::json_syntax, place_in_text(buffer, bad, tape), "Send the text in UTF-8."};
  }
  if (buffer.capacity() < buffer.size() + slack) buffer.reserve(buffer.size() + slack);
  const std::size_t skipped =
      std::string_view(buffer).starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
  const bool surrogates = escapes_surrogates(buffer);
  char* const text = buffer.data() + skipped;
  const std::size_t size = buffer.size() - skipped;
  Ending ending = read_tape(text, size, limits, tape);
  if (ending.stop == Stop::none && surrogates) {
    if (const Node* const bad = first_bad_string(tape, text)) {
      ending = {Stop::syntax, bad->at, "A \\u escape is half of a surrogate pair."};
    }
  }
  if (ending.stop != Stop::none) {
    Issue issue = issue_of(ending, place_in_text({text, size}, ending.byte, tape), limits);
    tape.nodes.clear();
    return issue;
  }
  state_->text = text;
  return root();
}

base::Result<Value> Document::parse_copy(std::string_view text, const Limits& limits) {
  state_->copy.assign(text);
  return parse(state_->copy, limits);
}

Value Document::root() const {
  return state_->tape.nodes.empty() ? Value{} : Value{state_->tape.nodes.data(), state_->text};
}

}  // namespace json
