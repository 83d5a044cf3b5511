#include "precert/engine/form_version.hpp"

#include <cstdint>
#include <string_view>

namespace precert {
namespace {

/// Fowler-Noll-Vo over everything a form shows: the texts with their lengths, so that no two run into each
/// other.
class Digest {
 public:
  void add(std::string_view text) {
    for (const char c : std::to_string(text.size()) + ":") mix(c);
    for (const char c : text) mix(c);
  }
  [[nodiscard]] std::string text() const {
    constexpr std::string_view digits = "0123456789abcdef";
    constexpr unsigned length = 6;
    std::string out;
    for (unsigned i = 0; i < length; ++i) out += digits[(value_ >> (60U - 4U * i)) & 15U];
    return out;
  }

 private:
  void mix(char c) { value_ = (value_ ^ static_cast<unsigned char>(c)) * 0x100000001b3U; }

  std::uint64_t value_ = 0xcbf29ce484222325U;
};

void add_expression(Digest& digest, const Expression& expression) {
  for (const Expression::Node& node : expression.nodes) {
    digest.add(std::to_string(static_cast<int>(node.kind)) + "-" + std::to_string(node.end));
    if (node.kind != Expression::Kind::atom) continue;
    const Atom& atom = expression.atoms[node.atom];
    digest.add(std::to_string(atom.fact) + " " + std::to_string(static_cast<int>(atom.comparison)) + " " +
               atom.number.text());
    for (const std::string& choice : atom.choices) digest.add(choice);
  }
}

void add_fact(Digest& digest, const Fact& fact) {
  digest.add(std::to_string(static_cast<int>(fact.type)));
  for (const std::string* text : {&fact.id, &fact.question, &fact.help, &fact.loinc, &fact.report_type,
                                  &fact.loinc_modifier, &fact.supplier, &fact.unit})
    digest.add(*text);
  for (const std::string& choice : fact.choices) digest.add(choice);
  if (fact.least) digest.add("least " + fact.least->text());
  if (fact.most) digest.add("most " + fact.most->text());
  for (const FactOrigin& origin : fact.origins) {
    digest.add(std::to_string(static_cast<int>(origin.kind)));
    for (const std::string& name : origin.names) digest.add(name);
  }
}

}  // namespace

std::string form_version_of(const Rulebook& rulebook, const Criterion& criterion,
                            std::span<const FormItem> items) {
  Digest digest;
  for (const std::string* text : {&criterion.title, &criterion.summary, &criterion.link, &criterion.owner})
    digest.add(*text);
  add_expression(digest, criterion.expression);
  for (const FormItem& item : items) {
    add_fact(digest, rulebook.facts[item.fact]);
    add_expression(digest, item.relevant);
  }
  return criterion.edition + "-" + digest.text();
}

}  // namespace precert
