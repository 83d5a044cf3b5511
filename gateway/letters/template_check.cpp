#include "gateway/letters/template_check.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <vector>

#include "gateway/letters/fields.hpp"

namespace gateway {
namespace {

using base::IssueCode;

/// What a kind of letter cannot do without, wherever in the text; `phone` outside of every section besides.
struct Needs {
  std::string_view kind;
  std::vector<std::string_view> fields;
};

const std::vector<Needs>& all_needs() {
  static const std::vector<Needs> needs{
      {"approval", {"date", "reference", "services", "number", "valid"}},
      {"modified",
       {"date", "reference", "services", "words", "criterion", "appeal", "appeal_until", "evidence"}},
      {"denial",
       {"date", "reference", "services", "words", "criterion", "appeal", "appeal_until", "peer_to_peer",
        "evidence"}},
      {"not_required", {"date", "reference", "services"}},
      {"information", {"date", "reference", "missing", "words", "control_number", "due"}},
      {"extension", {"date", "reference", "extension_reason", "extension_until"}},
      {"closed", {"date", "reference", "missing"}},
      {"peer_to_peer", {"date", "reference", "talk"}},
      {"cover_sheet", {"reference", "intake", "intake_fax"}},
      {"appeal_received", {"date", "reference", "services", "appeal_kind", "due"}},
  };
  return needs;
}

/// One tag of a text.
struct Tag {
  char mark = ' ';  // '#', '^', '/', '>', '!' or ' ' for a field
  std::string name;
  std::size_t line = 1;
};

/// Reads the tags of one text; what cannot be read is a fault.
std::vector<Tag> tags_of(const std::string& file, const std::string& text, base::Issues& issues) {
  std::vector<Tag> tags;
  std::size_t line = 1, at = 0;
  while (true) {
    const std::size_t begin = text.find("{{", at);
    if (begin == std::string::npos) return tags;
    line += static_cast<std::size_t>(std::count(text.begin() + static_cast<std::ptrdiff_t>(at),
                                                text.begin() + static_cast<std::ptrdiff_t>(begin), '\n'));
    const std::string where = file + ":" + std::to_string(line);
    const std::size_t end = text.find("}}", begin);
    if (end == std::string::npos) {
      issues.add(IssueCode::config_invalid, where, "\"{{\" is not closed; write \"}}\" after the name.");
      return tags;
    }
    std::string inside = text.substr(begin + 2, end - begin - 2);
    Tag tag;
    tag.line = line;
    if (!inside.empty() && std::string_view("#^/>!").find(inside.front()) != std::string_view::npos) {
      tag.mark = inside.front();
      inside.erase(0, 1);
    } else if (!inside.empty() && std::string_view("{&=").find(inside.front()) != std::string_view::npos) {
      issues.add(IssueCode::config_invalid, where,
                 "only {{name}}, {{#name}}, {{^name}}, {{/name}} and {{> file}}.");
    }
    inside.erase(0, std::min(inside.find_first_not_of(" \t"), inside.size()));
    inside.erase(inside.find_last_not_of(" \t") + 1);
    tag.name = inside;
    if (tag.mark != '!') tags.push_back(std::move(tag));
    at = end + 2;
  }
}

const std::vector<LetterFields>* list_of(const LetterFields& fields, std::string_view name) {
  for (const auto& [one, items] : fields.lists) {
    if (one == name) return &items;
  }
  return nullptr;
}

bool has_text(const LetterFields& fields, std::string_view name) {
  return std::any_of(fields.texts.begin(), fields.texts.end(),
                     [&](const auto& one) { return one.first == name; });
}

/// Walks one kind of letter through its partials with what a letter has.
class Walk {
 public:
  Walk(const std::map<std::string, std::string>& texts, base::Issues& issues)
      : texts_(texts), issues_(issues) {}

