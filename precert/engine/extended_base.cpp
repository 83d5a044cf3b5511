// See extended_base.hpp.
#include "precert/engine/extended_base.hpp"

#include <algorithm>
#include <string>

#include "precert/model/words.hpp"

namespace precert {
namespace {

constexpr std::string_view part_mark = "; ";
constexpr std::string_view from_mark = "from ";
constexpr std::string_view to_mark = "to ";
constexpr std::string_view amount_mark = "amount ";
constexpr std::string_view place_mark = "at ";

void add_part_of_base(std::string& text, std::string_view mark, std::string_view value) {
  if (value.empty()) return;
  if (!text.empty()) text += part_mark;
  text.append(mark).append(value);
}

void read_amount(std::string_view said, LineDetermination& base) {
  const std::size_t gap = said.find(' ');
  if (gap == std::string_view::npos) return;
  const std::optional<base::Decimal> value = base::decimal_from(said.substr(0, gap));
  const std::optional<Unit> unit = from_word<Unit>(said.substr(gap + 1));
  if (value && unit) base.quantity = Quantity{*value, *unit, {}};
}

void read_part_of_base(std::string_view part, LineDetermination& base) {
  const auto behind = [&](std::string_view mark) { return part.substr(mark.size()); };
  if (part.starts_with(from_mark)) {
    if (const auto day = base::date_from_iso(behind(from_mark)))
      base.validity = base::Period{*day, std::nullopt};
  } else if (part.starts_with(to_mark)) {
    if (base.validity) base.validity->end = base::date_from_iso(behind(to_mark));
  } else if (part.starts_with(amount_mark)) {
    read_amount(behind(amount_mark), base);
  } else if (part.starts_with(place_mark)) {
    Party place;
    place.role = PartyRole::facility;
    place.identifiers = {{IdentifierKind::npi, std::string(behind(place_mark)), ""}};
    base.provider = std::move(place);
  }
}

}  // namespace

Step step_of_base(const LineDetermination& certified, const std::optional<Quantity>& asked) {
  std::string detail;
  if (certified.validity) {
    add_part_of_base(detail, from_mark, base::iso(certified.validity->start));
    if (certified.validity->end) add_part_of_base(detail, to_mark, base::iso(*certified.validity->end));
  }
  if (const std::optional<Quantity>& amount = certified.quantity ? certified.quantity : asked) {
    add_part_of_base(detail, amount_mark, amount->value.text() + " " + std::string(word(amount->unit)));
  }
  if (certified.provider) add_part_of_base(detail, place_mark, certified.provider->npi());
  return Step{std::string(step_extends), certified.certification_number, std::move(detail)};
}

std::optional<LineDetermination> base_of(const LineDetermination& pended) {
  if (pended.action != ReviewAction::pended) return std::nullopt;
  const auto found = std::ranges::find(pended.steps, step_extends, &Step::rule);
  if (found == pended.steps.end()) return std::nullopt;
  LineDetermination base;
  base.sequence = pended.sequence;
  base.action = ReviewAction::certified;
  base.certification_number = found->outcome;
  std::string_view rest = found->detail;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(part_mark), rest.size());
    read_part_of_base(rest.substr(0, end), base);
    rest.remove_prefix(std::min(end + part_mark.size(), rest.size()));
  }
  return base;
}

}  // namespace precert
