#include "gateway/fhir/search_parameters.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

#include "mappers/fhir/identifier_token.hpp"

namespace gateway {
namespace {

using base::Instant;
using base::IssueCode;

/// One parameter while it is read.
struct Said {
  ClaimResponseSearch& search;
  std::string_view modifier;  // ":identifier", ".identifier", ""
  const std::string& value;
};

constexpr std::size_t values_max = 50;       // of one parameter, all its repetitions together
constexpr std::size_t parameters_max = 100;  // a query has no more reasons to go on

using Reader = base::Result<void> (*)(const Said&);

base::Issue fault(IssueCode code, std::string remedy) {
  return {code, "", std::move(remedy), base::Severity::error};
}

template <class Visit>
void for_each_value(std::string_view list, Visit visit) {
  while (!list.empty()) {
    const std::size_t end = list.find(',');
    if (end != 0) visit(list.substr(0, end));
    list.remove_prefix(end == std::string_view::npos ? list.size() : end + 1);
  }
}

/// A party as a search names it.
struct SaidParty {
  std::string& number;
  std::optional<std::string>& system;
};

/// A party is known here by its number: the id of a reference, or the value of an identifier, whose system is
/// compared with what is found.
base::Result<void> read_party(const Said& said, SaidParty into) {
  if (said.value.find(',') != std::string::npos) {
    return fault(IssueCode::not_supported, "Ask for one at a time.");
  }
  mappers::IdentifierToken token;
  if (said.modifier == ":identifier" || said.modifier == ".identifier") {
    token = mappers::identifier_token_from(said.value);
  } else {
    token.value = said.value.substr(said.value.rfind('/') + 1);
  }
  if (token.value.empty()) return fault(IssueCode::fhir_value_invalid, "Name whom you mean.");
  const bool is_other = (!into.number.empty() && into.number != token.value) ||
                        (into.system && token.system && *into.system != *token.system);
  if (is_other) said.search.nothing = true;  // both at once is nobody
  into.number = std::move(token.value);
  if (token.system) into.system = std::move(token.system);
  return {};
}

base::Result<void> read_text(const Said& said, std::string& into) {
  if (!into.empty() && into != said.value) said.search.nothing = true;
  into = said.value;
  return {};
}

/// A code that all ClaimResponses of this server have, so that every other one finds nothing.
base::Result<void> read_constant(const Said& said, std::string_view constant) {
  bool any = false;
  for_each_value(said.value, [&](std::string_view token) { any = any || code_of(token) == constant; });
  if (!any) said.search.nothing = true;
  return {};
}

struct StateCode {
  std::string_view code;
  CaseState state;
};
constexpr std::array<StateCode, 3> state_codes{
    {{"pended", CaseState::pended}, {"final", CaseState::final}, {"cancelled", CaseState::cancelled}}};

base::Result<void> read_state(const Said& said) {
  for_each_value(said.value, [&](std::string_view token) {
    for (const StateCode& one : state_codes) {
      const bool is_new = std::ranges::find(said.search.states, one.state) == said.search.states.end();
      if (is_new && code_of(token) == one.code) said.search.states.push_back(one.state);
    }
  });
  if (said.search.states.empty()) said.search.nothing = true;
  return {};
}

// ---- created

/// The moments that a date of any precision stands for: from the first until before the second, in UTC
/// unless it has a zone.
struct Moments {
  Instant from, before;
};

std::optional<Moments> moments_of(std::string_view text) {
  const auto day = [](int year, int month) {
    const base::Date first{static_cast<std::int16_t>(year), static_cast<std::uint8_t>(month), 1};
    return Instant(std::chrono::days(first.days()));
  };
  const auto number = [&](std::size_t at, std::size_t size) {
    int value = 0;
    const std::string_view digits = text.substr(at, size);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return error == std::errc{} && end == digits.data() + digits.size() ? value : 0;
  };
  if (text.size() == 4 && number(0, 4) > 0) return Moments{day(number(0, 4), 1), day(number(0, 4) + 1, 1)};
  if (text.size() == 7 && text[4] == '-') {
    const int year = number(0, 4), month = number(5, 2);
    if (year < 1 || month < 1 || month > 12) return std::nullopt;
    return Moments{day(year, month), month == 12 ? day(year + 1, 1) : day(year, month + 1)};
  }
  const std::optional<Instant> at = base::instant_from_iso(text);
  if (!at) return std::nullopt;
  return Moments{*at, *at + (text.size() == 10 ? std::chrono::days(1) : std::chrono::seconds(1))};
}

void begin_at(TimeSpan& span, Instant from) {
  if (!span.from || *span.from < from) span.from = from;
}
void end_before(TimeSpan& span, Instant before) {
  const Instant last = before - std::chrono::seconds(1);
  if (!span.until || *span.until > last) span.until = last;
}

}  // namespace

Parameters parameters_of(const HttpRequest& request) {
  Parameters all = request.parameters();
  if (request.method != Method::post) return all;
  HttpRequest form;
  form.query = request.body;
  for (auto& one : form.parameters()) all.push_back(std::move(one));
  return all;
}

std::string url_encoded(std::string_view text) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  constexpr std::string_view plain = "-._~:/|,";
  std::string out;
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    const auto byte = static_cast<unsigned char>(c);
    if (letter || plain.find(c) != std::string_view::npos) {
      out += c;
    } else {
      out.append(1, '%').append(1, hex[byte >> 4U]).append(1, hex[byte & 15U]);
    }
  }
  return out;
}

