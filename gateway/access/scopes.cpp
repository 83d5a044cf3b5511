#include "gateway/access/scopes.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "gateway/http/replies.hpp"

namespace gateway {
namespace {

constexpr std::string_view action_letters = "cruds";  // in the order in which a scope has to name them
constexpr std::uint8_t to_create = 1, to_read = 2, to_update = 4, to_delete = 8, to_search = 16,
                       to_do_all = 31;

/// Words of version 1 for what version 2 spells out.
constexpr std::array<std::pair<std::string_view, std::uint8_t>, 3> former_actions{
    {{"read", to_read | to_search}, {"write", to_create | to_update | to_delete}, {"*", to_do_all}}};

/// Operations that change nothing of what is stored about somebody.
constexpr std::array<std::string_view, 6> reading_operations{"$inquire",       "$questionnaire-package",
                                                             "$next-question", "$log-questionnaire-errors",
                                                             "$expand",        "$status"};

bool same_word(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::ranges::equal(a, b, [&](char left, char right) { return lower(left) == lower(right); });
}

/// 0 when it names none, or not in their order.
std::uint8_t actions_from(std::string_view text) {
  for (const auto& [former, meant] : former_actions) {
    if (text == former) return meant;
  }
  std::uint8_t actions = 0;
  std::size_t next = 0;
  for (const char letter : text) {
    const std::size_t at = action_letters.find(letter, next);
    if (at == std::string_view::npos) return 0;
    actions = static_cast<std::uint8_t>(actions | (1U << at));
    next = at + 1;
  }
  return actions;
}

bool is_resource_word(std::string_view text) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return text == "*" || (!text.empty() && text.size() <= 64 && std::ranges::all_of(text, is_letter));
}

/// What a call needs: resource "*" when its path names none.
Scope needed_for(const HttpRequest& request) {
  std::string_view path = request.path;
  for (const std::string_view base : {std::string_view("/fhir/2.0.1"), std::string_view("/fhir")}) {
    if (path != base && !path.starts_with(std::string(base) + "/")) continue;
    path.remove_prefix(base.size());
    break;
  }
  if (path.starts_with('/')) path.remove_prefix(1);
  const std::size_t slash = path.find('/');
  const std::string_view first = path.substr(0, slash);
  const std::string_view rest = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
  const std::string_view last = path.substr(path.rfind('/') + 1);  // npos + 1 is 0: all of it
  const bool is_operation =
      last.starts_with('$') && request.method != Method::put && request.method != Method::del;
  Scope need{first.empty() || first.front() == '$' ? "*" : std::string(first), to_create};
  if (is_operation) {
    if (std::ranges::find(reading_operations, last) != reading_operations.end()) need.actions = to_read;
  } else if (request.method == Method::get) {
    need.actions = rest.empty() ? to_search : to_read;
  } else if (request.method == Method::put) {
    need.actions = to_update;
  } else if (request.method == Method::del) {
    need.actions = to_delete;
  } else if (rest == "_search") {
    need.actions = to_search;
  }
  return need;
}

}  // namespace

std::optional<Scope> scope_from(std::string_view text) {
  constexpr std::string_view context = "system/";
  if (!text.starts_with(context)) return std::nullopt;
  text.remove_prefix(context.size());
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos || !is_resource_word(text.substr(0, dot))) return std::nullopt;
  const std::uint8_t actions = actions_from(text.substr(dot + 1));
  if (actions == 0) return std::nullopt;
  return Scope{std::string(text.substr(0, dot)), actions};
}

std::string text_of(const std::vector<Scope>& scopes) {
  std::string text;
  for (const Scope& one : scopes) {
    if (!text.empty()) text += ' ';
    text += "system/" + one.resource + '.';
    for (std::size_t i = 0; i < action_letters.size(); ++i) {
      if ((one.actions >> i & 1U) != 0) text += action_letters[i];
    }
  }
  return text;
}

std::vector<Scope> scopes_from(std::string_view text) {
  std::vector<Scope> scopes;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (std::optional<Scope> one = scope_from(text.substr(0, end))) scopes.push_back(std::move(*one));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return scopes;
}

std::vector<Scope> common_scopes(const std::vector<Scope>& asked, const std::vector<Scope>& allowed) {
  std::vector<Scope> common;
  for (const Scope& wish : asked) {
    for (const Scope& limit : allowed) {
      const bool meet =
          wish.resource == "*" || limit.resource == "*" || same_word(wish.resource, limit.resource);
      const Scope one{wish.resource == "*" ? limit.resource : wish.resource,
                      static_cast<std::uint8_t>(wish.actions & limit.actions)};
      const bool known = std::ranges::find(common, one) != common.end();
      if (meet && one.actions != 0 && !known) common.push_back(one);
    }
  }
  return common;
}

bool permits(const std::vector<Scope>& scopes, const HttpRequest& request) {
  if (!speaks_fhir(request.path)) return true;
  const Scope need = needed_for(request);
  return std::ranges::any_of(scopes, [&](const Scope& one) {
    const bool of_it = one.resource == "*" || same_word(one.resource, need.resource);
    return of_it && (one.actions & need.actions) == need.actions;
  });
}

}  // namespace gateway
