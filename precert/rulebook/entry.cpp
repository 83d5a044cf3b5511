#include "precert/rulebook/entry.hpp"

#include <algorithm>
#include <charconv>

#include "precert/rulebook/reading.hpp"

namespace precert {
namespace {

std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

/// The known key that was probably meant.
std::string nearest(std::string_view key, const std::vector<std::string>& known) {
  std::string best;
  std::size_t best_distance = 3;
  for (const std::string& candidate : known) {
    const std::size_t distance = edit_distance(key, candidate);
    if (distance < best_distance) {
      best_distance = distance;
      best = candidate;
    }
  }
  return best;
}

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), previous(b.size() + 1), current(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) previous[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      current[j] = std::min({previous[j] + 1, current[j - 1] + 1, change});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) current[j] = std::min(current[j], before[j - 2] + 1);
    }
    before.swap(previous);
    previous.swap(current);
  }
  return previous[b.size()];
}

std::string Placed::where() const {
  const int line = node.IsDefined() ? node.Mark().line + 1 : 0;
  return line > 0 ? std::string(file) + ":" + std::to_string(line) : std::string(file);
}

Entry::Entry(Placed placed, Reading& reading, std::string shape)
    : placed_(std::move(placed)), reading_(reading), shape_(std::move(shape)) {
  if (!placed_.node.IsMap()) {
    fault("", "has to be a mapping of keys to values");
    placed_.node.reset(YAML::Node(YAML::NodeType::Map));
    return;
  }
  std::vector<std::string> seen;
  for (const auto& pair : placed_.node) {
    if (!pair.first.IsScalar()) continue;
    if (std::ranges::find(seen, pair.first.Scalar()) != seen.end()) {
      const Placed at{pair.first, placed_.file};
      reading_.issues.add(base::IssueCode::rule_invalid, at.where(),
                          "key " + quoted(pair.first.Scalar()) + " stands here twice; keep one");
    }
    seen.push_back(pair.first.Scalar());
  }
}

bool Entry::has(std::string_view key) const {
  const YAML::Node& node = placed_.node;
  return node[std::string(key)].IsDefined();
}

Placed Entry::asked(std::string_view key, KeyUse::Kind kind) {
  asked_.push_back(KeyUse{shape_, std::string(key), kind, false, {}, 0, 0});
  const YAML::Node& node = placed_.node;  // const: asking must not create the key
  return Placed{node[std::string(key)], placed_.file};
}

Placed Entry::child(std::string_view key) { return asked(key, KeyUse::Kind::mapping); }

std::vector<Placed> Entry::children(std::string_view key) {
  const Placed list = asked(key, KeyUse::Kind::list);
  if (!list.node.IsDefined()) return {};
  if (!list.node.IsSequence()) {
    fault(key, "has to be a list");
    return {};
  }
  std::vector<Placed> all;
  for (const YAML::Node& one : list.node) all.push_back(Placed{one, placed_.file});
  return all;
}

std::optional<std::string> Entry::scalar(std::string_view key, KeyUse::Kind kind) {
  const Placed value = asked(key, kind);
  if (!value.node.IsDefined()) return std::nullopt;
  if (!value.node.IsScalar()) {
    fault(key, "has to be a single value");
    return std::nullopt;
  }
  return value.node.Scalar();
}

void Entry::need_text(std::string_view key, std::string& into) {
  text(key, into);
  asked_.back().needed = true;
  if (into.empty()) fault(key, "is needed; add it");
}

void Entry::text(std::string_view key, std::string& into) {
  if (std::optional<std::string> value = scalar(key, KeyUse::Kind::text)) into = *std::move(value);
}

void Entry::texts(std::string_view key, std::vector<std::string>& into) {
  for (const Placed& one : children(key)) {
    if (one.node.IsScalar() && !one.node.Scalar().empty()) {
      into.push_back(one.node.Scalar());
    } else {
      fault(key, "has to be a list of texts");
    }
  }
  asked_.back().kind = KeyUse::Kind::texts;
}

void Entry::flag(std::string_view key, bool& into) {
  const std::optional<std::string> value = scalar(key, KeyUse::Kind::flag);
  if (!value) return;
  if (*value != "true" && *value != "false") return fault(key, "has to be true or false");
  into = *value == "true";
}

void Entry::whole(std::string_view key, int& into, int least, int most) {
  const std::optional<std::string> value = scalar(key, KeyUse::Kind::whole);
  asked_.back().least = least;
  asked_.back().most = most;
  if (!value) return;
  int read = 0;
  const auto [end, error] = std::from_chars(value->data(), value->data() + value->size(), read);
  const bool good =
      error == std::errc() && end == value->data() + value->size() && read >= least && read <= most;
  if (!good) {
    return fault(key,
                 "has to be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  }
  into = read;
}

void Entry::decimal(std::string_view key, base::Decimal& into) {
  const std::optional<std::string> value = scalar(key, KeyUse::Kind::decimal);
  if (!value) return;
  const std::optional<base::Decimal> read = base::decimal_from(*value);
  if (!read) return fault(key, "has to be a number");
  into = *read;
}

void Entry::date(std::string_view key, base::Date& into) {
  const std::optional<std::string> value = scalar(key, KeyUse::Kind::date);
  if (!value) return;
  const std::optional<base::Date> read = base::date_from_iso(*value);
  if (!read) return fault(key, "has to be a date like 2026-01-31");
  into = *read;
}

void Entry::period(std::string_view key, base::Period& into) {
  const Placed placed = child(key);
  if (!placed.node.IsDefined()) return;
  Entry span(placed, reading_, shape_ + "." + std::string(key));
  span.date("from", into.start);
  base::Date end = into.start;
  span.date("to", end);
  if (span.has("to")) into.end = end;
  if (end < into.start) span.fault("to", "lies before \"from\"; exchange them");
  span.done();
}

void Entry::fault(std::string_view key, std::string_view remedy) {
  const bool there = !key.empty() && placed_.node.IsMap() && has(key);
  const YAML::Node& node = placed_.node;  // const: asking must not create the key
  const Placed at{there ? node[std::string(key)] : node, placed_.file};
  const std::string subject = key.empty() ? "this" : quoted(key);
  reading_.issues.add(base::IssueCode::rule_invalid, at.where(), subject + " " + std::string(remedy));
}

void Entry::done() {
  std::vector<std::string> known = std::move(possible_);
  for (const KeyUse& use : asked_) known.push_back(use.key);
  for (const auto& pair : placed_.node) {
    const std::string key = pair.first.IsScalar() ? pair.first.Scalar() : std::string();
    if (std::ranges::find(known, key) != known.end()) continue;
    const std::string meant = nearest(key, known);
    const Placed at{pair.first, placed_.file};
    reading_.issues.add(base::IssueCode::rule_invalid, at.where(),
                        "key " + quoted(key) + " is not known here; " +
                            (meant.empty() ? "remove it" : "did you mean " + quoted(meant) + "?"));
  }
  if (reading_.keys != nullptr) {
    for (KeyUse& use : asked_) reading_.keys->push_back(std::move(use));
  }
}

}  // namespace precert
