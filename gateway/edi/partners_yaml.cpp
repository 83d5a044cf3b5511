// Partners::from_yaml: deploy/partners.yaml shows every key that is read here.
#include <algorithm>
#include <set>

#include "gateway/edi/partners.hpp"
#include "gateway/edi/yaml_map.hpp"

namespace gateway {
namespace {

using base::Issue;
using base::IssueCode;
using base::Issues;

bool is_letter_or_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/// What separates: no letter, digit or blank, ASCII, all different. Rule: X12.5, ISA.
bool may_separate(const std::string& four) {
  const bool good = std::all_of(four.begin(), four.end(), [](char c) {
    return c > 0 && c < 0x7F && c != ' ' && !is_letter_or_digit(c);
  });
  return good && std::set<char>(four.begin(), four.end()).size() == four.size();
}

/// "ZZ:SUBMITTER1": two characters, a colon, up to fifteen.
bool is_party(const std::string& text) {
  return text.size() > 3 && text.size() <= 18 && text[2] == ':' && text.back() != ' ';
}

/// Reads one file; what several partners must not share is remembered across them.
class Reading {
 public:
  Reading(std::string_view yaml, std::string_view file) : yaml_(yaml), file_(file) {}

  std::vector<Partner> partners(const YAML::Node& root) {
    std::vector<Partner> read;
    YamlMap keys(root, file_, issues);
    const YAML::Node list = keys.node("partners");
    if (list && !list.IsNull() && !list.IsSequence())
      keys.fault("partners", "give a list: one partner after each dash.");
    if (list && list.IsSequence()) {
      for (const YAML::Node& one : list) read.push_back(partner(one));
    }
    keys.done();
    return read;
  }

  Issues issues;