  void letter(const Needs& needs) {
    const precert::LetterContent sample =
        sample_letter(*precert::letter_kind_from(needs.kind), precert::Addressee::member);
    const LetterFields fields = letter_fields(sample);
    const std::string file = std::string(needs.kind) + ".txt";
    seen_.clear();
    phone_ = false;
    open_.clear();
    scopes_ = {&fields};
    text(file, 0);
    for (const std::string_view need : needs.fields) {
      if (!seen_.contains(std::string(need))) {
        fault(file + ":1", "this letter has to say {{" + std::string(need) + "}} somewhere.");
      }
    }
    if (!phone_) {
      fault(
          file + ":1",
          "this letter has to say {{phone}} outside of every section: nobody is written to without a number "
          "to call.");
    }
  }

  std::set<std::string> used;

 private:
  static constexpr int depth_max = 8;

  void text(const std::string& file, int depth) {
    used.insert(file);
    const auto found = texts_.find(file);
    if (found == texts_.end()) return;
    const std::size_t opened_before = open_.size();
    base::Issues unreadable;
    for (const Tag& tag : tags_of(file, found->second, unreadable)) one(file, tag, depth);
    for (const base::Issue& issue : unreadable) fault(issue.where, issue.remedy);
    while (open_.size() > opened_before) {
      fault(file + ":" + std::to_string(open_.back().line),
            "the section {{#" + open_.back().name + "}} is not closed.");
      leave();
    }
  }

  void one(const std::string& file, const Tag& tag, int depth) {
    const std::string where = file + ":" + std::to_string(tag.line);
    switch (tag.mark) {
      case '#':
      case '^': return enter(where, tag);
      case '/':
        if (open_.empty() || open_.back().name != tag.name) {
          fault(where, "{{/" + tag.name + "}} closes no section that is open here.");
        } else {
          leave();
        }
        return;
      case '>':
        if (!texts_.contains(tag.name + ".txt")) {
          fault(where, "there is no text " + tag.name + ".txt to include.");
        } else if (depth >= depth_max) {
          fault(where, tag.name + ".txt includes itself.");
        } else {
          text(tag.name + ".txt", depth + 1);
        }
        return;
      default: return field(where, tag);
    }
  }

  void enter(const std::string& where, const Tag& tag) {
    const std::vector<LetterFields>* items = nullptr;
    bool known = false;
    for (auto scope = scopes_.rbegin(); scope != scopes_.rend() && !known; ++scope) {
      items = list_of(**scope, tag.name);
      known = items != nullptr || has_text(**scope, tag.name);
    }
    if (!known) unknown(where, tag);
    seen_.insert(tag.name);
    open_.push_back(tag);
    scopes_.push_back(items == nullptr || items->empty() || tag.mark == '^' ? scopes_.back()
                                                                            : &items->front());
  }
  void leave() {
    open_.pop_back();
    scopes_.pop_back();
  }

  void field(const std::string& where, const Tag& tag) {
    const bool known = std::any_of(scopes_.begin(), scopes_.end(),
                                   [&](const LetterFields* scope) { return has_text(*scope, tag.name); });
    if (!known) return unknown(where, tag);
    seen_.insert(tag.name);
    phone_ = phone_ || (open_.empty() && tag.name == "phone");
  }

  void unknown(const std::string& where, const Tag& tag) {
    fault(where, "there is no field {{" + tag.name + "}} here; docs/letters.md lists them.");
  }

  /// A text that many letters include is told of once.
  void fault(const std::string& where, const std::string& words) {
    if (told_.insert(where + words).second) issues_.add(IssueCode::config_invalid, where, words);
  }

  const std::map<std::string, std::string>& texts_;
  base::Issues& issues_;
  std::set<std::string> seen_, told_;
  std::vector<Tag> open_;
  std::vector<const LetterFields*> scopes_;
  bool phone_ = false;
};

}  // namespace

base::Issues template_faults(const std::map<std::string, std::string>& texts) {
  base::Issues issues;
  Walk walk(texts, issues);
  for (const Needs& needs : all_needs()) {
    if (texts.contains(std::string(needs.kind) + ".txt")) {
      walk.letter(needs);
    } else {
      issues.add(IssueCode::config_invalid, std::string(needs.kind) + ".txt", "this text is missing.");
    }
  }
  for (const auto& [file, text] : texts) {
    if (!walk.used.contains(file)) {
      issues.add(IssueCode::config_invalid, file + ":1",
                 "no letter uses this text; mend its name or remove it.");
    }
  }
  return issues;
}

}  // namespace gateway