base::Result<void> narrow(TimeSpan& span, std::string_view value) {
  std::string_view prefix = "eq";
  if (!value.empty() && value.front() >= 'a' && value.front() <= 'z') {
    prefix = value.substr(0, 2);
    value.remove_prefix(prefix.size());
  }
  const std::optional<Moments> moments = moments_of(value);
  if (!moments) {
    return fault(IssueCode::fhir_value_invalid,
                 "State a date, or a time with its zone, such as ge2026-01-05.");
  }
  if (prefix == "eq" || prefix == "ge") {
    begin_at(span, moments->from);
    if (prefix == "eq") end_before(span, moments->before);
  } else if (prefix == "gt" || prefix == "sa") {
    begin_at(span, moments->before);
  } else if (prefix == "le") {
    end_before(span, moments->before);
  } else if (prefix == "lt" || prefix == "eb") {
    end_before(span, moments->from);
  } else {
    return fault(IssueCode::not_supported, "Use eq, ge, gt, le, lt, sa or eb.");
  }
  return {};
}

namespace {

base::Result<void> read_created(const Said& said) {
  TimeSpan span{said.search.created_from, said.search.created_until};
  const base::Result<void> narrowed = narrow(span, said.value);
  said.search.created_from = span.from;
  said.search.created_until = span.until;
  return narrowed;
}

// ---- How the answer comes

base::Result<void> read_number(const Said& said, std::size_t& into) {
  std::size_t value = 0;
  const char* const end = said.value.data() + said.value.size();
  const auto [stop, error] = std::from_chars(said.value.data(), end, value);
  if (error != std::errc{} || stop != end) {
    return fault(IssueCode::fhir_value_invalid, "State a number.");
  }
  into = value;
  return {};
}

base::Result<void> read_count(const Said& said) {
  const base::Result<void> read = read_number(said, said.search.count);
  said.search.count = std::min(said.search.count, page_size_max);
  return read;
}

constexpr std::string_view include_request = "ClaimResponse:request";
constexpr std::array<std::string_view, 3> includes{"ClaimResponse:insurer", "ClaimResponse:requestor",
                                                   include_request};

/// "ClaimResponse:request", and with the type that it leads to, "ClaimResponse:request:Claim".
bool is_include(std::string_view value, std::string_view include) {
  return value.starts_with(include) && (value.size() == include.size() || value[include.size()] == ':');
}

/// Insurer and requestor are contained in every ClaimResponse, and the patient is named by the member's number:
/// only the Claim is left to add.
base::Result<void> read_include(const Said& said) {
  if (said.value == "*" || is_include(said.value, include_request)) said.search.with_request = true;
  return {};
}

bool is_known_include(std::string_view value) {
  return value == "*" ||
         std::ranges::any_of(includes, [&](std::string_view one) { return is_include(value, one); });
}

/// Adds the values of a list; each is looked up by itself, so there are only so many.
base::Result<void> read_list(std::string_view list, std::vector<std::string>& into) {
  bool are_too_many = false;
  for_each_value(list, [&](std::string_view one) {
    are_too_many = are_too_many || into.size() == values_max;
    if (!are_too_many) into.emplace_back(one);
  });
  if (!are_too_many) return {};
  return fault(IssueCode::not_supported, "Ask for " + std::to_string(values_max) + " at most.");
}

/// A comma means or, a repetition and: what both name is left.
base::Result<void> read_ids(const Said& said) {
  std::vector<std::string> ids;
  base::Result<void> read = read_list(said.value, ids);
  std::vector<std::string>& all = said.search.ids;
  if (!all.empty()) {
    std::erase_if(ids, [&](const std::string& one) { return std::ranges::find(all, one) == all.end(); });
    if (ids.empty()) said.search.nothing = true;
  }
  if (!ids.empty()) all = std::move(ids);
  return read;
}

base::Result<void> read_outcome(const Said& said) {
  base::Result<void> read = read_list(said.value, said.search.outcomes);
  for (std::string& one : said.search.outcomes) one = std::string(code_of(one));
  return read;
}

struct Known {
  std::string_view name;
  std::string_view type;  // FHIR search type; "" = about the answer, not listed as a search parameter
  bool is_party = false;  // may be followed by an identifier
  Reader read = nullptr;
};
constexpr std::array known{
    Known{"_id", "token", false, &read_ids},
    Known{"patient", "reference", true,
          [](const Said& said) { return read_party(said, {said.search.member, said.search.member_system}); }},
    Known{"requestor", "reference", true,
          [](const Said& said) {
            return read_party(said, {said.search.requester, said.search.requester_system});
          }},
    Known{"identifier", "token", false,
          [](const Said& said) { return read_list(said.value, said.search.identifiers); }},
    Known{"request", "reference", false, [](const Said& said) { return read_text(said, said.search.claim); }},
    Known{"created", "date", false, &read_created},
    Known{"status", "token", false, [](const Said& said) { return read_constant(said, "active"); }},
    Known{"use", "token", false, [](const Said& said) { return read_constant(said, "preauthorization"); }},
    Known{"outcome", "token", false, &read_outcome},
    Known{"state", "token", false, &read_state},
    Known{"_count", "", false, &read_count},
    Known{"_offset", "", false, [](const Said& said) { return read_number(said, said.search.offset); }},
    Known{"_cursor", "", false, [](const Said& said) { return read_text(said, said.search.cursor); }},
    Known{"_include", "", false, &read_include},
    Known{"_format", "", false, [](const Said&) -> base::Result<void> { return {}; }},
};

/// "patient:identifier" is "patient" with a modifier.
std::string_view base_name(std::string_view name) { return name.substr(0, name.find_first_of(":.")); }

base::Result<void> read_one(const std::string& name, const std::string& value, bool strict,
                            ClaimResponseSearch& search) {
  const std::string_view base = base_name(name);
  const auto* const found = std::ranges::find_if(known, [&](const Known& one) { return one.name == base; });
  if (found == known.end()) {
    if (!strict) return {};
    return base::Issue{IssueCode::not_supported, std::string(base),
                       "This parameter is not known; /metadata lists those that are."};
  }
  const std::string_view modifier = std::string_view(name).substr(base.size());
  const bool fits =
      modifier.empty() || (found->is_party && (modifier == ":identifier" || modifier == ".identifier"));
  if (!fits) {
    return base::Issue{IssueCode::not_supported, std::string(base), "This modifier is not known."};
  }
  if (base == "_include" && !is_known_include(value)) {
    if (!strict) return {};
    return base::Issue{IssueCode::not_supported, std::string(base),
                       "This reference is not known; searchInclude of /metadata lists those that are."};
  }
  const base::Result<void> read = found->read(Said{search, modifier, value});
  if (!read) {
    base::Issue issue = read.error().first();
    issue.where = base;
    return issue;
  }
  const bool is_place = base == "_cursor" || base == "_offset" || base == "_format";
  if (!is_place) search.understood.emplace_back(name, value);
  return {};
}

}  // namespace

base::Result<ClaimResponseSearch> claim_response_search(const Parameters& parameters, bool strict) {
  ClaimResponseSearch search;
  base::Issues issues;
  if (parameters.size() > parameters_max) {
    return base::Issues(fault(IssueCode::not_supported,
                              "Say it with " + std::to_string(parameters_max) + " parameters at most."));
  }
  for (const auto& [name, value] : parameters) {
    const base::Result<void> read = read_one(name, value, strict, search);
    if (!read) issues.add(read.error().first());
  }
  if (issues.fatal()) return issues;
  return search;
}

bool names_patient(std::string_view parameter) { return base_name(parameter) == "patient"; }

std::vector<mappers::SearchParameter> claim_response_parameters() {
  std::vector<mappers::SearchParameter> all;
  for (const Known& one : known) {
    if (!one.type.empty()) all.push_back({std::string(one.name), std::string(one.type)});
  }
  return all;
}

std::vector<std::string> claim_response_includes() {
  return {includes.begin(), includes.end()};
}

}  // namespace gateway