 private:
  Partner partner(const YAML::Node& node) {
    Partner made;
    YamlMap keys(node, file_, issues);
    names(keys, made);
    guides(keys, made);
    if (YAML::Node part = keys.node("check"); part) check(part, made.check);
    if (YAML::Node part = keys.node("reading"); part) reading(part, made.reading);
    if (YAML::Node part = keys.node("acknowledgment"); part) acknowledgment(part, made.acknowledgment);
    if (YAML::Node part = keys.node("core"); part) core(part, made);
    made.ta1 = static_cast<Ta1Policy>(
        keys.one_of("ta1", {"requested", "rejected", "always"}, static_cast<std::size_t>(made.ta1)));
    keys.text("delimiters", made.delimiters);
    if (!made.delimiters.empty() && (made.delimiters.size() != 4 || !may_separate(made.delimiters))) {
      keys.fault(
          "delimiters",
          "give four different characters, none a letter, digit or blank: element, repetition, component and "
          "segment, such as \"*^:~\".");
    }
    made.delimiters_in_data =
        static_cast<x12::DelimiterPolicy>(keys.one_of("delimiters_in_data", {"replace", "choose", "refuse"},
                                                      static_cast<std::size_t>(made.delimiters_in_data)));
    keys.days("control_numbers_kept_days", made.control_numbers_kept, 36'500);
    keys.flag("gaps_noted", made.gaps_noted);
    keys.days("attachments_held_days", made.attachments_held, 3'650);
    keys.done();
    return made;
  }

  void names(YamlMap& keys, Partner& made) {
    keys.text("name", made.name);
    if (!is_plain_name(made.name)) {
      keys.fault("name", "every partner has a name of letters, digits and dashes.");
    } else if (!names_.insert(made.name).second) {
      keys.fault("name", "another partner has this name; give each its own.");
    }
    keys.texts("senders", made.senders);
    keys.texts("receivers", made.receivers);
    keys.texts("group_senders", made.group_senders);
    parties(keys, "senders", made.senders);
    parties(keys, "receivers", made.receivers);
    if (made.senders.empty() && has_default_) {
      keys.fault("senders",
                 "only one partner, the default one, may be without senders; list ISA05:ISA06 of this one.");
    }
    has_default_ = has_default_ || made.senders.empty();
    for (const std::string& sender : made.senders) {
      if (!senders_.insert(sender).second)
        keys.fault("senders", "'" + sender + "' is listed before; one partner owns it.");
    }
  }

  static void parties(YamlMap& keys, const char* key, const std::vector<std::string>& all) {
    for (const std::string& one : all) {
      if (!is_party(one)) {
        keys.fault(
            key,
            "'" + one + "' is not QUALIFIER:ID, such as \"ZZ:SUBMITTER1\", without the blanks of the ISA.");
      }
    }
  }

  void guides(YamlMap& keys, Partner& made) {
    const YAML::Node list = keys.node("guides");
    if (list && !list.IsNull() && !list.IsSequence())
      keys.fault("guides", "give a list: one guide after each dash.");
    if (list && list.IsSequence()) {
      for (const YAML::Node& one : list) made.guides.push_back(guide(one));
    }
    keys.flag("only_listed_guides", made.only_listed_guides);
    if (made.only_listed_guides && made.guides.empty()) {
      keys.fault("only_listed_guides", "list at least one guide, or nothing of this partner is taken.");
    }
  }

  PartnerGuide guide(const YAML::Node& node) {
    PartnerGuide made;
    YamlMap keys(node, file_, issues);
    keys.text("version", made.version);
    if (made.version.empty() || made.version.size() > 12)
      keys.fault("version", "give GS08 as it is sent, at most 12 characters.");
    made.implementation = made.version;
    keys.text("implementation", made.implementation);
    if (x12::functional_id_for(made.implementation).empty()) {
      keys.fault("implementation", "give a guide this gateway has: " + implementations() + ".");
    }
    constexpr std::size_t both = 2;
    const std::size_t direction = keys.one_of("direction", {"request", "response"}, both);
    if (direction != both) made.direction = direction == 0 ? "request" : "response";
    const YAML::Node changes = keys.node("changes");
    if (changes && !changes.IsNull()) change(keys, changes, made);
    keys.done();
    return made;
  }

  void change(YamlMap& keys, const YAML::Node& changes, PartnerGuide& made) {
    if (!changes.IsScalar()) {
      keys.fault("changes", "write `changes: |` and the lines of the change below it, indented.");
      return;
    }
    if (made.direction.empty()) {
      keys.fault("changes", "say which table is changed: direction: request, or direction: response.");
      return;
    }
    base::Result<std::shared_ptr<const x12::Guide>> compiled =
        x12::guide_with(made.implementation, made.direction, changes.Scalar(), origin(changes));
    if (compiled) {
      made.guide = std::move(*compiled);
      return;
    }
    for (const Issue& issue : compiled.error())
      issues.add(IssueCode::config_invalid, issue.where, issue.remedy);
  }

  /// "partners.yaml:12": the line where the text of a scalar begins. That of a block is below its bar.
  [[nodiscard]] std::string origin(const YAML::Node& scalar) const {
    const YAML::Mark mark = scalar.Mark();
    const auto at = static_cast<std::size_t>(std::max(mark.pos, 0));
    const bool block = at < yaml_.size() && (yaml_[at] == '|' || yaml_[at] == '>');
    return std::string(file_) + ":" + std::to_string(mark.line + (block ? 2 : 1));
  }

  void check(const YAML::Node& node, x12::CheckOptions& into) {
    YamlMap keys(node, file_, issues);
    keys.number("loops_max", into.loops_max, 10, 1'000'000);
    keys.number("faults_max", into.faults_max, 1, 100'000);
    into.extended_latin =
        keys.one_of("character_set", {"extended", "extended_latin"}, into.extended_latin ? 1 : 0) == 1;
    keys.flag("tolerate_hl_parent", into.tolerate_hl_parent);
    keys.done();
  }

  void reading(const YAML::Node& node, x12::ReadOptions& into) {
    YamlMap keys(node, file_, issues);
    keys.flag("skip_leading_space", into.skip_leading_space);
    keys.flag("accept_collapsed_isa", into.accept_collapsed_isa);
    keys.done();
  }

  void acknowledgment(const YAML::Node& node, mappers::AckOptions& into) {
    YamlMap keys(node, file_, issues);
    keys.number("segments_max", into.segments_max, 1, 100'000);
    keys.number("loop_id_length", into.loop_id_length, 1, 6);
    keys.flag("copy_bad_values", into.copy_bad_values);
    keys.flag("name_subscriber", into.name_subscriber);
    keys.done();
  }

  void core(const YAML::Node& node, Partner& made) {
    YamlMap keys(node, file_, issues);
    keys.text("sender", made.core_sender);
    keys.text("user", made.core_user);
    keys.text("password_sha256", made.core_password_sha256);
    const std::string& hash = made.core_password_sha256;
    const bool hex = std::all_of(hash.begin(), hash.end(), [](char c) {
      return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    });
    if (made.core_sender.empty()) {
      keys.fault("sender", "give the SenderID of this partner's CORE envelopes.");
    } else if (!core_senders_.insert(made.core_sender).second) {
      keys.fault("sender", "another partner has this SenderID.");
    }
    if (made.core_user.empty() != hash.empty())
      keys.fault("user", "give user and password_sha256 together, or neither.");
    if (!hash.empty() && (hash.size() != 64 || !hex)) {
      keys.fault("password_sha256", "give the 64 hex digits that `printf %s PASSWORD | sha256sum` prints.");
    }
    keys.done();
  }

  static std::string implementations() {
    std::set<std::string> all;
    for (const x12::Guide* guide : x12::all_guides()) {
      const std::string name(x12::implementation_of(*guide));
      if (!x12::functional_id_for(name).empty()) all.insert(name);
    }
    std::string words;
    for (const std::string& one : all) words += (words.empty() ? "" : ", ") + one;
    return words;
  }

  std::string_view yaml_, file_;
  std::set<std::string> names_, senders_, core_senders_;
  bool has_default_ = false;
};

}  // namespace

base::Result<Partners> Partners::from_yaml(std::string_view yaml, std::string_view file_name) {
  const std::string file(file_name);
  Issues broken;
  const YAML::Node root = yaml_root(yaml, file, broken);
  if (!broken.empty()) return broken;
  if (root.IsNull()) return standard();
  Reading reading(yaml, file);
  Partners made;
  made.partners_ = reading.partners(root);
  if (!reading.issues.empty()) return std::move(reading.issues);
  // The default one last: whoever no other partner names is his.
  std::stable_partition(made.partners_.begin(), made.partners_.end(),
                        [](const Partner& one) { return !one.senders.empty(); });
  if (made.partners_.empty() || !made.partners_.back().senders.empty()) {
    made.partners_.push_back(standard().partners_.front());
  }
  return made;
}

}  // namespace gateway
